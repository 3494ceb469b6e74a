"""Letting go of providers that fail newer criteria, with the notice of their contracts (AD-15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from domain.admission.state import Admission, Place
from domain.base import Refused
from domain.contract.parts import Ending
from domain.dates import Explained, step
from domain.notice import NoticeClause, earliest_effect

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Agreed:
    """A contract of a provider in the segment, with its own notice clause."""

    contract_id: UUID
    number: str
    provider_id: UUID
    clause: NoticeClause
    last_day: date | None = None
    """Its last day if it ends already, by itself or because it was ended."""


@dataclass(frozen=True, slots=True)
class ToEnd:
    """A contract that cannot go on, and the first day that may be its last."""

    contract: Agreed
    failed: tuple[str, ...]
    edition: int
    earliest: Explained


def to_end(admission: Admission, contracts: Sequence[Agreed], today: date) -> tuple[ToEnd, ...]:
    """The contracts of who failed that go on beyond the first day on which they may end."""
    found = []
    for each in contracts:
        place = admission.places.get(each.provider_id)
        if place is None or place.failed is None:
            continue
        earliest = last_day_with_notice(each.clause, told=today, fails_from=_fails(place))
        if each.last_day is None or each.last_day > earliest.value:
            failed = place.judged[-1].failed if place.judged else ()
            found.append(ToEnd(each, failed, place.failed, earliest))
    return tuple(found)


def last_day_with_notice(clause: NoticeClause, told: date, fails_from: date) -> Explained:
    """The first day that may be the last: not before the criteria count, nor within the notice."""
    notice = earliest_effect(told, clause)
    gone = max(notice.value, fails_from)
    last = gone - _DAY
    return Explained(
        value=last,
        rule="ending-with-notice/1",
        inputs={**notice.inputs, "fails_from": fails_from.isoformat()},
        steps=(
            *notice.steps,
            step(
                "The criteria count from %(day)s; until then the contract goes on.", day=fails_from
            ),
            step("So %(last)s is the first day that may be its last.", last=last),
        ),
    )


def refuse_too_soon(last_day: date, found: ToEnd) -> None:
    """Refuse a last day that does not keep the notice of the contract's own clause."""
    if last_day < found.earliest.value:
        raise Refused(
            "notice_too_short",
            "contract %(number)s may end on %(day)s at the earliest, with the notice of its own "
            "clause: choose that day or a later one",
            number=found.contract.number,
            day=found.earliest.value,
        )


def ending_of(failed: Sequence[str], decided_by: str, reason: str, continuity: str) -> Ending:
    """Ended for suitability: which criteria, who decided, and how care is handed over."""
    told = f"{reason.rstrip('. ')} ({', '.join(failed)})."
    return Ending(ground="suitability", decided_by=decided_by, reason=told, continuity=continuity)


def _fails(place: Place) -> date:
    return place.fails_from or place.since
