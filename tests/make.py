"""A valid one of everything; a test names only what it is about.

`make.a(ProposeChange)` has what a command or event must have, `make.whole(ChangeProposed)` also
what it may have. All of them tell one story: the contracts for *Wonen* change per 2022.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel

from domain.base import Source, derived_id
from domain.change.commands import ApproveAnnouncement
from domain.change.events import (
    AnnouncementApproved,
    LetterDeferred,
    LetterRefused,
)
from domain.change.parts import Adoption, HeldBack, Override, Receipt, Recipient
from domain.clock.commands import MoveClock
from domain.contract.commands import ConcludeContract
from domain.contract.events import ContractConcluded
from domain.dates import Window
from domain.notice import NoticeClause
from domain.programme.commands import PublishProgramme
from domain.programme.events import MunicipalityEnrolled, ProgrammePublished, SegmentDefined
from domain.programme.parts import Clause, Cycle, Document, Municipality, PlanItem, Segment

M = TypeVar("M", bound=BaseModel)

PROGRAMME_ID = derived_id("programme", "holland-rijnland-2021")
PROVIDER_ID = derived_id("provider", "de-haven")
CONTRACT_ID = derived_id("contract", "HR-W-001")
CHANGE_ID = derived_id("change", "wonen-2022")
LETTER_ID = derived_id("letter", CHANGE_ID, CONTRACT_ID)
CLOCK_ID = derived_id("clock")
COMMAND_ID = UUID("00000000-0000-4000-8000-00000000c0de")
EVENT_ID = UUID("00000000-0000-4000-8000-00000000fac7")

MONDAY = datetime(2021, 5, 3, 9, tzinfo=UTC)
LATEST = date(2021, 7, 1)
NEW_YEAR = date(2022, 1, 1)
OFFICER, SECOND = "officer-1", "officer-2"

SOURCE = Source(document="S3", section="4.2", quote="zes maanden voor de ingangsdatum")
CLAUSE = NoticeClause(clause_id="hr-notice", months=6, source=SOURCE)
SUMMER = Window(edtf="2021-07-01", bound="at_latest", written="uiterlijk 1 juli 2021")
TERMS = {"tariff": "EUR 104.27 per day"}
ADOPTION = Adoption(
    body="Regionaal bestuur", decided_on=date(2021, 4, 21), reference="RB 2021/17", source=SOURCE
)
OVERRIDE = Override(
    decided_by="Regionaal bestuur",
    decided_on=date(2021, 12, 1),
    reason="The provider agreed in writing.",
    reference="RB 2021/44",
)
RECIPIENT = Recipient(
    letter_id=LETTER_ID,
    contract_id=CONTRACT_ID,
    contract_number="HR-W-001",
    provider_id=PROVIDER_ID,
    clause=CLAUSE,
    latest=LATEST,
)
MESSAGE: dict[str, Any] = {
    "answer": "250 2.0.0 Ok: queued as 4F9",
    "message_id": "<4f9@inkoop.example>",
    "digest": "sha256:5f2b",
}
RECEIPT = Receipt(letter_id=LETTER_ID, outcome="sent", answered_at=MONDAY, **MESSAGE)
HELD_BACK = HeldBack(
    contract_id=CONTRACT_ID,
    reason="announced_late",
    announced_on=date(2021, 7, 2),
    latest=LATEST,
    earliest=date(2022, 1, 2),
)
CYCLE = Cycle(
    years=Window(edtf="2021/2024", written="2021-2024"),
    predecessors_end=Window(edtf="2021-12-31", written="31 december 2021"),
    successors_start=Window(edtf="2022-01-01", written="1 januari 2022"),
    stage="planning",
    source=SOURCE,
)
MUNICIPALITY = Municipality(name="Leiden", subregion="Leidse regio", source=SOURCE)
SEGMENT = Segment(segment_id="wonen", number=2, title="Wonen", source=SOURCE)
PLAN_ITEM = PlanItem(
    item_id="announce-wonen", title="Aankondigen", window=SUMMER, segment="wonen", source=SOURCE
)

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
    "contracts": (HELD_BACK,),
    "override": OVERRIDE,
    # of the clock
    "clock_id": CLOCK_ID,
    "offset": timedelta(days=-1500, hours=3),
    "real": MONDAY + timedelta(days=1500),
    "to": MONDAY,
}

_OF_ONE: dict[type[BaseModel], dict[str, Any]] = {
    PublishProgramme: {
        "key": "holland-rijnland-2021",
        "title": "Inkoop jeugdhulp 2021",
        "segments": (SEGMENT,),
    },
    ProgrammePublished: {"key": "holland-rijnland-2021", "title": "Inkoop jeugdhulp 2021"},
    MunicipalityEnrolled: {"segments": ()},
    SegmentDefined: {"title": SEGMENT.title},
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
    known = {**_FIELDS, **_OF_ONE.get(cls, {})}
    return cls(**{**{name: known[name] for name in names}, **fields})
