"""Laying out the letters of a change because somebody asks for it, as the system does by itself."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from domain.base import Refused
from domain.change.commands import DraftAnnouncement
from runtime.wiring import World, activity_ports
from workflows import scoping
from workflows.activities import Activities

Drafting = Callable[[UUID, Mapping[str, Any]], DraftAnnouncement]


def drafting(world: World) -> Drafting:
    """One letter for every contract that is in scope now, each by its own clause."""

    def lay_out(change_id: UUID, stamp: Mapping[str, Any]) -> DraftAnnouncement:
        ports = activity_ports(world)
        change = ports.change(change_id)
        if change.proposal is None:
            raise Refused("unknown_change", "there is no such change")
        scoped = scoping.in_scope(change, Activities(ports).contracts(change))
        if not scoped:
            raise Refused(
                "nobody_in_scope",
                "no contract in this scope runs on the day of effect: there is nobody to write to",
            )
        rectifies = any(letter.told for letter in change.letters.values())
        return DraftAnnouncement.model_validate(
            {
                "change_id": change_id,
                "recipients": tuple(scoping.recipient(change_id, change, each) for each in scoped),
                "template": ports.template(change.proposal.programme_id, rectifies),
                **stamp,
            }
        )

    return lay_out
