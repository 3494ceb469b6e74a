"""What is written can be read, now and in ten years."""

import json
from collections.abc import Iterator
from typing import Any, ClassVar
from uuid import UUID

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from domain.base import Event
from domain.change.events import ChangeTabled
from eventstore.codec import CODEC, Codec, Unreadable
from eventstore.registry import DECIDERS, EVENTS
from tests import make


class LampLit(Event):
    """An event that has seen two changes of its form."""

    version: ClassVar[int] = 3

    lamp: UUID
    brightness: int


OLDEST = json.dumps(
    {
        "v": 1,
        "at": "2021-05-03T09:00:00Z",
        "by": "officer-1",
        "caused_by": str(make.COMMAND_ID),
        "correlation": str(make.COMMAND_ID),
        "lamp_id": "00000000-0000-4000-8000-000000001a3b",
        "bright": "very",
    }
).encode()


def renamed(data: dict[str, Any]) -> dict[str, Any]:
    return {("lamp" if key == "lamp_id" else key): value for key, value in data.items()}


def measured(data: dict[str, Any]) -> dict[str, Any]:
    words = {"very": 100, "hardly": 5}
    rest = {key: value for key, value in data.items() if key != "bright"}
    return {**rest, "brightness": words[data["bright"]]}


def codec_with(upcasts: dict[tuple[str, int], Any]) -> Codec:
    return Codec({"LampLit": LampLit}, upcasts)


@pytest.mark.parametrize("cls", EVENTS.values(), ids=EVENTS)
def test_every_event_is_read_as_it_was_written(cls: type[Event]) -> None:
    for event in (make.a(cls), make.whole(cls)):
        assert CODEC.decode(cls.__name__, CODEC.encode(event)) == event


@pytest.mark.parametrize("cls", DECIDERS, ids=lambda cls: cls.__name__)
def test_there_is_an_example_of_every_command(cls: type[BaseModel]) -> None:
    assert isinstance(make.a(cls), cls)
    assert isinstance(make.whole(cls), cls)


def test_the_version_comes_first_and_what_is_nothing_is_left_out() -> None:
    stored = CODEC.encode(make.a(ChangeTabled))
    assert stored.startswith(b'{"v":1,"at":"2021-05-03T09:00:00Z",')
    assert None not in json.loads(stored).values()


@pytest.mark.parametrize("cls", EVENTS.values(), ids=EVENTS)
def test_what_may_be_nothing_is_nothing_when_left_out(cls: type[Event]) -> None:
    """Otherwise an event could be recorded that nobody can read."""
    for name, field in fields_within(cls):
        if admits_nothing(field):
            assert not field.is_required(), name
            assert field.get_default(call_default_factory=False) is None, name


def test_an_older_version_is_brought_up_to_date_step_by_step() -> None:
    codec = codec_with({("LampLit", 1): renamed, ("LampLit", 2): measured})
    event = codec.decode("LampLit", OLDEST)
    assert isinstance(event, LampLit)
    assert event.brightness == 100
    assert codec.encode(event).startswith(b'{"v":3,')
    assert codec.decode("LampLit", codec.encode(event)) == event


def test_an_older_version_without_an_upcast_is_unreadable() -> None:
    with pytest.raises(Unreadable, match='"LampLit" beyond version 2'):
        codec_with({("LampLit", 1): renamed}).decode("LampLit", OLDEST)


def test_a_version_from_the_future_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="as version 4 by a later release"):
        codec_with({}).decode("LampLit", OLDEST.replace(b'"v": 1', b'"v": 4'))


def test_an_unknown_name_is_unreadable_and_named() -> None:
    with pytest.raises(Unreadable, match='"LampBroken"'):
        CODEC.decode("LampBroken", b'{"v":1}')


def fields_within(cls: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    for name, field in cls.model_fields.items():
        yield f"{cls.__name__}.{name}", field
        for model in models_within(field.annotation):
            yield from fields_within(model)


def models_within(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from models_within(argument)


def admits_nothing(field: FieldInfo) -> bool:
    return type(None) in getattr(field.annotation, "__args__", ())
