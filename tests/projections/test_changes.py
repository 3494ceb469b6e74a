from datetime import date
from typing import Any

import pytest

from domain.base import Command, Event
from domain.change.commands import (
    AdoptChange,
    ApproveAnnouncement,
    MissAnnouncement,
    OverrideNotice,
    PostponeChange,
    PutInForce,
    ReaddressLetter,
    RecallDispatch,
    RemindOffice,
    TableChange,
    WithdrawChange,
)
from domain.change.events import (
    ChangeHeldBack,
    ChangePostponed,
    ChangeProposed,
    ChangeTookEffect,
    NoticeOverridden,
)
from projections.changes import CHANGES, ChangeRow
from tests import make
from tests.projections import story
from tests.projections.story import CONTRACT_IDS, LETTER_IDS, RECIPIENTS, on


def row_after(*commands: Command) -> ChangeRow:
    return story.only(CHANGES, story.change(*commands))


def in_force(day: str = "2022-01-01", **fields: Any) -> Command:
    return make.a(PutInForce, at=on(day), **{"contract_ids": CONTRACT_IDS, **fields})


def overridden(**fields: Any) -> Command:
    return make.a(OverrideNotice, **{"at": on("2021-12-02"), "contract_ids": (), **fields})


def test_a_proposed_change_shows_by_when_it_must_be_announced() -> None:
    row = row_after()
    assert (row.status, row.announcement) == ("proposed", "none")
    assert (row.effective, row.latest) == (make.NEW_YEAR, make.LATEST)
    assert (row.proposed_at, row.proposed_by, row.recipients) == (make.MONDAY, make.OFFICER, 0)


@pytest.mark.row("AN-24")
def test_the_strictest_clause_of_the_contracts_in_scope_tells_the_last_day() -> None:
    clause = make.CLAUSE.model_copy(update={"months": 7})
    strict = RECIPIENTS[0].model_copy(update={"clause": clause, "latest": date(2021, 6, 1)})
    row = row_after(story.drafted((strict, RECIPIENTS[1])))
    assert (row.latest, row.clauses) == (date(2021, 6, 1), (clause, make.CLAUSE))
    assert (row.announcement, row.recipients, row.drafted_by) == ("drafted", 2, make.OFFICER)


def test_a_change_is_tabled_then_adopted() -> None:
    tabled = row_after(make.a(TableChange))
    assert tabled.status == "tabled"
    assert tabled.table is not None
    assert tabled.table.discussed_on == date(2021, 3, 15)
    adopted = row_after(make.a(TableChange), make.a(AdoptChange))
    assert (adopted.status, adopted.adoption) == ("adopted", make.ADOPTION)


def test_an_approved_announcement_shows_who_approved_it() -> None:
    row = row_after(*story.adopted(), story.drafted(), make.a(ApproveAnnouncement))
    assert (row.status, row.announcement) == ("adopted", "approved")
    assert (row.approved_by, row.approved_at) == (make.SECOND, make.MONDAY)


def test_a_new_draft_has_to_be_approved_anew() -> None:
    again = story.drafted(RECIPIENTS[:1])
    row = row_after(*story.adopted(), story.drafted(), make.a(ApproveAnnouncement), again)
    assert (row.announcement, row.approved_at, row.recipients) == ("drafted", None, 1)


def test_an_ordered_change_is_announced_and_a_recalled_one_is_not() -> None:
    ordered = row_after(*story.ordered())
    assert (ordered.status, ordered.announcement) == ("announced", "ordered")
    assert ordered.send_at == on("2021-06-01")
    recalled = row_after(*story.ordered(), make.a(RecallDispatch))
    assert (recalled.status, recalled.announcement) == ("adopted", "approved")
    assert recalled.send_at is None


def test_letters_are_counted_once_whatever_became_of_them_before() -> None:
    steps = [
        *story.ordered(),
        story.queued(),
        story.receipt(LETTER_IDS[0]),
        story.receipt(LETTER_IDS[1], "deferred"),
        story.receipt(LETTER_IDS[2], "refused"),
    ]
    row = row_after(*steps)
    assert (row.announcement, row.status, row.queued_at) == (
        "sending",
        "announced",
        on("2021-06-01"),
    )
    assert (row.recipients, row.sent, row.deferred, row.refused) == (3, 1, 1, 1)
    steps += [
        story.receipt(LETTER_IDS[1], day="2021-06-02"),
        make.a(ReaddressLetter, letter_id=LETTER_IDS[2]),
    ]
    row = row_after(*steps)
    assert (row.sent, row.deferred, row.refused) == (2, 0, 0)


def test_a_change_is_in_notice_once_every_letter_was_taken_over() -> None:
    row = row_after(*story.announced())
    assert (row.status, row.announcement) == ("in_notice", "sent")
    assert (row.announced_on, row.sent) == (date(2021, 6, 1), 3)


def test_a_change_is_in_force_when_it_is_so_on_every_contract() -> None:
    partly = row_after(*story.announced(), in_force(contract_ids=CONTRACT_IDS[:2]))
    assert (partly.status, partly.in_force) == ("in_notice", 2)
    wholly = row_after(*story.announced(), in_force())
    assert (wholly.status, wholly.in_force, wholly.held_back) == ("in_force", 3, 0)


def test_reminders_are_kept_with_the_day_they_spoke_of() -> None:
    row = row_after(make.a(RemindOffice, days_before=56), make.a(RemindOffice, days_before=28))
    assert [(each.days_before, each.latest) for each in row.reminders] == [
        (56, make.LATEST),
        (28, make.LATEST),
    ]


@pytest.mark.row("AN-08")
def test_a_missed_announcement_shows_the_earliest_lawful_effect() -> None:
    row = row_after(make.a(MissAnnouncement, at=on("2021-07-02")))
    assert (row.announcement, row.earliest) == ("missed", date(2022, 1, 2))


@pytest.mark.row("AN-08")
def test_a_change_that_nobody_announced_is_held_back_with_its_earliest_lawful_day() -> None:
    row = row_after(*story.adopted(), story.drafted(), in_force("2022-01-03"))
    assert (row.status, row.held_back, row.in_force) == ("held_back", 3, 0)
    assert row.earliest == date(2022, 7, 3)


def test_the_latest_of_the_earliest_days_is_shown_over_all_batches() -> None:
    first = in_force("2022-01-03", contract_ids=CONTRACT_IDS[:2])
    later = in_force("2022-01-05", contract_ids=CONTRACT_IDS[2:])
    row = row_after(*story.adopted(), story.drafted(), first, later)
    assert (row.held_back, row.earliest) == (3, date(2022, 7, 5))


@pytest.mark.row("AN-08")
def test_an_override_lifts_what_was_held_back() -> None:
    held = [*story.adopted(), story.drafted(), in_force("2022-01-03")]
    part = overridden(at=on("2022-01-04"), contract_ids=CONTRACT_IDS[:1])
    row = row_after(*held, part)
    assert (row.status, row.held_back, row.overridden) == ("held_back", 2, 1)
    assert row.earliest == date(2022, 7, 3)
    row = row_after(*held, part, overridden(at=on("2022-01-04")))
    assert (row.status, row.held_back, row.earliest) == ("adopted", 0, None)
    assert (row.override, row.overridden) == (make.OVERRIDE, 3)
    row = row_after(*held, overridden(at=on("2022-01-04")), in_force("2022-01-04"))
    assert (row.status, row.in_force) == ("in_force", 3)


def test_an_override_before_the_day_lifts_a_missed_announcement_if_it_is_for_all() -> None:
    missed = [story.drafted(), make.a(MissAnnouncement, at=on("2021-07-02"))]
    assert row_after(*missed, overridden(contract_ids=CONTRACT_IDS[:1])).earliest == (
        date(2022, 1, 2)
    )
    assert row_after(*missed, overridden()).earliest is None


@pytest.mark.parametrize(
    ("before", "announcement"),
    [
        ((), "none"),
        ((story.drafted(),), "drafted"),
        ((*story.adopted(), story.drafted(), make.a(ApproveAnnouncement)), "approved"),
    ],
)
def test_a_postponed_change_gets_new_days_and_a_new_chance(
    before: tuple[Command, ...], announcement: str
) -> None:
    missed = make.a(MissAnnouncement, at=on("2021-07-02"))
    postponed = make.a(PostponeChange, effective=date(2022, 3, 1), at=on("2021-07-03"))
    row = row_after(*before, missed, postponed)
    assert (row.effective, row.original_effective) == (date(2022, 3, 1), make.NEW_YEAR)
    assert (row.latest, row.earliest, row.missed_at) == (date(2021, 9, 1), None, None)
    assert row.announcement == announcement
    [earlier] = row.postponements
    assert (earlier.effective, earlier.by) == (make.NEW_YEAR, make.OFFICER)


def test_a_change_postponed_after_it_was_held_back_waits_again() -> None:
    late = [*story.announced(), make.a(PostponeChange, effective=date(2022, 3, 1))]
    row = row_after(*late)
    assert (row.status, row.announcement, row.latest) == ("in_notice", "sent", date(2021, 9, 1))
    held = [*story.adopted(), story.drafted(), in_force("2022-01-03")]
    again = make.a(PostponeChange, effective=date(2022, 8, 1), at=on("2022-01-04"))
    row = row_after(*held, again)
    assert (row.status, row.held_back, row.earliest) == ("adopted", 0, None)


def test_a_withdrawn_change_says_why() -> None:
    row = row_after(*story.announced(), make.a(WithdrawChange, reason="No budget."))
    assert (row.status, row.withdrawn_reason) == ("withdrawn", "No budget.")


@pytest.mark.parametrize(
    ("commands", "to_announce"),
    [
        ((), True),
        (story.ordered(), True),
        ((make.a(MissAnnouncement, at=on("2021-07-02")),), True),
        ((*story.adopted(), story.drafted(), in_force("2022-01-03")), True),
        (story.announced(), False),
        ((*story.announced(), in_force()), False),
        ((make.a(WithdrawChange),), False),
    ],
)
def test_a_change_is_to_be_announced_until_all_are_told_or_it_is_over(
    commands: tuple[Command, ...], *, to_announce: bool
) -> None:
    assert row_after(*commands).to_announce is to_announce


def test_a_change_in_force_by_override_alone_is_not_called_for_any_more() -> None:
    steps = [*story.adopted(), story.drafted(), overridden(), in_force()]
    row = row_after(*steps)
    assert (row.status, row.announcement, row.to_announce) == ("in_force", "drafted", False)


@pytest.mark.parametrize(
    "event", [make.a(ChangeTookEffect), make.a(ChangeHeldBack), make.a(NoticeOverridden)]
)
def test_events_of_a_change_that_nobody_proposed_make_no_row(event: Event) -> None:
    assert story.table(CHANGES, [event]) == {}


def test_events_without_a_date_of_effect_leave_the_planned_one() -> None:
    proposed = make.a(ChangeProposed)
    assert story.only(CHANGES, [proposed]).effective == date.max
    assert story.only(CHANGES, [proposed, proposed]) == story.only(CHANGES, [proposed])
    row = story.only(CHANGES, [*story.change(), make.a(ChangePostponed)])
    assert row.effective == make.NEW_YEAR


def test_other_events_are_none_of_its_business() -> None:
    assert CHANGES.project("", None, make.a(ChangeProposed)) is not None
    assert CHANGES.project("", None, make.a(Event)) is None
