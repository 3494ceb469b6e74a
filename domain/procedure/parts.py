"""What a route and a procedure along it are made of."""

from typing import Literal

from pydantic import BaseModel, Field

from domain.base import Source
from domain.dates import Window
from domain.programme.parts import ID, Part

StepKind = Literal[
    "preparation",
    "consultation",
    "council_session",
    "proposal",
    "adoption",
    "documents",
    "publication",
    "tender",
    "dialogue",
    "admission",
    "award",
    "standstill",
    "contract",
    "conversion",
    "discussion",
    "formalisation",
    "announcement",
    "subsidy",
    "extension",
    "implementation",
    "start",
    "other",
]


class Standstill(BaseModel, frozen=True, extra="forbid", populate_by_name=True):
    """How long to wait after an award (ST-15): calendar days from the day after dispatch.

    `weekend` says whether a last day that is no working day moves on (Atw 1). Whether the law
    asks for it on this route is `required`; none means that it is not known.
    """

    days: int = Field(ge=1)
    weekend: Literal["statutory", "no_shift"]
    required: bool | None = None


class RouteStep(BaseModel, frozen=True, extra="forbid", populate_by_name=True):
    """A step of a route: what is done, by whom, after which others, through which gate.

    `months` is how long it usually takes. `optional` ones may be skipped with a reason.
    """

    step_id: str = Field(pattern=ID, alias="id")
    title: str
    kind: StepKind
    after: tuple[str, ...] = ()
    body: str | None = None
    gate: str | None = None
    months: int | None = None
    optional: bool = False
    output: str | None = None


class Route(BaseModel, frozen=True, extra="forbid", populate_by_name=True):
    """A way of coming to contracts, as data (ST-01). Any region can write its own.

    `calendar` is what its dates follow (ST-22); `closes` says that no open house is left after.
    """

    route_id: str = Field(pattern=ID, alias="id")
    version: int = Field(ge=1)
    title: str
    summary: str
    steps: tuple[RouteStep, ...] = Field(min_length=1)
    standstill: Standstill | None = None
    calendar: Literal["calendar_year", "school_year"] = "calendar_year"
    sources: tuple[Source, ...] = ()


class Step(RouteStep):
    """A step of a procedure: that of its route with a window of its own.

    `item` is the plan item that it is; the window is that item's. A `fixed` one keeps its window
    through any re-planning and branch (ST-06). `realised_on` is when it was done, if its source
    says that it was: past steps come with their own dates (ST-32).
    """

    window: Window = Field(alias="when")
    realised_on: Window | None = None
    item: str | None = None
    fixed: bool = False
    source: Source | None = None


class Branch(BaseModel, frozen=True, extra="forbid", populate_by_name=True):
    """Another way that is declared beforehand (ST-05): when it is taken and what its steps are.

    Steps of the procedure that are done or fixed stay; the others give way to these.
    """

    branch_id: str = Field(pattern=ID, alias="id")
    condition: str
    steps: tuple[Step, ...] = ()
    source: Source


class Track(Part):
    """A procedure as a programme's file states it: segments, route, steps, why (ST-02, ST-31).

    `lot` is the part of a segment it is for, if not all of it.
    """

    procedure_id: str = Field(pattern=ID, alias="id")
    title: str
    segments: tuple[str, ...]
    lot: str | None = None
    route: str
    route_version: int
    reason: str | None = None
    steps: tuple[Step, ...] = Field(min_length=1)
    standstill: Standstill | None = None
    branches: tuple[Branch, ...] = ()
