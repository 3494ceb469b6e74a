"""Rows of tariffs: part of a new contract, or held against what is agreed (CC-16)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from pydantic import ValidationError

from domain.base import Sentence, derived_id
from domain.provisions import Tariff
from runtime.sheets.cells import written_amount
from runtime.sheets.known import Known, provisions_on
from runtime.sheets.lines import BASES, Line
from runtime.sheets.verdicts import Difference, Judged

_BY_CHANGE = Sentence(
    "A tariff is not changed by importing: propose the change under Wijzigingen, so that it is "
    "announced in time."
)


@dataclass(slots=True)
class Figures:
    """The tariffs of one contract by the term that says the same in words.

    `wrong` are the rows among them that are refused.
    """

    tariffs: dict[str, Tariff] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    wrong: list[int] = field(default_factory=list)


def by_contract(rows: Sequence[Line]) -> dict[str, Figures]:
    """The tariffs by contract number; refuses a second tariff for the same term of a contract."""
    found: dict[str, Figures] = defaultdict(Figures)
    first: dict[tuple[str, str], Line] = {}
    for line in rows:
        number = line.text("number")
        tariff = None if line.wrong else _tariff(line)
        term = term_of(line)
        if number and tariff and (earlier := first.setdefault((number, term), line)) is not line:
            for one, other in ((line, earlier), (earlier, line)):
                one.refuse(
                    Sentence(
                        "Row %(row)s has a tariff for “%(term)s” of this contract too: leave one "
                        "of them out.",
                        {"row": str(other.number), "term": term},
                    ),
                    "product",
                )
            found[number].wrong += [earlier.number]
        if number and (tariff is None or line.wrong):
            found[number].wrong.append(line.number)
        elif number and tariff:
            found[number].tariffs[term] = tariff
            found[number].words[term] = told(tariff)
    return found


def judge(rows: Sequence[Line], contracts: Mapping[str, Judged], known: Known) -> list[Judged]:
    """A verdict on each row. `contracts`: the verdicts on the contracts of the same file."""
    return [_judged(line, contracts, known) for line in rows]


def term_of(line: Line) -> str:
    """The name of the term that a tariff belongs to."""
    return line.text("term") or usual_term(line.text("product") or "")


def usual_term(product: str) -> str:
    """The name of the term where nothing else is said."""
    return f"tarief {product}".lower()


def told(tariff: Tariff) -> str:
    """A tariff in the words of a contract."""
    return f"€ {written_amount(tariff.amount)} per {tariff.unit}"


def _judged(line: Line, contracts: Mapping[str, Judged], known: Known) -> Judged:
    number = line.text("number") or ""
    about = f"{number} {line.text('product') or ''}".strip() or f"rij {line.number}"
    row, beside = known.contracts.get(number), contracts.get(number)
    contract_id = _contract_id(number)
    if line.wrong:
        return Judged(line, "refused", about)
    if row is None:
        return _of_new(line, about, beside)
    judged = Judged(line, "same", about, contract_id)
    if row.programme_id != known.programme.programme_id:
        line.refuse(Sentence("This contract is one of another programme."), "number")
        judged.verdict = "refused"
        return judged
    new, old = _tariff(line), provisions_on(row, known.today).get(term_of(line))
    if isinstance(old, Tariff):
        old = old.model_copy(update={"elements": (), "harmonised_with": None})
    if new == old:
        return judged
    before = _shown(old) if isinstance(old, Tariff) else ""
    judged.differences = [Difference(term_of(line), before, _shown(new))] if new else []
    judged.verdict = "changed"
    line.note(_BY_CHANGE)
    return judged


def _of_new(line: Line, about: str, beside: Judged | None) -> Judged:
    """Part of a contract of this file; it is concluded with it."""
    if beside is None:
        line.refuse(
            Sentence(
                "No contract has this number: correct it, or give the contract a row on the sheet "
                "“Overeenkomsten” of this file."
            ),
            "number",
        )
    elif beside.verdict == "refused":
        line.refuse(
            Sentence(
                "The contract's row %(row)s is refused: put that right first.",
                {"row": str(beside.line.number)},
            ),
            "number",
        )
    if line.wrong:
        return Judged(line, "refused", about)
    return Judged(line, "new", about)


def _contract_id(number: str) -> UUID | None:
    return derived_id("contract", number) if number else None


def _tariff(line: Line) -> Tariff | None:
    names = ("product", "amount", "unit", "basis", "dated", "index")
    try:
        return Tariff.model_validate({name: line.given.get(name) for name in names})
    except ValidationError:
        line.refuse(
            Sentence(
                "This amount cannot be kept: at most ten digits before the comma and four after it."
            ),
            "amount",
        )
        return None


def _shown(tariff: Tariff) -> str:
    basis = next(word for word, value in BASES.items() if value == tariff.basis)
    index = f", {tariff.index}" if tariff.index else ""
    return f"{told(tariff)} ({basis}, {tariff.dated.isoformat()}{index})"
