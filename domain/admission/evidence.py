"""The evidence that all were treated alike: the same terms, at the same moment (AD-16)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from domain.admission.state import Admission, Application, Turn
from domain.dates import Step, step


@dataclass(frozen=True, slots=True)
class Treated:
    """An application by what it was judged, and within how many days it was answered."""

    application: Application
    editions: tuple[int, ...]
    days: int | None


@dataclass(frozen=True, slots=True)
class Equality:
    """Everybody's treatment, and where it was not the same for all. `turn` is what was open."""

    turn: Turn | None
    treated: tuple[Treated, ...]
    doubts: tuple[Step, ...]


def equal_treatment(admission: Admission) -> tuple[Equality, ...]:
    """By time in which one could apply: who applied then, and how each was dealt with."""
    by_turn: dict[int, list[Application]] = {}
    for each in admission.applications.values():
        turn = admission.turn_on(each.received_on)
        place = admission.turns.index(turn) if turn else -1
        by_turn.setdefault(place, []).append(each)
    return tuple(
        _equality(admission, admission.turns[place] if place >= 0 else None, by_turn[place])
        for place in sorted(by_turn)
    )


def _equality(admission: Admission, turn: Turn | None, applied: list[Application]) -> Equality:
    treated = tuple(_treated(each) for each in sorted(applied, key=lambda one: one.received_on))
    return Equality(turn, treated, tuple(_doubts(admission, turn, treated)))


def _treated(application: Application) -> Treated:
    editions = tuple(dict.fromkeys(each.edition for each in application.judged))
    answered = application.answered_on
    return Treated(
        application, editions, (answered - application.received_on).days if answered else None
    )


def _doubts(
    admission: Admission, turn: Turn | None, treated: tuple[Treated, ...]
) -> Iterator[Step]:
    """What somebody who feels treated otherwise could ask about."""
    if turn is not None and turn.publication is None:
        yield step("It is not recorded where the entry of %(day)s was published.", day=turn.since)
    for number in sorted({each.application.edition for each in treated}):
        edition = admission.edition(number)
        if edition is not None and edition.publication is None:
            yield step(
                "It is not recorded where edition %(edition)s of the criteria was published.",
                edition=number,
            )
    last = {each.editions[-1] for each in treated if each.editions}
    if len(last) > 1:
        yield step(
            "Who applied in the same time was judged by different editions of the criteria: "
            "%(editions)s.",
            editions=", ".join(map(str, sorted(last))),
        )
    for each in treated:
        by = each.application.answer_by
        answered = each.application.answered_on
        if by is not None and answered is not None and answered > by:
            yield step(
                "The application of %(day)s was to be answered by %(by)s and was on %(answered)s.",
                day=each.application.received_on,
                by=by,
                answered=answered,
            )


def waiting_since(admission: Admission) -> date | None:
    """Since when the longest waiting application waits."""
    waits = (
        each.received_on
        for each in admission.applications.values()
        if each.state in ("received", "assessed")
    )
    return min(waits, default=None)
