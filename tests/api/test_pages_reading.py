"""The pages that are read: today, programmes, contracts on two axes, mail, failures."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import NoReturn

import psycopg
import pytest

from api.app import create_app
from api.identity import COOKIE
from api.ports import Ports
from api.stationery import Pdf
from domain.contract.commands import AmendContract
from tests import make
from tests.api.browsing import CHANGE, Browser
from tests.api.house import ANNA, BRAM, NUMBERS, House, contract_id, draft, publish

CONTRACT = f"/overeenkomsten/{contract_id(NUMBERS[0])}"
PROGRAMME = f"/programmas/{make.PROGRAMME_ID}"


@dataclass(frozen=True)
class Letter:
    message_id: str
    to: tuple[str, ...]
    subject: str
    received_at: datetime
    body: str = "Geachte aanbieder,"
    repeated: int = 0
    pdf: Pdf | None = None


@pytest.fixture
def anna(house: House) -> Browser:
    publish(house)
    return Browser(create_app(house.ports()), ANNA)


def over(house: House, change: Callable[[Ports], Ports]) -> Browser:
    return Browser(create_app(change(house.ports())), ANNA)


@pytest.mark.row("PG-03", "PG-04", "PG-05", "ST-03")
def test_a_programme_shows_who_takes_part_and_windows_as_they_are_written(anna: Browser) -> None:
    shown = anna.get(PROGRAMME).text
    for expected in ("Holland Rijnland", "Gemeenten", "6 maanden", "1 juli 2021", "Bron"):
        assert expected in shown


def test_saying_that_a_part_of_the_plan_was_done_shows_the_day_as_one_writes_it(
    anna: Browser,
) -> None:
    page = anna.get(PROGRAMME)
    action = next(each for each in page.forms if "/gereed" in each).partition("#")[0]
    wrong = anna.fill(page, action, realised_on="morgen")
    assert wrong.status == 400
    done = anna.fill(page, action, realised_on="2021-04-30")
    assert "Vastgelegd: dit onderdeel van het plan is gedaan." in done.text
    assert "30 april 2021" in done.text


def amended(house: House) -> None:
    """The contract changes per 2022, which is recorded on the first of January."""
    house.now = datetime(2022, 1, 1, 9, tzinfo=UTC)
    house.do(
        make.a(
            AmendContract,
            contract_id=contract_id(NUMBERS[0]),
            effective=make.NEW_YEAR,
            terms={"tariff": "EUR 110.00 per day"},
            announced_on=make.MONDAY.date(),
        )
    )


@pytest.mark.row("AU-01", "AU-02", "AU-07")
def test_a_contract_reads_as_in_force_on_one_day_and_as_known_on_another(
    house: House, anna: Browser
) -> None:
    amended(house)
    now = anna.get(CONTRACT)
    assert "EUR 110.00 per day" in now.text
    assert '<span lang="nl">tariff</span>' in now.html
    then = anna.get(CONTRACT, van_kracht="2021-12-31", bekend="2021-08-01").text
    assert "Van kracht op 31 december 2021, zoals bekend op 1 augustus 2021" in then
    assert "EUR 104.27 per day" in then
    assert "Verschillen met vandaag 1" in then
    before = anna.get(CONTRACT, van_kracht="2022-01-02", bekend="2021-04-01").text
    assert "niets vastgelegd dat toen gold" in before
    assert "Dat is geen datum" in anna.get(CONTRACT, van_kracht="2021-02-30").text
    later = anna.get(CONTRACT, van_kracht="9999-12-31", bekend="9999-12-31").text
    assert "Wat die dag bekend zal zijn, weet nog niemand; u ziet vandaag." in later


@pytest.mark.row("CC-22", "AU-02")
def test_a_correction_changes_what_is_known_later_and_not_what_was_known_then(
    house: House, anna: Browser
) -> None:
    house.now += timedelta(days=10)
    form = anna.get(CONTRACT, corrigeer="tariff")
    refused = anna.fill(form, "/corrigeren", text="EUR 104.72 per day")
    assert "Vul dit in." in refused.text
    assert refused.form("/corrigeren")["text"] == "EUR 104.72 per day"
    said = anna.fill(refused, "/corrigeren", reason="Cijfers verwisseld")
    assert "Vastgelegd: de verbetering." in said.text
    as_corrected = anna.get(CONTRACT, van_kracht="2021-05-03", bekend="2021-05-13").text
    as_known = anna.get(CONTRACT, van_kracht="2021-05-03", bekend="2021-05-12").text
    assert "Verschillen met vandaag 0" in as_corrected
    assert "Verschillen met vandaag 1" in as_known


def test_contracts_are_found_by_segment_and_number(anna: Browser) -> None:
    assert "3 overeenkomsten" in anna.get("/overeenkomsten").text
    assert "1 overeenkomst." in anna.get("/overeenkomsten", nummer=NUMBERS[1].lower()).text
    nothing = anna.get("/overeenkomsten", segment="elders").text
    assert "Geen overeenkomst past hierbij" in nothing


def test_ten_thousand_mails_are_paged_and_each_can_be_read(house: House) -> None:
    letters = [
        Letter(
            f"<{number}@inkoop.example>",
            ("a@zorg.example", "b@zorg.example"),
            f"Brief {number}",
            make.MONDAY + timedelta(seconds=number),
        )
        for number in range(10_000)
    ]
    anna = over(house, lambda ports: replace(ports, mails=lambda: letters))
    first = anna.get("/post")
    assert "10000 berichten" in first.text
    assert "Bladzijde 1 van 200" in first.text
    assert "Brief 9999" in first.text
    assert "a@zorg.example, b@zorg.example" in first.text
    assert "('a@zorg" not in first.text + anna.get("/post/77@inkoop.example").text
    assert "naar de klok van deze computer" in anna.get("/post/77@inkoop.example").text
    assert "Brief 0" in anna.get("/post", pagina="200").text
    assert "Geachte aanbieder," in anna.get("/post/77@inkoop.example").text
    assert anna.get("/post/nooit@inkoop.example").status == 404


def test_the_pdf_of_a_mail_can_be_opened(house: House) -> None:
    pdf = Pdf("brief.pdf", b"%PDF-1.7")
    letter = Letter("<7@x.example>", ("a@zorg.example",), "Brief", make.MONDAY, pdf=pdf)
    anna = over(house, lambda ports: replace(ports, mails=lambda: [letter]))
    assert 'href="/post/7@x.example/bijlage.pdf"' in anna.get("/post/7@x.example").html
    opened = anna.client.get("/post/7@x.example/bijlage.pdf")
    assert (opened.headers["content-type"], opened.content) == ("application/pdf", pdf.content)
    assert anna.get("/post/8@x.example/bijlage.pdf").status == 404


def test_without_a_practice_mail_server_there_is_no_mail_page(anna: Browser) -> None:
    assert anna.get("/post").status == 404


def test_the_clock_moves_forward_and_only_so(house: House, anna: Browser) -> None:
    page = anna.get("/klok")
    moved = anna.fill(page, "/klok", day="2021-07-02", terug=CHANGE)
    assert house.now.date().isoformat() == "2021-07-02"
    assert moved.address.startswith(CHANGE)
    assert anna.fill(page, "/klok", day="overmorgen").status == 400


@pytest.mark.parametrize("elsewhere", ["https://elders.example", "//elders.example", "/\\elders"])
def test_signing_in_leads_back_and_never_elsewhere(house: House, elsewhere: str) -> None:
    nobody = Browser(create_app(house.ports()))
    page = nobody.get("/aanmelden", terug="/programmas?a=b")
    assert nobody.fill(page, "/aanmelden").address == "/programmas?a=b"
    assert nobody.client.cookies[COOKIE]
    assert nobody.fill(page, "/aanmelden", terug=elsewhere).address == "/"


def test_a_page_that_lags_says_so_kindly(house: House, anna: Browser) -> None:
    house.follows = False
    shown = anna.get("/wijzigingen", position="999999")
    assert shown.status == 200
    assert "Deze pagina loopt nog even achter" in shown.text


@pytest.mark.parametrize(
    "address", ["/nergens", "/wijzigingen/geen-id", CHANGE, "/static/geen.css"]
)
def test_what_is_not_there_says_so_and_shows_the_way_out(anna: Browser, address: str) -> None:
    shown = anna.get(address)
    assert shown.status == 404
    assert "Deze pagina bestaat niet" in shown.text
    assert "Naar vandaag" in shown.text


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (psycopg.OperationalError("gone"), 503, "De database is niet bereikbaar"),
        (psycopg.errors.UndefinedTable('relation "projections.cards" does'), 503, "eerste keer"),
        (psycopg.errors.UndefinedTable('relation "people" does'), 500, "Er ging hier iets mis"),
        (RuntimeError("bug"), 500, "Er ging hier iets mis"),
    ],
)
def test_a_failure_is_a_page_too(house: House, error: Exception, status: int, words: str) -> None:
    def fail() -> NoReturn:
        raise error

    shown = over(house, lambda ports: replace(ports, clock=fail)).get("/")
    assert shown.status == status
    assert words in shown.text


def test_nothing_from_elsewhere_and_nothing_inline_is_let_in(house: House, anna: Browser) -> None:
    draft(house)
    for address in ("/", CHANGE, CONTRACT, PROGRAMME, "/nergens"):
        shown = anna.get(address)
        policy = shown.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert " style=" not in shown.html
        assert "<style" not in shown.html
        assert "<script>" not in shown.html
    kept = anna.client.get(anna.get("/").html.split('rel="stylesheet" href="')[1].split('"')[0])
    assert "immutable" in kept.headers["Cache-Control"]


def test_a_contract_is_found_by_its_number_and_with_its_provider(anna: Browser) -> None:
    found = anna.get("/zoeken", q=NUMBERS[0].lower()).text
    assert f"{NUMBERS[0]} " in found
    assert "1 ding heeft" in found
    nothing = anna.get("/zoeken", q="nergens te vinden").text
    assert "Niets gevonden" in nothing
    assert "Typ een woord" in anna.get("/zoeken").text


def test_a_view_of_a_list_is_kept_under_a_name_and_forgotten(house: House, anna: Browser) -> None:
    name = "Wonen bij nul nul een"
    filtered = anna.get("/overeenkomsten", segment="wonen", nummer=NUMBERS[0])
    kept = anna.fill(filtered, "/weergaven", naam=name)
    assert "Bewaard" in kept.text
    assert name in anna.get("/overeenkomsten").text
    assert name not in anna.get("/aanbieders").text
    other = Browser(create_app(house.ports()), BRAM)
    assert name not in other.get("/overeenkomsten").text
    again = anna.get("/overeenkomsten", nummer=NUMBERS[0], segment="", programma="")
    replaced = anna.fill(again, "/weergaven", naam=name)
    assert "in plaats van de weergave die zo heette" in replaced.text
    assert anna.get("/overeenkomsten").text.count(name) == 1
    gone = anna.fill(anna.get("/overeenkomsten"), "/weg")
    assert name not in gone.text
    for other_name in (name, "Anders genoemd"):
        assert anna.fill(again, "/weergaven", naam=other_name).status == 200
    assert "Anders genoemd" in anna.get("/overeenkomsten").text


def test_contracts_are_filtered_by_a_part_of_the_name_of_their_provider(anna: Browser) -> None:
    one = anna.get("/overeenkomsten", nummer=NUMBERS[0]).text
    provider = one.split(f" {NUMBERS[0]} ", 1)[1].split("Wonen", 1)[0].strip()
    found = anna.get("/overeenkomsten", aanbieder=provider.upper()[:-1]).text
    assert NUMBERS[0] in found
    assert "Geen overeenkomst past" in anna.get("/overeenkomsten", aanbieder="nergens").text
