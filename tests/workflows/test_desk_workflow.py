"""What happens to a change under way: late joiners, withdrawal, a pause, a decision, a gate."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from temporalio.client import WorkflowExecutionStatus

from domain.base import Refused, derived_id
from domain.change.commands import (
    AdoptChange,
    ApproveAnnouncement,
    LiftReservation,
    NarrowChange,
    OrderDispatch,
    PauseChange,
    ReaddressLetter,
    ResumeChange,
    WithdrawChange,
)
from domain.change.events import (
    AnnouncementBarred,
    AnnouncementCleared,
    AnnouncementDrafted,
    ChangeHeldBack,
    ChangeTookEffect,
    ContractsJoined,
    LetterRefused,
    LetterSent,
    ReservationLifted,
    WithdrawalOrdered,
)
from domain.change.parts import Indexation, Reservation
from domain.contract.commands import ConcludeContract
from domain.contract.events import ContractAmended
from domain.provisions import Tariff
from tests import make
from tests.making.contract import TARIFF
from tests.making.decision import DECISION_ID
from tests.making.procedure import PROCEDURE_ID
from tests.workflows.memory import SCOPE
from tests.workflows.programme import GATE, asked, day, item, laid_out, published, says, step
from tests.workflows.stage import Stage, announced, noon, proposed
from workflows.scoping import Scoped

pytestmark = pytest.mark.anyio

RESERVED = Reservation(what="Vaststelling door de raden", decision_id=DECISION_ID)


async def is_running(stage: Stage) -> bool:
    return (await stage.announcement.describe()).status is WorkflowExecutionStatus.RUNNING


async def announce(stage: Stage) -> None:
    """On 10 May, to three contracts."""
    await stage.ask(*proposed())
    await stage.until("2021-05-10")
    await stage.ask(*announced())
    await stage.until("2021-05-11")
    assert len(stage.log.all(LetterSent)) == 3


async def sign(stage: Stage, number: str, *, knows: bool) -> Scoped:
    """A contract is concluded that the change is for as well."""
    known = (stage.about["change_id"],) if knows else ()
    contract = replace(
        SCOPE[0], contract_id=derived_id("contract", number), number=number, knows=known
    )
    stage.world.scope = (*stage.world.scope, contract)
    about = {"contract_id": contract.contract_id, "number": number, "knows": known}
    await stage.ask(make.a(ConcludeContract, **about))
    return contract


@pytest.mark.row("AN-15")
@pytest.mark.histories(announcement="announcement-joined")
async def test_a_contract_concluded_later_joins_is_told_and_counts_if_it_knew(stage: Stage) -> None:
    await announce(stage)
    await stage.until("2021-08-02")
    knew = await sign(stage, "HR-W-101", knows=True)
    did_not = await sign(stage, "HR-W-102", knows=False)
    await stage.happens(lambda: len(stage.log.all(LetterSent)) == 5)
    joined = [each for event in stage.log.all(ContractsJoined) for each in event.recipients]
    assert {each.contract_id: each.knew for each in joined} == {
        knew.contract_id: True,
        did_not.contract_id: False,
    }
    assert {each.joined_on for each in joined} == {date(2021, 8, 2)}
    await stage.until("2022-01-02")
    amended = {each.contract_id: each for each in stage.log.all(ContractAmended)}
    assert amended.keys() == {*(each.contract_id for each in SCOPE), knew.contract_id}
    assert amended[knew.contract_id].knew
    (held,) = [each for event in stage.log.all(ChangeHeldBack) for each in event.contracts]
    assert (held.contract_id, held.reason) == (did_not.contract_id, "announced_late")
    assert not stage.log.refused


@pytest.mark.histories(announcement="announcement-withdrawn-by-letter")
async def test_whoever_was_told_is_told_that_it_does_not_come_before_it_is_over(
    stage: Stage,
) -> None:
    await announce(stage)
    await stage.until("2021-06-01")
    refusing = derived_id("none")

    def refuse_one() -> None:
        nonlocal refusing
        (ordered,) = stage.log.all(WithdrawalOrdered)
        refusing = ordered.letters[0].letter_id
        stage.world.answers.setdefault(refusing, ["refused"])

    stage.world.before_post = refuse_one
    await stage.ask(make.a(WithdrawChange, send_at=noon("2021-06-01")))
    await stage.until("2021-06-02")
    assert [each.letter_id for each in stage.log.all(LetterRefused)] == [refusing]
    assert len(stage.log.all(LetterSent)) == 3 + 2
    await stage.until("2022-02-01")
    assert await is_running(stage)
    assert stage.log.all(ChangeTookEffect) == []
    await stage.ask(make.a(ReaddressLetter, letter_id=refusing))
    await stage.until("2022-02-02")
    assert len(stage.log.all(LetterSent)) == 3 + 3
    assert not await is_running(stage)


@pytest.mark.row("AN-14")
async def test_given_up_for_one_contract_it_goes_on_for_the_others(stage: Stage) -> None:
    await announce(stage)
    first, *others = (each.contract_id for each in SCOPE)
    await stage.ask(make.a(NarrowChange, contract_ids=(first,), segments=()))
    await stage.until("2022-01-02")
    assert len(stage.log.all(LetterSent)) == 4
    assert {each.contract_id for each in stage.log.all(ContractAmended)} == set(others)
    assert not await is_running(stage)


@pytest.mark.row("CC-27")
@pytest.mark.histories(announcement="announcement-paused")
async def test_while_it_is_paused_nothing_is_sent_and_nothing_takes_effect(stage: Stage) -> None:
    await stage.ask(*proposed())
    await stage.until("2021-05-10")
    await stage.ask(*announced(send_at=noon("2021-05-12")), make.a(PauseChange))
    await stage.until("2021-05-20")
    assert stage.world.posted == []
    await stage.ask(make.a(ResumeChange))
    await stage.until("2021-05-21")
    assert len(stage.log.all(LetterSent)) == 3
    await stage.ask(make.a(PauseChange))
    await stage.until("2022-01-10")
    assert stage.log.all(ContractAmended) == []
    await stage.ask(make.a(ResumeChange))
    await stage.until("2022-01-11")
    amended = stage.log.all(ContractAmended)
    assert [each.effective for each in amended] == [make.NEW_YEAR] * 3
    assert not stage.log.refused


@pytest.mark.row("AN-16")
@pytest.mark.histories(announcement="announcement-reserved")
async def test_a_reservation_is_lifted_by_the_decision_that_it_names(stage: Stage) -> None:
    await stage.ask(published(), asked("2021-09"), *proposed(reservation=RESERVED))
    await stage.until("2021-05-10")
    sending = [make.a(ApproveAnnouncement), make.a(OrderDispatch, send_at=noon("2021-05-10"))]
    await stage.ask(*sending)
    await stage.until("2021-09-20")
    assert stage.log.all(ReservationLifted) == []
    await stage.ask(says("Leiden", "2021-09-14"), says("Katwijk", "2021-09-20"))
    await stage.happens(lambda: bool(stage.log.all(ReservationLifted)))
    (lifted,) = stage.log.all(ReservationLifted)
    assert (lifted.decided_on, lifted.reference) == (date(2021, 9, 20), "raadsbesluit")
    await stage.ask(make.a(AdoptChange))
    await stage.until("2022-01-02")
    assert len(stage.log.all(ContractAmended)) == 3


@pytest.mark.row("AN-16")
async def test_a_decision_against_it_lifts_nothing_and_withdraws_nothing(stage: Stage) -> None:
    await stage.ask(published(), asked("2021-09"), *proposed(reservation=RESERVED))
    await stage.until("2021-05-10")
    await stage.ask(*announced())
    await stage.until("2021-09-20")
    await stage.ask(says("Leiden", "2021-09-14", "no"), says("Katwijk", "2021-09-20", "no"))
    await stage.until("2022-01-02")
    assert not stage.log.all(ReservationLifted)
    assert not stage.log.all(ContractAmended)
    held = [each.contract_id for one in stage.log.all(ChangeHeldBack) for each in one.contracts]
    assert set(held) == {each.contract_id for each in SCOPE}
    assert await is_running(stage)
    await stage.ask(make.a(LiftReservation, decided_on=date(2022, 1, 2)))
    await stage.until("2022-01-03")
    assert len(stage.log.all(ContractAmended)) == 3


@pytest.mark.row("PG-10")
async def test_a_closed_gate_before_its_announcement_bars_the_letters(stage: Stage) -> None:
    gated = step("announce", "2021-05", gate=GATE, item="announce")
    await stage.ask(published(item("announce", "2021-05")), asked("2021-05"), laid_out(gated))
    await stage.ask(*proposed(announce_item="announce"))
    await stage.happens(lambda: bool(stage.log.all(AnnouncementBarred)))
    (barred,) = stage.log.all(AnnouncementBarred)
    assert (barred.gate, barred.procedure_id) == (GATE, PROCEDURE_ID)
    await stage.until("2021-05-10")
    await stage.happens(lambda: bool(stage.log.all(AnnouncementDrafted)))
    with pytest.raises(Refused) as refused:
        await stage.ask(*announced())
    assert refused.value.reason == "barred"
    await stage.ask(says("Leiden", "2021-05-07"), says("Katwijk", "2021-05-10"))
    await stage.happens(lambda: bool(stage.log.all(AnnouncementCleared)))
    await stage.ask(make.a(OrderDispatch, send_at=noon("2021-05-10")))
    await stage.until("2021-05-11")
    assert len(stage.log.all(LetterSent)) == 3
    assert day(stage.log.all(AnnouncementCleared)[0]) == "2021-05-10"


@pytest.mark.row("CC-16")
async def test_an_indexation_says_to_each_contract_its_own_tariff(stage: Stage) -> None:
    before = zip(SCOPE, ("100.00", "250.50", "80.00"), strict=True)
    stage.world.scope = [with_tariff(*each) for each in before]
    index = Indexation(index="OVA", year=2022, percentage="3.24")
    await stage.ask(*proposed(indexation=index))
    await stage.until("2021-05-10")
    await stage.ask(*announced())
    await stage.until("2022-01-02")
    amended = {each.contract_id: each for each in stage.log.all(ContractAmended)}
    tariffs = [amended[each.contract_id].provisions["Tarief"] for each in SCOPE]
    amounts = [str(each.amount) for each in tariffs if isinstance(each, Tariff)]
    assert amounts == ["103.24", "258.62", "82.59"]
    assert amended[SCOPE[1].contract_id].terms["Tarief"] == "€ 258.62"


def with_tariff(contract: Scoped, amount: str) -> Scoped:
    tariff = TARIFF.model_copy(update={"amount": Decimal(amount), "elements": ()})
    return replace(contract, terms={"Tarief": f"€ {amount}"}, provisions={"Tarief": tariff})
