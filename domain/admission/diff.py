"""What one edition of the criteria asks that another does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from domain.admission.parts import Criterion


@dataclass(frozen=True, slots=True)
class Difference:
    """A criterion that is new, no longer asked, or asked otherwise; in what fields it differs."""

    what: Literal["added", "dropped", "changed"]
    before: Criterion | None
    after: Criterion | None
    fields: tuple[str, ...] = ()


def differences(before: Sequence[Criterion], after: Sequence[Criterion]) -> tuple[Difference, ...]:
    """In the order in which they are asked, then what is no longer asked."""
    old = {each.criterion_id: each for each in before}
    new = {each.criterion_id: each for each in after}
    found = [
        Difference("changed", was, each, _fields(was, each))
        if (was := old.get(key))
        else Difference("added", None, each)
        for key, each in new.items()
        if old.get(key) != each
    ]
    gone = [Difference("dropped", each, None) for key, each in old.items() if key not in new]
    return (*found, *gone)


def _fields(before: Criterion, after: Criterion) -> tuple[str, ...]:
    return tuple(
        name for name in Criterion.model_fields if getattr(before, name) != getattr(after, name)
    )
