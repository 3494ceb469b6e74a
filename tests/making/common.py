"""The story that all examples tell: the contracts for *Wonen* change per 2022."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from domain.base import Source, derived_id
from domain.change.parts import Adoption, HeldBack, Override, Receipt, Recipient
from domain.dates import Window
from domain.notice import NoticeClause
from domain.programme.parts import Cycle, Municipality, PlanItem, Segment

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
