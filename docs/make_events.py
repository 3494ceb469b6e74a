"""Writes docs/events.md: every event that the log can hold, from its docstring and its fields."""

import inspect
import re
from itertools import groupby
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from docs.page import publish
from domain.base import Event
from eventstore.registry import EVENTS

HEAD = """# Events

Every fact that the log can hold, by the noun it is about. Written by `make docs` from the code:
change the docstring, not this page. Names and meanings are for ever; a field that a later version
added carries a default, any other change is a new version with an upcast (see `adr/0002`).
"""


def shape(kind: Any) -> str:
    """A type as a reader would say it."""
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return shape(inside[0])
    if origin is Literal:
        return " or ".join(f'"{value}"' for value in inside)
    if origin in (Union, UnionType):
        return " or ".join("nothing" if part is type(None) else shape(part) for part in inside)
    if inside:
        return f"{origin.__name__} of " + ", ".join(shape(a) for a in inside if a is not Ellipsis)
    return str(getattr(kind, "__name__", kind))


def default(field: FieldInfo) -> str:
    return "" if field.is_required() else repr(field.get_default(call_default_factory=True))


def words(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").strip().replace("|", "\\|")


def table(event: type[Event], *, leave_out: frozenset[str] = frozenset()) -> list[str]:
    fields = {name: f for name, f in event.model_fields.items() if name not in leave_out}
    if not fields:
        return ["No fields of its own.", ""]
    rows = [
        f"| `{name}` | {words(shape(field.rebuild_annotation()))} "
        f"| {words(default(field))} | {words(field.description)} |"
        for name, field in fields.items()
    ]
    return ["| Field | Type | If absent | Meaning |", "|---|---|---|---|", *rows, ""]


def noun(event: type[Event]) -> str:
    return event.__module__.removeprefix("domain.").removesuffix(".events")


def page() -> str:
    shared = frozenset(Event.model_fields)
    lines = [HEAD, "## Every event carries", "", inspect.getdoc(Event) or "", "", *table(Event)]
    events = sorted(EVENTS.values(), key=lambda event: (noun(event), event.__name__))
    for name, group in groupby(events, key=noun):
        lines += [f"## {name}", ""]
        for event in group:
            told = event.__doc__ and inspect.cleandoc(event.__doc__)
            lines += [f"### {event.__name__} (version {event.version})", "", told or "", ""]
            lines += table(event, leave_out=shared)
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    publish("events.md", page())
