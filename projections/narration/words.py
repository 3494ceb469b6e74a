"""How a sentence about an event is put together."""

from domain.base import Sentence


def say(template: str, /, **values: object) -> Sentence:
    return Sentence(template, {name: text(value) for name, value in values.items()})


def text(value: object) -> str:
    if isinstance(value, tuple | dict):
        return ", ".join(map(str, value))
    return str(value)
