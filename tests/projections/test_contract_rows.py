"""The row of a contract: its figures, options, duties, lineage, signatures and drawings."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import reduce
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from domain.base import Event
from domain.contract.decider import CONTRACT
from domain.contract.events import (
    ContractAmended,
    ContractConcluded,
    ContractCorrected,
    ContractEnded,
    ContractEnforced,
    ContractEvent,
    ContractExtended,
    ContractReplaced,
    ContractSigned,
    DrawingRecorded,
    DutyFulfilled,
    DutyMissed,
    HandOverCompleted,
    HandOverPlanned,
    ResultRecorded,
)
from domain.contract.replay import facts, terms_on
from domain.contract.state import clause_on, provisions_on
from domain.dates import Window
from domain.provisions import Capacity, Ceiling, Review, Tariff, Undertaking
from projections.contracts import CONTRACTS, ContractRow, covers
from tests import make
from tests.making.contract import NEW_ID, OLD_ID, OPTION, PROVISIONS, TARIFF, WORDS
from tests.projections import story

CONCLUDED = make.whole(
    ContractConcluded, event_id=make.EVENT_ID, effective=date(2020, 1, 1), terms=WORDS
)
DAY = date(2021, 5, 3)


def row_after(*events: Event, **fields: Any) -> ContractRow:
    found = story.only(CONTRACTS, [CONCLUDED.model_copy(update=fields), *events])
    assert isinstance(found, ContractRow)
    return found


@pytest.mark.row("CC-03", "CC-04", "CC-17")
def test_a_row_says_what_a_contract_is_where_it_stands_and_whence_it_came() -> None:
    row = row_after()
    assert (row.form, row.replaces, row.how) == ("result", (OLD_ID,), "conversion")
    assert row.parent is not None
    assert row.principals[0].by_proxy_of == "Serviceorganisatie Zorg"
    replaced = row_after(make.a(ContractReplaced))
    assert (replaced.replaced_by, replaced.ends.last) == ((NEW_ID,), date(2021, 12, 31))


def test_a_row_is_kept_as_json_and_read_back_the_same() -> None:
    row = row_after(make.whole(ContractExtended), make.whole(DrawingRecorded))
    adapter = TypeAdapter(ContractRow)
    assert adapter.validate_json(adapter.dump_json(row)) == row


@pytest.mark.row("CC-02")
def test_a_row_shows_what_is_left_of_each_option_and_until_when() -> None:
    before, after = row_after(), row_after(make.whole(ContractExtended))
    assert [(each.option, each.left, each.used) for each in before.options_left] == [(OPTION, 2, 0)]
    [left] = after.options_left
    assert left.latest is not None
    assert (left.left, left.used, left.latest.value) == (1, 1, date(2025, 7, 1))
    assert (after.ends.last, after.bridged) == (date(2025, 12, 31), 0)
    assert row_after(make.a(ContractExtended, how="bridging", option_id=None)).bridged == 1


@pytest.mark.row("CC-16", "CC-22", "AN-21")
def test_figures_and_the_clause_depend_on_the_day() -> None:
    dearer = TARIFF.model_copy(update={"amount": Decimal("108.10")})
    amended = make.a(
        ContractAmended,
        event_id=UUID(int=2),
        effective=make.NEW_YEAR,
        provisions={"tariff": dearer},
        new_clause=make.CLAUSE.model_copy(update={"months": 9}),
    )
    mended = make.a(
        ContractCorrected,
        event_id=UUID(int=3),
        terms={},
        provisions={"tariff": TARIFF.model_copy(update={"amount": Decimal("104.72")})},
    )
    row = row_after(amended, mended)

    def price(day: date) -> Decimal:
        found = row.provisions_on(day)["tariff"]
        assert isinstance(found, Tariff)
        return found.amount

    assert price(date(2021, 12, 31)) == Decimal("104.72")
    assert price(make.NEW_YEAR) == Decimal("108.10")
    assert [row.clause_on(day).months for day in (DAY, make.NEW_YEAR)] == [6, 9]
    wordy = make.a(ContractAmended, event_id=UUID(int=2), effective=make.NEW_YEAR)
    assert "tariff" not in row_after(wordy).provisions_on(make.NEW_YEAR)


@pytest.mark.row("CC-15")
def test_duties_of_both_parties_are_open_overdue_done_late_missed_or_lapsed() -> None:
    def states(*events: Event, day: date = DAY) -> dict[str, str]:
        return {each.name: each.state for each in row_after(*events).duties_on(day)}

    assert states(day=date(2021, 4, 30)) == {"toegang op school": "open", "nazorg": "open"}
    assert states()["toegang op school"] == "overdue"
    missed, late = make.whole(DutyMissed), make.whole(DutyFulfilled)
    assert states(missed)["toegang op school"] == "missed"
    assert states(missed, late)["toegang op school"] == "late"
    done = make.whole(DutyFulfilled, late=False)
    assert states(done)["toegang op school"] == "fulfilled"
    assert states(make.whole(ContractEnded))["toegang op school"] == "lapsed"
    [duty] = [each for each in row_after(missed, late).duties_on(DAY) if each.occasions]
    assert (duty.occasions[0].missed, duty.occasions[0].late) == (True, True)


@pytest.mark.row("CC-13", "CC-14")
def test_results_and_the_step_of_enforcement_are_shown() -> None:
    short, step = make.whole(ResultRecorded), make.whole(ContractEnforced)
    keeping = row_after(short, step).keeping
    assert [(each.written, each.met) for each in keeping.results] == [("43% in 2021", False)]
    standing = keeping.rung("uitstroom")
    assert standing is not None
    assert (standing.rung, standing.skipped) == (2, (1,))
    met = make.whole(ResultRecorded, met=True)
    assert row_after(short, step, met).keeping.rung("uitstroom") is None


@pytest.mark.row("GO-11")
def test_a_hand_over_is_overdue_until_it_is_completed() -> None:
    planned = row_after(make.a(ContractEnded), make.whole(HandOverPlanned)).keeping.hand_over
    assert planned is not None
    assert [planned.overdue_on(date(2022, 12, 31)), planned.overdue_on(date(2023, 1, 1))] == [
        False,
        True,
    ]
    done = row_after(make.whole(HandOverPlanned), make.whole(HandOverCompleted)).keeping.hand_over
    assert done is not None
    assert not done.overdue_on(date(2023, 1, 1))
    assert done.transferred + done.care_ended == done.clients
    assert row_after(make.whole(HandOverCompleted)).keeping.hand_over is None


@pytest.mark.row("CC-20", "CC-17")
def test_a_contract_is_unsigned_until_both_parties_signed() -> None:
    provider = make.whole(ContractSigned, party="provider", on_behalf_of=())
    assert (row_after().signing, row_after(provider).signing) == ("unsigned", "partly")
    assert row_after(provider).unsigned == ("municipality",)
    both = row_after(provider, make.whole(ContractSigned))
    assert (both.signing, both.unsigned) == ("signed", ())


@pytest.mark.row("CC-03")
def test_a_framework_shows_what_call_offs_draw_together() -> None:
    first, second = make.whole(DrawingRecorded), make.whole(DrawingRecorded, call_off=NEW_ID)
    more = make.whole(DrawingRecorded, amount=Decimal(50_000))
    right, total = row_after(first, second, more).rights_on(DAY)["trekkingsrecht"]
    assert (total.amount, total.fte, total.number) == (Decimal(90_000), Decimal(3), 2)
    assert right.most_amount == Decimal(100_000)


@pytest.mark.row("CC-21")
def test_a_contract_holds_on_its_days_and_for_its_municipalities() -> None:
    row = row_after()
    assert [row.runs_on(day) for day in (date(2019, 12, 31), DAY, date(2025, 1, 1))] == [
        False,
        True,
        False,
    ]
    assert (covers(row, "Leiden"), covers(row, "Gouda")) == (True, False)
    assert covers(row_after(municipalities=(), principals=()), "Gouda")
    assert not covers(row_after(municipalities=()), "Gouda")


@pytest.mark.row("CC-09", "CC-11", "CC-19", "CC-23", "CC-24", "CC-28")
def test_clauses_of_every_sort_stand_in_words_and_in_figures() -> None:
    row = row_after()
    assert row.terms_on(DAY).keys() == row.provisions_on(DAY).keys() == WORDS.keys()
    figures = row.provisions_on(DAY)
    assert figures == PROVISIONS
    undertaken = {each.sort for each in figures.values() if isinstance(each, Undertaking)}
    assert undertaken == {"flexibility", "exclusivity", "financial_health", "continuity"}
    places = figures["plaatsen"]
    assert isinstance(places, Capacity)
    assert (places.places, places.wished) == (12, 2)
    review = figures["ijkmoment"]
    assert isinstance(review, Review)
    assert (review.about, review.when.due) == ("de eerste fase", date(2022, 6, 30))
    assert row_after(ends=Window(edtf=None, written="onbepaald")).runs_on(date.max)


@st.composite
def worded(draw: st.DrawFn) -> list[ContractEvent]:
    """A contract whose words and figures change and are mended, recorded in any order."""
    events: list[ContractEvent] = []
    for number in range(draw(st.integers(1, 8))):
        mends = events[draw(st.integers(0, number - 1))] if number and draw(st.booleans()) else None
        own = [*mends.terms] if isinstance(mends, ContractConcluded | ContractAmended) else None
        names = draw(st.lists(st.sampled_from(own or "abc"), min_size=1, max_size=2, unique=True))
        figured = draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
        fields: dict[str, Any] = {
            "event_id": UUID(int=number + 1),
            "terms": dict.fromkeys(names, str(number)),
            "provisions": {name: Ceiling(of=name, amount=Decimal(number)) for name in figured},
        }
        day = date(2022, 1, 1) + timedelta(days=draw(st.integers(0, 5)))
        months = draw(st.sampled_from([None, 3, 9]))
        clause = make.CLAUSE.model_copy(update={"months": months}) if months else None
        if number == 0:
            events.append(make.a(ContractConcluded, effective=day, starts=day, **fields))
        elif mends is not None and own is not None:
            events.append(make.a(ContractCorrected, corrects=mends.event_id, **fields))
        else:
            events.append(make.a(ContractAmended, effective=day, new_clause=clause, **fields))
    return events


@pytest.mark.row("CC-22", "AN-21")
@settings(max_examples=60, deadline=None)
@given(worded(), st.integers(-1, 6))
def test_rules_replay_and_row_agree_on_figures_and_clause(
    events: list[ContractEvent], day: int
) -> None:
    on = date(2022, 1, 1) + timedelta(days=day)
    state = reduce(CONTRACT.evolve, events, CONTRACT.initial)
    reading = terms_on(facts(events), on, datetime(2100, 1, 1, tzinfo=UTC))
    row = story.only(CONTRACTS, events)
    assert provisions_on(state, on) == reading.provisions == row.provisions_on(on)
    assert clause_on(state, on) == reading.clause == row.clause_on(on)
