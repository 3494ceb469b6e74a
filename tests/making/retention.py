"""What is over for years is destroyed, by a list that two people sign."""

from datetime import date
from typing import Any

from pydantic import BaseModel

from domain.base import derived_id
from domain.retention.commands import (
    DecidePeriod,
    DropDestruction,
    LiftHold,
    ListDestruction,
    PlaceHold,
    RecordDestruction,
    SignDestruction,
    StartDestruction,
)
from domain.retention.events import (
    DestructionCarriedOut,
    DestructionDropped,
    DestructionListed,
    DestructionSigned,
    DestructionStarted,
    HoldLifted,
    HoldPlaced,
    PeriodDecided,
)
from domain.retention.parts import RETENTION_ID, Item, Stated
from tests.making.common import CONTRACT_ID, PROGRAMME_ID, SOURCE

LIST_ID = derived_id("destruction", "2021")
HOLD_ID = derived_id("hold", "rechtszaak")
ITEM = Item(
    stream_id=CONTRACT_ID,
    kind="contract",
    about="W-001",
    programme_id=PROGRAMME_ID,
    closed_on=date(2013, 12, 31),
    due=date(2021, 1, 1),
)
STATED = Stated(
    kind="contract",
    years=4,
    counted_from="het einde van de overeenkomst",
    standing="external",
    source=SOURCE,
    open="De selectielijst is niet gevonden.",
)
_ONE = {"retention_id": RETENTION_ID}
_OF_LIST = {**_ONE, "list_id": LIST_ID}
_PERIOD = {
    **_ONE,
    "of": "contract",
    "years": 7,
    "decided_by": "Gemeentearchivaris",
    "decided_on": date(2021, 3, 1),
    "reason": "Zoals de eigen selectielijst het zegt.",
    "reference": "D-2021-14",
}
_HOLD = {
    **_ONE,
    "hold_id": HOLD_ID,
    "programme_id": PROGRAMME_ID,
    "stream_ids": (CONTRACT_ID,),
    "decided_by": "Juridische zaken",
    "reason": "Een aanbieder heeft een procedure aangekondigd.",
    "reference": "J-2021-3",
}
_LIFTED = {
    **_ONE,
    "hold_id": HOLD_ID,
    "decided_by": "Juridische zaken",
    "reason": "De procedure is ingetrokken.",
}
_DROPPED = {**_OF_LIST, "reason": "Er stond een verkeerd contract op."}
_STARTED = {**_OF_LIST, "stream_ids": (CONTRACT_ID,), "held": (derived_id("contract", "W-002"),)}

OF_ONE: dict[type[BaseModel], dict[str, Any]] = {
    DecidePeriod: {**_PERIOD, "stated": STATED},
    PlaceHold: _HOLD,
    LiftHold: _LIFTED,
    ListDestruction: {**_OF_LIST, "items": (ITEM,)},
    SignDestruction: {**_OF_LIST, "signed_as": "Gemeentearchivaris"},
    DropDestruction: _DROPPED,
    StartDestruction: _OF_LIST,
    RecordDestruction: {**_OF_LIST, "streams": 1, "events": 4},
    PeriodDecided: _PERIOD,
    HoldPlaced: _HOLD,
    HoldLifted: _LIFTED,
    DestructionListed: {**_OF_LIST, "items": (ITEM,)},
    DestructionSigned: {**_OF_LIST, "signed_as": "Gemeentearchivaris"},
    DestructionDropped: _DROPPED,
    DestructionStarted: _STARTED,
    DestructionCarriedOut: {**_OF_LIST, "streams": 1, "events": 4},
}
