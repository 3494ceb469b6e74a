"""A commitment of the programme, kept late and by another than promised it."""

from typing import Any

from pydantic import BaseModel

from domain.base import derived_id
from domain.dates import Window
from domain.steering.commands import (
    AssignEntries,
    MissEntry,
    RaiseCommitment,
    ReopenEntry,
    SettleEntry,
    StateEntries,
)
from domain.steering.events import (
    CommitmentRaised,
    EntryAssigned,
    EntryMissed,
    EntryReopened,
    EntrySettled,
    EntryStated,
)
from domain.steering.parts import Commitment
from tests.making.common import PLAN_ITEM, SOURCE

STEERING_ID = derived_id("steering", "holland-rijnland-2021")
COMMITMENT = Commitment(
    entry_id="tell-effects",
    title="De effecten voor jeugdigen worden meegenomen als raden worden geïnformeerd",
    segments=("wonen",),
    owner="college-leiden",
    due=Window(edtf="2021-09", written="september 2021"),
    links=("wonen",),
    to="raad-leiden",
    trigger="bij iedere belangrijke fase",
    items=(PLAN_ITEM.item_id,),
    source=SOURCE,
)
_ONE = {"steering_id": STEERING_ID, "entry_id": COMMITMENT.entry_id}
_SETTLED = {
    **_ONE,
    "outcome": "kept",
    "text": "De effecten staan in de raadsinformatiebrief.",
    "settled_on": "2021-05-03",
}
_ASSIGNED = {"steering_id": STEERING_ID, "owner": "college-katwijk", "reason": "Vervanging."}

OF_ONE: dict[type[BaseModel], dict[str, Any]] = {
    StateEntries: {"steering_id": STEERING_ID, "entries": (COMMITMENT,)},
    SettleEntry: {**_SETTLED, "effect": "Bijlage bij het plan"},
    ReopenEntry: _ONE,
    AssignEntries: {**_ASSIGNED, "entry_ids": (COMMITMENT.entry_id,)},
    RaiseCommitment: {**_ONE, "item_id": PLAN_ITEM.item_id},
    MissEntry: _ONE,
    EntryStated: {"steering_id": STEERING_ID, "entry": COMMITMENT},
    EntrySettled: {**_SETTLED, "settled_effect": "Bijlage bij het plan", "effective": "2021-05-03"},
    EntryReopened: _ONE,
    EntryAssigned: {**_ASSIGNED, **_ONE, "previous_owner": COMMITMENT.owner},
    CommitmentRaised: {**_ONE, "item_id": PLAN_ITEM.item_id},
    EntryMissed: {**_ONE, "window": COMMITMENT.due},
}
