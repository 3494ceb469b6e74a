"""Runs every detector under every reading."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from runtime.check.announcements import announcements
from runtime.check.calendar import calendar
from runtime.check.decisions import decisions
from runtime.check.finding import Finding
from runtime.check.gates import gates
from runtime.check.intervals import intervals
from runtime.check.laws import laws
from runtime.check.lists import lists
from runtime.check.plan import plan
from runtime.check.readings import READINGS, Reading
from runtime.check.secrecy import secrecy
from runtime.check.standstill import standstill
from runtime.check.terms import terms
from runtime.programme_file import ProgrammeFile
from runtime.register_file import RegisterFile

Detector = Callable[[ProgrammeFile, Reading], Iterable[Finding]]

DETECTORS: tuple[Detector, ...] = (
    announcements,
    intervals,
    plan,
    gates,
    standstill,
    decisions,
    terms,
    secrecy,
    lists,
    laws,
    calendar,
)


def check(
    file: ProgrammeFile | RegisterFile, readings: Sequence[Reading] = READINGS
) -> list[Finding]:
    """The findings, in the order of the file. A register has no plan and so none."""
    if isinstance(file, RegisterFile):
        return []
    return [each for detect in DETECTORS for each in _found(detect, file, readings)]


def _found(detect: Detector, file: ProgrammeFile, readings: Sequence[Reading]) -> Iterator[Finding]:
    """What a detector finds; what every reading finds is told once, without one."""
    found: list[tuple[Finding, list[str]]] = []
    for reading in readings:
        for finding in detect(file, reading):
            known = next((names for each, names in found if each == finding), None)
            if known is None:
                found.append((finding, [reading.name]))
            else:
                known.append(reading.name)
    for finding, names in found:
        if len(names) == len(readings) == len(READINGS):
            yield finding
        else:
            yield from (replace(finding, reading=name) for name in names)
