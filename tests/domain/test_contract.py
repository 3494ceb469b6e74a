from datetime import UTC, date, datetime

import pytest

from domain.change.parts import Override
from domain.contract.commands import (
    AmendContract,
    ConcludeContract,
    CorrectContract,
    EndContract,
)
from domain.contract.decider import CONTRACT
from domain.contract.events import (
    ContractAmended,
    ContractConcluded,
    ContractCorrected,
    ContractEnded,
)
from domain.contract.replay import facts, terms_on
from tests import make
from tests.specification import Specification

contract = Specification(CONTRACT)
CONCLUDED = make.a(ContractConcluded, event_id=make.EVENT_ID, effective=date(2020, 1, 1))
LATE = date(2021, 7, 2)


def amend(announced_on: date | None = make.LATEST, **fields: object) -> AmendContract:
    return make.a(AmendContract, announced_on=announced_on, effective=make.NEW_YEAR, **fields)


def test_a_contract_is_concluded_once() -> None:
    conclude = make.a(ConcludeContract)
    contract.given().when(conclude).then(ContractConcluded)
    contract.given_after(conclude).when(conclude).then_nothing()
    other = make.a(ConcludeContract, terms={"tariff": "other"})
    contract.given_after(conclude).when(other).then_refused("already_concluded")


@pytest.mark.row("AN-08")
def test_a_contract_is_amended_only_if_its_own_clause_was_kept() -> None:
    concluded = contract.given(CONCLUDED)
    [amended] = concluded.when(amend()).then(ContractAmended)
    assert (amended.latest, amended.override) == (make.LATEST, None)
    concluded.when(amend(LATE)).then_refused("notice_too_short")
    concluded.when(amend(None)).then_refused("notice_too_short")
    contract.given(CONCLUDED, amended).when(amend()).then_nothing()


def test_an_override_stands_in_the_amendment_that_needs_it() -> None:
    concluded = contract.given(CONCLUDED)
    [needed] = concluded.when(amend(LATE, override=make.OVERRIDE)).then(ContractAmended)
    [idle] = concluded.when(amend(override=make.OVERRIDE)).then(ContractAmended)
    assert isinstance(needed.override, Override)
    assert idle.override is None


@pytest.mark.row("AN-15")
def test_a_contract_that_starts_after_the_effective_day_takes_the_terms_over_from_its_start() -> (
    None
):
    start = date(2022, 3, 1)
    later = CONCLUDED.model_copy(update={"starts": start, "effective": start})
    [amended] = contract.given(later).when(amend()).then(ContractAmended)
    assert amended.effective == start
    told = facts([later, amended.model_copy(update={"event_id": make.CHANGE_ID})])
    assert terms_on(told, start, datetime(2100, 1, 1, tzinfo=UTC)).terms == amended.terms


def test_there_is_nothing_to_amend_or_correct_without_a_contract() -> None:
    contract.given().when(amend()).then_refused("unknown_contract")
    contract.given().when(make.a(CorrectContract)).then_refused("unknown_contract")


@pytest.mark.row("CC-22")
def test_a_correction_names_the_fact_it_mends_and_only_terms_that_fact_has() -> None:
    concluded = contract.given(CONCLUDED)
    correct = make.a(CorrectContract, terms={"tariff": "EUR 104.72 per day"})
    [corrected] = concluded.when(correct).then(ContractCorrected)
    contract.given(CONCLUDED, corrected).when(correct).then_nothing()
    elsewhere = make.a(CorrectContract, corrects=make.CHANGE_ID)
    concluded.when(elsewhere).then_refused("unknown_fact")
    concluded.when(make.a(CorrectContract, terms={"no": "such"})).then_refused("unknown_term")


def test_a_correction_of_a_correction_mends_the_same_fact() -> None:
    first = make.a(ContractCorrected, event_id=make.CHANGE_ID, terms={"tariff": "EUR 1"})
    again = make.a(CorrectContract, corrects=make.CHANGE_ID, terms={"tariff": "EUR 2"})
    [second] = contract.given(CONCLUDED, first).when(again).then(ContractCorrected)
    back = make.a(CorrectContract, terms={"tariff": "EUR 1"})
    contract.given(CONCLUDED, first, second).when(back).then(ContractCorrected)


@pytest.mark.row("GO-03", "GO-11")
def test_a_contract_ends_sooner_for_a_reason_with_word_of_how_care_goes_on() -> None:
    concluded = contract.given(CONCLUDED)
    [ended] = concluded.when(make.a(EndContract)).then(ContractEnded)
    assert (ended.effective, ended.previous) == (date(2023, 1, 1), CONCLUDED.ends)
    assert ended.ending.continuity
    contract.given(CONCLUDED, ended).when(make.a(EndContract)).then_nothing()
    with pytest.raises(ValueError, match="continuity"):
        make.a(EndContract).ending.model_validate(
            {"ground": "go_no_go", "decided_by": "Colleges", "reason": "Doelen niet gehaald."}
        )


def test_a_contract_cannot_end_before_it_starts_nor_later_than_it_would() -> None:
    concluded = contract.given(CONCLUDED)
    concluded.when(make.a(EndContract, last_day=date(2019, 12, 31))).then_refused(
        "ends_before_start"
    )
    concluded.when(make.a(EndContract, last_day=date(2024, 12, 31))).then_refused("no_earlier_end")
    contract.given().when(make.a(EndContract)).then_refused("unknown_contract")


def test_an_end_that_has_not_come_can_be_set_anew_and_one_that_has_come_cannot() -> None:
    ended = make.a(ContractEnded)
    sooner = make.a(EndContract, last_day=date(2022, 6, 30))
    contract.given(CONCLUDED, ended).when(sooner).then(ContractEnded)
    late = make.a(EndContract, last_day=date(2022, 6, 30), at=datetime(2023, 1, 2, tzinfo=UTC))
    contract.given(CONCLUDED, ended).when(late).then_refused("contract_ended")


def test_nothing_changes_after_the_end() -> None:
    ended = make.a(ContractEnded, last_day=date(2021, 12, 31))
    contract.given(CONCLUDED, ended).when(amend()).then_refused("contract_ended")
