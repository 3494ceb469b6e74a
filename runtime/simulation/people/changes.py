"""What people do about a change: discuss, adopt, approve and announce it, each in time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

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
from domain.dates import start_of_day
from domain.notice import latest_announcement
from runtime.simulation.people.act import NOON, OFFICE, SECOND, Act, on, stamp
from runtime.simulation.scenario import Deviation

TABLE, BODY = "Ontwikkeltafel (simulatie)", "Bevoegd orgaan (simulatie)"
DISCUSS, ADOPT, APPROVE = timedelta(days=42), timedelta(days=28), timedelta(days=14)
"""How long before the last lawful day people do what nobody gave a day for."""


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
        lambda day, at: TableChange(
            table=table, discussed_on=day, **stamp(at, OFFICE, change_id=change.change_id)
        ),
    )
    yield from on(
        deviation.adopt or adopt or latest - ADOPT,
        10,
        lambda day, at: AdoptChange(
            adoption=Adoption(body=body, decided_on=day),
            **stamp(at, OFFICE, change_id=change.change_id),
        ),
    )
    yield from on(
        approve,
        11,
        lambda _, at: ApproveAnnouncement(**stamp(at, SECOND, change_id=change.change_id)),
    )
    yield from on(
        deviation.announce or approve,
        12,
        lambda _, at: OrderDispatch(send_at=at, **stamp(at, OFFICE, change_id=change.change_id)),
    )
    yield from deviations(change, deviation)


def deviations(change: ProposeChange, deviation: Deviation) -> Iterator[Act]:
    """What only a scenario has people do."""
    if said := deviation.withdraw:
        at = start_of_day(said.on) + NOON
        yield Act(
            at, WithdrawChange(reason=said.reason, **stamp(at, OFFICE, change_id=change.change_id))
        )
    if put_off := deviation.postpone:
        at = start_of_day(put_off.on) + NOON
        fields = {"effective": put_off.to, "reason": put_off.reason}
        yield Act(at, PostponeChange(**fields, **stamp(at, OFFICE, change_id=change.change_id)))
    if decided := deviation.override:
        at = start_of_day(decided.on) + NOON
        override = Override(
            decided_by=decided.decided_by, decided_on=decided.on, reason=decided.reason
        )
        yield Act(
            at, OverrideNotice(override=override, **stamp(at, SECOND, change_id=change.change_id))
        )
    if deviation.mend != "never":
        yield Act(start_of_day(deviation.mend) + NOON, mend=change.change_id)
