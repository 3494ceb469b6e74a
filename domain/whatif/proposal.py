"""The commands that make of a what-if a new version of the plan (ST-08).

Only dates can be proposed. What somebody is supposed to answer is theirs to say, and what breaks
is not mended by proposing it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.base import Refused, derived_id
from domain.decision.commands import ReplanDecision
from domain.programme.commands import RevisePlan, ShiftPlan
from domain.programme.parts import PlanItem
from domain.programme.state import statement
from domain.whatif.moving import stays
from domain.whatif.outcome import Outcome
from domain.whatif.supposing import meant
from domain.whatif.supposition import ShiftBy, Supposition
from domain.whatif.world import World

Proposed = RevisePlan | ShiftPlan | ReplanDecision


@dataclass(frozen=True, slots=True)
class Proposing:
    """Who proposes what, when, why, and who decided it."""

    programme_id: UUID
    command_id: UUID
    at: datetime
    by: str
    title: str
    reason: str
    decided_by: str | None = None


def commands(
    world: World,
    suppositions: Sequence[Supposition],
    found: Outcome,
    decisions: dict[str, UUID],
    who: Proposing,
) -> tuple[Proposed, ...]:
    """What is to be asked: each decision that is no part of the plan, then one new version of it.

    Carry them out in this order: the last carries the id of what was sent, so that what was
    sent again counts as carried out only once all of it was. A what-if that is one shift is
    asked as such. `decisions` are the ids by their keys. Raises `Refused` if no date moves.
    """
    if not found.moves and not found.decided:
        raise Refused(
            "nothing_to_propose",
            "no date moves in this what-if: answers and gates are supposed, they cannot be "
            "proposed; give a part of the plan another date first",
        )
    stamp: dict[str, Any] = {"at": who.at, "by": who.by, "correlation": who.command_id}
    last = None if found.moves else found.decided[-1].key
    asked: list[Proposed] = [
        ReplanDecision(
            decision_id=decisions[each.key],
            window=each.after,
            reason=who.reason,
            command_id=who.command_id
            if each.key == last
            else derived_id("what-if", who.command_id, each.key),
            **stamp,
        )
        for each in found.decided
    ]
    if found.moves:
        told = {"title": who.title, "reason": who.reason, "decided_by": who.decided_by}
        of = {"programme_id": who.programme_id, "on_version": world.version}
        said = {**of, "command_id": who.command_id, **stamp, **told}
        shift = _one_shift(world, suppositions, found)
        asked.append(
            ShiftPlan.model_validate({**said, **shift})
            if shift
            else RevisePlan.model_validate({**said, "items": _items(found)})
        )
    return tuple(asked)


def _one_shift(
    world: World, suppositions: Sequence[Supposition], found: Outcome
) -> dict[str, Any] | None:
    """How it is asked as a shift, if a shift is all there is to it."""
    idle = [each.supposition for each in found.left_out]
    dated = [each for each in suppositions if each not in idle and each.kind != "withdraw"]
    if len(dated) != 1 or not isinstance(dated[0], ShiftBy):
        return None
    if any(each.cause.why != "shifted" for each in found.moves):
        return None
    shift = dated[0]
    keep = tuple(
        item_id
        for item_id, item in world.items.items()
        if meant(shift, item) and stays(item, shift.months) == "imprecise"
    )
    segments = (shift.segment,) if shift.segment else ()
    return {"months": shift.months, "segments": segments, "keep": keep}


def _items(found: Outcome) -> tuple[PlanItem, ...]:
    """Each as it was planned, elsewhere: derived from its source, no longer stated by it."""
    items = []
    for move in found.moves:
        said = dict(statement(found.supposed.world.items[move.item_id].planned))
        for name in ("programme_id", "effective"):
            said.pop(name, None)
        if said["standing"] != "fictional":
            said["standing"] = "derived"
        items.append(PlanItem.model_validate(said))
    return tuple(items)
