"""The JSON schema of each event as it is stored, for every version ever written (AU-12).

That of the present version follows from the code. Before a version is raised, the one it replaces
is put beside this module as `schemas/<name>.<version>.json`, where it stays.
"""

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from domain.base import Event
from eventstore.registry import EVENTS

_OLDER = Path(str(files("eventstore"))) / "schemas"


class NoSchemaError(LookupError):
    """Nobody kept the schema of an older version."""


def schema_of(
    topic: str,
    version: int,
    events: Mapping[str, type[Event]] = EVENTS,
    older: Path = _OLDER,
) -> dict[str, Any]:
    """The schema of the bytes of an event. Raises `NoSchemaError`."""
    cls = events[topic]
    if version == cls.version:
        return _present(topic, cls)
    try:
        text = (older / f"{topic}.{version}.json").read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise NoSchemaError(f"no schema was kept of version {version} of {topic}") from error
    found: dict[str, Any] = json.loads(text)
    return found


def version_of(state: bytes) -> int:
    """In which version an event's bytes are written."""
    return int(json.loads(state)["v"])


def _present(topic: str, cls: type[Event]) -> dict[str, Any]:
    schema = cls.model_json_schema()
    return {
        **schema,
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{topic}, version {cls.version}",
        "properties": {"v": {"const": cls.version}, **schema["properties"]},
        "required": ["v", *schema.get("required", ())],
    }
