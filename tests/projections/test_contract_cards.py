"""A card says of a contract what its whole row says, and is counted without being read."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.base import Event
from domain.contract.commands import AmendContract, ConcludeContract, EndContract
from domain.contract.events import (
    ContractConcluded,
    ContractEnded,
    ContractEvent,
    ContractExtended,
    ContractReplaced,
    ContractSigned,
)
from projections import tables
from projections.contract_cards import (
    CONTRACT_CARDS,
    NOBODY,
    ContractCard,
    alike,
    counted,
    first_and_last,
)
from projections.contracts import CONTRACTS, ContractRow
from tests import make
from tests.projections import story
from tests.projections.story import CONTRACT_IDS, NUMBERS, Tell, on
from tests.projections.test_contract_rows import worded

LASTING = (
    make.a(ContractEnded),
    make.whole(ContractExtended),
    make.a(ContractReplaced),
    make.whole(ContractSigned),
)


def card_of(row: ContractRow) -> ContractCard:
    """What a list would show by reading the whole row."""
    return ContractCard(
        contract_id=row.contract_id,
        number=row.number,
        programme_id=row.programme_id,
        segment=row.segment,
        provider_id=row.provider_id,
        starts=row.starts,
        ends=row.ends,
        products=row.products,
        area=row.area,
        days=tuple(sorted({step.effective for step in row.timeline})),
        runs=row.ended is None and not row.successions,
    )


@settings(max_examples=60, deadline=None)
@given(worded(), st.lists(st.sampled_from(LASTING), max_size=3), st.integers(-1, 6))
def test_a_card_is_what_a_list_would_read_in_the_whole_row(
    words: list[ContractEvent], lasting: list[Event], day: int
) -> None:
    events = [*words, *lasting]
    row, card = story.only(CONTRACTS, events), story.only(CONTRACT_CARDS, events)
    assert card == card_of(row)
    today = date(2022, 1, 1) + timedelta(days=day)
    pending = row.pending_on(today)
    assert card.changes_after(today) == (pending[0].effective if pending else None)


def test_a_contract_that_names_no_municipality_is_for_those_on_whose_account_it_is() -> None:
    concluded = make.whole(ContractConcluded, event_id=make.EVENT_ID)
    for changed in ({}, {"municipalities": ()}, {"municipalities": (), "principals": ()}):
        events = [concluded.model_copy(update=changed)]
        assert story.only(CONTRACT_CARDS, events) == card_of(story.only(CONTRACTS, events))


@pytest.mark.parametrize("event", LASTING)
def test_events_of_a_contract_that_was_never_concluded_make_no_card(event: Event) -> None:
    assert CONTRACT_CARDS.project("", None, event) is None


@pytest.mark.row("CC-27")
def test_contracts_are_counted_and_grouped_as_if_all_were_read(after: Tell) -> None:
    first, second, third = (
        make.a(
            ConcludeContract,
            contract_id=contract_id,
            number=number,
            at=on("2019-12-01"),
            products=("44A09",),
        )
        for contract_id, number in zip(CONTRACT_IDS, NUMBERS, strict=True)
    )
    source = after(
        third,
        second.model_copy(update={"municipalities": ("Leiden",)}),
        first,
        make.a(AmendContract, command_id=uuid4(), contract_id=first.contract_id),
        make.a(EndContract, command_id=uuid4(), contract_id=third.contract_id),
    )
    here = {"programme_id": make.PROGRAMME_ID}
    [found] = counted(source, here)
    assert (found.programme_id, found.contracts, found.running) == (make.PROGRAMME_ID, 3, 2)
    assert counted(source, {"programme_id": UUID(int=9)}) == []
    assert first_and_last(source, {**here, "runs": True}) == (NUMBERS[0], NUMBERS[1])
    assert tables.keys(source, CONTRACT_CARDS, here, ("-number",), 2) == [
        str(CONTRACT_IDS[2]),
        str(CONTRACT_IDS[1]),
    ]
    groups = list(alike(source, here, ()))
    assert sorted((each.area, each.contracts) for each in groups) == [
        ((), 1),
        ((), 1),
        (("Leiden",), 1),
    ]
    assert {each.contract_id for each in groups} == {NOBODY}
    alone = {each.contract_id for each in alike(source, here, CONTRACT_IDS[:1])}
    assert alone == {CONTRACT_IDS[0], NOBODY}
