from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args
from uuid import UUID

import pytest
from hypothesis import given

from domain.base import Event
from domain.contract.events import (
    ContractEnded,
    ContractEvent,
)
from domain.contract.replay import facts, terms_on
from domain.provider.events import ProviderRegistered
from projections.contract_versions import CONTRACT_VERSIONS, reading
from projections.contracts import CONTRACTS, ContractRow
from tests import make
from tests.domain.test_replay import amended, concluded, corrected, histories
from tests.projections import story


def row_after(*events: Event) -> ContractRow:
    return story.only(CONTRACTS, [concluded(), *events])


def test_a_contract_shows_its_heading_and_the_clause_it_carries() -> None:
    row = row_after()
    assert (row.number, row.segment, row.provider_id) == ("HR-W-001", "wonen", make.PROVIDER_ID)
    assert (row.starts, row.ends.written) == (date(2020, 1, 1), "31 december 2024")
    assert (row.clause, row.amendments, row.corrections) == (make.CLAUSE, 0, 0)


@pytest.mark.row("CC-21")
def test_what_is_in_force_and_what_is_pending_depend_on_the_day_of_asking() -> None:
    row = row_after(amended())
    assert row.terms_on(date(2021, 12, 31)) == {"tariff": "100"}
    assert [step.change_id for step in row.pending_on(date(2021, 12, 31))] == [make.CHANGE_ID]
    assert row.terms_on(date(2022, 1, 1)) == {"tariff": "110"}
    assert row.pending_on(date(2022, 1, 1)) == ()
    assert row.terms == {"tariff": "110"}


@pytest.mark.row("CC-22")
def test_amendments_and_corrections_are_counted_apart() -> None:
    row = row_after(amended(), corrected())
    assert (row.amendments, row.corrections) == (1, 1)
    assert row.terms_on(date(2021, 12, 31)) == {"tariff": "101"}
    assert row.terms_on(date(2022, 1, 1)) == {"tariff": "110"}


@given(histories())
def test_what_is_known_now_is_the_same_as_the_last_reading_on_both_axes(
    events: list[Any],
) -> None:
    row, known = story.only(CONTRACTS, events), datetime(2100, 1, 1, tzinfo=UTC)
    for day in [date(2022, 1, 1) + timedelta(days=number) for number in range(10)]:
        assert row.terms_on(day) == terms_on(facts(events), day, known).terms


def test_terms_without_an_effective_date_count_from_their_own_beginning() -> None:
    begun = concluded().model_copy(update={"effective": None})
    late = amended().model_copy(update={"effective": None})
    row = story.only(CONTRACTS, [begun, late])
    assert [step.effective for step in row.timeline] == [date(2020, 1, 1), date(2021, 12, 1)]


@pytest.mark.row("AU-01", "AU-02")
def test_contract_versions_hold_every_fact_and_can_be_read_on_both_axes() -> None:
    events = [concluded(), amended(), corrected()]
    row = story.only(CONTRACT_VERSIONS, events)
    assert (row.number, [fact.event_id for fact in row.facts]) == (
        "HR-W-001",
        [UUID(int=1), UUID(int=2), UUID(int=3)],
    )
    day, then = date(2021, 12, 31), datetime(2021, 8, 1, tzinfo=UTC)
    assert reading(row, day, then).terms == {"tariff": "100"}
    assert reading(row, day, datetime(2022, 8, 1, tzinfo=UTC)).terms == {"tariff": "101"}


def test_a_contract_recorded_twice_keeps_both_records() -> None:
    again = concluded(event_id=UUID(int=9))
    row = story.only(CONTRACT_VERSIONS, [concluded(), again])
    assert [fact.event_id for fact in row.facts] == [UUID(int=1), UUID(int=9)]


@pytest.mark.parametrize("model", [CONTRACTS, CONTRACT_VERSIONS])
@pytest.mark.parametrize(
    "event", [amended(), corrected(), make.a(ProviderRegistered, event_id=UUID(int=1))]
)
def test_events_of_a_contract_that_was_never_concluded_make_no_row(
    model: Any, event: Event
) -> None:
    assert story.table(model, [event]) == {}
    assert model.project("", None, event) is None


@pytest.mark.parametrize("model", [CONTRACTS, CONTRACT_VERSIONS])
def test_the_two_read_models_follow_every_event_of_a_contract(model: Any) -> None:
    assert set(model.events) == set(get_args(ContractEvent))


def test_a_contract_that_ends_early_shows_its_last_day_and_why() -> None:
    ended = make.a(ContractEnded, event_id=UUID(int=2))
    row = row_after(ended)
    assert (row.ends.last, row.ended) == (ended.last_day, ended.ending)
