"""The page of the timeline: drawing and table say the same, in part and beside earlier plans."""

import re
from collections.abc import Iterator

import pytest

from api.app import create_app
from api.pages import plan_groups
from domain.base import derived_id
from domain.programme.commands import RevisePlan
from domain.programme.parts import PlanItem
from projections import plan_items
from tests import make
from tests.api.browsing import Browser, Page
from tests.api.house import ANNA, House, open_house

PROGRAMME = derived_id("programme", "haaglanden-2027")
HOME = f"/programmas/{PROGRAMME}"
AT = f"{HOME}/tijdlijn"


@pytest.fixture
def planned(published_url: str) -> Iterator[House]:
    with open_house(published_url) as house:
        yield house


@pytest.fixture
def anna(planned: House) -> Browser:
    return Browser(create_app(planned.ports()), ANNA)


def drawn(page: Page) -> list[str]:
    return re.findall(r'data-item="([^"]+)"', page.html)


def rows(page: Page) -> list[str]:
    return re.findall(r'<tr id="([^"]+)"', page.html)


def row(page: Page, item_id: str) -> str:
    return page.html.partition(f'<tr id="{item_id}"')[2].partition("</tr>")[0]


@pytest.mark.row("ST-03", "ST-04", "ST-07", "PG-18")
def test_the_drawing_and_the_table_beside_it_have_the_same_content(
    anna: Browser, planned: House
) -> None:
    page = anna.get(AT)
    items = plan_items.of_programme(planned.pool, PROGRAMME)
    assert sorted(drawn(page)) == sorted(rows(page)) == sorted(each.item_id for each in items)
    label = "16. Nieuwe inkoop: consultatie aanbieders: Najaar 2025, gepland onder voorbehoud"
    assert f'aria-label="{label}"' in page.html
    phase = row(page, "nieuw-2026-aanbesteding")
    for words in (
        "#nieuw-2026-inkoopdocumenten",
        "Februari -mei 2026",
        "1 feb 2026",
        "31 mei 2026",
    ):
        assert words in phase
    assert "119 dagen" in phase
    assert "Houdt de rest op" in phase
    path = page.html.partition('id="critical"')[2].partition("</ol>")[0]
    steps = ("aanbestedingsfase", "gunning", "voorbereiding start", "start opdracht")
    places = [path.index(each) for each in steps]
    assert places == sorted(places)
    assert "open" in row(page, "raadsledenbijeenkomsten")
    assert "nog niet bekend" in row(page, "raadsledenbijeenkomsten")


def test_filters_leave_the_rest_out_of_both_and_keep_the_numbers(anna: Browser) -> None:
    whole = anna.get(AT)
    for query, least in (
        ({"segment": "onderwijs"}, 1),
        ({"soort": "milestone"}, 3),
        ({"status": "realised"}, 3),
        ({"schaal": "kwartaal", "van": "2026-01-01", "beeld": "1"}, 4),
    ):
        page = anna.get(AT, **query)
        assert drawn(page) == rows(page)
        assert least <= len(rows(page)) < len(rows(whole))
        assert set(rows(page)) < set(rows(whole))
        assert "Toon het hele plan" in page.text
    quarter = anna.get(AT, schaal="kwartaal", van="2026-01-01", beeld="1", segment="geheel")
    assert "Van 1 januari 2026 tot en met 31 maart 2026" in quarter.text
    assert ">18<" in row(quarter, "nieuw-2026-inkoopdocumenten")
    assert "beeld=1&amp;segment=geheel&amp;van=" in quarter.html
    assert "lokale-teams" in rows(quarter)
    assert "vroegste-einde" not in rows(quarter)
    nothing = anna.get(AT, segment="onderwijs", soort="deadline")
    assert "Geen onderdeel van het plan past bij deze filters" in nothing.text
    wrong = anna.get(AT, van="gisteren")
    assert "Die dagen vormen geen tijdvak" in wrong.text
    assert len(rows(wrong)) == len(rows(whole))


def test_what_would_end_before_what_it_waits_for_is_said_on_both_pages(anna: Browser) -> None:
    move = "move:nieuw-2026-inkoopdocumenten:2026-06"
    said = {"title": "Later", "reason": "De stukken zijn niet af"}
    previewed = anna.fill(
        anna.get(f"{HOME}/wat-als", stel=move, volgen="stay"), "/voorstellen", **said
    )
    anna.fill(previewed, "/voorstellen")
    for address in (HOME, AT):
        page = anna.get(address)
        waiting = row(page, "nieuw-2026-aanbesteding")
        assert "eindigt op 31 mei 2026" in waiting
        assert "eindigt op 30 juni 2026" in waiting
        assert "eindigt op" not in row(page, "nieuw-2026-inkoopdocumenten")


@pytest.mark.row("ST-06", "ST-08")
def test_an_earlier_version_is_drawn_under_the_plan_and_its_difference_said(
    anna: Browser,
) -> None:
    said = {"title": "Een jaar later", "reason": "De raden hebben meer tijd nodig"}
    shown = anna.fill(anna.get(f"{HOME}/wat-als", stel="shift:12"), "/voorstellen", **said)
    anna.fill(shown, "/voorstellen")
    without = anna.get(AT)
    assert "tl-ghost" not in without.html.partition("tl-legend")[0]
    assert "1. Eerste publicatie" in without.text
    page = anna.get(AT, basis="1")
    drawing = page.html.partition('id="timeline-geheel"')[2].partition("</svg>\n</div>")[0]
    assert drawing.count("tl-ghost--0") > 20
    moved = row(page, "nieuw-2026-aanbesteding")
    assert "Versie 1" in moved
    assert "Februari -mei 2026" in moved
    assert "nu 12 maanden later" in moved
    assert "dezelfde tijd" in row(page, "herziening-2026-gereed")
    both = anna.get(HOME, basis="1", schaal="jaar", van="2027-01-01")
    assert "nu 12 maanden later" in row(both, "nieuw-2026-aanbesteding")
    assert "basis=1&amp;van=" in both.html
    assert "Van 1 januari 2027" in both.text
    versions = anna.get(AT, basis=["1", "2"])
    assert f"{AT}?basis=1&amp;basis=2" in versions.html.partition('id="made-at"')[2]
    anna.client.cookies.set("inkoopspoor_language", "en")
    assert "now 12 months later" in anna.get(AT, basis="1").text


def test_a_drawing_is_remembered_as_it_was_asked_and_as_the_plan_stood(
    anna: Browser, planned: House
) -> None:
    item_id = "nieuw-2026-aanbesteding"
    row = next(
        each for each in plan_items.of_programme(planned.pool, PROGRAMME) if each.item_id == item_id
    )
    dutch = _drawing(anna.get(AT))
    made = plan_groups._drawing.cache_info().misses
    strange = anna.get(AT, position="1", gedaan="gereed", vreemd="x", schaal="")
    assert _drawing(strange) == dutch
    assert plan_groups._drawing.cache_info().misses == made
    assert "houdt de rest op" in dutch
    anna.client.cookies.set("inkoopspoor_language", "en")
    english = _drawing(anna.get(AT))
    assert "holds up the rest" in english
    assert "houdt de rest op" not in english
    assert f"{row.title}:" in english
    item = PlanItem(
        item_id=item_id,
        title="Aanbesteding, anders genoemd",
        window=row.window,
        segment=row.segment,
        status="reserved",
        after=row.after,
        kind=row.kind,
        source=row.source,
    )
    planned.do(make.a(RevisePlan, programme_id=PROGRAMME, items=(item,)))
    renamed = _drawing(anna.get(AT))
    assert renamed == english.replace(row.title, item.title)


def test_ways_over_the_time_keep_the_filters_and_nothing_that_is_passing(anna: Browser) -> None:
    kept = {"segment": "onderwijs", "status": "planned"}
    plain = anna.get(AT, schaal="jaar", **kept)
    page = anna.get(AT, schaal="jaar", position="1", gedaan="gereed", vreemd="x", **kept)
    ways = re.findall(r'href="([^"]+)" data-zoom', page.html)
    assert ways == re.findall(r'href="([^"]+)" data-zoom', plain.html)
    assert all("segment=onderwijs&amp;status=planned" in each for each in ways)
    assert len(ways) > 5


def _drawing(page: Page) -> str:
    """What is drawn of the whole programme."""
    return page.html.partition('id="timeline-geheel"')[2].partition("</svg>\n</div>")[0]


@pytest.mark.row("ST-07")
def test_what_holds_up_a_segment_is_named_at_its_drawing_on_both_pages(planned: House) -> None:
    home = f"/programmas/{derived_id('programme', 'holland-rijnland-2021')}"
    reader = Browser(create_app(planned.ports()), ANNA)
    for address in (home, f"{home}/tijdlijn"):
        page = reader.get(address)
        named = page.html.partition('id="segment-wonen"')[2].partition("tl-up")[2]
        named = named.partition("</p>")[0]
        assert re.findall(r'href="#([^"]+)"', named) == [
            "wonen-2020-bepalingen",
            "wonen-2021-aankondiging",
            "wonen-2022-ingang",
        ]
        drawing = page.html.partition('id="timeline-wonen"')[2].partition("<table")[0]
        assert drawing.count("tl-name--critical") == drawing.count('class="tl-critical"') == 3
        assert "tl-arrow--critical" in drawing
