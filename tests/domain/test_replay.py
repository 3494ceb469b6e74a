from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.base import Event
from domain.change.events import ChangeProposed
from domain.contract.events import (
    ContractAmended,
    ContractConcluded,
    ContractCorrected,
    ContractEnded,
    ContractEvent,
)
from domain.contract.replay import Fact, Reading, diff, facts, known_by, terms_on
from domain.dates import Window
from tests import make

FIRST, SECOND, THIRD, FOURTH = (UUID(int=number) for number in range(1, 5))
ALWAYS = datetime(2100, 1, 1, tzinfo=UTC)
TERMS = ("tariff", "index", "ceiling")


def concluded(**fields: Any) -> ContractConcluded:
    event = {"event_id": FIRST, "at": on(2020, 1), "terms": {"tariff": "100"}, **fields}
    return make.a(ContractConcluded, effective=date(2020, 1, 1), **event)


def amended(**fields: Any) -> ContractAmended:
    event = {"event_id": SECOND, "at": on(2021, 12), "terms": {"tariff": "110"}, **fields}
    return make.a(ContractAmended, **{"effective": make.NEW_YEAR, **event})


def corrected(**fields: Any) -> ContractCorrected:
    event = {"event_id": THIRD, "at": on(2022, 6), "corrects": FIRST, **fields}
    return make.a(ContractCorrected, **{"terms": {"tariff": "101"}, **event})


def on(year: int, month: int, day: int = 1) -> datetime:
    return datetime(year, month, day, 9, tzinfo=UTC)


def read(events: Sequence[Event], day: date, known: datetime = ALWAYS) -> Reading:
    return terms_on(facts(events), day, known)


@pytest.mark.row("AU-01", "CC-21")
def test_a_change_counts_from_its_effective_date_and_not_a_day_earlier() -> None:
    events = [concluded(), amended()]
    assert read(events, date(2021, 12, 31)).terms == {"tariff": "100"}
    assert read(events, date(2022, 1, 1)).terms == {"tariff": "110"}
    assert [fact.event_id for fact in read(events, date(2021, 12, 31)).pending] == [SECOND]
    assert read(events, date(2022, 1, 1)).pending == ()


@pytest.mark.row("AU-02")
def test_what_was_recorded_later_was_not_known_then() -> None:
    events = [concluded(), amended()]
    assert read(events, date(2022, 1, 1), known_by(date(2021, 11, 30))).terms == {"tariff": "100"}
    assert read(events, date(2022, 1, 1), known_by(date(2021, 12, 1))).terms == {"tariff": "110"}


@pytest.mark.row("CC-22", "AU-02")
def test_a_correction_changes_how_the_past_is_known_later_but_not_how_it_was_known_then() -> None:
    events = [concluded(), amended(), corrected()]
    past = date(2020, 5, 1)
    assert read(events, past, on(2022, 5)).terms == {"tariff": "100"}
    assert read(events, past).terms == {"tariff": "101"}
    assert read(events, past).facts["tariff"].event_id == THIRD


@pytest.mark.row("CC-22")
def test_a_correction_of_the_past_leaves_a_later_amendment_as_it_is() -> None:
    assert read([concluded(), amended(), corrected()], date(2022, 7, 1)).terms == {"tariff": "110"}


@pytest.mark.row("CC-22")
def test_a_correction_counts_from_the_day_of_what_it_corrects() -> None:
    mended = corrected(corrects=SECOND, terms={"tariff": "111"})
    events = [concluded(), amended(), mended]
    assert read(events, date(2021, 12, 31)).terms == {"tariff": "100"}
    assert read(events, date(2022, 1, 1)).terms == {"tariff": "111"}
    assert facts(events)[2].effective == date(2022, 1, 1)


def test_a_correction_leaves_the_other_terms_alone() -> None:
    events = [concluded(terms={"tariff": "100", "index": "none"}), corrected()]
    assert read(events, date(2020, 5, 1)).terms == {"tariff": "101", "index": "none"}


def test_a_correction_can_be_corrected() -> None:
    again = corrected(event_id=FOURTH, at=on(2022, 7), corrects=THIRD, terms={"tariff": "102"})
    events = [concluded(), corrected(), again]
    assert read(events, date(2020, 5, 1), on(2022, 6, 30)).terms == {"tariff": "101"}
    assert read(events, date(2020, 5, 1)).terms == {"tariff": "102"}


def test_of_two_corrections_the_last_word_counts() -> None:
    again = corrected(event_id=FOURTH, at=on(2022, 7), terms={"tariff": "102"})
    assert read([concluded(), corrected(), again], date(2020, 5, 1)).terms == {"tariff": "102"}


def test_a_correction_of_something_unknown_counts_for_nothing() -> None:
    events = [concluded(), corrected(corrects=FOURTH)]
    assert read(events, date(2022, 7, 1)).terms == {"tariff": "100"}


def test_of_changes_with_the_same_effect_the_one_recorded_last_counts() -> None:
    later = amended(event_id=THIRD, at=on(2021, 12, 2), terms={"tariff": "112"})
    assert read([concluded(), amended(), later], date(2022, 1, 1)).terms == {"tariff": "112"}


def test_a_change_recorded_late_does_not_undo_one_that_counts_from_later() -> None:
    late = amended(
        event_id=THIRD, at=on(2022, 3), effective=date(2021, 7, 1), terms={"tariff": "105"}
    )
    events = [concluded(), amended(), late]
    assert read(events, date(2021, 8, 1)).terms == {"tariff": "105"}
    assert read(events, date(2022, 1, 1)).terms == {"tariff": "110"}


def test_a_contract_is_unknown_then_not_yet_in_force_then_in_force_then_ended() -> None:
    events = [concluded(at=on(2019, 10), ends=Window(edtf="2024-12-31", written="eind 2024"))]
    assert read(events, date(2020, 1, 1), on(2019, 9)).status == "unknown"
    assert read(events, date(2019, 12, 31)).status == "not_yet"
    assert read(events, date(2020, 1, 1)).status == "in_force"
    assert read(events, date(2024, 12, 31)).status == "in_force"
    assert read(events, date(2025, 1, 1)).status == "ended"


def test_a_contract_with_an_open_end_does_not_end_by_itself() -> None:
    assert read([concluded(ends=Window(edtf=None, written="onbepaald"))], date.max).status == (
        "in_force"
    )


def test_a_fact_keeps_what_shows_that_the_change_was_lawful() -> None:
    [fact] = facts(
        [make.a(ChangeProposed), amended(override=make.OVERRIDE, announced_on=make.LATEST)]
    )
    assert (fact.what, fact.change_id) == ("amended", make.CHANGE_ID)
    assert (fact.announced_on, fact.latest, fact.override) == (
        make.LATEST,
        make.LATEST,
        make.OVERRIDE,
    )


def test_a_fact_without_an_effective_date_counts_from_its_own_beginning() -> None:
    begun = concluded().model_copy(update={"effective": None, "starts": date(2020, 2, 1)})
    late = amended().model_copy(update={"effective": None})
    assert [fact.effective for fact in facts([begun, late])] == [
        date(2020, 2, 1),
        date(2021, 12, 1),
    ]


@pytest.mark.row("AU-07")
def test_two_readings_differ_in_terms_that_changed_came_or_went() -> None:
    events = [
        concluded(terms={"tariff": "100", "index": "none"}),
        amended(terms={"tariff": "110", "ceiling": "5000"}),
    ]
    before, after = read(events, date(2021, 12, 31)), read(events, date(2022, 1, 1))
    found = [
        (each.term, each.before, each.after, each.fact.event_id) for each in diff(before, after)
    ]
    assert found == [("ceiling", None, "5000", SECOND), ("tariff", "100", "110", SECOND)]
    gone = [
        (each.term, each.before, each.after, each.fact.event_id) for each in diff(after, before)
    ]
    assert gone == [("ceiling", "5000", None, SECOND), ("tariff", "110", "100", FIRST)]


@pytest.mark.row("AU-07")
def test_two_moments_of_knowing_differ_by_what_was_recorded_between_them() -> None:
    events = [concluded(), corrected()]
    then, now = read(events, date(2020, 5, 1), on(2022, 5)), read(events, date(2020, 5, 1))
    [found] = diff(then, now)
    assert (found.before, found.after, found.fact.reason) == (
        "100",
        "101",
        "The board asked for it.",
    )
    assert diff(now, now) == ()


def test_what_was_recorded_in_the_last_minute_of_a_dutch_day_was_known_that_day() -> None:
    assert known_by(date(2021, 7, 1)) == datetime(2021, 7, 1, 21, 59, 59, 999999, tzinfo=UTC)


days = st.integers(min_value=0, max_value=8).map(lambda n: date(2022, 1, 1) + timedelta(days=n))
some_terms = st.dictionaries(
    st.sampled_from(TERMS), st.integers(0, 99).map(str), min_size=1, max_size=2
)


@st.composite
def histories(draw: st.DrawFn) -> list[ContractEvent]:
    """A contract with amendments and corrections of anything before; recorded in any order."""
    size = draw(st.integers(min_value=1, max_value=9))
    events: list[ContractEvent] = []
    for number in range(size):
        fields: dict[str, Any] = {
            "event_id": UUID(int=number + 1),
            "at": on(2022, 1) + timedelta(days=draw(st.integers(0, 8))),
            "terms": draw(some_terms),
        }
        if number == 0:
            events.append(make.a(ContractConcluded, effective=draw(days), **fields))
        elif draw(st.booleans()):
            events.append(make.a(ContractAmended, effective=draw(days), **fields))
        else:
            corrects = UUID(int=draw(st.integers(1, number)))
            events.append(make.a(ContractCorrected, corrects=corrects, **fields))
    return events


def naive(events: list[ContractEvent], day: date, known: datetime) -> dict[str, str]:
    """For each term alone: of all that was ever said of it, the saying that outranks the rest."""
    by_id = {event.event_id: (place, event) for place, event in enumerate(events)}

    def root(event: ContractEvent) -> tuple[int, ContractEvent] | None:
        while isinstance(event, ContractCorrected):
            event = by_id[event.corrects][1]
            if event.at > known:
                return None
        return by_id[event.event_id]

    said: dict[str, list[tuple[date, int, int, str]]] = {}
    for place, event in enumerate(events):
        found = root(event)
        if event.at > known or found is None:
            continue
        effective = found[1].effective
        assert effective is not None
        if effective <= day and isinstance(
            event, ContractConcluded | ContractAmended | ContractCorrected
        ):
            for name, text in event.terms.items():
                said.setdefault(name, []).append((effective, found[0], place, text))
    return {name: max(sayings)[-1] for name, sayings in said.items()}


@pytest.mark.row("AU-01", "AU-02")
@given(histories(), days, st.integers(-1, 9))
def test_any_reading_is_what_a_plain_search_through_the_events_finds(
    events: list[ContractEvent], day: date, known_day: int
) -> None:
    known = on(2022, 1) + timedelta(days=known_day)
    reading = terms_on(facts(events), day, known)
    assert reading.terms == naive(events, day, known)
    assert {name: fact.terms[name] for name, fact in reading.facts.items()} == reading.terms


@pytest.mark.row("AU-02")
@given(histories(), histories(), days, st.integers(-1, 9))
def test_what_was_known_never_changes_whatever_is_recorded_later(
    events: list[ContractEvent], more: list[ContractEvent], day: date, known_day: int
) -> None:
    known = on(2022, 1) + timedelta(days=known_day)
    before = facts(events)
    later = [
        event.model_copy(
            update={
                "event_id": UUID(int=100 + place),
                "at": known + timedelta(seconds=1 + place),
                "corrects": before[place % len(before)].event_id,
            }
            if isinstance(event, ContractCorrected)
            else {"event_id": UUID(int=100 + place), "at": known + timedelta(seconds=1 + place)}
        )
        for place, event in enumerate(more)
    ]
    after: tuple[Fact, ...] = facts([*events, *later])
    assert after[: len(before)] == before
    assert terms_on(after, day, known) == terms_on(before, day, known)


@pytest.mark.row("GO-03")
def test_an_early_end_counts_for_whoever_knew_of_it() -> None:
    ended = make.a(ContractEnded, event_id=SECOND, at=on(2022, 3), last_day=date(2022, 12, 31))
    events = [concluded(), ended]
    assert read(events, date(2022, 12, 31)).status == "in_force"
    assert read(events, date(2023, 1, 1)).status == "ended"
    assert read(events, date(2023, 1, 1), on(2022, 2)).status == "in_force"
    assert [fact.what for fact in read(events, date(2022, 12, 31)).pending] == ["ended"]
