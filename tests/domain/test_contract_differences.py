"""What each record came to read otherwise: the same as two whole readings side by side."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.contract.differences import made_by_each
from domain.contract.facts import Fact, What
from domain.contract.replay import diff, terms_on
from domain.dates import Window
from domain.provisions import Ceiling

BEGAN = datetime(2020, 1, 1, 12, tzinfo=UTC)
DAYS = [date(2021, month, 1) for month in (1, 4, 7)]
FIGURES = [Ceiling(of="care", amount=amount) for amount in (100, 200)]
WORDS = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["one", "two"]), max_size=2)
IN_FIGURES = st.dictionaries(st.sampled_from("abc"), st.sampled_from(FIGURES), max_size=2)


@st.composite
def records(draw: st.DrawFn) -> tuple[Fact, ...]:
    """A conclusion, then amendments and ends for some day, and corrections of any of them."""
    found: list[Fact] = []
    for number in range(draw(st.integers(1, 9))):
        said: dict[str, Any] = {"terms": draw(WORDS), "provisions": draw(IN_FIGURES)}
        mended = draw(st.sampled_from([None, *found])) if found else None
        effective = mended.effective if mended else draw(st.sampled_from(DAYS))
        if mended:
            said["corrects"] = draw(st.sampled_from([mended.event_id, UUID(int=999)]))
        elif draw(st.booleans()):
            said["ends"] = Window.on(draw(st.sampled_from(DAYS)))
        at = BEGAN + timedelta(days=number // 2)
        what: What = "corrected" if mended else "amended" if found else "concluded"
        found.append(Fact(UUID(int=number + 1), at, "p-1", what, effective, **said))
    return tuple(found)


@settings(deadline=None, max_examples=400)
@given(records())
def test_each_record_made_the_difference_between_its_day_without_and_with_it(
    facts: tuple[Fact, ...],
) -> None:
    for number, (fact, made) in enumerate(zip(facts, made_by_each(facts), strict=True)):
        without, with_it = (
            terms_on(facts[:n], fact.effective, fact.at) for n in (number, number + 1)
        )
        assert made == diff(without, with_it)
