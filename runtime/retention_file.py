"""The shipped periods: what sources say of how long each kind is kept, and what is open (AU-15)."""

from functools import cache
from pathlib import Path

import yaml

from domain.retention.parts import Stated

OWN = Path(__file__).parents[1] / "programmes" / "retention" / "periods.yaml"


@cache
def stated() -> tuple[Stated, ...]:
    """What the shipped file says, kind by kind. Raises `ValidationError` if it is wrong."""
    data = yaml.safe_load(OWN.read_text())
    return tuple(Stated.model_validate(each) for each in data["periods"])
