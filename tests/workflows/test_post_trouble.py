"""When things break while letters are sent: none is lost, and none doubled in silence."""

import asyncio
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest

from domain.change.parts import Receipt
from tests.scripted_mail_server import ScriptedMailServer, usual
from tests.workflows.outgoing import MONDAY, SENDER, answering, now, outcomes, outgoing, sent
from workflows import journal, post
from workflows.mail_line import CUT_OFF, LOST, MailServer
from workflows.post import send

ROOT = Path(__file__).parents[2]
HAVEN, HORIZON, KOMPAS = outgoing("haven"), outgoing("horizon"), outgoing("kompas")
ALL = [HAVEN, HORIZON, KOMPAS]


@pytest.mark.row("AN-07")
def test_a_lost_answer_is_asked_for_again_under_the_same_id_and_shown(pool: journal.Pool) -> None:
    with ScriptedMailServer(answering("END", None, times=1)) as mail:
        lost = sent(ALL, mail.url, pool, connections=1)
        assert outcomes(lost) == ["deferred", "sent", "sent"]
        assert lost[0].answer == LOST
        again = sent(ALL, mail.url, pool, connections=1)
    assert outcomes(again) == ["sent"] * 3
    assert [receipt.asked_again for receipt in again] == [True, False, False]
    assert mail.message_ids[HAVEN.message_id] == 2
    assert mail.letters.count(mail.letters[0]) == 2


def test_that_an_answer_was_lost_stays_known_through_later_attempts(pool: journal.Pool) -> None:
    with ScriptedMailServer(answering("END", None, times=1)) as mail:
        sent([HAVEN], mail.url, pool)
        mail.script = answering("RCPT", "451 later", times=1)
        assert sent([HAVEN], mail.url, pool)[0].asked_again
        (receipt,) = sent([HAVEN], mail.url, pool)
    assert (receipt.outcome, receipt.asked_again) == ("sent", True)


def test_a_server_that_falls_silent_counts_as_no_answer(pool: journal.Pool) -> None:
    def script(verb: str, line: str, session: int) -> str:
        del line, session
        time.sleep(0.8 if verb == "END" else 0)
        return ""

    with ScriptedMailServer(script) as mail:
        (receipt,) = sent([HAVEN], mail.url.replace("timeout=5", "timeout=0.3"), pool)
    assert (receipt.outcome, receipt.answer) == ("deferred", LOST)


@pytest.mark.parametrize("hang_up", [None, "421 4.7.0 too many letters"])
def test_a_server_that_takes_two_letters_a_connection_gets_them_all(
    pool: journal.Pool, hang_up: str | None
) -> None:
    counted: dict[int, int] = {}

    def script(verb: str, line: str, session: int) -> str | None:
        del line
        if verb == "MAIL":
            counted[session] = counted.get(session, 0) + 1
            return "" if counted[session] <= 2 else hang_up
        return ""

    letters = [outgoing(f"p{number}") for number in range(9)]
    with ScriptedMailServer(script) as mail:
        receipts = sent(letters, mail.url, pool, connections=1)
    assert outcomes(receipts) == ["sent"] * 9
    assert not any(receipt.asked_again for receipt in receipts)
    assert max(mail.message_ids.values()) == 1
    assert mail.sessions == 5


def test_a_server_that_hangs_up_on_each_letter_is_not_asked_for_ever(pool: journal.Pool) -> None:
    with ScriptedMailServer(answering("MAIL", None)) as mail:
        receipts = sent(ALL, mail.url, pool, connections=1)
    assert outcomes(receipts) == ["deferred"] * 3
    assert receipts[0].answer == CUT_OFF
    assert mail.sessions <= 6


def test_a_server_that_allows_one_connection_gets_all_letters_over_it(pool: journal.Pool) -> None:
    def script(verb: str, line: str, session: int) -> str:
        del line
        return "421 too many connections" if verb == "CONNECT" and session > 1 else ""

    letters = [outgoing(f"p{number}") for number in range(20)]
    with ScriptedMailServer(script) as mail:
        receipts = sent(letters, mail.url, pool)
    assert outcomes(receipts) == ["sent"] * 20


def test_two_senders_at_once_send_no_letter_twice(
    mail: ScriptedMailServer, pool: journal.Pool
) -> None:
    letters = [outgoing(f"p{number}") for number in range(60)]

    async def both() -> list[list[Receipt]]:
        server = MailServer.at(mail.url)
        calls = [send(letters, SENDER, server, pool, now, connections=2) for _ in range(2)]
        return await asyncio.gather(*calls)

    receipts = asyncio.run(both())
    assert mail.message_ids == dict.fromkeys([letter.message_id for letter in letters], 1)
    assert all(
        "sent" in pair and (pair == ("sent", "sent") or "deferred" in pair)
        for pair in zip(*map(outcomes, receipts), strict=True)
    )
    assert outcomes(sent(letters, mail.url, pool)) == ["sent"] * 60


def test_a_letter_that_another_sender_has_in_hand_waits(pool: journal.Pool) -> None:
    def script(verb: str, line: str, session: int) -> str:
        del line, session
        if verb == "CONNECT":
            asked = post._prepared(HAVEN, None, SENDER, MONDAY)[1]
            journal.write(pool, [asked], [])
        return ""

    with ScriptedMailServer(script) as mail:
        (receipt,) = sent([HAVEN], mail.url, pool)
    assert (receipt.outcome, receipt.answer) == ("deferred", post.IN_HAND)
    assert mail.letters == []


def test_when_the_database_goes_away_the_sender_stops_and_the_next_call_resolves_it(
    pool: journal.Pool, migrated_url: str
) -> None:
    def script(verb: str, line: str, session: int) -> str:
        del line, session
        if verb == "END":
            with psycopg.connect(migrated_url, autocommit=True) as connection:
                connection.execute("alter table letter_journal rename to away")
        return ""

    with ScriptedMailServer(script) as mail:
        with pytest.raises(psycopg.Error):
            sent(ALL, mail.url, pool, connections=1)
        with psycopg.connect(migrated_url, autocommit=True) as connection:
            connection.execute("alter table away rename to letter_journal")
        mail.script = usual
        receipts = sent(ALL, mail.url, pool)
    assert outcomes(receipts) == ["sent"] * 3
    assert [receipt.asked_again for receipt in receipts] == [True, False, False]
    assert mail.message_ids[HAVEN.message_id] == 2


def test_when_called_off_the_letter_in_hand_is_finished_and_no_further_one_begun(
    pool: journal.Pool,
) -> None:
    in_hand = threading.Event()

    def script(verb: str, line: str, session: int) -> str:
        del session
        if verb == "END" and "horizon" in line:
            in_hand.set()
            time.sleep(0.3)
        return ""

    async def called_off(mail: ScriptedMailServer) -> None:
        server = MailServer.at(mail.url)
        task = asyncio.create_task(send(ALL, SENDER, server, pool, now, connections=1))
        await asyncio.to_thread(in_hand.wait, 20)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    with ScriptedMailServer(script) as mail:
        asyncio.run(called_off(mail))
        assert len(mail.letters) == 2
        receipts = sent(ALL, mail.url, pool)
    assert outcomes(receipts) == ["sent"] * 3
    assert not any(receipt.asked_again for receipt in receipts)
    assert len(mail.letters) == 3


def test_a_sender_killed_between_the_answer_and_its_record_resolves_it_openly(
    pool: journal.Pool, migrated_url: str
) -> None:
    """The answer to the second letter is given, but its record waits for a lock when -9 comes."""
    letters = [outgoing(name) for name in ("a", "b", "c")]
    lock = psycopg.connect(migrated_url)

    def script(verb: str, line: str, session: int) -> str:
        del session
        if verb == "END" and letters[1].message_id in line:
            row = "select from letter_journal where message_id = %s for update"
            lock.execute(row, (letters[1].message_id,))
        return ""

    with ScriptedMailServer(script) as mail, lock:
        command = [sys.executable, "-m", "tests.workflows.sender_process", migrated_url, mail.url]
        with subprocess.Popen(command, cwd=ROOT) as sender:
            try:
                _wait_for_a_blocked_update(migrated_url, sender)
            finally:
                sender.kill()
        lock.rollback()
        mail.script = usual
        receipts = sent(letters, mail.url, pool, connections=1)
    assert outcomes(receipts) == ["sent"] * 3
    assert [receipt.asked_again for receipt in receipts] == [False, True, False]
    assert [mail.message_ids[letter.message_id] for letter in letters] == [1, 2, 1]
    assert mail.letters[1] == mail.letters[2]


def _wait_for_a_blocked_update(database_url: str, sender: subprocess.Popen[bytes]) -> None:
    blocked = (
        "select 1 from pg_stat_activity where wait_event_type = 'Lock'"
        " and datname = current_database() and query like '%letter_journal%'"
    )
    with psycopg.connect(database_url, autocommit=True) as connection:
        deadline = time.monotonic() + 60
        while not connection.execute(blocked).fetchone():
            assert sender.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
