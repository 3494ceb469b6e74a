"""The office extends many contracts at once."""

from datetime import date
from typing import Any

from pydantic import BaseModel

from domain.base import derived_id
from domain.batch.commands import (
    ConfirmBatch,
    PauseBatch,
    PlanBatch,
    RecordBatchStep,
    ResumeBatch,
)
from domain.batch.events import (
    BatchCompleted,
    BatchConfirmed,
    BatchPaused,
    BatchPlanned,
    BatchResumed,
    BatchStepRecorded,
)
from domain.batch.parts import ExtendEach, LeftOut, NotDone
from domain.contract.parts import Decided
from tests.making.common import PROGRAMME_ID

BATCH_ID = derived_id("batch", "jeugdhulp-hr-2022", "overbrugging")
CONTRACT_IDS = tuple(derived_id("contract", number) for number in ("W-001", "W-002", "W-003"))
LEFT_OUT = LeftOut(contract_id=CONTRACT_IDS[2], reason="Deze aanbieder stopt per 1 juli")
DECIDED = Decided(
    decided_by="Directie Serviceorganisatie",
    decided_on=date(2021, 4, 28),
    reason="De inkoop is een half jaar later klaar dan gepland.",
)
BRIDGING = ExtendEach(how="bridging", until=date(2022, 6, 30), decision=DECIDED)
NOT_DONE = NotDone(
    contract_id=CONTRACT_IDS[1],
    reason="no_extension",
    template="the contract runs until %(last)s already: name a later last day",
    values={"last": "2022-12-31"},
)
_OF_IT: dict[str, Any] = {"batch_id": BATCH_ID}
_EVENT = {**_OF_IT, "programme_id": PROGRAMME_ID}
_PLAN = {
    **_EVENT,
    "title": "Overbrugging tot 1 juli 2022",
    "what": BRIDGING,
    "contract_ids": CONTRACT_IDS,
    "excepted": (LEFT_OUT,),
}

OF_ONE: dict[type[BaseModel], dict[str, Any]] = {
    PlanBatch: _PLAN,
    ConfirmBatch: _OF_IT,
    PauseBatch: {**_OF_IT, "reason": "Eerst de vragen van aanbieders"},
    ResumeBatch: _OF_IT,
    RecordBatchStep: {**_OF_IT, "done": CONTRACT_IDS[:1], "refused": (NOT_DONE,)},
    BatchPlanned: _PLAN,
    BatchConfirmed: _EVENT,
    BatchPaused: {**_EVENT, "reason": "Eerst de vragen van aanbieders"},
    BatchResumed: _EVENT,
    BatchStepRecorded: {**_EVENT, "done": CONTRACT_IDS[:1], "refused": (NOT_DONE,)},
    BatchCompleted: {**_EVENT, "done": 1, "refused": 1, "excepted": 1},
}
