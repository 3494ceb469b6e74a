"""What is known of a document."""

from typing import Literal

from pydantic import BaseModel, Field

from domain.dates import Window
from domain.programme.parts import ID, Part

Role = Literal["public", "provider", "council_member", "college_member", "official", "auditor"]
"""Who looks, from the outside in; `auditor` may see all that is not erased."""


def id_of(code: str) -> str:
    """The id in the register of the document that sources cite by this code: S0 is `s0`."""
    return code.lower().replace(".", "-")


class Paper(Part):
    """A document as the register has it (PG-02, PG-12, PG-32).

    What is looked for and not found is named in `missing`: the number, the date, the author.
    `rests_on` names documents it follows from; `annexes` are titles. `body` is the one that
    adopted it or that it is addressed to. `present` says that the text itself is at hand.
    """

    document_id: str = Field(pattern=ID, alias="id")
    title: str
    type: str
    number: str | None = None
    dated: Window | None = None
    author: str | None = None
    body: str | None = None
    municipality: str | None = None
    status: str | None = None
    annexes: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    present: bool = False


class Withheld(Part):
    """That something is secret (TP-01): since and until when, why, by whom.

    `section` none means the whole. `ground` is the reason in the source's words, `regime` the
    law it is under, in words: that of S1 (January 2022) is older than Gemeentewet 87-89.
    `lifted_by` is the body that may lift it. The day after the last day of `until` it ends by
    itself: "until 1 January" (`before`) is public on 1 January. `sees` are the roles that may
    see it all the same; none named means that the source leaves it open, and then only the body
    that imposed it and its officials do.
    """

    section: str | None = None
    ground: str
    regime: str | None = None
    body: str | None = None
    lifted_by: str | None = None
    since: Window | None = None
    until: Window | None = None
    sees: tuple[Role, ...] = ()


class Secrecy(Withheld):
    """That this document, or a section of it, is secret."""

    document_id: str = Field(pattern=ID, alias="id")


class Publication(BaseModel, frozen=True, extra="forbid"):
    """Who got a document, by which way, when: all of them at once (TP-08)."""

    audience: tuple[Role, ...] = Field(min_length=1)
    channel: str
