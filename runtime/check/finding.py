"""What checking finds."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.base import Sentence, Source
from runtime.programme_file import ProgrammeFile


@dataclass(frozen=True, slots=True)
class Finding:
    """What is so, where it is read, how it was computed, and what would mend it.

    `code` is for programs and never changes; `row` is the catalogue's. `segment` is empty for
    what is about the whole programme, `reading` for what every reading finds. No remedy means
    that nothing needs mending.
    """

    code: str
    row: str
    says: Sentence
    source: Source
    segment: str = ""
    reading: str = ""
    computation: tuple[Sentence, ...] = ()
    remedy: Sentence | None = None


def segment_of(segments: Iterable[str], file: ProgrammeFile) -> str:
    """The segments that a finding is about; empty if they are all there are."""
    named = tuple(segments)
    return "" if {*named} == {each.segment_id for each in file.segments} else ", ".join(named)
