"""The pages of what-ifs: suppose, see what moves and breaks, keep, compare, discard, propose."""

import json
import re
from collections.abc import Iterator

import pytest

from api.app import create_app
from domain.base import derived_id
from domain.dates import Window, add_months
from domain.decision.commands import RecordAnswer
from domain.decision.parts import Answer, ClosedDoors
from projections import decisions, kept_whatifs, plan_versions, readings, whatif_world
from runtime.simulation.scenario import Scenario
from tests import make
from tests.api.browsing import Browser, Page
from tests.api.house import ANNA, BRAM, Caller, House, open_house

PROGRAMME = derived_id("programme", "haaglanden-2027")
AT = f"/programmas/{PROGRAMME}/wat-als"
LATER = "move:nieuw-2026-inkoopdocumenten:2026-06"
SAYS_NO = "answer:vaststelling-strategie:raad-westland:no"


@pytest.fixture
def governed(published_url: str) -> Iterator[House]:
    with open_house(published_url) as house:
        yield house


@pytest.fixture
def anna(governed: House) -> Browser:
    return Browser(create_app(governed.ports()), ANNA)


def part(page: Page, anchor: str, end: str) -> str:
    return page.html.partition(f'id="{anchor}"')[2].partition(end)[0]


@pytest.mark.row("ST-08", "ST-03")
def test_a_part_of_the_plan_is_moved_in_its_own_precision_and_others_follow(anna: Browser) -> None:
    chosen = anna.get(AT, wat="onderdeel", onderdeel="nieuw-2026-inkoopdocumenten")
    assert '<option value="2026-06">juni 2026</option>' in chosen.html
    assert 'type="date"' not in part(chosen, "onderdeel", "</details>")
    item = "nieuw-2026-inkoopdocumenten"
    page = anna.get(AT, stel="", wat="onderdeel", onderdeel=item, datum="2026-06")
    assert page.address == f"{AT}?stel={LATER}#what-if"
    moves = part(page, "moves", "</table>")
    assert "Nieuwe inkoop: aanbestedingsfase" in moves
    assert "maart 2026 tot en met juni 2026" in moves
    assert "Wacht op: Nieuwe inkoop: collegevoorstellen inkoopdocumenten" in moves
    along = anna.get(AT, stel=LATER, volgen="along")
    assert "1 juni 2027" in part(along, "moves", "</table>")
    assert "dagen zonder" in part(along, "breaks", "</ul>")


@pytest.mark.row("PG-09", "PG-10", "ST-08")
def test_a_council_that_says_no_shows_what_stands_still_and_what_breaks(anna: Browser) -> None:
    form = anna.get(AT, wat="besluit", besluit="vaststelling-strategie")
    assert "gemeenteraad van Westland" in form.text
    fields = {"besluit": "vaststelling-strategie", "wie": "raad-westland", "antwoord": "no"}
    page = anna.get(AT, wat="besluit", wanneer="", **fields)
    assert page.address == f"{AT}?stel={SAYS_NO}#what-if"
    assert "gemeenteraad van Westland zegt “nee”" in page.text
    assert "opent de poort “aanbieders” niet" in part(page, "breaks", "</ul>")
    assert "Externe communicatie naar aanbieders" in part(page, "still", "</table>")
    assert "er is niets voor te stellen" in page.text.lower().replace("dus ", "")
    expected = anna.get(AT, wat="besluit", wanneer="", **{**fields, "antwoord": "yes"})
    assert expected.status == 400
    assert "dit wordt al verwacht" in expected.text
    assert anna.get(AT, wat="verschuiving", maanden="-+3", deel="").status == 400
    page = anna.get(AT, stel=LATER, wat="verschuiving", maanden="veel", deel="")
    assert page.status == 400
    assert "Vul een heel aantal maanden in" in page.text
    assert page.forms[f"{AT}#what-if"]["stel"] == LATER
    shifted = anna.get(AT, stel=LATER, wat="verschuiving", maanden="12", deel="")
    assert shifted.address == f"{AT}?stel={LATER},shift:12#what-if"


@pytest.mark.row("ST-08")
def test_what_ifs_are_kept_shared_compared_and_discarded(anna: Browser, governed: House) -> None:
    first = anna.fill(anna.get(AT, stel=LATER), "/bewaren", naam="Stukken later")
    assert first.status == 200
    assert "Bewaard door Anna" in first.text
    anna.fill(anna.get(AT, stel=SAYS_NO), "/bewaren", naam="Westland zegt nee")
    with governed.pool.connection() as connection:
        kept = kept_whatifs.of_owner(connection, ANNA.person_id, PROGRAMME)
    later, _ = kept
    assert [each.name for each in kept] == ["Stukken later", "Westland zegt nee"]
    both = ",".join(str(each.what_if_id) for each in kept)
    compared = anna.get(f"{AT}/vergelijken", met=both)
    assert "maart 2026 tot en met juni 2026" in part(compared, "moves", "</table>")
    assert "niet hierdoor geraakt" in part(compared, "breaks", "</table>")
    assert "No longer holds" not in compared.html
    counted = re.findall(r'data-label="Loopt mis">(\d+)<', part(compared, "each", "</table>"))
    alone = anna.get(AT, stel=SAYS_NO)
    assert f'href="#breaks"><strong>{counted[1]}</strong>' in alone.html
    bram = Browser(create_app(governed.ports()), BRAM)
    shared = bram.get(f"{AT}/{later.what_if_id}")
    assert "Stukken later" in shared.text
    assert "Gooi deze wat-als weg" not in shared.text
    not_his = bram.send(f"{AT}/{later.what_if_id}/weg", {"key": "a key of his own"})
    assert not_his.status == 404
    nobody = Browser(create_app(governed.ports()))
    signed_out = nobody.send(f"{AT}/{later.what_if_id}/weg", {"key": "x"})
    assert signed_out.status == 403
    assert "<h1>Stukken later</h1>" in signed_out.html
    assert bram.get(f"{AT}/{later.what_if_id}").status == 200
    anna.fill(anna.get(f"{AT}/{later.what_if_id}"), "/weg")
    assert bram.get(f"{AT}/{later.what_if_id}").status == 404


def test_a_form_sent_again_with_another_name_or_the_same_is_kept_and_said(anna: Browser) -> None:
    page = anna.get(AT, stel=LATER)
    first = anna.fill(page, "/bewaren", naam="Stukken later")
    second = anna.fill(page, "/bewaren", naam="Anders genoemd")
    assert [first.status, second.status] == [200, 200]
    assert "Anders genoemd" in second.text
    assert "in plaats van de wat-als" not in anna.fill(page, "/bewaren", naam="Anders genoemd").text
    other = anna.fill(anna.get(AT, stel="shift:12"), "/bewaren", naam="Stukken later")
    assert "in plaats van de wat-als" in other.text
    assert other.address.partition("?")[0] == first.address.partition("?")[0]


@pytest.mark.row("ST-08", "PG-09")
def test_a_proposal_shows_its_commands_first_and_is_carried_out_once(
    anna: Browser, governed: House
) -> None:
    along = anna.fill(anna.get(AT, stel=LATER, volgen="along"), "/bewaren", naam="Even ver")
    bram = Browser(create_app(governed.ports()), BRAM)
    page = bram.fill(bram.get(AT, stel=LATER), "/bewaren", naam="Stukken later")
    shared = page.address.partition("?")[0]
    page = anna.get(shared)
    why = {"title": "Stukken in juni", "reason": "De raden willen meer tijd", "decided_by": "BOJ"}
    preview = anna.fill(page, "/voorstellen", **why)
    assert "Dit zou worden vastgelegd" in preview.text
    assert "RevisePlan" in preview.text
    reloaded = Page(anna.client.get(preview.address.partition("#")[0]))
    assert reloaded.address == f"{AT}?stel={LATER}", "a reload or another language keeps it"
    assert "maart 2026 tot en met juni 2026" in preview.text
    assert version(governed) == 1
    otherwise = anna.fill(preview, "/voorstellen", **{**why, "title": "Stukken in augustus"})
    assert "Dit is niet wat u bekeek" in otherwise.text
    assert version(governed) == 1
    sent = preview.form("/voorstellen")
    for _ in range(2):
        done = anna.send(f"{AT}/voorstellen", sent)
        assert "de wat-als is een nieuwe versie van het plan" in done.text
    assert version(governed) == 2
    back = anna.send(f"{AT}/voorstellen", {**sent, "title": "Stukken in augustus"})
    assert (back.status, "al eerder verstuurd met iets anders" in back.text) == (409, True)
    stale = anna.get(shared)
    assert "Het plan is sindsdien veranderd: het is nu versie 2" in stale.text
    assert "Voorgesteld op" in stale.text
    assert "Voorgesteld op" not in anna.get(along.address.partition("?")[0]).text


def test_a_plan_that_moved_on_meanwhile_is_shown_anew_and_not_overwritten(
    anna: Browser, governed: House
) -> None:
    why = {"title": "Stukken in juni", "reason": "De raden willen meer tijd"}
    slow = anna.fill(anna.get(AT, stel=LATER), "/voorstellen", **why)
    quick = anna.fill(anna.get(AT, stel="shift:12"), "/voorstellen", **why)
    assert "ShiftPlan" in quick.text
    anna.send(f"{AT}/voorstellen", quick.form("/voorstellen"))
    late = anna.send(f"{AT}/voorstellen", slow.form("/voorstellen"))
    assert "Het plan is veranderd sinds u keek" in late.text
    assert version(governed) == 2


@pytest.mark.row("ST-08")
def test_what_cannot_be_read_or_supposed_is_told(anna: Browser) -> None:
    page = anna.get(AT, stel="onzin:1,answer:nergens:raad-delft:no")
    assert "onzin:1" in part(page, "unread", "</div>")
    assert "dus alles blijft zoals het is" in page.text
    many = ",".join(f"shift:{months}" for months in range(1, 43))
    assert re.findall("<code>(.*?)</code>", anna.get(AT, stel=many).html) == [
        "shift:41",
        "shift:42",
    ]
    assert 'id="unread"' not in anna.get(AT, stel=LATER).html


def test_a_what_if_can_be_taken_away_as_a_scenario_for_the_simulator(
    anna: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = anna.client.get(f"{AT}/scenario.yaml", params={"stel": f"{LATER},{SAYS_NO}"}).text
    file = tmp_path_factory.mktemp("scenario") / "scenario.yaml"
    file.write_text(text)
    scenario = Scenario.read(file)
    assert scenario.decisions["vaststelling-strategie"].answers == {"raad-westland": "no"}
    assert str(scenario.items["nieuw-2026-aanbesteding"]) == "2026-06-30"
    assert json.loads(text)["items"]["communicatie-aanbieders"] == "never"


@pytest.mark.row("ST-08")
def test_programs_ask_the_same_and_are_told_what_to_send(governed: House) -> None:
    caller = Caller(create_app(governed.ports()))
    found = caller.get(f"/programmes/{PROGRAMME}/what-ifs", suppose=[LATER, SAYS_NO])
    assert [each["itemId"] for each in found["moves"]] == [
        "nieuw-2026-aanbesteding",
        "nieuw-2026-inkoopdocumenten",
    ]
    assert {each["code"] for each in found["new"]} >= {"decision_fails", "gate_stays_shut"}
    why = {"title": "Stukken in juni", "reason": "De raden willen meer tijd"}
    assert found["proposal"]["onVersion"] == 1
    revision = {**why, "items": found["proposal"]["items"], "onVersion": 1}
    answer = caller.post(f"/programmes/{PROGRAMME}/plan-versions", revision)
    assert answer.status_code == 202, answer.text
    assert version(governed) == 2
    kept = governed.ports().read(PROGRAMME)
    after = whatif_world.after(kept).items
    assert {each["itemId"]: after[each["itemId"]].window.edtf for each in found["moves"]} == {
        each["itemId"]: each["after"]["edtf"] for each in found["moves"]
    }
    again = caller.post(f"/programmes/{PROGRAMME}/plan-versions", revision)
    assert (again.status_code, again.json()["reason"]) == (409, "plan_moved_on")
    twice = "move:veiligheid-2020-besluit-ruim-voor:2028-01-01"
    elsewhere = derived_id("programme", "holland-rijnland-2021")
    [item] = caller.get(f"/programmes/{elsewhere}/what-ifs", suppose=[twice])["proposal"]["items"]
    assert item["restates"] == "veiligheid-2020-besluit-verlenging"
    bad = caller.client.get(f"/v1/programmes/{PROGRAMME}/what-ifs", params={"suppose": "x"})
    assert bad.status_code == 400


@pytest.mark.row("TP-01")
def test_who_asks_what_comes_of_an_answer_behind_closed_doors_is_written_down(
    governed: House, anna: Browser
) -> None:
    with governed.pool.connection() as connection:
        rows = decisions.of_programme(connection, PROGRAMME)
    [asked] = [each.decision_id for each in rows if each.key == "vaststelling-strategie"]
    day = governed.now.date()
    said = Answer(
        answerer_id="raad-westland",
        outcome="no",
        decided_on=day,
        closed=ClosedDoors(ground="Bedrijfsgegevens", until=Window.on(add_months(day, 12))),
    )
    governed.do(make.a(RecordAnswer, decision_id=asked, answer=said, at=governed.now))
    page = anna.get(AT, stel="answer:vaststelling-strategie:raad-westland:yes")
    fields = {"wat": "besluit", "besluit": "vaststelling-strategie", "wie": "raad-westland"}
    anna.get(AT, wanneer="", antwoord="yes", **fields)
    nobody = Browser(create_app(governed.ports()))
    guess = nobody.get(AT, wanneer="", antwoord="yes", **fields)
    caller = Caller(create_app(governed.ports()))
    caller.get(f"/programmes/{PROGRAMME}/what-ifs", suppose=[SAYS_NO])
    assert (page.status, guess.status) == (200, 403)
    with governed.pool.connection() as connection:
        read, _ = readings.found(connection, readings.Asked(subject=asked))
    assert {(each.by, each.via) for each in read} == {("anna-1", "page"), ("anna-1", "api")}


def version(house: House) -> int:
    house.engine.catch_up()
    row = plan_versions.of_programme(house.pool, PROGRAMME)
    assert row is not None
    return row.latest
