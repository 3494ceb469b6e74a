"""Letters to send in tests: always the same ones, so that two processes mean the same."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from domain.base import derived_id
from domain.change.parts import Receipt
from workflows import journal
from workflows.mail_line import MailServer
from workflows.message import From, Outgoing, message_id
from workflows.post import send

SENDER = From("TWO Jeugdhulp", "two@region.example", "contracten@region.example")
CHANGE_ID = derived_id("change", "wonen-2022")
MONDAY = datetime(2021, 5, 3, 9, tzinfo=UTC)


def now() -> datetime:
    return MONDAY


def outgoing(name: str, *, email: str | None = "", text: str = "Geachte heer,\n") -> Outgoing:
    """A letter to the provider of this name, at its own address unless another is given."""
    letter_id = derived_id("letter", name)
    return Outgoing(
        message_id=message_id(CHANGE_ID, letter_id, 1, "region.example"),
        letter_id=letter_id,
        party_id=name,
        name=f"Aanbieder {name}",
        email=f"{name}@provider.example" if email == "" else email,
        subject=f"Aankondiging voor {name}",
        text=text,
    )


def sent(
    letters: Sequence[Outgoing],
    url: str,
    pool: journal.Pool,
    at: Callable[[], datetime] = now,
    connections: int = 4,
) -> list[Receipt]:
    return asyncio.run(send(letters, SENDER, MailServer.at(url), pool, at, connections=connections))


def outcomes(receipts: Sequence[Receipt]) -> list[str]:
    return [receipt.outcome for receipt in receipts]


def answering(verb: str, answer: str | None, times: int = 1000) -> Callable[..., str | None]:
    """A server that answers like this to a verb the first so many times."""
    left = [times]

    def script(said: str, line: str, session: int) -> str | None:
        del line, session
        if said != verb or left[0] == 0:
            return ""
        left[0] -= 1
        return answer

    return script
