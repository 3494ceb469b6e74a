"""By which day an award must be sent for what follows to begin in time (ST-15)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from domain import workdays
from domain.base import Sentence, Source
from domain.dates import Explained
from domain.procedure.parts import Standstill, Step, Track
from runtime.check.finding import Finding, segment_of
from runtime.check.readings import Reading
from runtime.programme_file import ProgrammeFile
from runtime.tracks import tracks

_BARRED = ("contract", "implementation", "start")
"""What cannot begin in a standstill."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Begin:
    """The step that has to begin first after an award, and the day on which it has to."""

    step: Step
    day: date


def standstill(file: ProgrammeFile, reading: Reading) -> Iterator[Finding]:
    """Every award that can come too late for what waits for the end of its standstill."""
    for track in tracks(file):
        for award in track.steps:
            begin = _begin(award, track.steps, reading)
            if track.standstill and award.kind == "award" and begin and not award.realised_on:
                finding = _late(award, begin, track, track.standstill, file)
                if finding is not None:
                    yield finding


def _begin(award: Step, steps: Iterable[Step], reading: Reading) -> _Begin | None:
    """Read strictly a step begins on the first day of its window, leniently before its last."""
    waiting = _waiting_for(award.step_id, {each.step_id: each for each in steps})
    begins = [
        _Begin(each, day)
        for each in waiting
        if each.kind in _BARRED
        and (day := each.window.first if reading.possible_counts else each.window.last)
    ]
    return min(begins, key=lambda each: each.day, default=None)


def _waiting_for(step_id: str, steps: dict[str, Step]) -> list[Step]:
    """The steps that wait for this one, directly or by way of others."""
    found: dict[str, Step] = {}
    names = [step_id]
    while names:
        name = names.pop()
        for each in steps.values():
            if name in each.after and each.step_id not in found:
                found[each.step_id] = each
                names.append(each.step_id)
    return list(found.values())


def _late(
    award: Step, begin: _Begin, track: Track, wait: Standstill, file: ProgrammeFile
) -> Finding | None:
    over = last_dispatch(begin.day, wait)
    latest = over.inputs["dispatched"]
    first, last = award.window.first, award.window.last
    if last is not None and last.isoformat() <= latest:
        return None
    certain = first is not None and first.isoformat() > latest
    undated = first is None and last is None
    values = {
        "award": award.title,
        "when": award.window.written,
        "procedure": track.title,
        "days": str(wait.days),
        "latest": latest,
        "begin": begin.step.title,
        "day": begin.day.isoformat(),
    }
    return Finding(
        code="award_without_a_date"
        if undated
        else "award_too_late"
        if certain
        else "award_may_be_too_late",
        row="ST-15",
        segment=segment_of(track.segments, file),
        says=Sentence(
            "With a standstill of %(days)s days the award must be sent by %(latest)s for "
            "“%(begin)s” to begin on %(day)s; the plan does not say when “%(award)s” is.",
            values,
        )
        if undated
        else Sentence(
            "With a standstill of %(days)s days the award must be sent by %(latest)s for "
            "“%(begin)s” to begin on %(day)s; the plan has “%(award)s” at “%(when)s”.",
            values,
        ),
        source=award.source or _source_of(award, file) or track.source,
        computation=(
            *_of_law(wait),
            *over.sentences,
            Sentence("“%(begin)s” begins on %(day)s, after the standstill.", values),
        ),
        remedy=Sentence(
            "Send the award decision by %(latest)s, or let “%(begin)s” begin later.", values
        ),
    )


def last_dispatch(begin: date, wait: Standstill) -> Explained:
    """The standstill of the last award that is over before this day."""
    dispatched = begin - (wait.days + 1) * _DAY
    while True:
        over = workdays.standstill(dispatched, wait.days, weekend_rule=wait.weekend == "statutory")
        if over.value < begin:
            return over
        dispatched -= _DAY


def _of_law(wait: Standstill) -> tuple[Sentence, ...]:
    if wait.required is not None:
        return ()
    return (Sentence("Whether the law asks for a standstill on this route is not known."),)


def _source_of(award: Step, file: ProgrammeFile) -> Source | None:
    item = file.item(award.item)
    return None if item is None else item.source
