"""The pages of registers: what has to be watched, and what people say became of it."""

from collections.abc import Iterator

import pytest

from api.app import create_app
from domain.base import derived_id
from tests.api.browsing import Browser
from tests.api.house import ANNA, House, open_house

HAAGLANDEN = f"/programmas/{derived_id('programme', 'haaglanden-2027')}"
HOLLAND_RIJNLAND = f"/programmas/{derived_id('programme', 'holland-rijnland-2021')}"


@pytest.fixture
def governed(published_url: str) -> Iterator[House]:
    with open_house(published_url) as house:
        yield house


@pytest.fixture
def anna(governed: House) -> Browser:
    return Browser(create_app(governed.ports()), ANNA)


def entry_of(browser: Browser, programme: str, kind: str) -> str:
    """The address of the first entry of a kind."""
    page = browser.get(f"{programme}/registers", soort=kind)
    return (
        programme
        + "/registers/"
        + page.html.partition('<h3><a href="')[2].partition('"')[0].rpartition("/")[2]
    )


@pytest.mark.row("PG-13", "PG-20", "PG-21", "PG-22", "PG-27", "PG-28", "PG-29", "PG-31", "PG-36")
def test_every_register_is_counted_and_opens_with_what_only_its_kind_says(anna: Browser) -> None:
    overview = anna.get(f"{HOLLAND_RIJNLAND}/registers")
    assert "Per soort" in overview.text
    assert "Met een dag" in overview.text
    said = {
        "choice": "Gekozen",
        "risk": "Beheersing",
        "precondition": "Wie ervoor moet zorgen",
        "research_question": "Met wie",
        "exclusion": "Waar het niet over gaat",
        "dependency": "Afhankelijkheden",
        "pilot": "Wat het opleverde",
        "ordinance": "Verordeningen",
        "term": "Betekenis",
    }
    for kind, words in said.items():
        assert f"soort={kind}" in overview.html
        page = anna.get(f"{HOLLAND_RIJNLAND}/registers", soort=kind)
        assert (page.status, words in page.text) == (200, True), kind
        assert "blockquote" in page.html


@pytest.mark.row("SG-06")
def test_goals_are_a_tree_from_task_to_measure_and_know_what_they_rest_on(anna: Browser) -> None:
    page = anna.get(f"{HOLLAND_RIJNLAND}/registers", soort="goal", segment="ambulant")
    task, _, rest = page.html.partition("Behandelduur en begeleidingsduur verkort")
    under, _, _ = rest.partition("Stapeling van zorg voorkomen")
    assert "Behandelduur op basis van KPI" in under
    assert "<ul>" in under
    assert "Behandelduur op basis van KPI" not in task


@pytest.mark.row("PG-33")
def test_a_contradiction_shows_both_places_and_how_it_was_read(anna: Browser) -> None:
    page = anna.get(f"{HAAGLANDEN}/registers", soort="anomaly")
    assert page.html.count('class="beside__one"') >= 2 * page.html.count('class="beside"') - 1
    assert "Zo gelezen" in page.text


@pytest.mark.row("PG-16", "PG-19", "PG-24", "PG-26", "PG-30", "PG-34")
def test_questions_have_answers_and_an_empty_register_says_that_it_is(anna: Browser) -> None:
    said = {
        "council_question": "In de bron beantwoord",
        "commitment": "Toegezegd aan",
        "consultation": "Wat ermee is gedaan",
        "development": "Raakt",
        "principle": "Leidende waarden",
        "local_programme": "Gemeente",
    }
    for kind, words in said.items():
        assert words in anna.get(f"{HAAGLANDEN}/registers", soort=kind).text, kind
    page = anna.get(f"{HAAGLANDEN}/registers", soort="pilot")
    assert "Niets in dit register past hierbij" in page.text
    assert anna.get(f"{HAAGLANDEN}/registers/nergens").status == 404


@pytest.mark.row("PG-22")
def test_an_entry_is_settled_opened_again_and_never_forgets(anna: Browser, governed: House) -> None:
    at = entry_of(anna, HOLLAND_RIJNLAND, "research_question")
    page = anna.get(at)
    refused = anna.fill(page, "/afhandelen", outcome="kept", text="Gedaan", settled_on="2021-05-01")
    assert refused.status == 409
    empty = anna.fill(page, "/afhandelen", text="Uitgezocht", settled_on="gisteren")
    assert (empty.status, "Vul dit in" in empty.text) == (400, True)
    answered = {"outcome": "answered", "settled_on": f"{governed.now:%Y-%m-%d}"}
    done = anna.fill(page, "/afhandelen", text="Met de partners uitgezocht", **answered)
    assert "Vastgelegd: wat ervan is geworden" in done.text
    assert "Beantwoord" in done.text
    again = anna.fill(done, "/heropenen", reason="Er is een nieuwe vraag")
    assert "Weer open" in again.text
    assert "Met de partners uitgezocht" in again.text
    assert "later heropend" in again.text


@pytest.mark.row("PG-35")
def test_another_body_sees_to_an_entry_and_finds_it_in_its_list(anna: Browser) -> None:
    at = entry_of(anna, HOLLAND_RIJNLAND, "risk")
    page = anna.get(at)
    wrong = anna.fill(page, "/toewijzen", owner="niemand", reason="Vakantie")
    assert wrong.status == 400
    done = anna.fill(page, "/toewijzen", owner="beleidsteam", reason="Neemt waar")
    assert "een ander orgaan zorgt er voortaan voor" in done.text
    mine = anna.get(f"{HOLLAND_RIJNLAND}/registers", eigenaar="beleidsteam", stand="nog")
    assert at in mine.html
