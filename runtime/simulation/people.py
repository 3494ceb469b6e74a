"""What people do in a simulation: what the plan says, on its day, unless the scenario differs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from domain.base import Command
from domain.change.commands import (
    AdoptChange,
    ApproveAnnouncement,
    OrderDispatch,
    OverrideNotice,
    PostponeChange,
    ProposeChange,
    TableChange,
    WithdrawChange,
)
from domain.change.parts import Adoption, Override
from domain.dates import Window, start_of_day
from domain.notice import latest_announcement
from domain.programme.commands import PublishProgramme, RealisePlanItem
from runtime.simulation.scenario import Day, Deviation, Scenario

OFFICE, SECOND = "simulated:office", "simulated:second"
NOON = timedelta(hours=12)
TABLE, BODY = "Ontwikkeltafel (simulatie)", "Bevoegd orgaan (simulatie)"
DISCUSS, ADOPT, APPROVE = timedelta(days=42), timedelta(days=28), timedelta(days=14)
"""How long before the last lawful day people do what nobody gave a day for."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something a person does at a moment.

    `mend` is the change whose addresses are mended, `item_id` the plan item that is done.
    """

    at: datetime
    command: Command | None = None
    mend: UUID | None = None
    item_id: str | None = None


def acts(commands: list[Command], scenario: Scenario) -> list[Act]:
    """All that people do about what these commands publish, in the order of time.

    What a change brings about by itself, nobody has to say.
    """
    published = [each for each in commands if isinstance(each, PublishProgramme)]
    proposed = [each for each in commands if isinstance(each, ProposeChange)]
    scenario.refuse_unknown(
        {each.key for each in proposed},
        {item.item_id for each in published for item in each.plan},
    )
    by_changes = {item for each in proposed for item in (each.announce_item, each.effect_item)}
    found = [
        act
        for each in published
        for act in of_programme(each, scenario)
        if act.item_id not in by_changes or act.item_id in scenario.items
    ]
    for each in proposed:
        deviation = scenario.changes.get(each.key, Deviation())
        found += of_change(each, deviation, known_decisions(each, commands))
    return sorted(found, key=lambda act: act.at)


def of_programme(programme: PublishProgramme, scenario: Scenario) -> Iterator[Act]:
    """Each plan item is done on its last day; one without a last day, or in the past, is not."""
    for item in programme.plan:
        day = scenario.items.get(item.item_id, item.window.last)
        if item.status == "realised" or not isinstance(day, date):
            continue
        at = start_of_day(day) + NOON
        realised_on = Window(edtf=day.isoformat(), written=day.isoformat())
        yield Act(
            at,
            RealisePlanItem(
                programme_id=programme.programme_id,
                item_id=item.item_id,
                realised_on=realised_on,
                at=at,
                by=OFFICE,
                command_id=uuid4(),
            ),
            item_id=item.item_id,
        )


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the files say of a change's discussion and adoption."""

    tabled: TableChange | None = None
    adopted: AdoptChange | None = None


def known_decisions(change: ProposeChange, commands: list[Command]) -> Decisions:
    about = [each for each in commands if getattr(each, "change_id", None) == change.change_id]
    tabled = (each for each in about if isinstance(each, TableChange))
    adopted = (each for each in about if isinstance(each, AdoptChange))
    return Decisions(next(tabled, None), next(adopted, None))


def of_change(change: ProposeChange, deviation: Deviation, known: Decisions) -> Iterator[Act]:
    """Discuss, adopt, approve and announce, each in time for the one after it."""
    table = known.tabled.table if known.tabled else TABLE
    discuss = known.tabled.discussed_on if known.tabled else None
    body = known.adopted.adoption.body if known.adopted else BODY
    adopt = known.adopted.adoption.decided_on if known.adopted else None
    latest = latest_announcement(change.effective, change.clause).value
    approve = deviation.approve or latest - APPROVE
    yield from on(
        deviation.discuss or discuss or latest - DISCUSS,
        9,
        lambda day, at: TableChange(table=table, discussed_on=day, **stamp(change, at, OFFICE)),
    )
    yield from on(
        deviation.adopt or adopt or latest - ADOPT,
        10,
        lambda day, at: AdoptChange(
            adoption=Adoption(body=body, decided_on=day), **stamp(change, at, OFFICE)
        ),
    )
    yield from on(approve, 11, lambda _, at: ApproveAnnouncement(**stamp(change, at, SECOND)))
    yield from on(
        deviation.announce or approve,
        12,
        lambda _, at: OrderDispatch(send_at=at, **stamp(change, at, OFFICE)),
    )
    yield from deviations(change, deviation)


def on(day: Day, hour: int, command: Callable[[date, datetime], Command]) -> Iterator[Act]:
    """The command on that day at that hour; nothing if it is never given."""
    if day != "never":
        at = start_of_day(day) + timedelta(hours=hour)
        yield Act(at, command(day, at))


def deviations(change: ProposeChange, deviation: Deviation) -> Iterator[Act]:
    """What only a scenario has people do."""
    if said := deviation.withdraw:
        at = start_of_day(said.on) + NOON
        yield Act(at, WithdrawChange(reason=said.reason, **stamp(change, at, OFFICE)))
    if put_off := deviation.postpone:
        at = start_of_day(put_off.on) + NOON
        fields = {"effective": put_off.to, "reason": put_off.reason}
        yield Act(at, PostponeChange(**fields, **stamp(change, at, OFFICE)))
    if decided := deviation.override:
        at = start_of_day(decided.on) + NOON
        override = Override(
            decided_by=decided.decided_by, decided_on=decided.on, reason=decided.reason
        )
        yield Act(at, OverrideNotice(override=override, **stamp(change, at, OFFICE)))
    if deviation.mend != "never":
        yield Act(start_of_day(deviation.mend) + NOON, mend=change.change_id)


def stamp(change: ProposeChange, at: datetime, by: str) -> dict[str, Any]:
    return {"change_id": change.change_id, "at": at, "by": by, "command_id": uuid4()}
