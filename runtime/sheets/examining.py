"""A whole file on trial: every row with its verdict, and nothing recorded."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from domain.base import Sentence
from runtime.sheets import contracts, providers, tariffs
from runtime.sheets.cells import Reading
from runtime.sheets.columns import Kind, sorted_out
from runtime.sheets.known import Known
from runtime.sheets.lines import Line, lines
from runtime.sheets.reading import read
from runtime.sheets.verdicts import Judged, Origin


@dataclass(frozen=True, slots=True)
class Examined:
    """The verdicts in the order in which rows are carried out; or mistakes of the file itself.

    Providers come before contracts. `heads` are the column names of each sheet.
    """

    digest: str
    judged: Sequence[Judged] = ()
    mistakes: Sequence[Sentence] = ()
    heads: Mapping[Kind, Sequence[str]] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each verdict; `applies` counts those that confirming carries out."""
        found = Counter(str(each.verdict) for each in self.judged)
        return {**found, "applies": sum(each.plan is not None for each in self.judged)}


def examine(content: bytes, file_name: str, load: Callable[[Iterable[str]], Known]) -> Examined:
    """Judge every row. `load` gives what is known, with the contracts of these numbers.

    Raises `Refused` for a file that cannot be read at all. If columns are wrong no row is judged.
    """
    digest = sha256(content).hexdigest()
    book = read(content, file_name)
    found = sorted_out(book)
    heads = {each.kind: each.heads for each in found.sheets}
    if found.mistakes:
        return Examined(digest, mistakes=found.mistakes, heads=heads)
    reading = Reading(serials=book.serials, typed=book.typed)
    rows: dict[Kind, list[Line]] = {"providers": [], "contracts": [], "tariffs": []}
    for sheet in found.sheets:
        rows[sheet.kind] = list(lines(sheet, reading))
    if not any(rows.values()):
        empty = Sentence("Below the column names the file has no rows.")
        return Examined(digest, mistakes=[empty], heads=heads)
    numbers = (number for each in rows.values() for line in each if (number := line.text("number")))
    known = load(numbers)
    return Examined(digest, _judged(rows, known, Origin(digest)), heads=heads)


def _judged(rows: Mapping[Kind, Sequence[Line]], known: Known, origin: Origin) -> list[Judged]:
    delivering = contracts.delivering(rows["contracts"], known)
    of_providers = providers.judge(rows["providers"], known, origin, delivering)
    figures = tariffs.by_contract(rows["tariffs"])
    of_contracts = contracts.judge(rows["contracts"], figures, of_providers, known, origin)
    by_number = {each.about: each for each in of_contracts}
    of_tariffs = tariffs.judge(rows["tariffs"], by_number, known)
    return [*of_providers, *of_contracts, *of_tariffs]
