"""Whether what a source lists is what the file has (PG-33)."""

from collections.abc import Iterator

from domain.base import Sentence
from runtime.check.finding import Finding
from runtime.check.readings import Reading
from runtime.programme_file import ProgrammeFile

_SAYS = {
    "segments": Sentence(
        "The source names %(named)s segments and describes %(described)s: not named are "
        "%(missing)s."
    ),
    "municipalities": Sentence(
        "The source names %(named)s municipalities and %(described)s take part: not named are "
        "%(missing)s."
    ),
    "procedures": Sentence(
        "The source names %(named)s procedures and describes %(described)s: not named are "
        "%(missing)s."
    ),
}


def lists(file: ProgrammeFile, reading: Reading) -> Iterator[Finding]:  # noqa: ARG001 (all agree)
    """Every list of a source that leaves out something the file has."""
    described = {
        "segments": {each.segment_id: each.title for each in file.segments},
        "municipalities": {each.name: each.name for each in file.municipalities},
        "procedures": {each.procedure_id: each.title for each in file.procedures},
    }
    for listed in file.enumerations:
        titles = described[listed.of]
        missing = [title for name, title in titles.items() if name not in listed.named]
        if missing:
            yield Finding(
                code="list_leaves_something_out",
                row="PG-33",
                says=Sentence(
                    _SAYS[listed.of].template,
                    {
                        "named": str(len(listed.named)),
                        "described": str(len(titles)),
                        "missing": ", ".join(missing),
                    },
                ),
                source=listed.source,
                computation=(
                    Sentence("Named: %(names)s.", {"names": ", ".join(listed.named)}),
                    Sentence("In the file: %(names)s.", {"names": ", ".join(titles)}),
                ),
                remedy=Sentence(
                    "Have it said whether the list is complete, and correct one of them."
                ),
            )
