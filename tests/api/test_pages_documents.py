"""The pages of documents: what is missing, what it rests on, and who could see what when."""

from collections.abc import Iterator

import pytest

from api.app import create_app
from domain.base import derived_id
from tests.api.browsing import Browser
from tests.api.house import ANNA, House, open_house

REGION = f"/programmas/{derived_id('programme', 'region-2023')}"
STRATEGY = f"/documenten/{derived_id('document', 'region-2023', 'verwervingsstrategie')}"


@pytest.fixture
def governed(published_url: str) -> Iterator[House]:
    with open_house(published_url) as house:
        yield house


@pytest.fixture
def anna(governed: House) -> Browser:
    return Browser(create_app(governed.ports()), ANNA)


@pytest.mark.row("PG-12", "PG-32")
def test_the_register_names_what_is_missing_and_what_each_paper_rests_on(anna: Browser) -> None:
    page = anna.get(f"{REGION}/documenten")
    assert "Verwervingsstrategie" in page.text
    assert "ontbreekt" in page.text
    assert "Geheim tot 1 jan 2026" in page.text
    row = page.html.partition('id="verwervingsstrategie"')[2].partition("</tr>")[0]
    assert "Inkoopopdracht" in row
    document = anna.get(STRATEGY)
    up = document.html.partition("Waar het op rust")[2].partition("</section>")[0]
    assert "Overkoepelend kader jeugd" in up
    down = document.html.partition("Wat erop rust")[2].partition("</section>")[0]
    assert "Contracten voor ambulante jeugdhulp" in down


@pytest.mark.row("TP-01", "TP-03", "TP-12")
def test_who_could_see_it_follows_the_day_the_role_and_what_was_known(anna: Browser) -> None:
    before = anna.get(STRATEGY, als="raadslid", op="2025-12-31")
    assert "Niets: het is geheim" in before.text
    assert "Publiceren zou de inkoop" in before.text
    assert "openbaar vanaf 1 januari 2026" in before.text
    assert "Het hele document" in anna.get(STRATEGY, als="raadslid", op="2026-01-01").text
    assert "Het hele document" in anna.get(STRATEGY, als="accountant", op="2025-12-31").text
    unknown = anna.get(STRATEGY, als="raadslid", op="2025-12-31", bekend="2021-05-02")
    assert "Het document was er nog niet" in unknown.text
    wrong = anna.get(STRATEGY, op="gisteren")
    assert (wrong.status, "Dat is geen datum" in wrong.text) == (200, True)
    later = anna.get(STRATEGY, op="9999-12-31", bekend="9999-12-31")
    assert (later.status, "weet nog niemand" in later.text) == (200, True)


@pytest.mark.row("TP-02", "TP-08")
def test_what_is_secret_is_given_to_nobody_until_it_is_lifted(
    anna: Browser, governed: House
) -> None:
    today = f"{governed.now:%Y-%m-%d}"
    given = {"channel": "TenderNed", "published_on": today}
    page = anna.get(STRATEGY)
    form = {
        name: value
        for name, value in page.form("/verstrekken").items()
        if not name.startswith("aan-")
    }
    at = page.action("/verstrekken").partition("#")[0]
    nobody = anna.send(at, {**form, **given})
    assert (nobody.status, "Kies er minstens één" in nobody.text) == (400, True)
    refused = anna.send(at, {**form, **given, "aan-provider": "ja"})
    assert refused.status == 409
    assert "checked" in refused.html
    lifting = {"body": "colleges", "lifted_on": today, "reason": "De inkoop is afgerond"}
    lifted = anna.fill(page, "/opheffen", **lifting)
    assert "Vastgelegd: de geheimhouding is opgeheven" in lifted.text
    assert "Opgeheven" in lifted.text
    both = {"aan-provider": "ja", "aan-public": "ja", "key": "anders"}
    done = anna.send(at, {**form, **given, **both})
    assert "Vastgelegd: het is aan allen tegelijk gegeven" in done.text
    assert "TenderNed" in done.text
    assert "Het is hun gegeven op" in done.text
    assert "Niets: het is geheim" in anna.get(STRATEGY, op="2021-05-02").text
