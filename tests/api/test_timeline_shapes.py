"""How a window is drawn, over any stretch of time; and how it differs from an earlier one."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.contrast import PAIRS
from api.language import speaking
from api.pages import timeline_view
from api.pages.plan_drawing import Difference, difference
from api.pages.rendering import OWN_FILES
from api.pages.timeline import draw
from api.pages.timeline_shapes import Ghost, Stroke, piece_of, shape_of
from api.pages.timeline_view import View, address_of, asked_of, ticks_of, whole_of
from domain.dates import Bound, Window
from projections.same import Same

YEAR = View(date(2026, 1, 1), date(2027, 1, 1))
TODAY = date(2026, 5, 3)


def window(edtf: str | None, bound: Bound = "in") -> Window:
    return Window(edtf=edtf, bound=bound, written="zoals het er staat")


def stroke(key: str, planned: Window, *after: str, number: int = 1) -> Stroke:
    return Stroke(key, number, key, "planned", planned, planned.written, after=after)


@pytest.mark.row("ST-03")
def test_every_precision_looks_like_itself_and_like_nothing_else() -> None:
    written = {
        "2026-07-01": "day",
        "2026-07-01/2026-07-14": "days",
        "2026-07": "month",
        "2026-23": "season",
        "2026-35": "quarter",
        "2026-41": "half_year",
        "2026": "year",
        None: "open",
    }
    assert {edtf: shape_of(window(edtf)) for edtf in written} == written
    assert shape_of(window("2026-08", "about")) == "about"
    assert {shape_of(window("2026", each)) for each in ("before", "at_latest")} == {"until"}
    assert {shape_of(window("2026", each)) for each in ("from", "not_before")} == {"since"}


@pytest.mark.row("ST-03")
def test_a_window_is_drawn_from_the_beginning_of_its_first_day_to_the_end_of_its_last() -> None:
    quarter, year = piece_of(window("2026-34"), YEAR), piece_of(window("2026"), YEAR)
    assert (quarter.x, quarter.end) == (YEAR.x(date(2026, 4, 1)), YEAR.x(date(2026, 7, 1)))
    assert quarter.inner == (YEAR.x(date(2026, 5, 1)), YEAR.x(date(2026, 6, 1)))
    assert (year.x, year.end, year.inner) == (0, 100, ())
    day = piece_of(window("2026-12-31"), YEAR)
    assert YEAR.x(date(2026, 12, 31)) < day.x < 100
    assert piece_of(window("2026-07-01", "before"), YEAR).x == YEAR.x(date(2026, 7, 1))
    assert piece_of(window("2026-07-01", "at_latest"), YEAR).x == YEAR.x(date(2026, 7, 2))


@pytest.mark.row("ST-07")
def test_arrows_lead_from_what_is_awaited_to_what_waits_and_say_where_that_cannot_be() -> None:
    first, second = stroke("first", window("2026-03")), stroke("second", window("2026-08"), "first")
    clash = stroke("clash", window("2026-01-15"), "first", "elsewhere")
    undated = stroke("undated", window(None), "first")
    drawn = draw([first, second, clash, undated], YEAR, TODAY, {"elsewhere": 9, "first": 1})
    right, left, down = drawn.arrows
    assert (right.way, right.x, right.clash) == ("right", YEAR.x(date(2026, 8, 1)), False)
    assert (left.way, left.clash) == ("left", True)
    assert (down.way, down.x) == ("down", drawn.bars[0].piece.end)
    assert [bar.elsewhere for bar in drawn.bars] == [(), (), (9,), ()]
    later = draw([first, second], View(date(2026, 6, 1), date(2026, 10, 1)), TODAY)
    assert [bar.outside for bar in later.bars] == ["before", None]
    assert later.today is None
    past = draw([first, second], View(date(2027, 1, 1), date(2028, 1, 1)), TODAY)
    assert [bar.outside for bar in past.bars] == ["before", "before"]
    assert past.arrows == ()


@pytest.mark.row("ST-08")
def test_earlier_plans_are_drawn_under_the_bar_and_rows_make_room_for_them() -> None:
    plain = draw([stroke("it", window("2026-03"))], YEAR, TODAY)
    ghosts = (Ghost("1", window("2026-02")), Ghost("2", None))
    kept = Stroke("it", 1, "it", "planned", window("2026-03"), "maart", ghosts=ghosts)
    both = draw([kept], YEAR, TODAY)
    assert both.height > plain.height
    assert [each.x for each in both.bars[0].ghosts] == [YEAR.x(date(2026, 2, 1))]


@pytest.mark.row("ST-08")
@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (window("2026-02/2026-05"), window("2027-02/2027-05"), Difference("later", months=12)),
        (window("2026-08-31"), window("2026-02-28"), Difference("earlier", months=6)),
        (window("2026-07-01"), window("2026-07-11"), Difference("later", days=10)),
        (window("2026-07", "before"), window("2026-06", "before"), Difference("earlier", months=1)),
        (window("2026"), window("2026-10/2026-12"), Difference("begins_later", days=273)),
        (window("2026"), window("2026-10"), Difference("ends_earlier", days=61)),
        (window("2026-06"), window("2026-07-04"), Difference("ends_later", days=4)),
        (window("2026"), window("2026-01/2026-12"), Difference("same")),
        (window(None), window("2026"), Difference("otherwise")),
    ],
)
def test_what_moved_is_said_in_whole_months_or_else_in_days(
    before: Window, after: Window, found: Difference
) -> None:
    assert difference(before, after) == found
    assert difference(before, before).how == "same"


def test_an_address_names_days_or_a_scale_and_what_it_names_wrongly_is_said() -> None:
    whole = whole_of([window("2025-03"), window("2027-12-20", "not_before")], TODAY)
    assert (whole.first, whole.last) == (date(2025, 1, 1), date(2028, 12, 31))
    assert asked_of({}, whole, TODAY).all
    days = asked_of({"van": "2026-01-05", "tot": "2026-03-04"}, whole, TODAY)
    assert (days.view.first, days.view.last) == (date(2026, 1, 5), date(2026, 3, 4))
    quarter = asked_of({"schaal": "kwartaal"}, whole, TODAY).view
    assert (quarter.first, quarter.last) == (date(2026, 4, 1), date(2026, 6, 30))
    for query in ({"van": "gisteren"}, {"van": "2027-01-01", "tot": "2026-01-01"}, {"schaal": "x"}):
        wrong = asked_of(query, whole, TODAY)
        assert wrong.wrong
        assert wrong.all
    asked = [("segment", "wonen"), ("basis", "1"), ("basis", "2"), ("van", "2020-01-01")]
    kept = "/tijdlijn?segment=wonen&basis=1&basis=2"
    assert address_of("/tijdlijn", asked, None) == kept
    assert address_of("/tijdlijn", asked, quarter) == f"{kept}&van=2026-04-01&tot=2026-06-30"


def test_every_colour_that_timelines_are_drawn_in_is_judged_in_every_theme() -> None:
    """On the colour of the page, or the other way round for what divides a bar."""
    css = (OWN_FILES / "timeline.css").read_text()
    rules = re.findall(r"([^{}]+)\{[^{}]*?(?:fill|stroke): var\((--basis-color-[a-z0-9-]+)\)", css)
    page = "--basis-color-default-bg-document"
    drawn = {colour for name, colour in rules if ".tl-tick" not in name and colour != page}
    judged = {above for above, ground, least in PAIRS if ground == page and least >= 3}
    assert len(drawn) >= 8
    assert drawn <= judged


DAYS = st.dates(date(1900, 1, 1), date(2999, 12, 30))


@given(DAYS, DAYS, st.lists(st.sampled_from(["closer", "wider", "earlier", "later"]), max_size=12))
def test_wherever_one_goes_there_is_a_stretch_of_time_with_few_enough_lines(
    one: date, other: date, ways: list[str]
) -> None:
    whole = whole_of([], TODAY)
    view = asked_of(
        {"van": min(one, other).isoformat(), "tot": max(one, other).isoformat()}, whole, TODAY
    ).view
    for way in ways:
        view = (
            timeline_view.wider(view, whole)
            if way == "wider"
            else getattr(timeline_view, way)(view)
        )
    assert view.first < view.end
    ticks = ticks_of(view)
    assert len(ticks) < 120
    assert all(0 <= tick.x <= 100 for tick in ticks)
    around = timeline_view.around(view, Window.on(one))
    assert around.holds(one) or one >= date(2999, 12, 1)


def test_going_closer_and_wider_comes_back_to_the_whole_plan() -> None:
    whole = whole_of([window("2020"), window("2032")], TODAY)
    view = timeline_view.closer(whole)
    assert timedelta(days=view.days) < timedelta(days=whole.days)
    assert timeline_view.wider(timeline_view.wider(view, whole), whole) == whole
    assert timeline_view.earlier(timeline_view.later(view)) == view


def test_what_is_the_very_same_is_known_again_and_what_only_equals_it_is_not() -> None:
    one, other = ["a"], ["a"]
    assert Same([one, other]) == Same([one, other])
    assert hash(Same([one, other])) == hash(Same([one, other]))
    assert Same([one]) != Same([other])
    assert Same([one]) != Same([one, other])


def test_words_over_a_timeline_are_of_the_language_that_is_asked() -> None:
    view = View(date(2026, 1, 1), date(2027, 1, 1))
    with speaking("nl"):
        assert "mrt" in {tick.text for tick in ticks_of(view)}
    with speaking("en"):
        assert "Mar" in {tick.text for tick in ticks_of(view)}
