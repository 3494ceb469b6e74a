"""The merging routine of OCDS 1.1: from the releases of a process to how it stands (IN-08).

A compiled release has the last value of each field, a versioned release all values with the
release that gave each. Null takes a value away. Written from the standard's own description;
that it says what the reference implementation says, a test shows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from projections.ocds.schema import Path_, Rule, merge_rules

Json = dict[str, Any]


class Unmergeable(ValueError):  # noqa: N818 (says what the releases are)
    """A field is an object or a list in one release and something else in another."""


@dataclass(slots=True)
class _Object:
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Members:
    """A list of objects by their ids, in the order in which they first came."""

    by_id: dict[object, _Object] = field(default_factory=dict)


Put = Callable[[dict[str, Any], str, Any], None]
"""What to do with the value of a field."""


def compiled(releases: Iterable[Mapping[str, Any]]) -> Json:
    """How the process stands after its releases, by their dates. There must be one."""
    merged = _Object()
    last: Mapping[str, Any] = {}
    for last in in_order(releases):
        _take(merged, last, (), _replace)
    said = _plain(merged)
    of_itself = {"id": f"{last['ocid']}-{last['date']}", "date": last["date"]}
    return {"tag": ["compiled"], **of_itself, **said}


def versioned(releases: Iterable[Mapping[str, Any]]) -> Json:
    """All that was ever said of the process, each value with its release."""
    merged = _Object()
    ocid = ""
    for release in in_order(releases):
        ocid = release["ocid"]
        named = ("releaseID", release["id"]), ("releaseDate", release["date"])
        of = {**dict(named), "releaseTag": release["tag"]}
        _take(
            merged, {name: each for name, each in release.items() if name != "ocid"}, (), _add(of)
        )
    return {"ocid": ocid, **_plain(merged)}


def together(bodies: Iterable[Mapping[str, Any]]) -> Json:
    """What parts of releases say together, in their order."""
    merged = _Object()
    for body in bodies:
        _take(merged, body, (), _replace)
    return _plain(merged)


def in_order(releases: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """By date; those of one date stay as they stand."""
    return sorted(releases, key=lambda each: str(each["date"]))


def _take(merged: _Object, said: Mapping[str, Any], path: Path_, put: Put) -> None:
    for name, value, rule in _fields(said, path):
        at = (*path, name)
        if _is_leaf(value, rule):
            if not isinstance(merged.fields.get(name), _Object | _Members):
                put(merged.fields, name, value)
            elif value is not None:
                raise Unmergeable(f"{'/'.join(at)} was an object or a list, and is a value now")
        elif isinstance(value, dict):
            if not _says_nothing(value):
                _take(_inner(merged, at, _Object), value, at, put)
        elif value:
            members = _inner(merged, at, _Members)
            for each in value:
                _take_member(members, each, at, put)


def _take_member(members: _Members, said: Mapping[str, Any], at: Path_, put: Put) -> None:
    if "id" not in said:
        found = members.by_id[object()] = _Object()
    elif said["id"] in members.by_id:
        found = members.by_id[said["id"]]
    else:
        found = members.by_id[said["id"]] = _Object({"id": said["id"]})
    _take(found, {name: each for name, each in said.items() if name != "id"}, at, put)


def _replace(fields: dict[str, Any], name: str, value: Any) -> None:
    fields[name] = value


def _add(of: Mapping[str, Any]) -> Put:
    def add(fields: dict[str, Any], name: str, value: Any) -> None:
        values = fields.setdefault(name, [])
        if not values or values[-1]["value"] != value:
            values.append({**of, "value": value})

    return add


def _inner(merged: _Object, at: Path_, kind: type[Any]) -> Any:
    found = merged.fields.get(at[-1])
    if found is None:
        found = merged.fields[at[-1]] = kind()
    if not isinstance(found, kind):
        raise Unmergeable(f"{'/'.join(at)} was something else in an earlier release")
    return found


def _fields(said: Mapping[str, Any], path: Path_) -> Iterator[tuple[str, Any, Rule | None]]:
    rules = merge_rules()
    for name, value in said.items():
        rule = rules.get((*path, name))
        if rule != "omit":
            yield name, value, rule


def _says_nothing(value: Any) -> bool:
    """Whether there is no value in it, not even null."""
    if isinstance(value, dict):
        return all(_says_nothing(each) for each in value.values())
    return isinstance(value, list) and not value


def _is_leaf(value: Any, rule: Rule | None) -> bool:
    """Whether the value counts as one: a plain one, or a list that is not merged by ids."""
    if rule == "whole" or not isinstance(value, dict | list):
        return True
    return isinstance(value, list) and not all(isinstance(each, dict) for each in value)


def _plain(merged: _Object) -> Json:
    """As JSON, without what was taken away."""
    said: Json = {}
    for name, value in merged.fields.items():
        if isinstance(value, _Object):
            said[name] = _plain(value)
        elif isinstance(value, _Members):
            said[name] = [_plain(each) for each in value.by_id.values()]
        elif value is not None:
            said[name] = value
    return said
