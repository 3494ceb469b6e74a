"""Our own schemas of what we use of OCDS 1.1, and the merge rules that they carry."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

Name = Literal["release", "release-package", "record-package"]
Rule = Literal["omit", "whole"]
Path_ = tuple[str, ...]

_FOLDER = Path(__file__).with_name("schema")


@cache
def schema(name: Name) -> dict[str, Any]:
    """A schema as it is published; nothing is fetched."""
    read: dict[str, Any] = json.loads((_FOLDER / f"{name}-schema.json").read_text("utf-8"))
    return read


@cache
def merge_rules() -> Mapping[Path_, Rule]:
    """Which fields are left out of merged releases, and which lists count as one value.

    All other lists of objects are merged by the ids of their objects.
    """
    return dict(_rules(schema("release")["properties"], ()))


def _rules(properties: Mapping[str, Any], path: Path_) -> Iterator[tuple[Path_, Rule]]:
    for name, said in properties.items():
        at = (*path, name)
        field = _resolved(said)
        items = _resolved(field.get("items", {}))
        if field.get("omitWhenMerged"):
            yield at, "omit"
        elif "array" in _types(field) and _is_one_value(field, items):
            yield at, "whole"
        else:
            inner = items if "array" in _types(field) else field
            yield from _rules(inner.get("properties", {}), at)


def _is_one_value(field: Mapping[str, Any], items: Mapping[str, Any]) -> bool:
    if field.get("wholeListMerge") or any(each != "object" for each in _types(items)):
        return True
    return "properties" in items and "id" not in items["properties"]


def _types(field: Mapping[str, Any]) -> list[str]:
    said = field.get("type", [])
    return [said] if isinstance(said, str) else list(said)


def _resolved(field: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = field.get("$ref")
    if reference is None:
        return field
    named: dict[str, Any] = schema("release")["definitions"][reference.rpartition("/")[2]]
    return {**named, **{key: value for key, value in field.items() if key != "$ref"}}
