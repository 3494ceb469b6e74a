"""Makes the bytes of a letter: always the same for the same letter, address and time."""

import re
from binascii import b2a_qp
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr
from hashlib import sha256
from uuid import UUID

from domain.base import Sentence, derived_id

NO_ADDRESS = Sentence("there is no usable e-mail address").template
NO_TEXT = Sentence("the letter has a character in it that cannot be sent").template

_LOCAL_PART = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_DOMAIN = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
_EMAIL = re.compile(f"{_LOCAL_PART}@{_DOMAIN}")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_UNSENDABLE = re.compile("[\0\ud800-\udfff]")
_ANY_ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter on its way out. `email` is none if the address book knows no address."""

    message_id: str
    letter_id: UUID
    party_id: str
    name: str
    email: str | None
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class From:
    """In whose name letters go out, and where answers to them go."""

    name: str
    email: str
    reply_to: str


def message_id(change_id: UUID, letter_id: UUID, version: int, domain: str) -> str:
    """The id under which a letter goes out, however often it is tried.

    A letter that goes out anew on purpose, to a mended address, takes the next version.
    """
    return f"<{derived_id('letter', change_id, letter_id, version)}@{domain}>"


def written(letter: Outgoing, sender: From, first_asked: datetime) -> bytes:
    """The message as it goes over the line. Raises `ValueError` if it cannot be sent like this."""
    if not usable(letter.email):
        raise ValueError(NO_ADDRESS)
    if not _sendable(letter.name + letter.subject + letter.text):
        raise ValueError(NO_TEXT)
    headers = (
        ("From", _address(sender.name, sender.email)),
        ("To", _address(letter.name, letter.email)),
        ("Reply-To", sender.reply_to),
        ("Subject", _encoded(letter.subject, "Subject")),
        ("Date", format_datetime(first_asked)),
        ("Message-ID", letter.message_id),
        ("Auto-Submitted", "auto-generated"),
        ("MIME-Version", "1.0"),
        ("Content-Type", 'text/plain; charset="utf-8"'),
        ("Content-Transfer-Encoding", "quoted-printable"),
        ("Content-Language", "nl"),
    )
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return head.encode("ascii") + b"\r\n" + _quoted(letter.text)


def digest(message: bytes) -> str:
    """The SHA-256 of a message, by which it can be recognised later."""
    return sha256(message).hexdigest()


def usable(email: str | None) -> bool:
    """Whether this can be written to: one plain address, nothing around it."""
    return email is not None and _EMAIL.fullmatch(email) is not None


def without_addresses(answer: str) -> str:
    """A mail server's answer without the e-mail addresses in it: answers end up in events."""
    return _one_line(_ANY_ADDRESS.sub("[address]", answer))


def unique(letters: Iterable[Outgoing]) -> list[Outgoing]:
    """The letters in their order, each once."""
    return list({letter.message_id: letter for letter in letters}.values())


def _sendable(text: str) -> bool:
    """Neither a NUL nor half a character: no mail program and no database would take it."""
    return _UNSENDABLE.search(text) is None


def _address(name: str, email: str | None) -> str:
    line = _one_line(name)
    if _plain(line):
        return formataddr((line, email or ""))
    return f"{_encoded(line, 'From')} <{email}>"


def _encoded(text: str, header: str) -> str:
    line = _one_line(text)
    charset = "us-ascii" if _plain(line) else "utf-8"
    return Header(line, charset, header_name=header).encode(linesep="\r\n")


def _plain(line: str) -> bool:
    return line.isascii() and "=?" not in line


def _quoted(text: str) -> bytes:
    """The text in quoted-printable: ASCII, no long lines, line breaks as SMTP has them."""
    return b2a_qp(_LINE_BREAK.sub("\r\n", text).encode(), istext=True)


def _one_line(text: str) -> str:
    """The text without line breaks and control characters, which end a header early."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
