from datetime import date, timedelta
from typing import Any

import pytest

from domain.dates import Window
from domain.steering.commands import (
    AssignEntries,
    MissEntry,
    RaiseCommitment,
    ReopenEntry,
    SettleEntry,
    StateEntries,
)
from domain.steering.decider import STEERING
from domain.steering.events import (
    CommitmentRaised,
    EntryAssigned,
    EntryMissed,
    EntryReopened,
    EntrySettled,
    EntryStated,
)
from domain.steering.parts import (
    Anomaly,
    Entry,
    Mention,
    Precondition,
    ResearchQuestion,
    Risk,
    question,
)
from tests import make
from tests.domain.change_stories import noon
from tests.making.steering import COMMITMENT
from tests.specification import Specification

registers = Specification(STEERING)
YEAR = Window(edtf="2021", written="in 2021")
QUESTION = ResearchQuestion(
    entry_id="which-scale",
    title="Op welke schaal kopen we verblijf in?",
    segments=("verblijf",),
    due=YEAR,
    partners=("aanbieders",),
    source=make.SOURCE,
)
PRECONDITION = Precondition(
    entry_id="local-teams", title="Sterke lokale teams", unlocks=("loosen",), source=make.SOURCE
)
RISK = Risk(entry_id="niche", title="Kleine aanbieders vallen weg", source=make.SOURCE)


def state(*entries: Entry, at: date = date(2021, 5, 3)) -> StateEntries:
    return make.a(StateEntries, entries=entries, at=noon(at))


def settle(entry: Entry, outcome: str, on: date = date(2021, 6, 1), **more: Any) -> SettleEntry:
    more = {"text": "Regionaal.", "at": noon(date(2021, 6, 2)), **more}
    return make.a(SettleEntry, entry_id=entry.entry_id, outcome=outcome, settled_on=on, **more)


def miss(entry: Entry, at: date) -> MissEntry:
    return make.a(MissEntry, entry_id=entry.entry_id, at=noon(at))


ANSWERED = settle(QUESTION, "answered")
REOPEN = make.a(ReopenEntry, entry_id=QUESTION.entry_id)


def reworded(entry: Entry, **changed: Any) -> Entry:
    return entry.model_copy(update=changed)


def test_what_a_file_states_becomes_a_fact_with_its_source() -> None:
    first, second = registers.given().when(state(QUESTION, RISK)).then(EntryStated, EntryStated)
    assert (first.entry, first.source, first.standing) == (QUESTION, make.SOURCE, "stated")
    assert second.entry == RISK


def test_only_what_is_new_or_said_otherwise_is_recorded_again() -> None:
    stated = registers.given_after(state(QUESTION, RISK))
    stated.when(state(QUESTION, RISK, at=date(2022, 5, 3))).then_nothing()
    later = reworded(RISK, response="Een plafond per aanbieder.")
    [event] = stated.when(state(QUESTION, later)).then(EntryStated)
    assert event.entry == later
    stated.when(state(RISK)).then_nothing()


def test_one_id_stands_for_one_entry() -> None:
    twice = reworded(RISK, title="Iets anders")
    refused = registers.given().when(state(RISK, twice)).then_refused("entry_stated_twice")
    assert "niche" in str(refused)


@pytest.mark.row("PG-22")
def test_a_question_is_answered_with_what_the_answer_changes() -> None:
    stated = registers.given_after(state(QUESTION))
    effect = "Verblijf wordt landelijk ingekocht."
    command = settle(QUESTION, "answered", effect=effect)
    [settled] = stated.when(command).then(EntrySettled)
    assert (settled.outcome, settled.settled_on) == ("answered", date(2021, 6, 1))
    assert (settled.text, settled.settled_effect) == ("Regionaal.", effect)
    assert settled.effective == date(2021, 6, 1)
    registers.given_after(state(QUESTION), command).when(command).then_nothing()


@pytest.mark.parametrize(
    ("entry", "outcome", "fits"),
    [
        (QUESTION, "met", "answered, lapsed"),
        (PRECONDITION, "answered", "met, not_met, lapsed"),
        (COMMITMENT, "met", "kept, closed, lapsed"),
        (RISK, "kept", "closed, lapsed"),
    ],
)
def test_what_does_not_fit_is_refused_and_what_does_is_named(
    entry: Entry, outcome: str, fits: str
) -> None:
    stated = registers.given_after(state(entry))
    refused = stated.when(settle(entry, outcome)).then_refused("outcome_does_not_fit")
    assert str(refused).endswith(f"what fits is: {fits}")
    for fitting in fits.split(", "):
        stated.when(settle(entry, fitting)).then(EntrySettled)


def test_nothing_is_settled_ahead_of_time_or_twice_or_without_an_entry() -> None:
    stated = registers.given_after(state(QUESTION))
    stated.when(settle(QUESTION, "answered", date(2021, 6, 3))).then_refused("not_yet_settled")
    assert "which-scale" in str(
        registers.given_after(state(RISK)).when(ANSWERED).then_refused("unknown_entry")
    )
    settled = registers.given_after(state(QUESTION), ANSWERED)
    otherwise = settle(QUESTION, "answered", text="Landelijk.")
    assert "reopen" in str(settled.when(otherwise).then_refused("already_settled"))
    registers.given_after(state(QUESTION), ANSWERED, REOPEN).when(otherwise).then(EntrySettled)


def test_what_was_settled_too_early_is_opened_again_once() -> None:
    settled = registers.given_after(state(QUESTION), ANSWERED)
    [reopened] = settled.when(REOPEN).then(EntryReopened)
    assert reopened.reason == REOPEN.reason
    registers.given_after(state(QUESTION), ANSWERED, REOPEN).when(REOPEN).then_nothing()
    registers.given_after(state(QUESTION)).when(REOPEN).then_nothing()


def test_other_words_leave_an_answer_standing_and_another_question_does_not() -> None:
    settled = registers.given_after(state(QUESTION), ANSWERED)
    words = reworded(
        QUESTION,
        title="Op welke schaal wordt verblijf ingekocht?",
        due=YEAR.model_copy(update={"written": "2021"}),
    )
    anew = reworded(QUESTION, segments=("verblijf", "wonen"))
    for entry, status in ((words, "settled"), (anew, "open")):
        events = settled.when(state(entry)).then(EntryStated)
        after = registers.given(*settled.history, *events).state
        assert after.entries["which-scale"].status == status


@pytest.mark.row("PG-35")
def test_entries_are_handed_over_all_together_or_not_at_all() -> None:
    stated = registers.given_after(state(COMMITMENT, RISK))
    command = make.a(AssignEntries, entry_ids=("niche", "tell-effects", "niche"))
    first, second = stated.when(command).then(EntryAssigned, EntryAssigned)
    assert (first.entry_id, first.previous_owner) == ("niche", None)
    assert (second.entry_id, second.previous_owner) == ("tell-effects", "college-leiden")
    assert {first.owner, second.owner} == {"college-katwijk"}
    registers.given_after(state(COMMITMENT, RISK), command).when(command).then_nothing()
    wrong = command.model_copy(update={"entry_ids": ("niche", "nowhere", "neither")})
    refused = stated.when(wrong).then_refused("unknown_entry")
    assert "nowhere, neither" in str(refused)


def test_an_assignment_holds_until_the_source_names_another_owner() -> None:
    assigned = registers.given_after(state(COMMITMENT), make.a(AssignEntries))
    for owner, expected in (
        ("college-leiden", "college-katwijk"),
        ("college-teylingen", "college-teylingen"),
    ):
        again = reworded(COMMITMENT, title="Anders gezegd", owner=owner)
        events = assigned.when(state(again)).then(EntryStated)
        after = registers.given(*assigned.history, *events).state
        assert after.entries["tell-effects"].owner == expected


@pytest.mark.row("PG-19")
def test_a_commitment_is_raised_by_each_plan_item_that_it_is_tied_to_once() -> None:
    tied = reworded(COMMITMENT, items=("award", "contracts"))
    award = make.a(RaiseCommitment, item_id="award")
    contracts = make.a(RaiseCommitment, item_id="contracts")
    [raised] = registers.given_after(state(tied)).when(award).then(CommitmentRaised)
    assert (raised.entry_id, raised.item_id) == ("tell-effects", "award")
    registers.given_after(state(tied), award).when(award).then_nothing()
    kept = registers.given_after(state(tied), award, settle(tied, "kept"))
    kept.when(award).then_nothing()
    kept.when(contracts).then(CommitmentRaised)
    lapsed = registers.given_after(state(tied), award, settle(tied, "lapsed"))
    lapsed.when(contracts).then_nothing()


def test_what_was_kept_in_time_and_is_to_be_kept_again_later_is_not_late() -> None:
    """Its window was for the first time; the next plan item asks it without one."""
    kept = state(COMMITMENT), settle(COMMITMENT, "kept")
    again = make.a(RaiseCommitment, at=noon(date(2021, 11, 1)))
    late = miss(COMMITMENT, date(2021, 11, 2))
    registers.given_after(*kept, again).when(late).then_nothing()
    soon = make.a(RaiseCommitment, at=noon(date(2021, 9, 1)))
    registers.given_after(*kept, soon).when(late).then(EntryMissed)


@pytest.mark.parametrize("entry", [COMMITMENT, RISK])
def test_only_what_is_tied_to_an_item_is_raised_by_it(entry: Entry) -> None:
    command = make.a(RaiseCommitment, entry_id=entry.entry_id, item_id="something-else")
    refused = registers.given_after(state(entry)).when(command).then_refused("not_tied_to_item")
    assert "something-else" in str(refused)


def test_an_entry_is_missed_the_day_after_its_last_day_and_once() -> None:
    stated = registers.given_after(state(QUESTION))
    late = miss(QUESTION, date(2022, 1, 1))
    stated.when(miss(QUESTION, date(2021, 12, 31))).then_nothing()
    [missed] = stated.when(late).then(EntryMissed)
    assert missed.window == YEAR
    registers.given_after(state(QUESTION), late).when(late).then_nothing()
    registers.given_after(state(QUESTION), late, REOPEN).when(late).then_nothing()
    registers.given_after(state(QUESTION), ANSWERED).when(late).then_nothing()
    registers.given_after(state(RISK)).when(miss(RISK, date(2030, 1, 1))).then_nothing()


def test_what_was_missed_is_missed_again_when_it_was_asked_for_a_later_day() -> None:
    later = reworded(QUESTION, due=Window(edtf="2022", written="in 2022"))
    missed = registers.given_after(
        state(QUESTION), miss(QUESTION, date(2022, 1, 1)), state(later, at=date(2022, 1, 5))
    )
    missed.when(miss(QUESTION, date(2022, 12, 31))).then_nothing()
    missed.when(miss(QUESTION, date(2023, 1, 1))).then(EntryMissed)


@pytest.mark.row("ST-32")
def test_what_had_passed_when_it_was_stated_is_never_called_late() -> None:
    late = registers.given_after(state(QUESTION, at=date(2026, 5, 3)))
    late.when(miss(QUESTION, date(2026, 5, 4))).then_nothing()
    late.when(settle(QUESTION, "answered", at=noon(date(2026, 5, 4)))).then(EntrySettled)


def test_asking_anew_does_not_undo_that_a_commitment_was_raised() -> None:
    raised = registers.given_after(
        state(COMMITMENT),
        make.a(RaiseCommitment),
        state(reworded(COMMITMENT, to="raad-katwijk")),
    )
    known = raised.state.entries["tell-effects"]
    assert (known.status, known.raised_by) == ("raised", ("announce-wonen",))
    raised.when(make.a(RaiseCommitment)).then_nothing()


def test_two_entries_ask_the_same_whatever_their_words() -> None:
    there = Mention(says="zes segmenten", source=make.SOURCE)
    doubt = Anomaly(entry_id="six", title="Zes of zeven?", mentions=(there,), source=make.SOURCE)
    assert question(doubt) == question(reworded(doubt, title="Zes?", reading="zeven"))
    assert question(doubt) != question(RISK)
    moved = YEAR.model_copy(update={"bound": "before"})
    assert question(QUESTION) != question(reworded(QUESTION, due=moved))


def test_every_command_may_be_given_twice() -> None:
    """A retry from wherever records nothing more."""
    commands = (
        state(COMMITMENT, QUESTION),
        make.a(RaiseCommitment),
        make.a(AssignEntries),
        ANSWERED,
        REOPEN,
        miss(QUESTION, date(2022, 1, 1)),
    )
    for number, command in enumerate(commands, 1):
        again = command.model_copy(update={"at": command.at + timedelta(minutes=1)})
        registers.given_after(*commands[:number]).when(again).then_nothing()
