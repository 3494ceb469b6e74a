from datetime import date

import pytest

from domain.change.parts import Override
from domain.contract.commands import AmendContract, ConcludeContract, CorrectContract
from domain.contract.decider import CONTRACT
from domain.contract.events import ContractAmended, ContractConcluded, ContractCorrected
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
