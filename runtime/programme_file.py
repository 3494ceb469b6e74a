"""What a programme's file may contain, as people write it: `docs/programme-files.md`.

The rows are the parts of the domain with the shorter names of the file: `id`, `when`.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from domain.base import Source, Standing
from domain.procedure.parts import Route
from domain.programme.arrangements import (
    Arrangement,
    Figure,
    Instrument,
    Relation,
    Rule,
    TargetGroup,
)
from domain.programme.parts import Body, Crosswalk, Cycle, Municipality, Scale, Term
from domain.steering import parts as steering
from runtime.programme_rows import (
    KEY,
    ChangeRow,
    ClauseRow,
    DocumentRow,
    Enumeration,
    PlanRow,
    ProcedureRow,
    QuestionRow,
    Row,
    SegmentRow,
)

ARRANGEMENTS = ("instruments", "target_groups", "figures", "rules", "relations")
REGISTERS = (
    "goals",
    "principles",
    "choices",
    "risks",
    "preconditions",
    "conditions",
    "research_questions",
    "commitments",
    "developments",
    "stakeholders",
    "consultations",
    "exclusions",
    "dependencies",
    "pilots",
    "local_programmes",
    "ordinances",
    "council_questions",
    "glossary",
    "anomalies",
    "sunsets",
)
"""The sections whose rows are entries of the programme's registers; ids are one list for all."""


class Registers(Row):
    """What is kept beside the plan, each kind in a section of its own."""

    goals: tuple[steering.Goal, ...] = ()
    principles: tuple[steering.Principle, ...] = ()
    choices: tuple[steering.Choice, ...] = ()
    risks: tuple[steering.Risk, ...] = ()
    preconditions: tuple[steering.Precondition, ...] = ()
    conditions: tuple[steering.Condition, ...] = ()
    research_questions: tuple[steering.ResearchQuestion, ...] = ()
    commitments: tuple[steering.Commitment, ...] = ()
    developments: tuple[steering.Development, ...] = ()
    stakeholders: tuple[steering.Stakeholder, ...] = ()
    consultations: tuple[steering.Consultation, ...] = ()
    exclusions: tuple[steering.Exclusion, ...] = ()
    dependencies: tuple[steering.Dependency, ...] = ()
    pilots: tuple[steering.Pilot, ...] = ()
    local_programmes: tuple[steering.LocalProgramme, ...] = ()
    ordinances: tuple[steering.Ordinance, ...] = ()
    council_questions: tuple[steering.CouncilQuestion, ...] = ()
    glossary: tuple[steering.GlossaryTerm, ...] = ()
    anomalies: tuple[steering.Anomaly, ...] = ()
    sunsets: tuple[steering.Sunset, ...] = ()

    @property
    def entries(self) -> Iterator[steering.Entry]:
        """Every entry, section by section."""
        for section in REGISTERS:
            yield from getattr(self, section)


class ProgrammeFile(Registers):
    """What a programme's documents say. Every fact in it is cited.

    `routes` are those that the file writes itself and those of the folder that it uses.
    """

    kind: Literal["programme"]
    key: str = Field(pattern=KEY)
    title: str
    region: str
    executive: str | None = None
    documents: Annotated[tuple[DocumentRow, ...], Field(min_length=1)]
    standing: Standing = "stated"
    source: Source
    cycle: Cycle | None = None
    segments: Annotated[tuple[SegmentRow, ...], Field(min_length=1)]
    municipalities: tuple[Municipality, ...] = ()
    bodies: tuple[Body, ...] = ()
    scales: tuple[Scale, ...] = ()
    crosswalks: tuple[Crosswalk, ...] = ()
    enumerations: tuple[Enumeration, ...] = ()
    clauses: tuple[ClauseRow, ...] = ()
    terms: tuple[Term, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    target_groups: tuple[TargetGroup, ...] = ()
    figures: tuple[Figure, ...] = ()
    rules: tuple[Rule, ...] = ()
    relations: tuple[Relation, ...] = ()
    plan: tuple[PlanRow, ...] = ()
    routes: tuple[Route, ...] = ()
    procedures: tuple[ProcedureRow, ...] = ()
    decisions: tuple[QuestionRow, ...] = ()
    changes: tuple[ChangeRow, ...] = ()

    @property
    def arrangements(self) -> Iterator[Arrangement]:
        """How the care is arranged, section by section."""
        for section in ARRANGEMENTS:
            yield from getattr(self, section)

    def clause_for(self, segment: str) -> ClauseRow | None:
        """The clause of a segment's contracts: one that names the segment, or the general one."""
        own = (each for each in self.clauses if segment in each.segments)
        general = (each for each in self.clauses if not each.segments)
        return next(own, None) or next(general, None)

    def item(self, item_id: str | None) -> PlanRow | None:
        return next((each for each in self.plan if each.item_id == item_id), None)
