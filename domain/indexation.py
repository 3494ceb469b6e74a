"""Indexing the tariffs of one contract: a percentage, rounded to cents, and why (CC-16)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from domain.change.parts import Indexation
from domain.dates import Step, step
from domain.provisions import Element, Provisions, Tariff

RULE = "indexation/1"
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Indexed:
    """One tariff before and after, in euros, and how the one came from the other."""

    term: str
    product: str
    before: Decimal
    after: Decimal
    rule: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class IndexedTerms:
    """What becomes of a contract: only the terms and provisions that read otherwise.

    `trail` has every tariff that the indexation is about, also one that stays the same.
    """

    terms: dict[str, str]
    provisions: Provisions
    trail: tuple[Indexed, ...]


def index(
    indexation: Indexation, terms: Mapping[str, str], provisions: Provisions, per: date
) -> IndexedTerms:
    """Index the tariffs of one contract from a day on (FI-06).

    `terms` and `provisions` are what the contract says just before that day. A price that its
    term gives in figures is replaced in those words; where the words do not have it exactly once,
    the term is written anew. A contract without such a tariff gives nothing.
    """
    tariffs = {
        name: each
        for name, each in provisions.items()
        if isinstance(each, Tariff)
        and (not indexation.products or each.product in indexation.products)
    }
    indexed = {name: indexed_tariff(each, indexation, per) for name, each in tariffs.items()}
    changed = {name: each for name, each in indexed.items() if each.amount != tariffs[name].amount}
    return IndexedTerms(
        terms={
            name: worded(terms.get(name, ""), tariffs[name], each) for name, each in changed.items()
        },
        provisions=dict(changed),
        trail=tuple(
            explained(name, tariffs[name], each, indexation) for name, each in indexed.items()
        ),
    )


def raised(amount: Decimal, percentage: Decimal) -> Decimal:
    """An amount in euros after so many percent, to the cent; half a cent goes up."""
    return (amount * (100 + percentage) / 100).quantize(_CENT, ROUND_HALF_UP)


def indexed_tariff(tariff: Tariff, indexation: Indexation, per: date) -> Tariff:
    """The tariff with its index of this year; the parts of its real price still add up to it."""
    percentage = Decimal(indexation.percentage)
    amount = raised(tariff.amount, percentage)
    return tariff.model_copy(
        update={
            "amount": amount,
            "elements": elements(tariff, amount, percentage),
            "dated": per,
            "index": f"{indexation.index} {indexation.year}",
        }
    )


def elements(tariff: Tariff, amount: Decimal, percentage: Decimal) -> tuple[Element, ...]:
    """Each part indexed by itself. Cents that rounding left over go to the largest part.

    Parts that did not add up to the tariff before are not made to afterwards.
    """
    parts = [
        each.model_copy(update={"amount": raised(each.amount, percentage)})
        for each in tariff.elements
    ]
    if not parts or sum(each.amount for each in tariff.elements) != tariff.amount:
        return tuple(parts)
    left_over = amount - sum((each.amount for each in parts), Decimal(0))
    largest = max(range(len(parts)), key=lambda place: parts[place].amount)
    whole = parts[largest].amount + left_over
    parts[largest] = parts[largest].model_copy(update={"amount": whole})
    return tuple(parts)


def worded(term: str, before: Tariff, after: Tariff) -> str:
    """The term with the new price in place of the old, written as the old one was."""
    for comma in (True, False):
        pattern = number(before.amount, comma=comma)
        found = re.findall(pattern, term)
        if len(found) == 1:
            thousands = bool(re.search(r"\d[.,]\d{3}[.,]", found[0]))
            return re.sub(pattern, price(after.amount, comma=comma, thousands=thousands), term)
    return f"€ {price(after.amount, comma=True, thousands=True)} per {after.unit}"


def number(amount: Decimal, *, comma: bool) -> str:
    """A pattern for the amount in a text, with or without a mark between the thousands."""
    ways = {
        re.escape(price(amount, comma=comma, thousands=thousands)) for thousands in (True, False)
    }
    either = "|".join(sorted(ways, key=len, reverse=True))
    return rf"(?<![\d.,])(?:{either})0*(?!\d|[.,]\d)"


def price(amount: Decimal, *, comma: bool, thousands: bool) -> str:
    """Euros and cents in figures: 1.234,50 as one writes in Dutch, or 1,234.50.

    Tenths of a cent are kept where the amount has them.
    """
    places = max(2, -int(amount.as_tuple().exponent))
    written = f"{amount:,.{places}f}" if thousands else f"{amount:.{places}f}"
    return written.translate(str.maketrans(",.", ".,")) if comma else written


def explained(name: str, before: Tariff, after: Tariff, indexation: Indexation) -> Indexed:
    exact = before.amount * (100 + Decimal(indexation.percentage)) / 100
    return Indexed(
        term=name,
        product=before.product,
        before=before.amount,
        after=after.amount,
        rule=RULE,
        steps=(
            step(
                "%(index)s %(year)s is %(percentage)s%%.",
                index=indexation.index,
                year=indexation.year,
                percentage=indexation.percentage,
            ),
            step(
                "%(before)s euros and %(percentage)s%% of it is %(exact)s euros.",
                before=before.amount,
                percentage=indexation.percentage,
                exact=f"{exact.normalize():f}",
            ),
            step("Rounded to cents, half a cent up, that is %(after)s euros.", after=after.amount),
        ),
    )
