"""Which clause governs a change, and what stands in for timely notice."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from domain.change.parts import Ruling
from domain.contract.commands import AmendContract
from domain.contract.decider import CONTRACT
from domain.contract.events import ContractAmended, ContractConcluded
from domain.contract.replay import facts, terms_on
from domain.contract.state import clause_on
from tests import make
from tests.domain.test_replay import ALWAYS, on
from tests.specification import Specification

contract = Specification(CONTRACT)
CONCLUDED = make.a(
    ContractConcluded, event_id=make.EVENT_ID, at=on(2020, 1), effective=date(2020, 1, 1)
)
NINE = make.CLAUSE.model_copy(update={"clause_id": "hr-notice-9", "months": 9})
NEW_CLAUSE_ID, LATER_ID = UUID(int=21), UUID(int=22)
LATE = date(2021, 7, 2)
NOT_COVERED = Ruling(
    covered=False,
    decided_by="Portefeuillehouders jeugd",
    decided_on=date(2021, 4, 15),
    reason="Een technische omzetting verandert niets voor aanbieders.",
)


def amend(announced_on: date | None, effective: date = make.NEW_YEAR, **fields: Any) -> Any:
    at = datetime(effective.year, effective.month, effective.day, 9, tzinfo=UTC)
    return make.a(
        AmendContract, **{"announced_on": announced_on, "effective": effective, "at": at, **fields}
    )


@pytest.mark.row("AN-21", "AN-24")
def test_a_change_of_the_clause_is_itself_governed_by_the_old_clause() -> None:
    """Six months announced for nine: the old six suffice; afterwards it takes nine."""
    change = amend(make.LATEST, terms={"wijzigingsclausule": "Negen maanden"}, new_clause=NINE)
    [fact] = contract.given(CONCLUDED).when(change).then(ContractAmended)
    assert (fact.latest, fact.new_clause) == (make.LATEST, NINE)
    contract.given(CONCLUDED).when(
        amend(LATE, terms={"wijzigingsclausule": "Negen maanden"}, new_clause=NINE)
    ).then_refused("notice_too_short")


@pytest.mark.row("AN-21")
def test_the_clause_in_force_on_the_day_of_announcement_governs() -> None:
    nine = make.a(
        ContractAmended,
        event_id=NEW_CLAUSE_ID,
        change_id=NEW_CLAUSE_ID,
        effective=make.NEW_YEAR,
        new_clause=NINE,
    )
    since = contract.given(CONCLUDED, nine)
    assert clause_on(since.state, date(2021, 12, 31)) == make.CLAUSE
    assert clause_on(since.state, make.NEW_YEAR) == NINE

    def later(announced_on: date, effective: date) -> Any:
        return amend(announced_on, effective, change_id=LATER_ID)

    # announced on the eve of the new clause: six months
    [fact] = since.when(later(date(2021, 12, 31), date(2022, 7, 1))).then(ContractAmended)
    assert fact.latest == make.NEW_YEAR
    # announced on its first day: nine
    since.when(later(make.NEW_YEAR, date(2022, 7, 1))).then_refused("notice_too_short")
    [fact] = since.when(later(make.NEW_YEAR, date(2022, 10, 1))).then(ContractAmended)
    assert fact.latest == make.NEW_YEAR


@pytest.mark.row("AN-21")
def test_a_replay_tells_which_clause_governed_on_a_day() -> None:
    nine = make.a(
        ContractAmended,
        event_id=NEW_CLAUSE_ID,
        at=on(2021, 12),
        effective=make.NEW_YEAR,
        new_clause=NINE,
    )
    known = facts([CONCLUDED, nine])
    assert terms_on(known, date(2019, 6, 1), ALWAYS).clause == make.CLAUSE
    assert terms_on(known, date(2021, 12, 31), ALWAYS).clause == make.CLAUSE
    assert terms_on(known, make.NEW_YEAR, ALWAYS).clause == NINE
    assert terms_on(known, make.NEW_YEAR, on(2021, 11)).clause == make.CLAUSE


@pytest.mark.row("AN-13")
def test_a_change_that_the_clause_does_not_cover_needs_no_notice_but_a_decision() -> None:
    running = contract.given(CONCLUDED)
    [fact] = running.when(amend(None, ruling=NOT_COVERED)).then(ContractAmended)
    assert (fact.ruling, fact.override) == (NOT_COVERED, None)
    covered = NOT_COVERED.model_copy(update={"covered": True})
    running.when(amend(None, ruling=covered)).then_refused("notice_too_short")
    [timely] = running.when(amend(make.LATEST, ruling=NOT_COVERED)).then(ContractAmended)
    assert timely.ruling is None


@pytest.mark.row("AN-15")
def test_a_contract_signed_with_the_announced_terms_in_view_needs_no_further_notice() -> None:
    joined = CONCLUDED.model_copy(update={"knows": (make.CHANGE_ID,)})
    [fact] = contract.given(joined).when(amend(LATE, knew=True)).then(ContractAmended)
    assert fact.knew
    contract.given(CONCLUDED).when(amend(LATE, knew=True)).then_refused("not_known")
    [timely] = contract.given(joined).when(amend(make.LATEST, knew=True)).then(ContractAmended)
    assert not timely.knew


def test_only_what_was_needed_is_recorded_as_the_ground() -> None:
    joined = CONCLUDED.model_copy(update={"knows": (make.CHANGE_ID,)})
    everything = amend(LATE, knew=True, ruling=NOT_COVERED, override=make.OVERRIDE)
    [fact] = contract.given(joined).when(everything).then(ContractAmended)
    assert (fact.knew, fact.ruling, fact.override) == (True, None, None)
    [fact] = (
        contract.given(CONCLUDED)
        .when(amend(LATE, ruling=NOT_COVERED, override=make.OVERRIDE))
        .then(ContractAmended)
    )
    assert (fact.knew, fact.ruling, fact.override) == (False, NOT_COVERED, None)
