"""Letters to send in tests: always the same ones, so that two processes mean the same."""

from datetime import UTC, datetime

from domain.base import derived_id
from workflows.message import From, Outgoing, message_id

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
