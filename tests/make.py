"""A valid one of everything; a test names only what it is about.

`make.a(ProposeChange)` has what a command or event must have, `make.whole(ChangeProposed)` also
what it may have. All of them tell one story: the contracts for *Wonen* change per 2022.
"""

from datetime import date, timedelta
from typing import Any, TypeVar

from pydantic import BaseModel

from domain.change.commands import ApproveAnnouncement
from domain.change.events import (
    AnnouncementApproved,
    LetterDeferred,
    LetterRefused,
)
from domain.clock.commands import MoveClock
from domain.contract.commands import ConcludeContract
from domain.contract.events import ContractConcluded
from domain.dates import Window
from domain.programme.events import MunicipalityEnrolled, ProgrammePublished
from domain.programme.parts import Clause, Document
from tests.making import OF_ONE
from tests.making.common import (
    ADOPTION,
    CHANGE_ID,
    CLAUSE,
    CLOCK_ID,
    COMMAND_ID,
    CONTRACT_ID,
    CYCLE,
    EVENT_ID,
    HELD_BACK,
    LATEST,
    LETTER_ID,
    MESSAGE,
    MONDAY,
    MUNICIPALITY,
    NEW_YEAR,
    OFFICER,
    OVERRIDE,
    PLAN_ITEM,
    PROGRAMME_ID,
    PROVIDER_ID,
    RECEIPT,
    RECIPIENT,
    SECOND,
    SEGMENT,
    SOURCE,
    SUMMER,
    TERMS,
)

__all__ = [
    "ADOPTION",
    "CHANGE_ID",
    "CLAUSE",
    "CLOCK_ID",
    "COMMAND_ID",
    "CONTRACT_ID",
    "CYCLE",
    "EVENT_ID",
    "HELD_BACK",
    "LATEST",
    "LETTER_ID",
    "MESSAGE",
    "MONDAY",
    "MUNICIPALITY",
    "NEW_YEAR",
    "OFFICER",
    "OVERRIDE",
    "PLAN_ITEM",
    "PROGRAMME_ID",
    "PROVIDER_ID",
    "RECEIPT",
    "RECIPIENT",
    "SECOND",
    "SEGMENT",
    "SOURCE",
    "SUMMER",
    "TERMS",
    "a",
    "whole",
]

M = TypeVar("M", bound=BaseModel)

_FIELDS: dict[str, Any] = {
    # of every command and event
    "command_id": COMMAND_ID,
    "event_id": EVENT_ID,
    "at": MONDAY,
    "by": OFFICER,
    "caused_by": COMMAND_ID,
    "correlation": COMMAND_ID,
    "effective": NEW_YEAR,
    "standing": "stated",
    "source": SOURCE,
    # of programmes
    "programme_id": PROGRAMME_ID,
    "key": "wonen-2022",
    "documents": (Document(code="S3", title="Inkoopplan jeugdhulp"),),
    "title": "Wonen per 2022",
    "region": "Holland Rijnland",
    "executive": "Serviceorganisatie Zorg",
    "cycle": CYCLE,
    "name": MUNICIPALITY.name,
    "subregion": MUNICIPALITY.subregion,
    "participation": "full",
    "components": ("verblijf",),
    "since": Window(edtf="2020", written="sinds 2020"),
    "notice": CLAUSE,
    "item_id": PLAN_ITEM.item_id,
    "window": SUMMER,
    "status": "planned",
    "after": ("adopt-wonen",),
    "realised_on": Window(edtf="2021-06", written="juni 2021"),
    "municipalities": (MUNICIPALITY,),
    "clauses": (Clause(notice=CLAUSE, source=SOURCE),),
    "plan": (PLAN_ITEM,),
    # of segments
    "segment": "wonen",
    "segments": ("wonen",),
    "segment_id": SEGMENT.segment_id,
    "number": SEGMENT.number,
    "aliases": ("Verblijf",),
    "products": ("44A08",),
    # of providers and contracts
    "provider_id": PROVIDER_ID,
    "contract_id": CONTRACT_ID,
    "starts": date(2020, 1, 1),
    "ends": Window(edtf="2024-12-31", written="31 december 2024"),
    "terms": TERMS,
    "clause": CLAUSE,
    "corrects": EVENT_ID,
    "reason": "The board asked for it.",
    # of changes
    "change_id": CHANGE_ID,
    "description": "Het tarief volgt voortaan de index.",
    "remind_days": (56, 28, 14, 7, 1),
    "draft_days": 84,
    "announce_item": PLAN_ITEM.item_id,
    "effect_item": "wonen-in-force",
    "table": "Ontwikkeltafel Wonen",
    "discussed_on": date(2021, 3, 15),
    "adoption": ADOPTION,
    "recipients": (RECIPIENT,),
    "template": "announcement/1",
    "send_at": MONDAY + timedelta(hours=1),
    "letter_ids": (LETTER_ID,),
    "letter_id": LETTER_ID,
    "receipts": (RECEIPT,),
    "sent_at": MONDAY,
    "announced_on": MONDAY.date(),
    **MESSAGE,
    "asked_again": True,
    "days_before": 28,
    "latest": LATEST,
    "earliest": date(2022, 1, 2),
    "contract_ids": (CONTRACT_ID,),
    "refusing": (CONTRACT_ID,),
    "contracts": (HELD_BACK,),
    "override": OVERRIDE,
    # of the clock
    "clock_id": CLOCK_ID,
    "offset": timedelta(days=-1500, hours=3),
    "real": MONDAY + timedelta(days=1500),
    "to": MONDAY,
}

_OF_ONE: dict[type[BaseModel], dict[str, Any]] = {
    ProgrammePublished: {"key": "holland-rijnland-2021", "title": "Inkoop jeugdhulp 2021"},
    MunicipalityEnrolled: {"segments": ()},
    ConcludeContract: {"number": "HR-W-001"},
    ContractConcluded: {"number": "HR-W-001"},
    ApproveAnnouncement: {"by": SECOND},
    AnnouncementApproved: {"by": SECOND},
    LetterDeferred: {"answer": "451 4.7.1 Try again later"},
    LetterRefused: {"answer": "550 5.1.1 No such mailbox"},
    MoveClock: {"to": MONDAY},
}


def a(cls: type[M], **fields: Any) -> M:
    """One with what it must have, and with these fields."""
    required = [name for name, field in cls.model_fields.items() if field.is_required()]
    return _made(cls, required, fields)


def whole(cls: type[M], **fields: Any) -> M:
    """One with everything it may have, and with these fields."""
    return _made(cls, [name for name in cls.model_fields if name != "kind"], fields)


def _made(cls: type[M], names: list[str], fields: dict[str, Any]) -> M:
    known = {**_FIELDS, **_OF_ONE.get(cls, {}), **OF_ONE.get(cls, {})}
    return cls(**{**{name: known[name] for name in names}, **fields})
