"""Who answers for a municipality: its council or its college, always by the same id."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal

from domain.decision.parts import Answerer

MunicipalBody = Literal["council", "college"]

_PREFIX: Mapping[MunicipalBody, str] = {"council": "raad", "college": "college"}


def answerer_of(body: MunicipalBody, municipality: str) -> Answerer:
    """The council or college of a municipality: `raad-alphen-aan-den-rijn`."""
    answerer_id = f"{_PREFIX[body]}-{slug(municipality)}"
    return Answerer(answerer_id=answerer_id, body=body, municipality=municipality)


def slug(name: str) -> str:
    """A name as part of an id: `alphen-aan-den-rijn`."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")
