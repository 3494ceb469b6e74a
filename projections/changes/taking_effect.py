"""Overriding, postponing, taking effect and being held back, as they show on the row."""

from dataclasses import replace
from typing import assert_never

from domain.change.events import (
    ChangeHeldBack,
    ChangePostponed,
    ChangeTookEffect,
    NoticeOverridden,
)
from projections.changes.announcing import prepared
from projections.changes.rows import ChangeRow, Postponement, latest_day

TakingEffect = NoticeOverridden | ChangePostponed | ChangeTookEffect | ChangeHeldBack


def taking_effect(row: ChangeRow, event: TakingEffect) -> ChangeRow:
    match event:
        case NoticeOverridden():
            return _overridden(row, event)
        case ChangePostponed():
            return _postponed(row, event)
        case ChangeTookEffect():
            return replace(row, in_force=row.in_force + len(event.contract_ids))
        case ChangeHeldBack():
            held = (each.contract_id for each in event.contracts)
            days = [each.earliest for each in event.contracts]
            return replace(
                row,
                held_back_contracts=tuple(dict.fromkeys((*row.held_back_contracts, *held))),
                earliest=max([*days, row.earliest] if row.earliest else days),
            )
        case _:
            assert_never(event)


def _overridden(row: ChangeRow, event: NoticeOverridden) -> ChangeRow:
    overridden = tuple(dict.fromkeys((*row.overridden_contracts, *event.contract_ids)))
    held = tuple(each for each in row.held_back_contracts if each not in overridden)
    all_lifted = not held and (row.held_back_contracts or len(overridden) >= row.recipients)
    return replace(
        row,
        override=event.override,
        overridden_contracts=overridden,
        held_back_contracts=held,
        earliest=None if all_lifted else row.earliest,
    )


def _postponed(row: ChangeRow, event: ChangePostponed) -> ChangeRow:
    """Every last day follows the new date, and what was late may be in time again."""
    effective = event.effective or row.effective
    earlier = Postponement(row.effective, event.at, event.by, event.reason)
    return replace(
        row,
        effective=effective,
        latest=latest_day(effective, row.clauses or (row.clause,)),
        postponements=(*row.postponements, earlier),
        announcement=prepared(row) if row.announcement == "missed" else row.announcement,
        missed_at=None,
        earliest=None,
        held_back_contracts=(),
    )
