"""Every process is killed in the middle of announcing, and in the end nothing shows of it.

One practice copy with a fictional programme: six segments, each with a change of its own. One
change is announced undisturbed; during each of the others another process is killed, three times.
Then all six take effect, and all contracts are signed in one batch, while the processes are killed
once more.
"""

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import psycopg
import pytest

from domain.base import derived_id
from domain.batch.commands import ConfirmBatch, PlanBatch
from domain.batch.events import BatchCompleted, BatchStepRecorded
from domain.batch.parts import SignEach
from domain.contract.events import ContractConcluded, ContractSigned
from eventstore.log import EventLog
from tests.journeys import fiction
from tests.journeys.outcome import (
    Log,
    amendments,
    behind,
    sent,
    silently_repeated,
    state,
    story,
)
from tests.journeys.practice import MANAGER, Paused, Practice, practice_copy, until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

UNDISTURBED = "ongestoord"
BATCH_ID = derived_id("batch", fiction.KEY, "ondertekening")
MOMENT = datetime(2022, 1, 2, 12, tzinfo=UTC)
SIGNED = SignEach(party="provider", signed_on=date(2021, 1, 1), document="V1", digest="0" * 64)
VICTIMS = ("serve", "work", "follow", "temporal", "postgres")
LETTERS = 80
KILLS = ((8, "between letters"), (30, "in hand"), (50, "between letters"))
"""How many letters have gone out when a process is killed, and what the mail server is at."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What is to be seen after everything: the log, the change's letters, and the read models."""

    log: Log
    mails: dict[str, Any]
    killed_at: dict[str, list[int]]
    announced: dict[str, dict[str, Any]]
    in_force: dict[str, dict[str, Any]]
    behind: list[tuple[str, int, int]]


@pytest.fixture(scope="module")
def ending(module_folder: Path) -> Iterator[Ending]:
    segments = (UNDISTURBED, *VICTIMS)
    files = fiction.write(module_folder / "files", segments, LETTERS)
    with practice_copy(module_folder / "data", files, undo_seconds=1) as practice:
        killed_at, announced, mails = {}, {}, {}
        for segment in segments:
            before = {each.message_id for each in practice.mails()}
            killed_at[segment] = announce(practice, segment)
            announced[segment] = state(practice.database_url, segment)
            mails[segment] = [each for each in practice.mails() if each.message_id not in before]
        put_in_force(practice, segments)
        url = practice.database_url
        until(partial(are_amended, practice, LETTERS * len(segments)))
        sign_all(practice)
        until(lambda: not behind(url))
        in_force = {segment: state(url, segment) for segment in segments}
        yield Ending(Log.read(url), mails, killed_at, announced, in_force, behind(url))


def announce(practice: Practice, segment: str) -> list[int]:
    """Announce a change, with its namesake killed meanwhile; how many letters were out then."""
    path = f"/changes/{fiction.change_id(segment)}"
    until(partial(has, practice, path, "announcement", "drafted"))
    practice.post(f"{path}/approvals")
    before, key = letters_out(practice), f"announce-{segment}"
    order = partial(practice.post, f"{path}/dispatches", by=MANAGER, key=key)
    killed_at = []
    if segment in VICTIMS:
        with practice.paused("mail") as mail, ThreadPoolExecutor(1) as another:
            position = order()
            for at, mail_is in KILLS:
                until(partial(mail_takes, practice, mail, before + at))
                killed_at.append(letters_out(practice) - before)
                again = another.submit(order)
                kill(practice, segment, mail, in_hand=mail_is == "in hand")
                assert again.result() == position, "asked again, the order is what it was"
    else:
        order()
    until(partial(has, practice, path, "status", "in_notice"))
    return killed_at


def mail_takes(practice: Practice, mail: Paused, number: int) -> bool:
    """Let the mail server go on for a moment; whether it has taken so many letters by now."""
    with mail.going():
        time.sleep(0.01)
    return letters_out(practice) >= number


def kill(practice: Practice, victim: str, mail: Paused, *, in_hand: bool) -> None:
    """Kill it while the mail server stands still with letters in hand, or in full swing.

    Then the mail server goes on for a moment, and stands still again until the victim is back: so
    there are letters left for the next time.
    """
    process = practice.run().processes[victim]
    if in_hand:
        practice.kill(victim)
    with mail.going():
        if not in_hand:
            practice.kill(victim)
        time.sleep(0.02)
    practice.wait_until_again(victim, process)


def letters_out(practice: Practice) -> int:
    return sum(1 for _ in (practice.folder / "mail").glob("*.eml"))


def put_in_force(practice: Practice, segments: tuple[str, ...]) -> None:
    """Move the clock past the day of effect; each process is killed once while all take effect."""
    practice.post("/clock/moves", {"to": "2022-01-02"})
    for at, victim in enumerate(VICTIMS, 1):
        until(partial(are_amended, practice, at * LETTERS // 2))
        practice.kill(victim)
    for segment in segments:
        path = f"/changes/{fiction.change_id(segment)}"
        until(partial(has, practice, path, "status", "in_force"))


def sign_all(practice: Practice) -> None:
    """Sign every contract in one batch; each process is killed once meanwhile."""
    with EventLog(practice.database_url) as log:
        contract_ids = tuple(
            each.event.contract_id
            for each in Log.read(practice.database_url).recorded
            if isinstance(each.event, ContractConcluded)
        )
        asked: dict[str, Any] = {"at": MOMENT, "by": MANAGER, "batch_id": BATCH_ID}
        log.handle(
            PlanBatch(
                command_id=derived_id("plan", BATCH_ID),
                programme_id=derived_id("programme", fiction.KEY),
                title="Ondertekening",
                what=SIGNED,
                contract_ids=contract_ids,
                **asked,
            )
        )
        log.handle(ConfirmBatch(command_id=derived_id("confirm", BATCH_ID), **asked))
    for at, victim in enumerate(VICTIMS, 1):
        until(partial(have_happened, practice, "ContractSigned", at * LETTERS // 2))
        practice.kill(victim)
    until(partial(have_happened, practice, "BatchCompleted", 1))


def has(practice: Practice, path: str, field: str, value: str) -> bool:
    """Whether a change has come so far; no, as long as nobody can say."""
    try:
        return bool(practice.get(path)[field] == value)
    except (httpx2.TransportError, AssertionError):
        return False


def are_amended(practice: Practice, number: int) -> bool:
    """Whether so many contracts have been amended; no, as long as nobody can say."""
    return have_happened(practice, "ContractAmended", number)


def have_happened(practice: Practice, topic: str, number: int) -> bool:
    """Whether there are so many events of a kind; no, as long as nobody can say."""
    sql = "select count(*) >= %s from eventlog_events where topic = %s"
    try:
        with psycopg.connect(practice.database_url) as connection:
            return connection.execute(sql, [number, topic]).fetchone() == (True,)
    except psycopg.OperationalError:
        return False


@pytest.mark.parametrize("victim", VICTIMS)
def test_killed_in_the_middle_of_announcing_every_letter_goes_out_once(
    ending: Ending, victim: str
) -> None:
    assert len(ending.killed_at[victim]) == len(KILLS)
    assert all(0 < out < LETTERS for out in ending.killed_at[victim]), ending.killed_at[victim]
    letters, mails = sent(ending.log, victim), ending.mails[victim]
    assert len(mails) == LETTERS
    assert Counter(each.to for each in mails) == {
        (fiction.address(at),): 1 for at in range(LETTERS)
    }
    assert sorted(each.message_id for each in letters) == sorted(each.message_id for each in mails)
    assert len({each.letter_id for each in letters}) == LETTERS
    assert silently_repeated(letters, mails) == []


@pytest.mark.parametrize("victim", VICTIMS)
def test_killed_or_not_the_same_happens_and_the_same_is_shown(ending: Ending, victim: str) -> None:
    assert story(ending.log, victim) == story(ending.log, UNDISTURBED)
    assert ending.announced[victim] == ending.announced[UNDISTURBED]
    assert ending.in_force[victim] == ending.in_force[UNDISTURBED]


def test_nothing_shows_of_killing_where_nothing_was_killed(ending: Ending) -> None:
    """What the others are compared with is as it should be."""
    happened = Counter(story(ending.log, UNDISTURBED))
    assert happened["LetterSent"] == LETTERS
    once = ("AnnouncementDrafted", "DispatchOrdered", "ChangeAnnounced", "ChangeTookEffect")
    assert [happened[name] for name in once] == [1, 1, 1, 1]
    assert not any(each.asked_again for each in sent(ending.log, UNDISTURBED))
    announced, in_force = ending.announced[UNDISTURBED], ending.in_force[UNDISTURBED]
    assert announced["change"]["status"] == "in_notice"
    assert in_force["change"]["in_force"] == LETTERS
    assert {each[0] for each in in_force["letters"].values()} == {"sent"}


def test_each_contract_is_amended_once_however_often_that_was_cut_off(ending: Ending) -> None:
    assert Counter(amendments(ending.log).values()) == {1: LETTERS * (len(VICTIMS) + 1)}


@pytest.mark.row("CC-27")
def test_each_contract_has_one_turn_in_a_batch_however_often_that_was_cut_off(
    ending: Ending,
) -> None:
    events = [each.event for each in ending.log.recorded]
    signed = Counter(each.contract_id for each in events if isinstance(each, ContractSigned))
    assert Counter(signed.values()) == {1: LETTERS * (len(VICTIMS) + 1)}
    steps = [each for each in events if isinstance(each, BatchStepRecorded)]
    assert sorted(key for each in steps for key in each.done) == sorted(signed)
    assert [each.done for each in events if isinstance(each, BatchCompleted)] == [len(signed)]


def test_no_event_is_lost_or_doubled_and_every_read_model_has_seen_all(ending: Ending) -> None:
    assert ending.log.gaps() == {}
    assert ending.behind == []
