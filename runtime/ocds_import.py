"""What a package of open contracting data would add to the contracts of a programme: a dry run."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from psycopg_pool import ConnectionPool

from projections import contracts
from projections.contracts import ContractRow
from projections.ocds.blocks import exact
from projections.ocds.incoming import Incoming, contracts_in


@dataclass(frozen=True, slots=True)
class Judged:
    """A contract of the package: new here, known and the same, or known and other in `differs`."""

    number: str
    ocid: str
    verdict: Literal["new", "same", "other"]
    differs: tuple[str, ...]
    suppliers: tuple[str, ...]


def judged(
    pool: ConnectionPool[Any], programme_id: UUID, content: bytes, day: date
) -> list[Judged]:
    """Each contract of a package beside ours of the same number, as it reads on a day.

    Records nothing. Raises `Refused` for what is no package.
    """
    found = contracts_in(content)
    ours = {each.number: each for each in contracts.of_programme(pool, programme_id)}
    return [_judge(each, ours.get(each.number), day) for each in found]


def _judge(each: Incoming, ours: ContractRow | None, day: date) -> Judged:
    if ours is None:
        return Judged(each.number, each.ocid, "new", (), each.suppliers)
    differs = tuple(_differences(each, ours, day))
    verdict: Literal["same", "other"] = "other" if differs else "same"
    return Judged(each.number, each.ocid, verdict, differs, each.suppliers)


def _differences(each: Incoming, ours: ContractRow, day: date) -> Iterator[str]:
    if each.starts != ours.starts:
        yield "starts"
    if each.ends != exact(ours.ends):
        yield "ends"
    terms = ours.terms_on(max(day, ours.starts))
    yield from sorted(
        name for name in {*terms, *each.terms} if terms.get(name) != each.terms.get(name)
    )
