"""The rules on drawing on a framework: never beyond what was agreed (CC-03, SG-21)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from domain.base import Refused, made
from domain.contract.commands import DrawDown
from domain.contract.events import DrawingRecorded
from domain.contract.state import Contract, concluded_of, provisions_on
from domain.provisions import DrawingRight

_NONE = Decimal(0)


class Measured(Protocol):
    """How much a call-off draws."""

    @property
    def amount(self) -> Decimal | None: ...
    @property
    def fte(self) -> Decimal | None: ...


@dataclass(frozen=True, slots=True)
class Drawn:
    """What call-offs draw together: euros, fte, and how many there are."""

    amount: Decimal
    fte: Decimal
    number: int


def drawn(drawings: Iterable[Measured]) -> Drawn:
    """The sum of drawings, one for each call-off. What draws zero has been freed."""
    counting = [each for each in drawings if not freed(each)]
    return Drawn(
        amount=sum((each.amount or _NONE for each in counting), _NONE),
        fte=sum((each.fte or _NONE for each in counting), _NONE),
        number=len(counting),
    )


def freed(drawing: Measured) -> bool:
    figures = [each for each in (drawing.amount, drawing.fte) if each is not None]
    return bool(figures) and not any(figures)


def draw(command: DrawDown, contract: Contract) -> list[DrawingRecorded]:
    """Draw, if the sum of all call-offs stays within each of the caps."""
    right = right_of(command, contract)
    before = contract.drawings.get((command.right, command.call_off))
    if before and (before.amount, before.fte) == (command.amount, command.fte):
        return []
    refuse_unmeasured(command, right)
    others = drawn(others_of(command.right, command.call_off, contract))
    refuse_beyond(command, right, others)
    return [
        DrawingRecorded(
            contract_id=command.contract_id,
            right=command.right,
            call_off=command.call_off,
            drawn_on=command.drawn_on,
            amount=command.amount,
            fte=command.fte,
            effective=command.drawn_on,
            **made(command),
        )
    ]


def right_of(command: DrawDown, contract: Contract) -> DrawingRight:
    """The right that is drawn on, as it reads on the day of drawing."""
    concluded = concluded_of(contract)
    last = contract.last
    if command.drawn_on < concluded.starts or (last is not None and command.drawn_on > last):
        raise Refused(
            "framework_not_in_force",
            "the framework runs from %(starts)s until %(last)s: draw on it within those days",
            starts=concluded.starts,
            last=last or "…",
        )
    figures = provisions_on(contract, command.drawn_on)
    right = figures.get(command.right)
    if not isinstance(right, DrawingRight):
        known = sorted(name for name, each in figures.items() if isinstance(each, DrawingRight))
        raise Refused(
            "unknown_right",
            "the contract has no drawing right “%(term)s”; it has: %(known)s",
            term=command.right,
            known=", ".join(known) or "-",
        )
    return right


def others_of(right: str, call_off: UUID, contract: Contract) -> list[DrawingRecorded]:
    return [
        each
        for (name, drawer), each in contract.drawings.items()
        if name == right and drawer != call_off
    ]


def refuse_unmeasured(command: DrawDown, right: DrawingRight) -> None:
    """What is capped in a unit is drawn in that unit, or nobody could say what is left."""
    for unit, most, asked in (
        ("€", right.most_amount, command.amount),
        ("fte", right.most_fte, command.fte),
    ):
        if most is not None and asked is None:
            raise Refused(
                "drawing_unmeasured",
                "“%(term)s” is limited in %(unit)s: say how much of it is drawn",
                term=command.right,
                unit=unit,
            )


def refuse_beyond(command: DrawDown, right: DrawingRight, others: Drawn) -> None:
    asked_number = 0 if freed(command) else 1
    most_number = right.most_number
    if asked_number and most_number is not None and others.number + asked_number > most_number:
        raise Refused(
            "beyond_drawing_right",
            "“%(term)s” has room for %(most)s call-offs, and %(taken)s draw on it: free one by "
            "drawing nothing, or change the right first",
            term=command.right,
            most=most_number,
            taken=others.number,
        )
    for unit, most, taken, asked in (
        ("€", right.most_amount, others.amount, command.amount or _NONE),
        ("fte", right.most_fte, others.fte, command.fte or _NONE),
    ):
        if most is not None and asked and taken + asked > most:
            raise Refused(
                "beyond_drawing_right",
                "“%(term)s” has %(most)s %(unit)s, of which %(taken)s are drawn: %(asked)s more is "
                "%(over)s too much; draw at most %(left)s, or change the right first",
                term=command.right,
                unit=unit,
                most=most,
                taken=taken,
                asked=asked,
                over=taken + asked - most,
                left=max(most - taken, _NONE),
            )
