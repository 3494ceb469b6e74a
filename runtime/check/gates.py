"""Whether what goes out to providers waits for the decision it is to wait for (PG-10)."""

from collections.abc import Iterator

from domain.base import Sentence
from domain.procedure.parts import Step, Track
from runtime.check.finding import Finding, segment_of
from runtime.check.readings import Reading
from runtime.programme_file import ProgrammeFile
from runtime.programme_rows import QuestionRow
from runtime.tracks import tracks

_OUTWARD = (
    *("consultation", "publication", "tender", "dialogue", "admission", "award", "announcement"),
)
"""What providers learn of."""


def gates(file: ProgrammeFile, reading: Reading) -> Iterator[Finding]:  # noqa: ARG001 (all agree)
    """Steps that are planned before their gate can open, and outward ones that have none."""
    openers = {gate: each for each in file.decisions for gate in each.opens}
    if not openers:
        return
    for track in tracks(file):
        steps = {each.step_id: each for each in track.steps}
        leading = _leading_to({each.item for each in openers.values() if each.item}, steps)
        for step in track.steps:
            if step.realised_on is not None:
                continue
            gate = _gate_before(step, steps)
            if gate in openers:
                yield from _before_its_gate(step, openers[gate], track, file)
            elif gate is None and step.kind in _OUTWARD and step.step_id not in leading:
                yield _without_gate(step, track, file)


def _gate_before(step: Step, steps: dict[str, Step]) -> str | None:
    """The gate of this step, or of one that it waits for."""
    names, seen = [step.step_id], set[str]()
    while names:
        name = names.pop(0)
        if name in seen or name not in steps:
            continue
        seen.add(name)
        if steps[name].gate:
            return steps[name].gate
        names += steps[name].after
    return None


def _leading_to(items: set[str], steps: dict[str, Step]) -> set[str]:
    """The steps that lead to the decisions themselves: they come before any gate."""
    names = [each.step_id for each in steps.values() if each.item in items]
    found: set[str] = set()
    while names:
        name = names.pop()
        if name not in found and name in steps:
            found.add(name)
            names += steps[name].after
    return found


def _before_its_gate(
    step: Step, decision: QuestionRow, track: Track, file: ProgrammeFile
) -> Iterator[Finding]:
    last, first = step.window.last, decision.window.first
    if last is None or first is None or last >= first:
        return
    values = {
        "step": step.title,
        "when": step.window.written,
        "decision": decision.title,
        "decided": decision.window.written,
        "first": first.isoformat(),
        "last": last.isoformat(),
    }
    yield Finding(
        code="step_before_its_gate",
        row="PG-10",
        segment=segment_of(track.segments, file),
        says=Sentence(
            "“%(step)s” is planned “%(when)s”, before “%(decision)s” (“%(decided)s”), without "
            "which it may not begin.",
            values,
        ),
        source=step.source or track.source,
        computation=(
            Sentence("The last day of “%(when)s” is %(last)s.", values),
            Sentence("“%(decision)s” is decided on %(first)s at the earliest.", values),
        ),
        remedy=Sentence("Plan it after that decision, or have the decision taken earlier."),
    )


def _without_gate(step: Step, track: Track, file: ProgrammeFile) -> Finding:
    values = {"step": step.title, "procedure": track.title}
    return Finding(
        code="outward_step_without_gate",
        row="PG-10",
        segment=segment_of(track.segments, file),
        says=Sentence(
            "Providers learn of “%(step)s” (%(procedure)s), and it waits for no decision, while "
            "other steps outward do.",
            values,
        ),
        source=step.source or track.source,
        remedy=Sentence(
            "Give it the gate with “gate:”, or have it said that this may come before the decision."
        ),
    )
