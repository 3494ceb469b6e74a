"""The mail server that keeps everything: a real one, spoken to over SMTP."""

import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from runtime import ports
from runtime.mail_sink import messages

ROOT = Path(__file__).parents[2]


def _started(port: int, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "runtime.mail_sink"]
    command += ["--port", str(port), "--folder", str(folder)]
    sink = subprocess.Popen(command, cwd=ROOT)
    deadline = time.monotonic() + 20
    while not ports.answers(port):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return sink


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    number = ports.any_free()
    with _started(number, tmp_path) as sink:
        yield number
        sink.terminate()
        assert sink.wait() == 0


def _letter(message_id: str = "<one@inkoopspoor>", to: str = "info@zorg.example") -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = "inkoop@gemeente.example"
    letter["To"] = to
    letter["Subject"] = "Wijziging van tarieven per 1 januari: coëfficiënt"
    letter["Message-ID"] = message_id
    letter.set_content("Geachte heer, mevrouw,\n\nDe tarieven veranderen.\n.\nPunt: één.\n")
    return letter


def _send(port: int, *letters: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for letter in letters:
            server.send_message(letter)


def test_a_letter_is_kept_as_it_came(port: int, tmp_path: Path) -> None:
    _send(port, _letter())
    (kept,) = messages(tmp_path)
    assert kept.message_id == "<one@inkoopspoor>"
    assert kept.to == ("info@zorg.example",)
    assert kept.subject == "Wijziging van tarieven per 1 januari: coëfficiënt"
    assert kept.body.splitlines()[2:] == ["De tarieven veranderen.", ".", "Punt: één."]
    assert kept.received_at.tzinfo is not None
    assert kept.repeated == 0


def test_a_letter_asked_for_again_is_accepted_kept_once_and_counted(
    port: int, tmp_path: Path
) -> None:
    _send(port, _letter(), _letter(), _letter("<two@inkoopspoor>"))
    _send(port, _letter())
    assert {mail.message_id: mail.repeated for mail in messages(tmp_path)} == {
        "<one@inkoopspoor>": 2,
        "<two@inkoopspoor>": 0,
    }


def test_a_long_message_id_on_a_line_of_its_own_is_recognised(port: int, tmp_path: Path) -> None:
    message_id = f"<{'x' * 90}@inkoopspoor>"
    _send(port, _letter(message_id), _letter(message_id))
    (kept,) = messages(tmp_path)
    assert (kept.message_id, kept.repeated) == (message_id, 1)


@pytest.mark.parametrize(("domain", "code"), [("refused.example", 550), ("later.example", 451)])
def test_some_addresses_are_refused(port: int, tmp_path: Path, domain: str, code: int) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        _send(port, _letter(to=f"info@{domain}"))
    assert refused.value.recipients[f"info@{domain}"][0] == code
    assert messages(tmp_path) == []


def test_accepted_letters_survive_a_kill(tmp_path: Path) -> None:
    number = ports.any_free()
    with _started(number, tmp_path) as sink:
        _send(number, *[_letter(f"<{n}@inkoopspoor>") for n in range(50)])
        sink.kill()
    (tmp_path / "51.unfinished").write_text("cut off")
    with _started(number, tmp_path) as sink:
        _send(number, _letter("<7@inkoopspoor>"))
        sink.terminate()
    kept = messages(tmp_path)
    assert [mail.message_id for mail in kept] == [f"<{n}@inkoopspoor>" for n in range(50)]
    assert sum(mail.repeated for mail in kept) == 1
    assert not list(tmp_path.glob("*.unfinished"))
