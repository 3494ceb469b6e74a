"""A form as it was typed: not carried out, or taken up again."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Tried:
    """A form that was not carried out: what was typed, what is wrong with it, and what to do."""

    form: str
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    refusal: str | None = None
    status: int = 409
