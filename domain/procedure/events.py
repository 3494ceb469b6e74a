"""What can have happened to a procedure. Storage format: add, never change."""

from uuid import UUID

from domain.base import Event
from domain.dates import Day, Explained, Window
from domain.procedure.parts import Step, Track


class ProcedurePlanned(Event):
    """A segment's way was laid out, or stated anew."""

    procedure_id: UUID
    programme_id: UUID
    key: str
    track: Track


class ProcedureReplanned(Event):
    """These steps have other windows."""

    procedure_id: UUID
    programme_id: UUID
    windows: dict[str, Window]
    previous: dict[str, Window]
    reason: str


class GateOpened(Event):
    """Steps behind this gate may start."""

    procedure_id: UUID
    programme_id: UUID
    gate: str


class GateClosed(Event):
    """What had opened the gate was taken back."""

    procedure_id: UUID
    programme_id: UUID
    gate: str


class StepStarted(Event):
    """A step can be worked on."""

    procedure_id: UUID
    programme_id: UUID
    step_id: str


class StepReminded(Event):
    """A step was not done so many days before its last day."""

    procedure_id: UUID
    programme_id: UUID
    step_id: str
    days_before: int


class StepMissed(Event):
    """A step's last day passed without word that it was done."""

    procedure_id: UUID
    programme_id: UUID
    step_id: str
    window: Window


class StepCompleted(Event):
    """A step was done. `timing` compares with its window; `item` is the plan item it is."""

    procedure_id: UUID
    programme_id: UUID
    step_id: str
    done_on: Day
    timing: str
    item: str | None = None
    output: str | None = None


class StandstillBegan(Event):
    """An award was sent: no contract before the day after `until`."""

    procedure_id: UUID
    programme_id: UUID
    step_id: str
    dispatched_on: Day
    until: Explained


class StepSkipped(Event):
    """A step will not be done."""

    procedure_id: UUID
    programme_id: UUID
    step_id: str
    reason: str


class BranchTaken(Event):
    """It goes on along a declared branch; what was done or fixed stays.

    `steps` are all its steps from then on.
    """

    procedure_id: UUID
    programme_id: UUID
    branch_id: str
    reason: str
    steps: tuple[Step, ...]


class ProcedureWithdrawn(Event):
    """The authority gave it up."""

    procedure_id: UUID
    programme_id: UUID
    reason: str


class ProcedureFailed(Event):
    """It led to nothing."""

    procedure_id: UUID
    programme_id: UUID
    reason: str


class ProcedureCompleted(Event):
    """Its last step is done or skipped."""

    procedure_id: UUID
    programme_id: UUID
    completed_on: Day


ProcedureEvent = (
    ProcedurePlanned
    | ProcedureReplanned
    | GateOpened
    | GateClosed
    | StepStarted
    | StepReminded
    | StepMissed
    | StepCompleted
    | StandstillBegan
    | StepSkipped
    | BranchTaken
    | ProcedureWithdrawn
    | ProcedureFailed
    | ProcedureCompleted
)
