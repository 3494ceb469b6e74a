"""`inkoopspoor up` at a terminal: started, stopped, cut off, started again; and no mail server.

The clock is not watched here: how long a start takes is printed, for whoever wants to know.
"""

import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from domain.base import derived_id
from runtime import ports
from tests.journeys import fiction
from tests.journeys.outcome import Log, amendments, sent, silently_repeated, story
from tests.journeys.practice import (
    EXAMPLES,
    MANAGER,
    OFFICE,
    ROOT,
    Practice,
    alive_in,
    inkoopspoor,
    practice_copy,
    until,
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

WONEN = derived_id("change", "holland-rijnland-2021", "wonen-2022")
IN_USE, FAULTY = 6, 4
LETTERS = 60


def change(practice: Practice, change_id: object) -> dict[str, Any]:
    found: dict[str, Any] = practice.get(f"/changes/{change_id}")
    return found


def now(practice: Practice) -> datetime:
    return datetime.fromisoformat(practice.get("/clock")["now"])


def is_drafted(practice: Practice, change_id: object) -> bool:
    return bool(change(practice, change_id)["announcement"] == "drafted")


def stands_at(practice: Practice, change_id: object, status: str) -> bool:
    return bool(change(practice, change_id)["status"] == status)


def announce(practice: Practice, change_id: object) -> None:
    until(partial(is_drafted, practice, change_id))
    practice.post(f"/changes/{change_id}/approvals", by=OFFICE)
    practice.post(f"/changes/{change_id}/dispatches", by=MANAGER)


def put_in_force(practice: Practice, change_id: object, contracts: int) -> None:
    """Move the clock past the day of effect; every contract is amended, and once."""
    practice.post("/clock/moves", {"to": "2022-01-02"})
    until(partial(stands_at, practice, change_id, "in_force"))
    assert change(practice, change_id)["inForce"] == contracts
    # The change is decided for all contracts first; then each is amended.
    until(lambda: len(amendments(Log.read(practice.database_url))) == contracts)
    assert Counter(amendments(Log.read(practice.database_url)).values()) == {1: contracts}


def test_a_second_start_goes_on_where_the_first_stopped_also_when_its_port_is_taken(
    folder: Path,
) -> None:
    with practice_copy(folder) as practice:
        print(f"first start: {practice.up_after_seconds:.1f} s")  # noqa: T201 (for whoever wants to know)
        until(partial(is_drafted, practice, WONEN))
        practice.cli("change", "approve", "wonen-2022", "--by", OFFICE)
        practice.cli("change", "announce", "wonen-2022", "--by", MANAGER)
        until(partial(stands_at, practice, WONEN, "in_notice"))
        practice.cli("clock", "move", "2021-09-01")
        before = change(practice, WONEN)
        assert len(practice.mails()) == 15
        refused = inkoopspoor("up", "--folder", str(folder))
        assert refused.returncode == IN_USE
        assert f"in use by process {practice.process.pid}" in refused.stderr
        assert "Traceback" not in refused.stderr
        assert practice.process.poll() is None, "the first one does not mind"
        addresses = [practice.url, practice.database_url]
    for address in addresses:
        assert not ports.answers(int(address.rpartition(":")[2].partition("/")[0]))

    with (
        socket.create_server((ports.LOOPBACK, 0)) as other,
        practice_copy(folder, port=other.getsockname()[1]) as practice,
    ):
        taken = other.getsockname()[1]
        told = f"Port {taken}, meant for The pages, is taken by another program"
        assert any(told in line for line in practice.said)
        assert not practice.url.endswith(f":{taken}")
        print(f"second start: {practice.up_after_seconds:.1f} s")  # noqa: T201 (for whoever wants to know)
        assert change(practice, WONEN) == before
        assert timedelta() < now(practice) - datetime.fromisoformat("2021-09-01T09:00+02:00")
        assert now(practice) < datetime.fromisoformat("2021-09-02T09:00+02:00")
        put_in_force(practice, WONEN, 15)
        assert len(practice.mails()) == 15


def test_everything_is_killed_at_once_in_the_middle_and_the_next_start_finishes_it(
    folder: Path,
) -> None:
    files = fiction.write(folder / "files", ["wonen"], LETTERS)
    change_id, data = fiction.change_id("wonen"), folder / "data"
    with practice_copy(data, files, undo_seconds=1) as practice:
        announce(practice, change_id)
        until(lambda: len(practice.mails()) >= 10)
        practice.kill_all()
        assert 10 <= len(practice.mails()) < LETTERS

    with practice_copy(data, files, undo_seconds=1) as practice:
        until(partial(stands_at, practice, change_id, "in_notice"))
        log, mails = Log.read(practice.database_url), practice.mails()
        letters = sent(log, "wonen")
        assert Counter(each.to for each in mails) == {
            (fiction.address(at),): 1 for at in range(LETTERS)
        }
        assert sorted(each.message_id for each in letters) == sorted(
            each.message_id for each in mails
        )
        assert silently_repeated(letters, mails) == []
        assert story(log, "wonen").count("ChangeAnnounced") == 1
        assert log.gaps() == {}

        practice.process.kill()
        practice.wait_until_gone()

    with practice_copy(data, files, undo_seconds=1) as practice:
        put_in_force(practice, change_id, LETTERS)
        assert Log.read(practice.database_url).gaps() == {}
        assert len(practice.mails()) == LETTERS


def test_without_a_mail_server_letters_wait_and_go_out_when_it_is_back(folder: Path) -> None:
    with practice_copy(folder, undo_seconds=1) as practice:
        with no_mail_server(practice):
            announce(practice, WONEN)
            until(lambda: change(practice, WONEN)["deferred"] == 15)
            told = practice.cli("change", "show", "wonen-2022", "--json")
            assert {each["state"] for each in told["letters"]} == {"retrying"}
            answers = {each["answer"] for each in told["letters"]}
            assert all("the mail server could not be reached" in each for each in answers)
            page = practice.page(f"/wijzigingen/{WONEN}")
            assert "15 brieven wachten op de mailserver" in page
            assert practice.mails() == []
        until(lambda: ports.answers(practice.smtp_port))
        soon = now(practice) + timedelta(minutes=1)
        practice.post("/clock/moves", {"to": soon.isoformat()})
        until(partial(stands_at, practice, WONEN, "in_notice"))
        assert len({each.to for each in practice.mails()}) == 15
        assert [each.repeated for each in practice.mails()] == [0] * 15
        events = Log.read(practice.database_url).of(WONEN)
        happened = Counter(type(each).__name__ for each in events)
        assert (happened["LetterDeferred"], happened["LetterSent"]) == (15, 15)


@contextmanager
def no_mail_server(practice: Practice) -> Iterator[None]:
    """Ends the mail server and sits on its port, so that nobody answers there."""
    with socket.socket() as seat:
        until(partial(is_seated, practice, seat))
        until(lambda: not practice.run().processes["mail"].ready)
        yield


def is_seated(practice: Practice, seat: socket.socket) -> bool:
    with suppress(ProcessLookupError):
        practice.kill("mail")
    with suppress(OSError):
        seat.bind((ports.LOOPBACK, practice.smtp_port))
        return True
    return False


def test_a_file_with_mistakes_is_told_and_nothing_is_left_running(folder: Path) -> None:
    wrong = folder / "wrong.yaml"
    wrong.write_text(EXAMPLES[0].read_text().replace("region: ", "regio: "))
    answer = inkoopspoor("up", str(wrong), "--folder", str(folder / "data"))
    assert answer.returncode == FAULTY, answer.stderr
    assert "wrong.yaml" in answer.stderr
    assert "Nothing was published." in answer.stderr
    assert "Traceback" not in answer.stderr
    assert alive_in(folder) == []


def test_ctrl_c_while_it_is_still_starting_leaves_nothing_behind(folder: Path) -> None:
    command = [sys.executable, "-m", "runtime.cli", "up", "--folder", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        until((folder / "temporal" / "temporal.log").exists)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
    assert alive_in(folder) == []
