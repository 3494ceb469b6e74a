"""What of a contract is due: its end, its options, duties, moments of review, its hand-over."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from domain.base import Event
from domain.contract.commands import MissDuty
from domain.contract.decider import CONTRACT
from domain.contract.events import (
    ContractAmended,
    ContractConcluded,
    ContractCorrected,
    ContractEnded,
    ContractExtended,
    DutyFulfilled,
    DutyMissed,
    HandOverCompleted,
    HandOverPlanned,
)
from domain.dates import Window
from projections.agenda import AGENDA, AgendaRow
from runtime.read_models import KINDS, due_item
from tests import make
from tests.making.contract import DUTY, OPTION, WORDS
from tests.projections import story
from tests.specification import Specification

SIGNED = datetime(2020, 1, 1, 9, tzinfo=UTC)
CONCLUDED = make.whole(ContractConcluded, at=SIGNED, effective=date(2020, 1, 1), terms=WORDS)
IN_MAY = DUTY.model_copy(update={"due": Window(edtf="2021-05-31", written="eind mei 2021")})


def rows(*events: Event, **fields: Any) -> dict[str, AgendaRow]:
    found = story.table(AGENDA, [CONCLUDED.model_copy(update=fields), *events])
    return {key.partition(f"{make.CONTRACT_ID}:")[2]: row for key, row in found.items()}


def amended(**fields: Any) -> ContractAmended:
    known = {"programme_id": make.PROGRAMME_ID, "effective": date(2021, 1, 1), **fields}
    return make.a(ContractAmended, event_id=UUID(int=2), at=SIGNED, **known)


@pytest.mark.row("CC-02", "CC-11", "CC-15")
def test_a_contract_puts_its_days_on_the_agenda() -> None:
    found = {name: (row.kind, row.due_on) for name, row in rows().items()}
    assert found == {
        "end": ("contract_end", date(2024, 12, 31)),
        "option": ("option", date(2024, 7, 1)),
        "term:toegang op school": ("miss_duty", date(2021, 5, 1)),
        "term:ijkmoment": ("review", date(2022, 6, 30)),
    }
    assert rows()["end"].title == "HR-W-001"
    assert rows()["term:toegang op school"].title == DUTY.what
    assert rows(ends=Window(edtf=None, written="onbepaald"), options=()).keys() == {
        "term:toegang op school",
        "term:ijkmoment",
    }


@pytest.mark.row("CC-02")
def test_a_used_option_moves_the_end_and_the_day_for_the_next_use() -> None:
    once = rows(make.whole(ContractExtended))
    assert (once["end"].due_on, once["option"].due_on) == (date(2025, 12, 31), date(2025, 7, 1))
    second = make.whole(ContractExtended, count=2, until=date(2026, 12, 31))
    twice = rows(make.whole(ContractExtended), second)
    assert (twice["option"].outcome, twice["option"].due_on) == ("done", None)
    bridged = make.whole(ContractExtended, how="bridging", option_id=None, until=date(2025, 3, 31))
    assert rows(bridged)["option"].due_on == date(2024, 10, 1)
    silent = OPTION.model_copy(update={"notice_months": None})
    assert rows(options=(silent,))["option"].due_on == date(2024, 12, 31)


@pytest.mark.row("CC-15")
def test_a_duty_is_settled_when_done_or_missed_and_dropped_when_it_lapses() -> None:
    def outcome(*events: Event) -> str | None:
        return rows(*events)["term:toegang op school"].outcome

    assert outcome() is None
    assert outcome(make.whole(DutyFulfilled)) == "done"
    assert outcome(make.whole(DutyMissed)) == "missed"
    assert outcome(make.whole(DutyMissed), make.whole(DutyFulfilled)) == "done"
    ended = rows(make.whole(ContractEnded))
    assert ended["term:toegang op school"].outcome == "dropped"
    assert (ended["end"].due_on, ended["option"].outcome) == (date(2022, 12, 31), "dropped")
    arose = make.whole(DutyFulfilled, duty="nazorg", due=None, arose_on=date(2021, 4, 1))
    assert rows(arose) == rows()


@pytest.mark.row("CC-15")
def test_a_changed_duty_is_due_anew_and_one_in_words_only_no_more() -> None:
    name = "term:toegang op school"
    later = amended(
        terms={"toegang op school": "Eind mei"}, provisions={"toegang op school": IN_MAY}
    )
    assert rows(later)[name].due_on == date(2021, 6, 1)
    after = amended(
        terms={"toegang op school": "Eind mei"},
        provisions={"toegang op school": IN_MAY},
        effective=date(2021, 5, 15),
    )
    assert rows(after)[name].due_on == date(2021, 5, 1)  # still due under the old words
    then = rows(after, make.whole(DutyMissed))[name]
    assert (then.done, then.due_on) == (False, date(2021, 6, 1))  # and then under the new ones
    wordy = amended(terms={"toegang op school": "Ooit"}, wordy=("toegang op school",))
    assert rows(wordy)[name].outcome == "dropped"
    new = amended(terms={"verslag": "Eind mei"}, provisions={"verslag": IN_MAY})
    assert rows(new)["term:verslag"].due_on == date(2021, 6, 1)
    mended = make.a(
        ContractCorrected,
        event_id=UUID(int=3),
        at=SIGNED,
        terms={},
        provisions={"toegang op school": IN_MAY},
        programme_id=make.PROGRAMME_ID,
    )
    assert rows(mended)[name].due_on == date(2021, 6, 1)


def test_nobody_is_called_late_for_a_duty_that_had_passed_when_it_was_first_recorded() -> None:
    assert "term:toegang op school" not in rows(at=datetime(2022, 1, 1, tzinfo=UTC))


@pytest.mark.row("GO-11")
def test_a_hand_over_is_due_until_it_is_completed() -> None:
    planned = rows(make.whole(HandOverPlanned))["hand-over"]
    assert (planned.kind, planned.due_on, planned.done) == ("hand_over", date(2022, 12, 31), False)
    done = rows(make.whole(HandOverPlanned), make.whole(HandOverCompleted))["hand-over"]
    assert (done.done, done.outcome) == (True, "done")
    again = make.whole(HandOverPlanned, due=date(2023, 1, 31))
    moved = rows(make.whole(HandOverPlanned), make.whole(HandOverCompleted), again)["hand-over"]
    assert (moved.done, moved.due_on) == (False, date(2023, 1, 31))
    assert rows(make.whole(HandOverPlanned, clients=0))["hand-over"].done


@pytest.mark.row("CC-15")
def test_what_the_agenda_calls_missed_the_contract_records_as_missed() -> None:
    """Else its keeper would ask again and again."""
    row = rows()["term:toegang op school"]
    assert row.kind in KINDS
    assert row.due_on is not None
    item = due_item(row)
    command = make.a(
        MissDuty,
        contract_id=item.about,
        duty=item.item_id,
        at=datetime(row.due_on.year, row.due_on.month, row.due_on.day, tzinfo=UTC),
    )
    Specification(CONTRACT).given(CONCLUDED).when(command).then(DutyMissed)
