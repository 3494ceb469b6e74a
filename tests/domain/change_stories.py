"""How far the change of *Wonen* has come, as commands, for tests that begin somewhere."""

from datetime import date, datetime, timedelta
from uuid import UUID

from domain.base import derived_id
from domain.change.commands import (
    AdoptChange,
    ApproveAnnouncement,
    ChangeCommand,
    DraftAnnouncement,
    OrderDispatch,
    ProposeChange,
    QueueLetters,
    RecordReceipts,
    TableChange,
)
from domain.change.parts import Receipt, Recipient
from domain.dates import start_of_day
from domain.notice import NoticeClause, latest_announcement
from tests import make

HALF_YEAR = make.CLAUSE
NINE_MONTHS = NoticeClause(clause_id="nine", months=9, source=make.SOURCE)
CONTRACTS = tuple(derived_id("contract", number) for number in ("one", "two", "three"))
LETTERS = tuple(derived_id("letter", contract) for contract in CONTRACTS)


def noon(day: date) -> datetime:
    return start_of_day(day) + timedelta(hours=12)


def recipient(
    number: int = 0, clause: NoticeClause = HALF_YEAR, effective: date = make.NEW_YEAR
) -> Recipient:
    return Recipient(
        letter_id=LETTERS[number],
        contract_id=CONTRACTS[number],
        contract_number=f"HR-W-{number:03}",
        provider_id=derived_id("provider", number),
        clause=clause,
        latest=latest_announcement(effective, clause).value,
    )


def receipt(letter_id: UUID, day: date, outcome: str = "sent") -> Receipt:
    return make.RECEIPT.model_copy(
        update={"letter_id": letter_id, "outcome": outcome, "answered_at": noon(day)}
    )


def proposed() -> list[ChangeCommand]:
    return [make.a(ProposeChange)]


def adopted() -> list[ChangeCommand]:
    return [*proposed(), make.a(TableChange), make.a(AdoptChange)]


def drafted(*recipients: Recipient) -> list[ChangeCommand]:
    return [*adopted(), make.a(DraftAnnouncement, recipients=recipients or (recipient(),))]


def approved(*recipients: Recipient) -> list[ChangeCommand]:
    return [*drafted(*recipients), make.a(ApproveAnnouncement)]


def ordered(*recipients: Recipient, at: datetime = make.MONDAY) -> list[ChangeCommand]:
    return [*approved(*recipients), make.a(OrderDispatch, at=at, send_at=at)]


def sent(*recipients: Recipient, day: date = date(2021, 5, 3)) -> list[ChangeCommand]:
    """Every letter went out on the day, which may be later than it was ordered."""
    named = tuple(each.letter_id for each in recipients or (recipient(),))
    return [
        *ordered(*recipients),
        make.a(QueueLetters, letter_ids=named, at=noon(make.MONDAY.date())),
        make.a(RecordReceipts, receipts=tuple(receipt(each, day) for each in named), at=noon(day)),
    ]
