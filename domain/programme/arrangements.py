"""How the care in a segment is arranged: instruments, target groups, figures, rules, relations.

Each holds in a window of time: what is arranged now, what is aimed at, what is still looked into.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from domain.dates import Window
from domain.programme.parts import ID, Part


class _Arrangement(Part):
    """`segments`: none named means all of the programme. `since`, `until`: open when not said."""

    arrangement_id: str = Field(pattern=ID, alias="id")
    segments: tuple[str, ...] = ()
    text: str
    since: Window | None = None
    until: Window | None = None


class Instrument(_Arrangement):
    """What one of a segment's instruments is or is to be (SG-09, SG-10, SG-15, SG-22, SG-23).

    `depends_on` names the register entries and plan items that have to settle it first.
    """

    kind: Literal["instrument"] = "instrument"
    instrument: Literal[
        "access",
        "financing",
        "supplier_management",
        "contract_form",
        "purchasing_model",
        "assignment",
    ]
    state: Literal["current", "target", "explored", "undecided"]
    depends_on: tuple[str, ...] = ()


class TargetGroup(_Arrangement):
    """For whom a segment is; `ages` in the source's words, years as figures where it has them."""

    kind: Literal["target_group"] = "target_group"
    ages: str | None = None
    from_age: int | None = None
    to_age: int | None = None


class Figure(_Arrangement):
    """A figure the source gives (SG-08): `written` as it stands there, `number` as read."""

    kind: Literal["figure"] = "figure"
    measure: str
    written: str
    number: Decimal | None = None
    unit: str | None = None


class Rule(_Arrangement):
    """What holds in a segment, by its subject; `order` is a ranking, the preferred first."""

    kind: Literal["rule"] = "rule"
    about: Literal[
        "access",  # SG-14
        "ages",  # SG-25
        "boundary",  # SG-31
        "budget",  # SG-24
        "ceiling",  # SG-13
        "exception",  # SG-29
        "history",  # SG-33
        "law",  # SG-30
        "lots",  # SG-20
        "norm",  # SG-26
        "obligation",  # SG-28
        "drawing_right",  # SG-21
        "partners",  # SG-18
        "preference",  # SG-27
        "prices",  # SG-12
        "regional_scale",  # SG-32
        "supplier_level",  # SG-16
    ]
    written: str | None = None
    order: tuple[str, ...] = ()


class Relation(_Arrangement):
    """How a segment touches another one of the programme, or something outside it (SG-07)."""

    kind: Literal["relation"] = "relation"
    to_segments: tuple[str, ...] = ()
    to_outside: str | None = None


Arrangement = Annotated[
    Instrument | TargetGroup | Figure | Rule | Relation, Field(discriminator="kind")
]
