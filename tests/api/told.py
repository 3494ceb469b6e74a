"""The change of *Wonen* announced to the three providers of the house, who can react to it."""

from datetime import date, datetime
from uuid import uuid4

from domain.change.commands import (
    AdoptChange,
    ApproveAnnouncement,
    OrderDispatch,
    QueueLetters,
    RecordReceipts,
)
from tests import make
from tests.api.house import LINKS, NUMBERS, House, draft, letter_id, publish
from tests.api.writing_room import redraft

UNTIL = date(2021, 6, 1)


def announce(house: House, *numbers: str, at: datetime = make.MONDAY, template: str = "") -> None:
    """The letters to these, or to all, went out at this moment; with a template that there is."""
    publish(house)
    draft(house)
    if template:
        redraft(house, template)
    house.do(make.a(AdoptChange), make.a(ApproveAnnouncement))
    order = make.a(OrderDispatch, send_at=at, reactions_until=UNTIL, command_id=uuid4(), at=at)
    house.log.handle(order)
    send(house, *(numbers or NUMBERS), at=at)


def send(house: House, *numbers: str, at: datetime = make.MONDAY) -> None:
    """These letters go out at this moment."""
    named = tuple(letter_id(number) for number in numbers)
    receipts = tuple(
        make.RECEIPT.model_copy(update={"letter_id": each, "outcome": "sent", "answered_at": at})
        for each in named
    )
    now, house.now = house.now, at
    house.do(make.a(QueueLetters, letter_ids=named), make.a(RecordReceipts, receipts=receipts))
    house.now = now


def link(number: str, edition: int = 1) -> str:
    """The address in the letter about this contract."""
    token = LINKS.token(make.CHANGE_ID, letter_id(number), edition, make.MONDAY)
    return f"/brief/{token}"
