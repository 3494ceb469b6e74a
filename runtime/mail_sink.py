"""A mail server that delivers nothing: it keeps every letter in a folder, to be looked at.

For practice copies and tests. Each accepted message is a file of its own, complete before the
sender is told so, named after its Message-ID. The same Message-ID again is accepted, kept once and
counted: a sender that was cut off between sending and noting must ask again, and a Message-ID that
stays the same is how any receiver can recognise a letter asked for again. So "sent twice" can be
seen here, and "seen twice" never happens.

Addresses at `refused.example` are refused for good, those at `later.example` for the time being.
Only programs on this machine can connect.

There is no fsync per message: it costs a third of the speed on a fast disk and nearly all of it on
a slow one. Without it an accepted letter survives the kill of any process, only not a power cut.
"""

import argparse
import asyncio
import contextlib
import email.policy
import hashlib
import os
import re
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesParser, HeaderParser
from functools import lru_cache
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

from api.stationery import Pdf
from runtime.ports import LOOPBACK

_REFUSALS = {
    "refused.example": "550 5.1.1 This address is refused for good",
    "later.example": "451 4.7.1 This address is refused for the time being, try again later",
}
_PLAIN_ADDRESS = re.compile(r"<([\w.+-]+@[\w.-]+)>\s*(.*)", re.ASCII)
_REPEATED = "repeated.log"
_MESSAGE_ID = re.compile(rb"^message-id:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SunkMail:
    """A letter that was accepted; `repeated` is how often it came again."""

    message_id: str
    to: tuple[str, ...]
    subject: str
    received_at: datetime
    repeated: int
    file: Path

    @property
    def body(self) -> str:
        """The letter's plain text, read from its file when asked for."""
        part = self._parsed().get_body(("plain", "html"))
        return "" if part is None else str(part.get_content())

    @property
    def pdf(self) -> Pdf | None:
        """The letter on paper, if it came with it."""
        for part in self._parsed().iter_attachments():
            if part.get_content_type() == "application/pdf":
                return Pdf(part.get_filename() or "brief.pdf", part.get_content())
        return None

    def _parsed(self) -> EmailMessage:
        with self.file.open("rb") as lines:
            return BytesParser(policy=email.policy.default).parse(lines)


class _Smtp(SMTP):
    """aiosmtpd, reading the usual form of an address without its slow general parser."""

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        plain = _PLAIN_ADDRESS.fullmatch(arg or "")
        return (plain[1], plain[2]) if plain else super()._getaddr(arg)


class _Sink:
    """What aiosmtpd calls for each recipient and each message."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._arrivals = 0

    async def handle_RCPT(  # noqa: N802 (aiosmtpd names it)
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        del server, session
        refusal = _REFUSALS.get(address.rpartition("@")[2].lower())
        if refusal is not None:
            return refusal
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        del server, session
        content: bytes = envelope.original_content
        message_id = _message_id(content)
        self._arrivals += 1
        key = message_id or f"{os.getpid()} {self._arrivals} {datetime.now(UTC)}".encode()
        file = self._folder / f"{hashlib.sha256(key).hexdigest()[:32]}.eml"
        if file.exists():
            with (self._folder / _REPEATED).open("a") as log:
                log.write(f"{file.stem} {datetime.now(UTC).isoformat()}\n")
            return "250 2.6.0 Accepted before, kept once"
        unfinished = self._folder / f"{self._arrivals}.unfinished"
        unfinished.write_bytes(_envelope_lines(envelope) + content)
        unfinished.rename(file)
        return "250 2.6.0 Accepted"


def run(port: int, folder: Path) -> None:
    """Accepts mail on this port until SIGTERM or Ctrl-C; one sink a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for unfinished in folder.glob("*.unfinished"):
        unfinished.unlink()
    asyncio.run(_serve(port, folder))


def messages(folder: Path) -> list[SunkMail]:
    """Every letter kept in the folder, in order of arrival."""
    repeated = Counter(_repeated(folder))
    kept = [replace(_read(file), repeated=repeated[file.stem]) for file in folder.glob("*.eml")]
    return sorted(kept, key=lambda mail: mail.received_at)


async def _serve(port: int, folder: Path) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    sink = _Sink(folder)
    server = await loop.create_server(
        lambda: _Smtp(sink, hostname="localhost", enable_SMTPUTF8=True), LOOPBACK, port
    )
    async with server:
        await stopping.wait()


def _message_id(content: bytes) -> bytes | None:
    headers, _, _ = content.partition(b"\r\n\r\n")
    found = _MESSAGE_ID.search(headers)
    return found[1] if found else None


def _envelope_lines(envelope: Any) -> bytes:
    lines = [
        f"X-Received-At: {datetime.now(UTC).isoformat()}",
        f"X-Envelope-To: {' '.join(envelope.rcpt_tos)}",
    ]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _repeated(folder: Path) -> Iterator[str]:
    with contextlib.suppress(FileNotFoundError), (folder / _REPEATED).open() as log:
        for line in log:
            yield line.split()[0]


@lru_cache(maxsize=50_000)
def _read(file: Path) -> SunkMail:
    """A kept letter; its file never changes, so that it need not be read twice."""
    head, _, _ = file.read_bytes().partition(b"\r\n\r\n")
    headers = HeaderParser().parsestr(head.decode(errors="replace"))
    subject = headers.get("Subject", "")
    return SunkMail(
        message_id=headers.get("Message-ID", "").strip(),
        to=tuple(headers["X-Envelope-To"].split()),
        subject=str(make_header(decode_header(subject))) if "=?" in subject else subject,
        received_at=datetime.fromisoformat(headers["X-Received-At"]),
        repeated=0,
        file=file,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    arguments = parser.parse_args()
    run(arguments.port, arguments.folder)


if __name__ == "__main__":
    main()
