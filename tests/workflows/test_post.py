"""Sending letters, to a mail server that answers as it likes."""

import asyncio
import email
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from email.policy import SMTP
from pathlib import Path

import pytest

from domain.change.parts import Receipt
from runtime import ports
from runtime.mail_sink import messages
from tests.scripted_mail_server import ScriptedMailServer
from tests.workflows.outgoing import MONDAY, SENDER, answering, now, outcomes, outgoing, sent
from tests.workflows.test_press import paper_of
from workflows import journal
from workflows.mail_line import UNREACHABLE, MailServer
from workflows.message import NO_ADDRESS, digest, written
from workflows.post import send
from workflows.press import printed

ROOT = Path(__file__).parents[2]
HAVEN, HORIZON, KOMPAS = outgoing("haven"), outgoing("horizon"), outgoing("kompas")
ALL = [HAVEN, HORIZON, KOMPAS]


@pytest.mark.row("AN-07")
def test_every_provider_gets_its_letter_and_every_letter_a_receipt(
    mail: ScriptedMailServer, pool: journal.Pool
) -> None:
    receipts = sent(ALL, mail.url, pool)
    assert [receipt.letter_id for receipt in receipts] == [letter.letter_id for letter in ALL]
    assert outcomes(receipts) == ["sent"] * 3
    assert mail.message_ids == dict.fromkeys([letter.message_id for letter in ALL], 1)
    assert sorted(mail.recipients) == [
        f"RCPT TO:<{name}@provider.example>\r\n" for name in ("haven", "horizon", "kompas")
    ]


def test_a_receipt_says_what_was_answered_when_and_to_which_bytes(
    mail: ScriptedMailServer, pool: journal.Pool
) -> None:
    (receipt,) = sent([HAVEN], mail.url, pool)
    assert receipt == Receipt(
        letter_id=HAVEN.letter_id,
        outcome="sent",
        answered_at=MONDAY,
        answer="250 2.0.0 taken",
        message_id=HAVEN.message_id,
        digest=digest(written(HAVEN, SENDER, MONDAY)),
    )
    assert digest(mail.letters[0].encode()) == receipt.digest


def test_a_letter_that_was_answered_is_never_asked_for_again(
    mail: ScriptedMailServer, pool: journal.Pool
) -> None:
    first = sent(ALL, mail.url, pool)
    again = sent(ALL, mail.url, pool, at=lambda: MONDAY + timedelta(days=1))
    assert again == first
    assert len(mail.letters) == 3
    assert mail.sessions <= 3


def test_the_same_letter_twice_in_one_call_goes_out_once(
    mail: ScriptedMailServer, pool: journal.Pool
) -> None:
    assert outcomes(sent([HAVEN, HAVEN], mail.url, pool)) == ["sent"]
    assert len(mail.letters) == 1


@pytest.mark.row("AN-07")
@pytest.mark.parametrize(
    ("verb", "answer", "outcome"),
    [
        ("RCPT", "550 5.1.1 unknown", "refused"),
        ("RCPT", "451 4.7.1 later", "deferred"),
        ("END", "554 5.7.1 spam", "refused"),
        ("END", "452 4.3.1 disk full", "deferred"),
        ("DATA", "554 5.5.1 no", "refused"),
    ],
)
def test_what_the_server_says_of_one_letter_stops_no_other(
    pool: journal.Pool, verb: str, answer: str, outcome: str
) -> None:
    with ScriptedMailServer(answering(verb, answer, times=1)) as mail:
        receipts = sent(ALL, mail.url, pool, connections=1)
    assert outcomes(receipts) == [outcome, "sent", "sent"]
    assert receipts[0].answer == answer
    assert mail.sessions == 1


@pytest.mark.parametrize(
    ("verb", "answer"),
    [
        ("MAIL", "550 5.7.1 you may not send from here"),
        ("MAIL", "530 5.7.0 sign in first"),
        ("MAIL", "451 4.3.0 later"),
        ("CONNECT", "554 no service"),
        ("EHLO", "421 too busy"),
        ("CONNECT", None),
    ],
)
def test_what_is_wrong_with_us_is_never_held_against_a_letter(
    pool: journal.Pool, verb: str, answer: str | None
) -> None:
    with ScriptedMailServer(answering(verb, answer)) as mail:
        receipts = sent(ALL, mail.url, pool)
    assert outcomes(receipts) == ["deferred"] * 3
    with ScriptedMailServer() as mail:
        receipts = sent(ALL, mail.url, pool)
    assert outcomes(receipts) == ["sent"] * 3
    assert not any(receipt.asked_again for receipt in receipts)


@pytest.mark.row("AN-07")
def test_a_provider_without_a_usable_address_is_refused_without_a_conversation(
    mail: ScriptedMailServer, pool: journal.Pool
) -> None:
    letters = [outgoing("a", email=None), outgoing("b", email="b@x\r\nRCPT TO:<c@d>"), KOMPAS]
    receipts = sent(letters, mail.url, pool, connections=1)
    assert outcomes(receipts) == ["refused", "refused", "sent"]
    assert receipts[0].answer == NO_ADDRESS
    assert len(mail.recipients) == 1


def test_a_letter_that_can_neither_be_sent_nor_kept_stops_no_other(
    mail: ScriptedMailServer, pool: journal.Pool
) -> None:
    receipts = sent(
        [outgoing("a", text="\0"), outgoing("b", text="\ud800"), KOMPAS], mail.url, pool
    )
    assert outcomes(receipts) == ["refused", "refused", "sent"]


def test_letters_wait_while_the_server_is_away(pool: journal.Pool) -> None:
    port = ports.any_free()
    receipts = sent(ALL, f"smtp://127.0.0.1:{port}", pool)
    assert outcomes(receipts) == ["deferred"] * 3
    assert receipts[0].answer.startswith(UNREACHABLE)
    with ScriptedMailServer(port=port) as mail:
        receipts = sent(ALL, mail.url, pool)
    assert outcomes(receipts) == ["sent"] * 3
    assert not any(receipt.asked_again for receipt in receipts)


def test_a_deferred_letter_keeps_its_date_and_message_id(pool: journal.Pool) -> None:
    with ScriptedMailServer(answering("END", "451 later", times=1)) as mail:
        (first,) = sent([HAVEN], mail.url, pool)
        (second,) = sent([HAVEN], mail.url, pool, at=lambda: MONDAY + timedelta(hours=3))
    assert (first.outcome, second.outcome) == ("deferred", "sent")
    assert second.answered_at == MONDAY + timedelta(hours=3)
    assert second.digest == first.digest
    assert not second.asked_again
    assert mail.letters[0] == mail.letters[1]


def test_a_letter_goes_out_again_in_the_words_it_first_had(pool: journal.Pool) -> None:
    renamed = replace(HAVEN, name="De Nieuwe Haven", subject="Anders", text="Beste\n")
    with ScriptedMailServer(answering("END", "451 later", times=1)) as mail:
        sent([HAVEN], mail.url, pool)
        sent([renamed], mail.url, pool)
    parsed = email.message_from_string(mail.letters[1], policy=SMTP)
    assert parsed["Subject"] == HAVEN.subject
    assert parsed.get_payload() == "Geachte heer,\r\n"


def test_a_server_without_the_encryption_we_ask_for_gets_no_letter(
    mail: ScriptedMailServer, pool: journal.Pool
) -> None:
    receipts = sent(ALL, f"{mail.url}&starttls=1", pool)
    assert outcomes(receipts) == ["deferred"] * 3
    assert mail.letters == []


def test_what_a_server_answers_is_kept_without_addresses(pool: journal.Pool) -> None:
    with ScriptedMailServer(answering("RCPT", "550 <haven@provider.example> unknown")) as mail:
        (receipt,) = sent([HAVEN], mail.url, pool)
    assert receipt.answer == "550 <[address]> unknown"


def test_an_erased_party_leaves_no_words_in_the_journal(
    mail: ScriptedMailServer, pool: journal.Pool
) -> None:
    before = sent([HAVEN, KOMPAS], mail.url, pool)
    with pool.connection() as connection:
        journal.erase(connection, "haven")
    known = journal.known(pool, [HAVEN.message_id, KOMPAS.message_id])
    erased = known[HAVEN.message_id]
    assert (erased.recipient, erased.subject, erased.body) == (None, None, None)
    assert known[KOMPAS.message_id].recipient == "kompas@provider.example"
    assert sent([HAVEN, KOMPAS], mail.url, pool) == before


def test_whoever_waits_is_told_how_far_it_is(mail: ScriptedMailServer, pool: journal.Pool) -> None:
    beats: list[int] = []
    asyncio.run(send(ALL, SENDER, MailServer.at(mail.url), pool, now, heartbeat=beats.append))
    assert beats[0] == 0
    assert beats[-1] == 3


def test_the_mail_sink_of_a_practice_copy_shows_what_was_sent(
    pool: journal.Pool, tmp_path: Path
) -> None:
    port = ports.any_free()
    command = [sys.executable, "-m", "runtime.mail_sink", "--port", str(port)]
    letters = [
        replace(
            outgoing("haven", text="Geachte heer,\n.\nTot en met 31 december: € 104,27.\n"),
            paper=paper_of(),
        ),
        outgoing("a", email="a@refused.example"),
        outgoing("b", email="b@later.example"),
    ]
    with subprocess.Popen([*command, "--folder", str(tmp_path)], cwd=ROOT) as sink:
        try:
            while not ports.answers(port):
                assert sink.poll() is None
                time.sleep(0.02)
            receipts = sent(letters, f"smtp://127.0.0.1:{port}", pool)
        finally:
            sink.terminate()
    assert outcomes(receipts) == ["sent", "refused", "deferred"]
    (kept,) = messages(tmp_path)
    assert kept.message_id == letters[0].message_id
    assert kept.to == ("haven@provider.example",)
    assert kept.subject == "Aankondiging voor haven"
    assert kept.body.rstrip("\n") == letters[0].text.rstrip("\n")
    assert kept.pdf is not None
    assert (kept.pdf.name, kept.pdf.content) == ("aankondiging-HR-W-001.pdf", printed(paper_of()))


def test_nothing_to_send_needs_no_server(pool: journal.Pool) -> None:
    assert sent([], "smtp://127.0.0.1:9", pool) == []
