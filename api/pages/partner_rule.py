"""The rule that tells partners apart, as a form has it, and what it would make of the figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import Request
from pydantic import TypeAdapter, ValidationError

from api.pages.forms import Tried
from domain.admission.events import Classed
from domain.admission.partners import classed
from domain.admission.parts import Rule, Turnover
from domain.admission.state import Admission

TURNOVER = "omzet-"
"""Before the id of a provider in the name of the field that has its turnover."""
FIELDS = ("by", "development", "regular", "year", "document", "takes_part")

_RULE: TypeAdapter[Rule] = TypeAdapter(Rule)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule makes of figures, or that they cannot be read yet. Nothing is recorded."""

    classes: Sequence[Classed]
    values: Mapping[str, str]
    missing: int = 0
    unreadable: bool = False


def rule_fields(request: Request, tried: Tried | None) -> dict[str, str]:
    """The rule and the figures as typed, in the address or in a form that was not carried out."""
    if tried is not None and tried.form == "indelen":
        return dict(tried.values)
    return dict(request.query_params)


def previewed(request: Request, tried: Tried | None, now: Admission, day: date) -> Preview | None:
    """The classes under the rule that was asked for; none if none was."""
    values = rule_fields(request, tried)
    if not values.get("by"):
        return None
    inside = now.inside(day)
    missing = sum(not values.get(f"{TURNOVER}{each}", "").strip() for each in inside)
    try:
        return Preview(classed(rule_of(values), figures_of(values)), values, missing)
    except ValidationError:
        return Preview((), values, missing, unreadable=True)


def rule_of(values: Mapping[str, str]) -> Rule:
    """Raises `ValidationError` for a rule that makes no sense."""
    given: dict[str, Any] = {"by": values.get("by"), "development": _number(values, "development")}
    if values.get("regular", "").strip():
        given["regular"] = _number(values, "regular")
    return _RULE.validate_python(given)


def figures_of(values: Mapping[str, str]) -> list[Turnover]:
    """The turnover of each provider that has one filled in. Raises `ValidationError`."""
    document = values.get("document", "").strip()
    source = {"document": document, "section": "-", "quote": "-"}
    return [
        Turnover.model_validate(
            {
                "provider_id": name.removeprefix(TURNOVER),
                "euros": _whole(value),
                "year": values.get("year", ""),
                "source": source,
            }
        )
        for name, value in values.items()
        if name.startswith(TURNOVER) and value.strip()
    ]


def _number(values: Mapping[str, str], name: str) -> str:
    return _whole(values.get(name, ""))


def _whole(text: str) -> str:
    """Whole euros as people write them: `1.250.000`, `1 250 000`."""
    return text.replace(".", "").replace("\u00a0", "").replace(" ", "").strip()
