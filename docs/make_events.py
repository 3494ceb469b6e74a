"""Writes docs/events.md: every event that the log can hold, from its docstring and its fields."""

import inspect
import re
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

from docs.page import publish
from domain.base import Event
from eventstore.registry import EVENTS

HEAD = """# Events

Every fact that the log can hold, by the noun it is about. Written by `make docs` from the code:
change a docstring there, not this page. Names and meanings are for ever: a field that a later
version added carries a default, any other change is a new version with an upcast
(see [0002](adr/0002-event-format.md)).
"""
NAMES = {AwareDatetime: "instant", datetime: "instant", str: "text", type(None): "nothing"}


def shape(kind: Any) -> str:
    """A type as a reader would say it."""
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return shape(inside[0])
    if origin is Literal:
        return " or ".join(f'"{value}"' for value in inside)
    if origin in (Union, UnionType):
        return " or ".join(shape(part) for part in inside)
    if inside:
        parts = [shape(part) for part in inside if part is not Ellipsis]
        return f"{getattr(origin, '__name__', origin)} of {' to '.join(parts)}"
    return str(NAMES.get(kind) or getattr(kind, "__name__", kind))


def models(kind: Any) -> Iterator[type[BaseModel]]:
    """The models that a type mentions, and those that they mention."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        for field in kind.model_fields.values():
            yield from models(field.annotation)
    for part in get_args(kind):
        yield from models(part)


def default(field: FieldInfo) -> str:
    if field.is_required():
        return ""
    value = field.get_default(call_default_factory=True, validated_data={})
    return "nothing" if value is None else f"`{value!r}`"


def table(model: type[BaseModel], *, without: frozenset[str] = frozenset()) -> list[str]:
    rows = [
        f"| `{name}` | {shape(field.rebuild_annotation())} | {default(field)} |".replace(
            "||", "| |"
        )
        for name, field in model.model_fields.items()
        if name not in without
    ]
    if not rows:
        return ["No fields of its own.", ""]
    return ["| Field | Type | If absent |", "|---|---|---|", *rows, ""]


def said(model: type[BaseModel]) -> list[str]:
    """The docstring of this very class, if it has one."""
    return [inspect.cleandoc(model.__doc__), ""] if model.__doc__ else []


def noun(event: type[Event]) -> str:
    return re.sub(r"^domain\.|\.events$", "", event.__module__)


def page() -> str:
    shared = frozenset(Event.model_fields)
    lines = [HEAD, "## Every event carries", "", *said(Event), *table(Event)]
    events = sorted(EVENTS.values(), key=lambda event: (noun(event), event.__name__))
    for name, group in groupby(events, key=noun):
        lines += [f"## {name.capitalize()}", ""]
        for event in group:
            lines += [f"### {event.__name__}", "", f"Version {event.version}.", "", *said(event)]
            lines += table(event, without=shared)
    used = {part for event in events for part in models(event)} - set(events)
    lines += ["## What they are made of", ""]
    for part in sorted(used, key=lambda model: (model.__name__, model.__module__)):
        lines += [f"### {part.__name__}", "", *said(part), *table(part)]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    publish("events.md", page())
