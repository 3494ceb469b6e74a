from datetime import date

import pytest
from pydantic import TypeAdapter

from domain.admission.commands import (
    CallReserve,
    ChooseOpening,
    ClassPartners,
    ConsiderOpening,
    ImposeSupplier,
    LeaveSegment,
    LimitNumber,
    OpenAdmission,
    ReopenAdmission,
)
from domain.admission.decider import ADMISSION
from domain.base import Command
from projections.admissions import ADMISSIONS, AdmissionRow, applications_of, classes
from projections.agenda import AGENDA
from tests import make
from tests.domain.admission_stories import (
    MAY,
    OPEN,
    admits,
    application,
    applies,
    assesses,
    closes,
    enrols,
    provider,
    states,
)
from tests.domain.change_stories import noon
from tests.making.admission import ADMISSION_ID, NEIGHBOUR_ID, TURNOVER
from tests.projections import story

SUMMER, NEW_YEAR = date(2021, 7, 1), date(2021, 12, 31)
CLASSED = (
    enrols("de-haven"),
    make.a(
        ClassPartners,
        turnover=(TURNOVER[0].model_copy(update={"provider_id": provider("de-haven")}),),
        at=noon(MAY),
    ),
)


def row_after(*commands: Command) -> AdmissionRow:
    return story.only(ADMISSIONS, story.happened(ADMISSION, *commands))


@pytest.mark.row("AD-02", "AD-04")
def test_a_segment_says_who_applied_who_waits_and_who_is_in() -> None:
    waiting = row_after(*OPEN, applies(), applies("de-kade", day=date(2021, 5, 4)))
    assert (waiting.segment, waiting.waiting) == ("wonen", MAY)
    assert set(waiting.providers) == {provider("de-haven"), provider("de-kade")}
    [mine] = applications_of(waiting, provider("de-haven"))
    assert (mine.state, mine.edition) == ("received", 1)
    answered = row_after(*OPEN, applies(), assesses(), admits())
    assert answered.waiting is None
    [mine] = applications_of(answered, provider("de-haven"))
    assert (mine.state, mine.judged[0].edition) == ("admitted", 1)


@pytest.mark.row("AD-13")
def test_each_provider_has_its_class_in_each_segment() -> None:
    row = row_after(*CLASSED)
    assert classes([row]) == {(provider("de-haven"), "wonen"): "development"}
    assert row.admission.partners
    assert row.admission.partners.turnover[0].euros == 900_000


@pytest.mark.row("AD-03")
def test_the_agenda_says_when_a_closed_entry_opens_again() -> None:
    key = f"admission:{ADMISSION_ID}:reopens"
    closed = (*OPEN, closes(SUMMER, NEW_YEAR))
    row = story.table(AGENDA, story.happened(ADMISSION, *closed))[key]
    assert (row.kind, row.due_on, row.done) == ("reopen_entry", date(2022, 1, 1), False)
    reopen = make.a(ReopenAdmission, at=noon(SUMMER))
    assert story.table(AGENDA, story.happened(ADMISSION, *closed, reopen))[key].done
    assert key not in story.table(AGENDA, story.happened(ADMISSION, *OPEN, closes(SUMMER)))


def test_the_agenda_has_every_application_until_it_is_answered() -> None:
    key = f"application:{application('de-haven')}"
    promised = make.whole(OpenAdmission, at=noon(MAY))
    asked = (states(), promised, applies())
    row = story.table(AGENDA, story.happened(ADMISSION, *asked))[key]
    assert (row.kind, row.due_on, row.done) == ("answer_application", date(2021, 6, 14), False)
    answered = story.happened(ADMISSION, *asked, assesses(), admits())
    assert story.table(AGENDA, answered)[key].done
    undated = story.happened(ADMISSION, *OPEN, applies())
    assert story.table(AGENDA, undated)[key].due_on is None


def test_a_row_is_the_same_after_it_was_kept() -> None:
    drops = make.a(
        LeaveSegment, provider_id=provider("de-haven"), last_day=date(2021, 6, 1), at=noon(MAY)
    )
    figures = (
        *CLASSED[1].turnover,
        TURNOVER[1].model_copy(update={"provider_id": NEIGHBOUR_ID}),
    )
    row = row_after(
        states(),
        make.a(ConsiderOpening),
        make.whole(ChooseOpening),
        make.whole(OpenAdmission),
        closes(SUMMER),
        make.whole(LimitNumber),
        applies("de-kade"),
        assesses("de-kade"),
        enrols("de-haven"),
        enrols("de-buren"),
        make.a(ClassPartners, turnover=figures, at=noon(MAY)),
        drops,
        make.a(
            CallReserve,
            dropped=provider("de-haven"),
            called=NEIGHBOUR_ID,
            at=noon(date(2021, 6, 2)),
        ),
        make.whole(ImposeSupplier, provider_id=make.CONTRACT_ID),
    )
    kept = TypeAdapter(AdmissionRow)
    assert kept.validate_json(kept.dump_json(row)) == row
