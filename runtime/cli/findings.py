"""Shows what checking a file found, to people and to programs."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from pydantic_core import to_jsonable_python

from domain.base import Sentence
from runtime.check import Finding
from runtime.mistakes import Mistake


def told(path: Path, finding: Finding) -> dict[str, object]:
    """A finding for programs."""
    return {
        "file": path.name,
        "code": finding.code,
        "row": finding.row,
        "segment": finding.segment,
        "reading": finding.reading,
        "says": str(finding.says),
        "source": to_jsonable_python(finding.source),
        "computation": [str(each) for each in finding.computation],
        "remedy": _text(finding.remedy),
    }


def mistaken(path: Path, mistake: Mistake) -> dict[str, object]:
    """A mistake in a file for programs, with its line."""
    return {
        "file": path.name,
        "line": mistake.line,
        "path": mistake.path,
        "code": "mistake",
        "says": str(mistake.problem),
        "remedy": str(mistake.remedy),
    }


def shown(path: Path, findings: Iterable[Finding]) -> Iterator[str]:
    """The findings of a file for people: the whole programme first, then segment by segment."""
    ordered = sorted(findings, key=lambda each: each.segment)
    mend = sum(each.remedy is not None for each in ordered)
    yield f"{path.name}: {mend} to mend, {len(ordered) - mend} in order"
    for segment, each in groupby(ordered, key=lambda each: each.segment):
        yield f"  {f'Segment {segment}' if segment else 'The whole programme'}"
        for finding in each:
            yield from _lines(finding)


def shown_mistakes(path: Path, mistakes: Iterable[Mistake]) -> Iterator[str]:
    """The mistakes of a file for people; nothing else can be said of it until they are mended."""
    told = list(mistakes)
    yield f"{path.name}: cannot be used, mistakes: {len(told)}"
    for each in told:
        yield f"  {path}:{each.line}  {each.path or 'the file'}"
        yield f"      {each.problem} {each.remedy}"


def _lines(finding: Finding) -> Iterator[str]:
    reading = f", {finding.reading} reading" if finding.reading else ""
    yield f"    {finding.code} ({finding.row}{reading})"
    yield f"      {finding.says}"
    for sentence in finding.computation:
        yield f"        - {sentence}"
    yield f"      Read in {finding.source.document}, {finding.source.section}."
    yield f"      To mend it: {finding.remedy}" if finding.remedy else "      Nothing to mend."


def _text(sentence: Sentence | None) -> str | None:
    return None if sentence is None else str(sentence)
