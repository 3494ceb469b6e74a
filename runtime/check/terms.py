"""Whether ends of contracts are what their length makes them, and follow each other (GO-06, 12)."""

from collections.abc import Iterator
from datetime import timedelta

from domain.base import Sentence
from domain.programme.ends import computed_end
from domain.programme.parts import Cycle, Term
from runtime.check.finding import Finding, segment_of
from runtime.check.readings import Reading
from runtime.programme_file import ProgrammeFile


def terms(file: ProgrammeFile, reading: Reading) -> Iterator[Finding]:  # noqa: ARG001 (all agree)
    """What is found about the ends of contracts."""
    for term in file.terms:
        yield from _end(term, file)
    if file.cycle is not None:
        yield from _succession(file.cycle)


def _end(term: Term, file: ProgrammeFile) -> Iterator[Finding]:
    """The stated end must leave room for the computed one: one day may be both."""
    ends, explained = computed_end(term)
    stated = term.ends_stated
    if stated is None or stated.precision == "open" or not explained:
        return
    first, last = ends.first, ends.last
    too_early = last is not None and stated.first is not None and stated.first > last
    too_late = first is not None and stated.last is not None and stated.last < first
    if not (too_early or too_late):
        return
    computed = last if too_early else first
    values = {
        "title": term.title,
        "written": term.written,
        "stated": stated.written,
        "computed": str(computed),
    }
    yield Finding(
        code="stated_end_differs",
        row="GO-06",
        segment=segment_of(term.segments, file),
        says=Sentence(
            "“%(title)s” ends “%(stated)s” by its source; “%(written)s” leads to %(computed)s.",
            values,
        ),
        source=term.source,
        computation=tuple(sentence for each in explained for sentence in each.sentences),
        remedy=Sentence("Have it said which of the two holds, and correct the other."),
    )


def _succession(cycle: Cycle) -> Iterator[Finding]:
    """New contracts begin on the day after the old ones end: no gap, no overlap."""
    before, after = cycle.predecessors_end, cycle.successors_start
    if before.precision != "day" or after.precision != "day":
        return
    end, start = before.last, after.first
    if end is None or start is None or start == end + timedelta(days=1):
        return
    gap = start > end
    values = {
        "end": end.isoformat(),
        "start": start.isoformat(),
        "days": str((start - end).days - 1 if gap else (end - start).days + 1),
    }
    yield Finding(
        code="gap_between_contracts" if gap else "overlap_of_contracts",
        row="GO-12",
        says=Sentence(
            "The contracts end on %(end)s and new ones start on %(start)s: %(days)s days without.",
            values,
        )
        if gap
        else Sentence(
            "The contracts end on %(end)s and new ones start on %(start)s: %(days)s days of both.",
            values,
        ),
        source=cycle.source,
        computation=(
            Sentence("The day after %(end)s is the first that new contracts can be for.", values),
        ),
        remedy=Sentence("Extend the old ones, or let the new ones start on the day after.")
        if gap
        else Sentence(
            "Say which of the two holds in that time, or end the old ones the day before."
        ),
    )
