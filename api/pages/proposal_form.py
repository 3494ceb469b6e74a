"""A proposed change as it was typed: from the fields of a form to a command (CC-05, CC-27)."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args
from uuid import UUID

from pydantic import ValidationError

from api.change_proposals import strictest
from api.pages.forms import NotCarriedOut, Sent, Tried, faults
from api.pages.rendering import LANGUAGE
from api.recording import Stamp
from domain.base import Sentence, derived_id
from domain.change.commands import ProposeChange
from domain.change.parts import ChangeKind, Scope
from projections.language import N_, say
from projections.programmes import ProgrammeRow

FORM = "voorstellen"
SEGMENT, KIND, PLACE = "segment-", "kind-", "gemeente-"
"""Before what is ticked, in the name of its box."""
KINDS: tuple[str, ...] = get_args(ChangeKind)
ROWS = 3
"""Empty rows that a table of rows ends with, so that more can be typed without a script."""
_MOST_ROWS = 60
_SHORTEST_REASON = 3
_TYPED_AS = {
    "what": "reserved_for",
    "body": "reserved_body",
    "decision_id": "reserved_decision",
    "year": "index_year",
    "months": "clause_months",
    "counting": "clause_counting",
    "weekend": "clause_weekend",
}
"""Where the form calls a field otherwise than the command."""
_REQUIRED = ("title", "description", "effective")


@dataclass(frozen=True, slots=True)
class TermTyped:
    """One row: the term, how it reads from then on, and the tariff that says it in figures."""

    row: int
    name: str
    text: str
    tariff: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ScopeTyped:
    """The scope as far as it can be read, and the numbers that no contract has."""

    scope: Scope | None
    unknown: tuple[str, ...]


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


def numbers_in(sent: Sent) -> tuple[str, ...]:
    """Every contract number that was typed, as people write it on letters."""
    excepted = (typed["except"] for _, typed in rows(sent, "except"))
    return tuple(each.upper() for each in (*lines(sent.text("contracts")), *excepted))


def day_in(sent: Sent) -> date | None:
    try:
        return date.fromisoformat(sent.text("effective"))
    except ValueError:
        return None


def scope_in(sent: Sent, known: Mapping[str, UUID]) -> ScopeTyped:
    """The scope; `known` are the contracts by number. No segment ticked means no scope."""
    segments = ticked(sent, SEGMENT)
    unknown = tuple(each for each in numbers_in(sent) if each not in known)
    if not segments:
        return ScopeTyped(None, unknown)
    chosen = (
        known[each.upper()] for each in lines(sent.text("contracts")) if each.upper() in known
    )
    excepted = [
        {
            "contract_id": known[typed["except"].upper()],
            "reason": typed["why"].ljust(_SHORTEST_REASON),
        }
        for _, typed in rows(sent, "except", "why")
        if typed["except"].upper() in known
    ]
    return ScopeTyped(
        Scope.model_validate(
            {
                "segments": segments,
                "products": lines(sent.text("products")),
                "municipalities": ticked(sent, PLACE),
                "contracts": tuple(each for each in chosen if each is not None),
                "excepted": excepted,
            }
        ),
        unknown,
    )


def terms_in(sent: Sent) -> list[TermTyped]:
    tariff = ("product", "amount", "unit", "basis")
    return [
        TermTyped(number, typed["term"], typed["text"], {name: typed[name] for name in tariff})
        for number, typed in rows(sent, "term", "text", *tariff)
    ]


def proposal_in(
    sent: Sent, programme: ProgrammeRow, known: Mapping[str, UUID], stamp: Stamp
) -> ProposeChange:
    """The command. Raises `NotCarriedOut` with what has to be filled in differently, by field."""
    typed = scope_in(sent, known)
    wrong = {**_missing(sent), **_faults(sent, typed)}
    effective = day_in(sent)
    if wrong or effective is None or typed.scope is None:
        raise NotCarriedOut(Tried(FORM, sent.values, wrong, status=400))
    key = sent.text("name") or key_of(sent.text("title"), effective)
    scope = typed.scope
    whole = len(scope.segments) == 1 and scope == Scope(segments=scope.segments)
    given: dict[str, Any] = {
        "change_id": derived_id("change", programme.key, key),
        "key": key,
        "programme_id": programme.programme_id,
        "segment": scope.segments[0],
        "scope": None if whole else scope,
        "title": sent.text("title"),
        "description": sent.text("description"),
        "effective": effective,
        "clause": strictest(programme, scope, effective),
        "kinds": ticked(sent, KIND),
        **_contents(sent, effective),
        "standing": "stated",
    }
    try:
        return ProposeChange.model_validate({**given, **stamp})
    except ValidationError as error:
        wrong = {_TYPED_AS.get(name, name): words for name, words in faults(error).items()}
        raise NotCarriedOut(Tried(FORM, sent.values, wrong, status=400)) from error


def key_of(title: str, effective: date) -> str:
    """A short name out of the title, with the year in which it takes effect."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    return f"{words or 'wijziging'}-{effective.year}"


def _is_key(text: str) -> bool:
    return bool(re.fullmatch(r"[a-z0-9-]+", text))


def _contents(sent: Sent, effective: date) -> dict[str, Any]:
    """What the change is about: terms, figures, an index, a reservation, another clause."""
    typed = terms_in(sent)
    return {
        "terms": {each.name: each.text for each in typed},
        "provisions": {
            each.name: _tariff(each, sent, effective) for each in typed if each.tariff["amount"]
        },
        "indexation": _indexation(sent),
        "reservation": _reservation(sent),
        "new_clause": _new_clause(sent),
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


def _indexation(sent: Sent) -> dict[str, Any] | None:
    if not sent.text("percentage"):
        return None
    return {
        "index": sent.text("index"),
        "year": sent.text("index_year"),
        "percentage": amount(sent.text("percentage")),
        "products": lines(sent.text("index_products")),
    }


def _reservation(sent: Sent) -> dict[str, Any] | None:
    if not sent.text("reserved_for"):
        return None
    return {
        "what": sent.text("reserved_for"),
        "body": sent.text("reserved_body") or None,
        "decision_id": sent.text("reserved_decision") or None,
    }


def _new_clause(sent: Sent) -> dict[str, Any] | None:
    if not sent.text("clause_months"):
        return None
    return {
        "clause_id": sent.text("clause_id"),
        "months": sent.text("clause_months"),
        "counting": sent.text("clause_counting") or "back",
        "weekend": sent.text("clause_weekend") or "no_shift",
        "source": {
            "document": sent.text("clause_document"),
            "section": sent.text("clause_section"),
            "quote": sent.text("clause_quote"),
        },
    }


def amount(text: str) -> str:
    """A figure as Dutch people write it, with a comma, made one with a point."""
    bare = text.replace("€", "").replace("%", "").replace(" ", "").strip()
    return bare.replace(".", "").replace(",", ".") if "," in bare else bare


def _missing(sent: Sent) -> dict[str, str]:
    names = [*_REQUIRED]
    if not ticked(sent, SEGMENT):
        names.append("segments")
    typed = terms_in(sent)
    if not typed:
        names += ["term-1", "text-1"]
    for each in typed:
        names += [] if each.name else [f"term-{each.row}"]
        names += [] if each.text else [f"text-{each.row}"]
        if each.tariff["amount"]:
            names += [f"{name}-{each.row}" for name in ("unit", "basis") if not each.tariff[name]]
    names += [f"why-{n}" for n, typed in rows(sent, "except", "why") if not typed["why"]]
    if sent.text("percentage"):
        names += ["index", "index_year"]
    if sent.text("clause_months"):
        names += ["clause_id", "clause_document", "clause_section", "clause_quote"]
    words = say(Sentence("Fill this in."), LANGUAGE)
    return {name: words for name in names if not sent.text(name)}


def _faults(sent: Sent, typed: ScopeTyped) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if sent.text("effective") and day_in(sent) is None:
        wrong["effective"] = _said(N_("Fill in a date, with day, month and year."))
    if typed.unknown:
        where = _fields_of(sent, typed.unknown)
        numbers = {"numbers": ", ".join(typed.unknown)}
        words = say(
            Sentence("No contract of this programme has number %(numbers)s.", numbers), LANGUAGE
        )
        wrong |= dict.fromkeys(where, words)
    figures = [f"amount-{each.row}" for each in terms_in(sent)]
    for name in (*figures, "percentage"):
        text = sent.text(name)
        if text and not re.fullmatch(r"-?\d{1,10}(\.\d{1,4})?", amount(text)):
            wrong[name] = _said(N_("Write an amount, such as 104,70."))
    names = [each.name for each in terms_in(sent) if each.name]
    for each in terms_in(sent):
        if each.name and names.count(each.name) > 1:
            wrong[f"term-{each.row}"] = _said(N_("This stands in two rows; keep one."))
    if sent.text("name") and not _is_key(sent.text("name")):
        wrong["name"] = _said(N_("Use small letters, digits and hyphens only."))
    for row, excepting in rows(sent, "except", "why"):
        if excepting["why"] and len(excepting["why"]) < _SHORTEST_REASON:
            least = {"count": str(_SHORTEST_REASON)}
            wrong[f"why-{row}"] = say(
                Sentence("Write at least %(count)s characters.", least), LANGUAGE
            )
    for name in ("index_year", "clause_months"):
        if sent.text(name) and not sent.text(name).isdecimal():
            wrong[name] = _said(N_("Write a whole number."))
    return wrong


def _fields_of(sent: Sent, numbers: Sequence[str]) -> list[str]:
    """The fields in which these contract numbers were typed."""
    found = [
        f"except-{row}" for row, typed in rows(sent, "except") if typed["except"].upper() in numbers
    ]
    chosen = {each.upper() for each in lines(sent.text("contracts"))}
    return [*found, *(["contracts"] if chosen & {*numbers} else [])]


def _said(template: str) -> str:
    return say(Sentence(template), LANGUAGE)
