"""What registers and documents put on the agenda."""

from datetime import date
from typing import Any

import pytest

from domain.base import Event
from domain.dates import Window
from domain.document.commands import (
    DocumentCommand,
    ExpireSecrecy,
    FileDocument,
    ImposeSecrecy,
    LiftSecrecy,
)
from domain.document.decider import DOCUMENT
from domain.document.events import SecrecyExpired, SecrecyLifted
from domain.steering.commands import (
    AssignEntries,
    MissEntry,
    RaiseCommitment,
    ReopenEntry,
    SettleEntry,
    StateEntries,
    SteeringCommand,
)
from domain.steering.decider import STEERING
from domain.steering.events import EntryMissed, EntryReopened, EntrySettled
from domain.steering.parts import Entry, Sunset
from projections.agenda import AGENDA, AgendaRow
from tests import make
from tests.making.document import DOCUMENT_ID, SECRECY
from tests.making.steering import COMMITMENT, STEERING_ID
from tests.projections import story
from tests.projections.story import on

FILED = make.whole(FileDocument)
OCTOBER = Window(edtf="2021-10", written="oktober 2021")
SUNSET = Sunset(
    entry_id="effort-based",
    title="Inspanningsgericht",
    ends=Window(edtf="2026-01-01", bound="before", written="tot 1 januari 2026"),
    source=make.SOURCE,
)
KEPT = make.a(SettleEntry, at=on("2021-06-01"))
MISSED = make.a(MissEntry, at=on("2021-10-01"))
REOPENED = make.a(ReopenEntry)


def stated(entry: Entry = COMMITMENT, day: str = "2021-05-03", **changed: Any) -> StateEntries:
    return make.a(StateEntries, entries=(entry.model_copy(update=changed),), at=on(day))


def entries_after(*commands: SteeringCommand) -> dict[str, AgendaRow]:
    return story.table(AGENDA, story.happened(STEERING, *commands))


def row_after(*commands: SteeringCommand) -> AgendaRow:
    [row] = entries_after(*commands).values()
    return row


def document_after(*commands: DocumentCommand) -> AgendaRow:
    return story.only(AGENDA, story.happened(DOCUMENT, *commands))


def test_an_entry_can_be_missed_the_day_after_its_last() -> None:
    row = row_after(stated())
    assert (row.kind, row.due_on) == ("miss_entry", date(2021, 10, 1))
    assert (row.steering_id, row.entry_id) == (STEERING_ID, "tell-effects")
    assert (row.segment, row.title) == ("wonen", COMMITMENT.title)
    assert row.done is False


def test_an_entry_without_an_end_puts_nothing_on_the_calendar() -> None:
    assert entries_after(stated(due=None)) == {}
    assert entries_after(stated(due=Window(edtf="2021", bound="not_before", written="na"))) == {}


@pytest.mark.row("ST-32")
def test_what_had_passed_when_it_was_stated_is_nobodys_to_miss() -> None:
    assert entries_after(stated(day="2021-10-01")) == {}
    assert row_after(stated(day="2021-09-30")).due_on == date(2021, 10, 1)
    later = stated(day="2022-10-01", due=Window(edtf="2023", written="2023"))
    assert row_after(stated(day="2021-10-01"), later).due_on == date(2024, 1, 1)


def test_a_settled_entry_is_no_longer_due_and_a_reopened_one_is_again() -> None:
    row = row_after(stated(), KEPT)
    assert (row.done, row.outcome, row.settled_at) == (True, "done", on("2021-06-01"))
    assert row_after(stated(), KEPT, REOPENED).done is False
    assert row_after(stated(), MISSED).outcome == "missed"
    assert row_after(stated(), MISSED, REOPENED).outcome == "missed"
    assert row_after(stated(), make.a(RaiseCommitment), make.a(AssignEntries)).done is False


def test_a_commitment_raised_after_it_was_kept_is_due_anew_while_its_day_is_to_come() -> None:
    soon = make.a(RaiseCommitment, at=on("2021-09-30"))
    assert row_after(stated(), KEPT, soon).done is False
    late = make.a(RaiseCommitment, at=on("2021-10-01"))
    assert row_after(stated(), KEPT, late).outcome == "dropped"
    again = make.a(SettleEntry, at=on("2021-10-02"))
    assert row_after(stated(), KEPT, late, again, REOPENED).outcome == "dropped"


def test_an_entry_said_in_other_words_stays_settled_and_one_asked_anew_is_due_anew() -> None:
    row = row_after(stated(), KEPT, stated(title="In andere woorden"))
    assert (row.title, row.outcome) == ("In andere woorden", "done")
    row = row_after(stated(), KEPT, stated(due=OCTOBER))
    assert (row.done, row.due_on) == (False, date(2021, 11, 1))
    row = row_after(stated(), MISSED, stated(due=OCTOBER, day="2021-10-02"))
    assert (row.done, row.due_on) == (False, date(2021, 11, 1))


@pytest.mark.row("GO-10")
def test_what_ends_by_itself_shows_on_its_last_day() -> None:
    row = row_after(stated(SUNSET))
    assert (row.kind, row.due_on) == ("sunset", date(2025, 12, 31))
    assert row.key.endswith(":effort-based:sunset")
    settled = make.a(SettleEntry, entry_id="effort-based", outcome="closed", at=on("2021-06-01"))
    assert row_after(stated(SUNSET), settled).outcome == "done"
    assert story.table(AGENDA, [make.a(EntryMissed)]) == {}


def test_a_sunset_may_also_be_due_and_only_that_is_missed() -> None:
    rows = entries_after(stated(SUNSET, due=COMMITMENT.due))
    assert [row.kind for row in rows.values()] == ["miss_entry", "sunset"]
    missed = make.a(MissEntry, entry_id="effort-based", at=on("2021-10-01"))
    rows = entries_after(stated(SUNSET, due=COMMITMENT.due), missed)
    assert [row.outcome for row in rows.values()] == ["missed", None]


@pytest.mark.row("TP-02", "GO-10")
def test_secrecy_ends_on_the_first_day_on_which_the_document_is_public() -> None:
    row = document_after(FILED)
    assert (row.kind, row.due_on) == ("expire_secrecy", date(2026, 1, 1))
    assert (row.document_id, row.section, row.title) == (DOCUMENT_ID, None, "Verwervingsstrategie")
    expired = make.a(ExpireSecrecy, section=None, at=on("2026-01-01"))
    assert document_after(FILED, expired).outcome == "done"
    assert document_after(FILED, make.a(LiftSecrecy)).outcome == "dropped"


def test_secrecy_imposed_anew_is_due_anew_and_without_an_end_not_at_all() -> None:
    later = SECRECY.model_copy(update={"until": Window(edtf="2030", written="in 2030")})
    impose = make.a(ImposeSecrecy, secrecy=later, imposed_on=date(2025, 1, 1))
    row = document_after(FILED, make.a(LiftSecrecy), impose)
    assert (row.done, row.due_on) == (False, date(2031, 1, 1))
    endless = SECRECY.model_copy(update={"section": "Hoofdstuk 3", "until": None})
    both = FILED.model_copy(update={"secrecy": (SECRECY, endless)})
    assert document_after(both).section is None
    part = FILED.model_copy(
        update={"secrecy": (SECRECY.model_copy(update={"section": "Bijlage 1"}),)}
    )
    assert document_after(part).key == f"secrecy:{DOCUMENT_ID}:Bijlage 1"


@pytest.mark.parametrize(
    "event",
    [
        make.a(EntrySettled),
        make.a(EntryReopened),
        make.a(SecrecyLifted),
        make.a(SecrecyExpired),
    ],
)
def test_events_of_what_is_not_there_make_no_row(event: Event) -> None:
    assert story.table(AGENDA, [event]) == {}
