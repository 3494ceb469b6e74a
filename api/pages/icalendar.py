"""Calendar files as RFC 5545 has them: lines that are escaped, folded, and end in CRLF."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

MEDIA_TYPE = "text/calendar; charset=utf-8"
LONGEST_LINE = 75
"""Octets, the line break not counted (RFC 5545, 3.1)."""

_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day in a calendar, or all days up to `last`, with the days before it to be reminded.

    `uid` stays the same for ever, and `sequence` grows whenever something about the day changes:
    so that calendars replace what they had.
    """

    uid: str
    day: date
    summary: str
    description: str
    url: str
    status: Literal["CONFIRMED", "CANCELLED"]
    sequence: int
    changed_at: datetime
    remind_days: Sequence[int] = ()
    last: date | None = None


def calendar(name: str, deadlines: Iterable[Deadline]) -> bytes:
    """The whole file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//inkoopspoor//aankondigingen//NL",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        *(line for each in deadlines for line in _event(each)),
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def escaped(text: str) -> str:
    """Text as a value: what means something to the format is escaped, other controls are gone."""
    kept = (each for each in text if each == "\n" or each.isprintable())
    return "".join(kept).translate(_ESCAPES)


def folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets, none of which cuts a character in two."""
    pieces: list[bytes] = [b""]
    for character in line:
        octets = character.encode()
        # Every piece but the first begins with the space that says it goes on.
        room = LONGEST_LINE - (1 if len(pieces) > 1 else 0)
        if len(pieces[-1]) + len(octets) > room:
            pieces.append(b"")
        pieces[-1] += octets
    return b"\r\n ".join(pieces) + b"\r\n"


def _event(deadline: Deadline) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{deadline.uid}"
    yield f"SEQUENCE:{deadline.sequence}"
    yield f"DTSTAMP:{deadline.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{deadline.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{(deadline.last or deadline.day) + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(deadline.summary)}"
    yield f"DESCRIPTION:{escaped(deadline.description)}"
    yield f"URL:{deadline.url}"
    yield f"STATUS:{deadline.status}"
    yield "TRANSP:TRANSPARENT"
    for days in deadline.remind_days:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{escaped(deadline.summary)}"
        yield f"TRIGGER:-P{days}D"
        yield "END:VALARM"
    yield "END:VEVENT"
