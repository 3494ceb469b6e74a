"""Terms as they are typed in rows: in words, and where they are tariffs in figures (CC-16)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.language import spoken
from api.pages.forms import Sent, Tried
from api.pages.labels import LABELS
from domain.base import Sentence
from domain.provisions import Provisions, Tariff
from projections.language import N_, say

ROWS = 3
"""Empty rows that a table of rows ends with, so that more can be typed without a script."""
_MOST_ROWS = 60
_GROUPED = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+")
_FIGURES = ("product", "amount", "unit", "basis")


@dataclass(frozen=True, slots=True)
class TermTyped:
    """One row: the term, how it reads from then on, and the tariff that says it in figures."""

    row: int
    name: str
    text: str
    tariff: Mapping[str, str]


def rows(sent: Sent, first: str, *others: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows in which something was typed: fields that go by `name-1`, `name-2` and so on."""
    for number in range(1, _MOST_ROWS + 1):
        typed = {name: sent.text(f"{name}-{number}") for name in (first, *others)}
        if any(typed.values()):
            yield number, typed


def lines(text: str) -> tuple[str, ...]:
    """What was typed on lines of their own, or between commas."""
    return tuple(dict.fromkeys(each.strip() for each in re.split(r"[\n,;]", text) if each.strip()))


def ticked(sent: Sent, before: str) -> tuple[str, ...]:
    return tuple(
        name.removeprefix(before)
        for name, value in sent.values.items()
        if name.startswith(before) and value
    )


def terms_in(sent: Sent) -> list[TermTyped]:
    tariff = ("product", "amount", "unit", "basis")
    return [
        TermTyped(number, typed["term"], typed["text"], {name: typed[name] for name in tariff})
        for number, typed in rows(sent, "term", "text", *tariff)
    ]


def terms_and_tariffs(sent: Sent, effective: date) -> dict[str, Any]:
    """The terms in words, and those of them that are tariffs in figures."""
    typed = terms_in(sent)
    return {
        "terms": {each.name: each.text for each in typed},
        "provisions": {
            each.name: _tariff(each, sent, effective) for each in typed if each.tariff["amount"]
        },
    }


def _tariff(typed: TermTyped, sent: Sent, effective: date) -> dict[str, Any]:
    return {
        "kind": "tariff",
        "product": typed.tariff["product"] or typed.name,
        "amount": amount(typed.tariff["amount"]),
        "unit": typed.tariff["unit"],
        "basis": typed.tariff["basis"],
        "dated": sent.text("dated") or effective,
    }


def amount(text: str) -> str:
    """A figure as Dutch people write it, with a comma, made one with a point.

    A point before every three digits only groups them: 12.500 is twelve thousand five hundred.
    """
    bare = text.replace("€", "").replace("%", "").replace(" ", "").strip()
    grouped = "," in bare or _GROUPED.fullmatch(bare)
    return bare.replace(".", "").replace(",", ".") if grouped else bare


def term_faults(sent: Sent) -> dict[str, str]:
    """What is missing or wrong in the rows of terms, by field."""
    typed = terms_in(sent)
    names = [each.name for each in typed if each.name]
    missing = [] if typed else ["term-1", "text-1"]
    wrong: dict[str, str] = {}
    for each in typed:
        tariff = ("unit", "basis") if each.tariff["amount"] else ()
        missing += [f"{name}-{each.row}" for name in ("term", "text", *tariff)]
        if each.name and names.count(each.name) > 1:
            wrong[f"term-{each.row}"] = said(N_("This stands in two rows; keep one."))
        if each.tariff["amount"] and not is_figure(each.tariff["amount"]):
            wrong[f"amount-{each.row}"] = said(N_("Write an amount, such as 104,70."))
    return {**empty(sent, missing), **wrong}


def empty(sent: Sent, names: Iterable[str]) -> dict[str, str]:
    """Of these fields the ones in which nothing was typed."""
    words = say(Sentence("Fill this in."), spoken())
    return {name: words for name in names if not sent.text(name)}


def is_figure(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d{1,10}(\.\d{1,4})?", amount(text)))


def said(template: str) -> str:
    return say(Sentence(template), spoken())


def shown(
    terms: Mapping[str, str], provisions: Provisions, tried: Tried | None
) -> list[dict[str, str]]:
    """The rows to fill in: what stands there now, or what was typed, and empty ones below."""
    if tried is not None:
        last = max((row for row, _ in rows(Sent(tried.values), "term", "text")), default=0)
        return [{} for _ in range(last + ROWS)]
    filled = [_as_typed(name, text, provisions) for name, text in terms.items()]
    return [*filled, *({} for _ in range(ROWS))]


def _as_typed(name: str, text: str, provisions: Provisions) -> dict[str, str]:
    tariff = provisions.get(name)
    row = {"term": name, "text": text}
    if not isinstance(tariff, Tariff):
        return row
    figures = {"amount": str(tariff.amount).replace(".", ","), "basis": tariff.basis}
    return {**row, "product": tariff.product, "unit": tariff.unit, **figures}


def bases() -> list[tuple[str, str]]:
    """How a tariff can have been found, to choose from."""
    return [(key, say(Sentence(words), spoken())) for key, words in LABELS["basis"].items()]


def kept(provisions: Provisions, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The figures that go with the typed terms.

    A form only asks for tariffs: what else was said in figures stays, as long as its term does,
    and a tariff that was left as it was keeps what the form did not ask.
    """
    found: dict[str, Any] = {}
    for name in typed["terms"]:
        before, now = provisions.get(name), typed["provisions"].get(name)
        if now is None:
            found |= {} if before is None or isinstance(before, Tariff) else {name: before}
        elif isinstance(before, Tariff) and _same(before, now):
            found[name] = before
        else:
            found[name] = now
    return found


def _same(before: Tariff, now: Mapping[str, str]) -> bool:
    was = {"product": before.product, "amount": str(before.amount), "unit": before.unit}
    return before.basis == now["basis"] and all(now[name] == value for name, value in was.items())
