"""Checkpoints get to where outsiders keep them, each target by its own pace and luck."""

import email
import email.policy
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from eventstore import checkpoints
from eventstore.checkpoints import Delivery, Signed
from eventstore.log import EventLog
from proofs import tree
from proofs.checkpoint import Checkpoint, new_signer, notes_in, opened, parsed, signed
from runtime.anchoring import file, webhook
from runtime.anchoring.anchor import Anchor, due
from runtime.anchoring.parcel import Parcel, Target, Undelivered
from runtime.anchoring.targets import targets
from runtime.checkpoint_keys import Keys
from runtime.proving import Prover
from runtime.settings import Settings
from tests import make
from tests.eventstore.writers import stored
from tests.scripted_mail_server import ScriptedMailServer

KEY = new_signer("inkoop.example/log", b"1" * 32)
SECRET = "a key for webhooks"


class Receiver(ThreadingHTTPServer):
    """An outsider who keeps what is posted; `answer` is what it says to it."""

    answer = 204

    def __init__(self) -> None:
        self.got: list[tuple[str, bytes]] = []
        super().__init__(("127.0.0.1", 0), Answering)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook?token=geheim"


class Answering(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.headers.get(webhook.SIGNATURE, ""), body))
        self.send_response(self.server.answer)
        if self.server.answer in (301, 307):
            self.send_header("Location", self.server.url)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def receiving() -> Iterator[Receiver]:
    server = Receiver()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def parcel(*sizes: int, previous: int = 0) -> Parcel:
    made = [Checkpoint(KEY.name, size, bytes([size]) * 32) for size in sizes]
    return Parcel(
        previous,
        [Signed(each.size, each.root, make.MONDAY, signed(each, [KEY])) for each in made],
        [b"h" * 32] if previous else [],
    )


def in_file(path: Path) -> list[int]:
    return [parsed(each).size for each in notes_in(path.read_text())]


@pytest.mark.row("AU-04")
def test_a_file_has_every_checkpoint_once_and_is_only_added_to(tmp_path: Path) -> None:
    path = tmp_path / "checkpoints.txt"
    file.append(path, parcel(3, 5))
    before = path.read_text()
    file.append(path, parcel(3, 5, 9))
    assert path.read_text().startswith(before)
    assert in_file(path) == [3, 5, 9]
    path.write_text(path.read_text() + before[:40])
    file.append(path, parcel(12))
    assert in_file(path) == [3, 5, 9, 12], "what was cut off spoils nothing"
    last = file.last_in(path, [KEY.verifier])
    assert last is not None
    assert last.size == 12
    assert file.last_in(path, [new_signer(KEY.name, b"2" * 32).verifier]) is None
    assert file.last_in(tmp_path / "none", [KEY.verifier]) is None


def test_a_folder_that_is_away_is_said_without_its_place(tmp_path: Path) -> None:
    target = file.target(tmp_path / "share" / "checkpoints.txt")
    with pytest.raises(Undelivered, match=r"No such file or directory \(checkpoints.txt\)"):
        target.send(parcel(3))


@pytest.mark.row("AU-04")
def test_what_is_posted_is_signed_and_goes_on_from_what_was_posted_before() -> None:
    with receiving() as receiver:
        webhook.target(receiver.url, SECRET.encode()).send(parcel(3, 5, previous=2))
        ((signature, body),) = receiver.got
    assert signature == "sha256=" + hmac.digest(SECRET.encode(), body, "sha256").hex()
    said = json.loads(body)
    assert opened(said["note"], [KEY.verifier]).size == said["size"] == 5
    assert (said["previousSize"], said["consistency"]) == (2, [(b"h" * 32).hex()])


@pytest.mark.parametrize("answer", [301, 307, 400, 500])
def test_an_answer_that_is_no_yes_is_no_delivery(answer: int) -> None:
    with receiving() as receiver:
        receiver.answer = answer
        with pytest.raises(Undelivered, match=f"^HTTP {answer}$"):
            webhook.target(receiver.url, None).send(parcel(3))
    assert len(receiver.got) == 1, "nobody is sent on to another address"
    with pytest.raises(Undelivered, match="no answer") as refused:
        webhook.target(receiver.url, None).send(parcel(3))
    assert "geheim" not in str(refused.value) + webhook.target(receiver.url, None).name


def test_after_failures_a_target_is_tried_ever_later_but_tried() -> None:
    def failed(times: int) -> Delivery:
        return Delivery("file", 3, make.MONDAY, times, make.MONDAY, "no")

    def waits(times: int) -> timedelta:
        return next(
            wait
            for wait in (timedelta(seconds=n) for n in range(4_000))
            if due(failed(times), timedelta(0), make.MONDAY + wait)
        )

    waited = [waits(times) for times in (1, 3, 9, 50, 10_000)]
    assert waited == [timedelta(seconds=n) for n in (2, 8, 512, 900, 900)]


@pytest.mark.row("AU-04")
def test_each_target_remembers_what_it_was_given_and_mail_goes_once_a_day(
    migrated_url: str, tmp_path: Path
) -> None:
    path, clock = tmp_path / "checkpoints.txt", Clock(make.MONDAY)
    with (
        receiving() as receiver,
        ScriptedMailServer() as mail,
        EventLog(migrated_url) as log,
        psycopg.connect(migrated_url, autocommit=True) as connection,
    ):
        settings = Settings.model_validate(
            {
                "database_url": migrated_url,
                "checkpoint_file": path,
                "checkpoint_webhooks": receiver.url,
                "checkpoint_webhook_key": SECRET,
                "checkpoint_mail": "rekenkamer@gemeente.example",
                "smtp_url": mail.url,
            }
        )
        prover = Prover(migrated_url, Keys((KEY,), (KEY.verifier,)), clock)

        def grow_and_deliver(later: timedelta = timedelta(0)) -> None:
            log.recorder.insert_events(stored(uuid4(), 1, 3))
            prover.catch_up()
            clock.now += later
            Anchor(migrated_url, [*targets(settings, clock), broken()], clock).deliver()

        grow_and_deliver()
        receiver.answer = 503
        grow_and_deliver(timedelta(hours=1))
        grow_and_deliver()
        receiver.answer = 200
        grow_and_deliver(timedelta(hours=23))
        known = {each.target.split()[0]: each for each in checkpoints.deliveries(connection)}
        assert in_file(path) == [3, 6, 9, 12]
        posted = [json.loads(body) for _, body in receiver.got]
        assert [each["previousSize"] for each in posted] == [0, 3, 3], "left alone in between"
        assert (known["webhook"].size, known["webhook"].failures) == (12, 0)
        assert (known["broken"].size, known["broken"].failure) == (0, "RuntimeError")
        path_from_3 = [bytes.fromhex(each) for each in posted[-1]["consistency"]]
        roots = [bytes.fromhex(posted[n]["root"]) for n in (0, -1)]
        assert tree.verify_consistency(3, 12, roots[0], roots[1], path_from_3)
        assert {each.strip() for each in mail.recipients} == {
            "RCPT TO:<rekenkamer@gemeente.example>"
        }
        assert [noted(letter).size for letter in mail.letters] == [3, 12]


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def broken() -> Target:
    """One that fails in a way nobody thought of."""

    def send(_: Parcel) -> None:
        raise RuntimeError("geheim")

    return Target("broken target", send)


def noted(letter: str) -> Checkpoint:
    """The checkpoint attached to a letter, by its signature."""
    message = email.message_from_string(letter, policy=email.policy.default)
    assert str(message["Subject"]).startswith("Controlepunt")
    (attached,) = message.iter_attachments()
    content = attached.get_payload(decode=True)
    assert isinstance(content, bytes)
    return opened(content.decode(), [KEY.verifier])
