from datetime import date, timedelta
from typing import Any

import pytest

from domain.base import Command, Event
from domain.change.commands import (
    ApproveAnnouncement,
    JoinChange,
    LiftReservation,
    MissAnnouncement,
    NarrowChange,
    OrderDispatch,
    PostponeChange,
    ProposeChange,
    PutInForce,
    RecallDispatch,
    RemindOffice,
    ReplaceAnnouncement,
    RuleOnNotice,
    WithdrawChange,
)
from domain.change.decider import CHANGE
from domain.change.events import AnnouncementDrafted, ChangePostponed, ChangeProposed
from domain.change.outlook import next_step
from domain.change.state import Change, evolve
from domain.dates import Window, start_of_day
from domain.programme.commands import (
    MissPlanItem,
    OpenPlanItem,
    PublishProgramme,
    RealisePlanItem,
    RevisePlan,
)
from domain.programme.decider import PROGRAMME
from domain.programme.events import (
    PlanItemOpened,
    PlanItemPlanned,
    SegmentDefined,
    TermEnded,
    TermExtended,
    TermStated,
)
from projections.agenda import AGENDA, AgendaRow
from tests import make
from tests.making import OF_ONE
from tests.making import programme as made
from tests.projections import story
from tests.projections.story import CONTRACT_IDS, on

JULY = Window(edtf="2021-07", written="juli 2021")
AUTUMN = Window(edtf="2021-23", written="najaar 2021")
OPEN = Window(edtf=None, written="nader te bepalen")
OPENED = make.a(OpenPlanItem, at=on("2021-07-01"))
MISSED = make.a(MissPlanItem, at=on("2021-08-01"))
REALISED = make.a(RealisePlanItem, at=on("2021-07-05"), realised_on=JULY)


def published(day: str = "2021-05-03", **item: Any) -> PublishProgramme:
    plan = (make.PLAN_ITEM.model_copy(update={"window": JULY, **item}),)
    return make.a(PublishProgramme, plan=plan, at=on(day))


def plan_after(*commands: Command) -> dict[str, AgendaRow]:
    rows = story.table(AGENDA, story.happened(PROGRAMME, *commands))
    return {key.rpartition(":")[2]: row for key, row in rows.items()}


def change_after(*commands: Command) -> dict[str, AgendaRow]:
    rows = story.table(AGENDA, story.change(*commands))
    return {key.rpartition(":")[2]: row for key, row in rows.items()}


def settled(rows: dict[str, AgendaRow]) -> dict[str, str | None]:
    assert all(row.done is (row.outcome is not None) for row in rows.values())
    return {name: row.outcome for name, row in rows.items() if row.done}


def test_a_plan_item_opens_on_its_first_day_and_can_be_missed_the_day_after_its_last() -> None:
    rows = plan_after(published())
    assert {name: (row.kind, row.due_on) for name, row in rows.items()} == {
        "open": ("open_item", date(2021, 7, 1)),
        "miss": ("miss_item", date(2021, 8, 1)),
    }
    assert rows["open"].key == f"plan:{make.PROGRAMME_ID}:announce-wonen:open"
    assert (rows["open"].item_id, rows["open"].segment) == ("announce-wonen", "wonen")
    assert settled(rows) == {}


def test_a_window_without_days_puts_nothing_on_the_calendar() -> None:
    assert {row.due_on for row in plan_after(published(window=OPEN)).values()} == {None}


def test_what_is_settled_stays_on_the_agenda_with_its_outcome() -> None:
    assert settled(plan_after(published(), OPENED)) == {"open": "done"}
    assert settled(plan_after(published(), OPENED, MISSED)) == {"open": "done", "miss": "missed"}
    assert settled(plan_after(published(), MISSED)) == {"open": "dropped", "miss": "missed"}
    assert settled(plan_after(published(), REALISED)) == {"open": "realised", "miss": "realised"}
    assert plan_after(published(), OPENED)["open"].settled_at == on("2021-07-01")


def test_an_item_planned_anew_is_due_anew() -> None:
    rows = plan_after(published(), OPENED, published(day="2021-07-02", window=AUTUMN))
    assert settled(rows) == {}
    assert (rows["open"].due_on, rows["miss"].due_on) == (date(2021, 9, 1), date(2021, 12, 1))


def test_an_item_that_was_done_is_not_due_again_when_planned_anew() -> None:
    events = story.happened(PROGRAMME, published(), REALISED)
    again = make.a(PlanItemPlanned, window=AUTUMN, at=on("2021-07-06"))
    rows = story.table(AGENDA, [*events, again])
    assert {(row.outcome, row.settled_at) for row in rows.values()} == {
        ("realised", on("2021-07-05"))
    }


@pytest.mark.row("ST-08")
def test_an_item_that_was_dropped_is_not_due_until_it_comes_back() -> None:
    dropped = make.a(RevisePlan, items=(), drop=("announce-wonen",), at=on("2021-06-01"))
    assert settled(plan_after(published(), dropped)) == {"open": "dropped", "miss": "dropped"}
    assert settled(plan_after(published(), dropped, published(title="Weer terug"))) == {}
    opened = plan_after(published(), OPENED, make.a(RevisePlan, items=(), drop=("announce-wonen",)))
    assert settled(opened) == {"open": "done", "miss": "dropped"}


def term_after(*events: Event) -> AgendaRow:
    return story.only(AGENDA, events)


STATED = make.whole(TermStated)
EXTENDED = make.whole(TermExtended)
ENDED = make.whole(TermEnded)


@pytest.mark.row("GO-05", "GO-06")
def test_a_term_ends_on_the_day_after_its_last_and_an_extension_moves_that() -> None:
    row = term_after(STATED)
    assert (row.kind, row.term_id, row.segment) == ("end_term", "wonen-term", "wonen")
    assert (row.key, row.title) == (f"term:{make.PROGRAMME_ID}:wonen-term", "Looptijd Wonen")
    assert (row.due_on, row.done) == (date(2032, 1, 1), False)
    assert term_after(STATED, EXTENDED).due_on == date(2033, 1, 1)
    row = term_after(STATED, ENDED)
    assert (row.done, row.outcome) == (True, "done")
    open_ended = made.TERM.model_copy(update={"ends_stated": None, "segments": ()})
    row = term_after(make.whole(TermStated, term=open_ended, ends=OPEN))
    assert (row.due_on, row.segment) == (None, None)


def test_a_term_stated_anew_keeps_its_extension_and_is_due_again_if_its_end_moves() -> None:
    assert term_after(STATED, EXTENDED, STATED).due_on == date(2033, 1, 1)
    assert term_after(STATED, ENDED, STATED).done
    later = made.TERM.model_copy(update={"ends_stated": Window(edtf="2040", written="2040")})
    row = term_after(STATED, EXTENDED, ENDED, make.whole(TermStated, term=later))
    assert (row.due_on, row.done) == (date(2041, 1, 1), False)
    assert term_after(STATED, ENDED, EXTENDED).done is False
    assert story.table(AGENDA, [ENDED]) == {}


@pytest.mark.row("ST-32")
def test_a_programme_published_late_asks_nobody_for_what_had_passed() -> None:
    assert plan_after(published(day="2021-12-01")) == {}
    unknown = make.a(PlanItemPlanned, window=JULY, status="unknown", at=on("2021-12-01"))
    rows = story.table(AGENDA, [*story.happened(PROGRAMME, published()), unknown])
    assert {row.outcome for row in rows.values()} == {"dropped"}


@pytest.mark.row("AN-06", "ST-29")
def test_a_proposed_change_has_its_days_on_the_agenda() -> None:
    rows = change_after()
    assert {name: (row.kind, row.due_on) for name, row in rows.items()} == {
        "draft": ("draft", date(2021, 4, 8)),
        "remind": ("remind", date(2021, 5, 6)),
        "last-day": ("last_day", date(2021, 7, 1)),
        "send": ("send", None),
        "effect": ("effect", date(2022, 1, 1)),
        "react-by": ("react_by", None),
    }
    assert rows["remind"].days_before == 56
    assert settled(rows) == {}


@pytest.mark.row("ST-29")
def test_after_a_reminder_the_next_one_is_due_until_none_is_left() -> None:
    row = change_after(make.a(RemindOffice, days_before=28))["remind"]
    assert (row.days_before, row.due_on, row.done) == (14, date(2021, 6, 17), False)
    rows = change_after(make.a(RemindOffice, days_before=1))
    assert settled(rows) == {"remind": "done"}


def test_a_drafted_change_has_its_draft_done_and_its_days_by_the_strictest_clause() -> None:
    clause = make.CLAUSE.model_copy(update={"months": 7})
    strict = make.RECIPIENT.model_copy(update={"clause": clause, "latest": date(2021, 6, 1)})
    rows = change_after(story.drafted((strict,)))
    assert settled(rows) == {"draft": "done"}
    assert rows["last-day"].due_on == date(2021, 6, 1)
    assert rows["remind"].due_on == date(2021, 4, 6)


def test_an_ordered_change_has_a_moment_of_sending_and_no_more_reminders() -> None:
    rows = change_after(*story.ordered())
    assert (rows["send"].due_on, rows["send"].due_at) == (date(2021, 6, 1), on("2021-06-01"))
    assert settled(rows) == {"draft": "done", "remind": "done", "react-by": "done"}


def test_a_recalled_order_is_dropped_and_the_reminders_go_on() -> None:
    recall = make.a(RecallDispatch)
    rows = change_after(*story.ordered(), recall)
    assert settled(rows) == {"draft": "done", "send": "dropped"}
    rows = change_after(*story.ordered(), recall, make.a(OrderDispatch, send_at=on("2021-06-08")))
    assert settled(rows) == {"draft": "done", "remind": "done", "react-by": "done"}
    assert rows["send"].due_on == date(2021, 6, 8)


def test_letters_ordered_late_in_the_evening_are_due_on_the_dutch_day() -> None:
    steps = [*story.adopted(), story.drafted(), make.a(ApproveAnnouncement)]
    rows = change_after(*steps, make.a(OrderDispatch, send_at=on("2021-05-31", hour=22)))
    assert rows["send"].due_on == date(2021, 6, 1)


def test_an_announced_change_waits_only_for_its_effect() -> None:
    rows = change_after(*story.announced())
    assert {name for name, row in rows.items() if not row.done} == {"effect"}
    in_force = make.a(PutInForce, at=on("2022-01-01"), contract_ids=CONTRACT_IDS)
    assert set(settled(change_after(*story.announced(), in_force)).values()) == {"done"}


def test_a_change_held_back_has_had_its_day() -> None:
    held = make.a(PutInForce, at=on("2022-01-01"), contract_ids=CONTRACT_IDS)
    assert settled(change_after(story.drafted(), held)) == {
        "draft": "done",
        "effect": "done",
        "react-by": "done",
    }


def test_a_missed_last_day_ends_the_reminders_and_a_later_draft_does_not_bring_them_back() -> None:
    missed = make.a(MissAnnouncement, at=on("2021-07-02"))
    assert settled(change_after(missed)) == {"remind": "dropped", "last-day": "missed"}
    rows = change_after(missed, story.drafted(at=on("2021-07-03")))
    assert settled(rows) == {"draft": "done", "remind": "dropped", "last-day": "missed"}


def test_a_postponed_change_has_all_its_days_anew() -> None:
    missed = make.a(MissAnnouncement, at=on("2021-07-02"))
    postponed = make.a(PostponeChange, effective=date(2022, 3, 1), at=on("2021-07-03"))
    rows = change_after(make.a(RemindOffice, days_before=7), missed, postponed)
    assert settled(rows) == {}
    assert {name: row.due_on for name, row in rows.items()} == {
        "draft": date(2021, 6, 9),
        "remind": date(2021, 7, 7),
        "last-day": date(2021, 9, 1),
        "send": None,
        "effect": date(2022, 3, 1),
        "react-by": None,
    }


def test_a_change_postponed_after_it_was_announced_keeps_that_done() -> None:
    rows = change_after(*story.announced(), make.a(PostponeChange, effective=date(2022, 3, 1)))
    assert {name for name, row in rows.items() if not row.done} == {"effect"}
    assert rows["effect"].due_on == date(2022, 3, 1)


def test_a_withdrawn_change_drops_what_was_still_due() -> None:
    rows = change_after(story.drafted(), make.a(WithdrawChange))
    assert set(settled(rows)) == set(rows)
    assert rows["draft"].outcome == "done"
    assert rows["effect"].outcome == "dropped"


@pytest.mark.row("AN-19")
def test_the_last_day_to_react_comes_with_the_order_and_goes_with_it() -> None:
    until = date(2021, 7, 15)
    order = make.a(OrderDispatch, send_at=on("2021-06-01"), reactions_until=until)
    asked = [*story.adopted(), story.drafted(), make.a(ApproveAnnouncement), order]
    assert change_after(*asked)["react-by"].due_on == until
    recalled = change_after(*asked, make.a(RecallDispatch))["react-by"]
    assert (recalled.due_on, recalled.done) == (None, False)
    replaced = change_after(*asked, make.a(ReplaceAnnouncement))
    assert (replaced["react-by"].due_on, replaced["send"].due_on) == (None, None)
    assert replaced["last-day"].due_on == make.LATEST


@pytest.mark.row("AN-16")
def test_an_open_reservation_is_due_on_the_day_of_effect_until_it_is_lifted() -> None:
    def reserved(*commands: Command) -> AgendaRow:
        proposed = make.a(ProposeChange, reservation=OF_ONE[ProposeChange]["reservation"])
        events = story.happened(CHANGE, proposed, *commands)
        return story.table(AGENDA, events)[f"change:{make.CHANGE_ID}:reservation"]

    assert (reserved().kind, reserved().due_on) == ("reservation", make.NEW_YEAR)
    assert reserved(make.a(LiftReservation)).outcome == "done"
    assert reserved(make.a(PostponeChange, effective=date(2022, 3, 1))).due_on == date(2022, 3, 1)


def test_who_narrows_a_change_and_who_joins_it_move_its_last_day() -> None:
    clause = make.CLAUSE.model_copy(update={"months": 9, "clause_id": "nine"})
    strict = story.RECIPIENTS[0].model_copy(update={"clause": clause, "latest": date(2021, 4, 1)})
    both = story.drafted((strict, story.RECIPIENTS[1]))
    assert change_after(both)["last-day"].due_on == date(2021, 4, 1)
    narrowed = make.a(NarrowChange, contract_ids=CONTRACT_IDS[:1])
    assert change_after(both, narrowed)["last-day"].due_on == make.LATEST
    one = story.drafted((story.RECIPIENTS[1],))
    steps = [*story.adopted(), one, make.a(ApproveAnnouncement), make.a(OrderDispatch)]
    joined = make.a(JoinChange, recipients=(strict,))
    assert change_after(*steps, joined)["last-day"].due_on == date(2021, 4, 1)
    knew = make.a(JoinChange, recipients=(strict.model_copy(update={"knew": True}),))
    assert change_after(*steps, knew)["last-day"].due_on == make.LATEST


@pytest.mark.row("AN-13")
def test_what_needs_no_notice_has_no_last_day() -> None:
    assert settled(change_after(make.a(RuleOnNotice))) == {
        "last-day": "dropped",
        "remind": "dropped",
    }
    covered = OF_ONE[RuleOnNotice]["ruling"].model_copy(update={"covered": True})
    assert settled(change_after(make.a(RuleOnNotice, ruling=covered))) == {}


def test_the_agenda_names_the_reminder_that_the_workflow_will_come_to() -> None:
    """The agenda is worked out apart from what the change's own workflow goes by."""
    events = story.change(story.drafted())
    state = Change()
    for event in events:
        state = evolve(state, event)  # type: ignore[arg-type]
    rows = {row.kind: row for row in story.table(AGENDA, events).values()}
    reminder = rows["remind"]
    assert reminder.due_on is not None
    before = next_step(state, start_of_day(reminder.due_on) - timedelta(seconds=1))
    assert (before.kind, before.wake_at) == ("wait", start_of_day(reminder.due_on))
    found = next_step(state, start_of_day(reminder.due_on))
    assert (found.kind, found.days_before) == ("remind", reminder.days_before)
    assert rows["last_day"].due_on == state.latest
    assert rows["effect"].due_on == state.effective


def test_events_without_a_date_of_effect_leave_the_planned_one() -> None:
    assert (
        story.table(AGENDA, [make.a(ChangeProposed)])[f"change:{make.CHANGE_ID}:effect"].due_on
        == date.max
    )
    rows = story.table(AGENDA, [*story.change(), make.a(ChangePostponed)])
    assert rows[f"change:{make.CHANGE_ID}:effect"].due_on == make.NEW_YEAR


@pytest.mark.parametrize("event", [make.a(PlanItemOpened), make.a(AnnouncementDrafted)])
def test_events_of_what_was_never_planned_or_proposed_make_no_row(event: Event) -> None:
    assert story.table(AGENDA, [event]) == {}


def test_other_events_are_none_of_its_business() -> None:
    row = change_after()["effect"]
    assert AGENDA.project(row.key, row, make.a(SegmentDefined)) == row
