"""A proposed change as it was typed: from the fields of a form to a command (CC-05, CC-27)."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args
from uuid import UUID

from pydantic import ValidationError

from api.change_proposals import strictest
from api.language import spoken
from api.pages.forms import NotCarriedOut, Sent, Tried, faults
from api.pages.term_rows import (
    amount,
    empty,
    is_figure,
    lines,
    rows,
    said,
    term_faults,
    terms_and_tariffs,
    ticked,
)
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
class ScopeTyped:
    """The scope as far as it can be read, and the numbers that no contract has."""

    scope: Scope | None
    unknown: tuple[str, ...]


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
    return {
        **terms_and_tariffs(sent, effective),
        "indexation": _indexation(sent),
        "reservation": _reservation(sent),
        "new_clause": _new_clause(sent),
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


def _missing(sent: Sent) -> dict[str, str]:
    names = [*_REQUIRED]
    if not ticked(sent, SEGMENT):
        names.append("segments")
    names += [f"why-{row}" for row, _ in rows(sent, "except", "why")]
    if sent.text("percentage"):
        names += ["index", "index_year"]
    if sent.text("clause_months"):
        names += ["clause_id", "clause_document", "clause_section", "clause_quote"]
    return empty(sent, names)


def _faults(sent: Sent, typed: ScopeTyped) -> dict[str, str]:
    wrong = term_faults(sent)
    if sent.text("effective") and day_in(sent) is None:
        wrong["effective"] = said(N_("Fill in a date, with day, month and year."))
    if typed.unknown:
        numbers = {"numbers": ", ".join(typed.unknown)}
        words = Sentence("No contract of this programme has number %(numbers)s.", numbers)
        wrong |= dict.fromkeys(_fields_of(sent, typed.unknown), say(words, spoken()))
    if sent.text("percentage") and not is_figure(sent.text("percentage")):
        wrong["percentage"] = said(N_("Write an amount, such as 104,70."))
    if sent.text("name") and not _is_key(sent.text("name")):
        wrong["name"] = said(N_("Use small letters, digits and hyphens only."))
    for row, excepting in rows(sent, "except", "why"):
        if excepting["why"] and len(excepting["why"]) < _SHORTEST_REASON:
            short = Sentence(
                "Write at least %(count)s characters.", {"count": str(_SHORTEST_REASON)}
            )
            wrong[f"why-{row}"] = say(short, spoken())
    for name in ("index_year", "clause_months"):
        if sent.text(name) and not sent.text(name).isdecimal():
            wrong[name] = said(N_("Write a whole number."))
    return wrong


def _fields_of(sent: Sent, numbers: Sequence[str]) -> list[str]:
    """The fields in which these contract numbers were typed."""
    found = [
        f"except-{row}" for row, typed in rows(sent, "except") if typed["except"].upper() in numbers
    ]
    chosen = {each.upper() for each in lines(sent.text("contracts"))}
    return [*found, *(["contracts"] if chosen & {*numbers} else [])]
