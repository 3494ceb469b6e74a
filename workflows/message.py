"""Makes the bytes of a letter: always the same for the same letter, address and time."""

import json
import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr
from hashlib import sha256
from uuid import UUID

from domain.base import Sentence, derived_id
from workflows import press

NO_ADDRESS = Sentence("there is no usable e-mail address").template
NO_TEXT = Sentence("the letter has a character in it that cannot be sent").template

_LOCAL_PART = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_DOMAIN = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
_EMAIL = re.compile(f"{_LOCAL_PART}@{_DOMAIN}")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_UNSENDABLE = re.compile("[\0\ud800-\udfff]")
_UNUSUAL = re.compile(r"[^A-Za-z0-9._]+")
_FILE_NAMES = {
    "announcement": "aankondiging",
    "rectification": "aankondiging-vervangen",
    "withdrawal": "intrekking",
    "reply": "antwoord",
}
_TEXT = (
    ("Content-Type", 'text/plain; charset="utf-8"'),
    ("Content-Transfer-Encoding", "quoted-printable"),
    ("Content-Language", "nl"),
)
_ANY_ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter on its way out. `email` is none if the address book knows no address.

    `paper` is what its PDF is set from; a letter without it is text only. `wrong` says why it has
    no words at all.
    """

    message_id: str
    letter_id: UUID
    party_id: str
    name: str
    email: str | None
    subject: str
    text: str
    paper: str | None = None
    wrong: str | None = None


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
    """The message as it goes over the line, its PDF with it.

    Raises `ValueError` if it cannot be sent like this, and `press.OutOfOrder` if nothing can.
    """
    if letter.wrong is not None:
        raise ValueError(letter.wrong)
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
    )
    if letter.paper is None:
        return _part((*headers, *_TEXT), _quoted(letter.text))
    return _mixed(
        headers,
        _part(_TEXT, _quoted(letter.text)),
        _part(_pdf(file_name(letter.paper)), _coded(press.printed(letter.paper))),
        _boundary(letter),
    )


def file_name(paper: str) -> str:
    """What the PDF of a letter is called, such as "aankondiging-HR-W-001.pdf"."""
    says = json.loads(paper)
    words = f"{_FILE_NAMES[says['kind']]}-{says['contract_number']}"
    return f"{_UNUSUAL.sub('-', words).strip('-.')[:80]}.pdf"


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


def _mixed(headers: Headers, text: bytes, pdf: bytes, boundary: str) -> bytes:
    """Text first, for whoever reads only that. No part can hold the boundary: it has `=_`."""
    kind = ("Content-Type", f'multipart/mixed; boundary="{boundary}"')
    edge = f"\r\n--{boundary}".encode()
    parts = b"".join(edge + b"\r\n" + each for each in (text, pdf))
    return _part((*headers, kind), parts.removeprefix(b"\r\n") + edge + b"--\r\n")


def _part(headers: Headers, body: bytes) -> bytes:
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return head.encode("ascii") + b"\r\n" + body


def _pdf(name: str) -> Headers:
    return (
        ("Content-Type", f'application/pdf; name="{name}"'),
        ("Content-Disposition", f'attachment; filename="{name}"'),
        ("Content-Transfer-Encoding", "base64"),
        ("Content-Language", "nl"),
    )


def _coded(content: bytes) -> bytes:
    return encodebytes(content).replace(b"\n", b"\r\n")


def _boundary(letter: Outgoing) -> str:
    return f"=_{sha256(letter.message_id.encode()).hexdigest()[:32]}"


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
