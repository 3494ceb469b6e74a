"""Plan versions: from what a move would do and the move itself to both plans afterwards."""

from collections.abc import Iterator

import pytest

from api.app import create_app
from api.pages.windows import in_words
from domain.base import derived_id
from domain.dates import Window
from domain.programme.shift import shifted
from projections import plan_versions
from tests.api.browsing import Browser
from tests.api.house import ANNA, House, open_house

PROGRAMME = derived_id("programme", "haaglanden-2027")
AT = f"/programmas/{PROGRAMME}/planversies"
WHAT_IF = f"/programmas/{PROGRAMME}/wat-als"


@pytest.fixture
def governed(published_url: str) -> Iterator[House]:
    with open_house(published_url) as house:
        yield house


@pytest.fixture
def anna(governed: House) -> Browser:
    return Browser(create_app(governed.ports()), ANNA)


@pytest.mark.row("ST-07")
def test_the_page_shows_what_holds_up_the_rest_and_what_has_no_date(anna: Browser) -> None:
    page = anna.get(AT)
    assert "Wat de rest ophoudt" in page.text
    path = page.html.partition('id="room"')[2].partition("</ol>")[0]
    steps = ("aanbestedingsfase", "gunning", "voorbereiding start", "start opdracht")
    places = [path.index(each) for each in steps]
    assert places == sorted(places)
    assert "Zonder datum" in page.text
    assert "Eerste publicatie" in page.text


@pytest.mark.row("ST-08", "ST-06")
def test_a_move_is_shown_before_it_is_made_and_both_plans_stay(
    anna: Browser, governed: House
) -> None:
    asked = {**anna.get(AT).form("/wat-als"), "maanden": "12"}
    preview = anna.get(WHAT_IF, **asked)
    assert preview.address == f"{WHAT_IF}?stel=shift:12#what-if"
    assert "Zou verschuiven" in preview.text
    assert "Het staat vast" in preview.text
    assert "januari 2027" in preview.text
    row = plan_versions.of_programme(governed.pool, PROGRAMME)
    assert row is not None
    assert row.latest == 1
    incomplete = anna.fill(preview, "/voorstellen", title="Een jaar later")
    assert incomplete.status == 400
    assert "Zou verschuiven" in incomplete.text
    decided = {"title": "Een jaar later", "reason": "De raden hebben meer tijd nodig"}
    shown = anna.fill(incomplete, "/voorstellen", **decided, decided_by="BOJ")
    assert "Het plan verschuift 12 maanden" in shown.text
    done = anna.fill(shown, "/voorstellen")
    assert "1. Eerste publicatie" in done.text
    assert "2. Een jaar later" in done.text
    assert "De raden hebben meer tijd nodig" in done.text
    both = anna.get(AT, van="1", naar="2")
    moved = both.html.partition('id="compare"')[2].partition("</section>")[0]
    assert "Februari -mei 2026" in moved
    assert "februari 2027 tot en met mei 2027" in moved
    assert "1 juli 2026" not in moved
    assert "1 juli 2026" in anna.get(AT, versie="2").text
    assert "februari 2027 tot en met" not in anna.get(AT, versie="1").html.partition("compare")[0]


@pytest.mark.row("ST-08")
def test_what_cannot_move_in_its_own_words_stays_and_what_is_no_number_is_refused(
    anna: Browser,
) -> None:
    def left(stel: str) -> str:
        page = anna.get(WHAT_IF, stel=stel).html
        return page.partition('id="left"')[2].partition("</details>")[0]

    by_five = left("shift:5")
    assert "Zo precies is het niet gepland" in by_five
    assert "najaar 2024" in by_five
    assert left("shift:12").count("<li>") < by_five.count("<li>")
    assert left("shift:12:no-such-segment") == ""
    wrong = anna.get(WHAT_IF, wat="verschuiving", maanden="veel", deel="")
    assert "Vul een heel aantal maanden in" in wrong.text


def test_a_moved_window_reads_as_people_write_dates() -> None:
    def moved(edtf: str, months: int, bound: str = "in") -> str:
        return in_words(
            shifted(Window.model_validate({"edtf": edtf, "bound": bound, "written": "-"}), months)
        )

    assert moved("2026-01-15", 1) == "15 februari 2026"
    assert moved("2025-23", 12) == "najaar 2026"
    assert moved("2022-35", 3) == "vierde kwartaal van 2022"
    assert moved("2020-41", 6) == "eerste helft van 2021"
    assert moved("2030", 12, "before") == "voor 2031"
    assert moved("2026-02/2026-05", 12) == "februari 2027 tot en met mei 2027"
    assert in_words(Window(edtf="2026-01", written="Januari 2026")) == "Januari 2026"
