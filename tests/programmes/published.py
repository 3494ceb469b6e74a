"""A programme's file, and what publishing it records."""

from datetime import datetime
from functools import cache
from typing import TypeVar

from domain.base import Event
from domain.programme.decider import PROGRAMME
from runtime.files import read
from runtime.programme_file import ProgrammeFile
from runtime.programme_rows import PlanRow
from runtime.publish import commands
from tests.programmes.sources import ROOT
from tests.specification import Specification

E = TypeVar("E", bound=Event)


@cache
def programme(name: str) -> ProgrammeFile:
    file = read(ROOT / "programmes" / f"{name}.yaml")
    assert isinstance(file, ProgrammeFile)
    return file


def item(file: ProgrammeFile, item_id: str) -> PlanRow:
    found = file.item(item_id)
    assert found
    return found


def recorded(file: ProgrammeFile, at: datetime, kind: type[E]) -> list[E]:
    """The facts of this kind that publishing the file at this moment gives."""
    publish = commands(file, at, "p-001")[0]
    events = Specification(PROGRAMME).given().when(publish).decide()
    return [event for event in events if isinstance(event, kind)]
