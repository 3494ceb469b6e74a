"""What every event must be like, whatever it is about."""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from eventstore.registry import EVENTS


def models(kind: Any) -> Iterator[type[BaseModel]]:
    """The models in a type, however deep."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        for field in kind.model_fields.values():
            yield from models(field.annotation)
    for part in get_args(kind):
        yield from models(part)


def test_what_may_be_absent_has_none_as_its_default() -> None:
    """Nothing is stored for none, so a field that may be none must not be required."""
    missing = {
        f"{model.__name__}.{name}"
        for event in EVENTS.values()
        for model in models(event)
        for name, field in model.model_fields.items()
        if field.is_required()
        and get_origin(field.annotation) in (Union, UnionType)
        and NoneType in get_args(field.annotation)
    }
    assert missing == set()
