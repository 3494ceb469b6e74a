"""The steps of a workflow that ask what a decision or a procedure calls for."""

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import reduce
from typing import Any
from uuid import UUID

from temporalio import activity

from domain.change.standing import Change
from domain.decision.outlook import consequences
from domain.decision.state import Decision
from domain.procedure import state as procedures
from domain.procedure.state import Procedure
from domain.programme.events import TermExtended
from workflows import collect_decision, decision_calls, procedure_calls, run_procedure
from workflows.activities import Activities, Ports
from workflows.around import Stamps
from workflows.ask import DECISION_CALLS, PROCEDURE_CALLS, Called, ForOne
from workflows.decision_calls import let_go


class ProgrammeActivities:
    """Bound to its ports; one instance a worker."""

    def __init__(self, ports: Ports) -> None:
        self.ports = ports
        self.activities = Activities(ports)

    def all(self) -> list[Callable[..., Any]]:
        """Every activity, for the worker."""
        return [self.of_decision, self.of_procedure]

    @activity.defn(name=DECISION_CALLS)
    def of_decision(self, request: ForOne) -> Called:
        done = self.activities.handle(*request.commands)
        position, now = self.ports.head(), self.ports.clock()
        decision = self.decision(request.about)
        around = self.around_decision(decision, position)
        stamps = Stamps(request.command_id, now, collect_decision.BY, decision_id=request.about)
        called = decision_calls.called(decision, around, now, stamps)
        return called.model_copy(update={"position": done.position})

    @activity.defn(name=PROCEDURE_CALLS)
    def of_procedure(self, request: ForOne) -> Called:
        done = self.activities.handle(*request.commands)
        position, now = self.ports.head(), self.ports.clock()
        procedure = self.procedure(request.about)
        around = self.around_procedure(procedure, position)
        stamps = Stamps(request.command_id, now, run_procedure.BY, procedure_id=request.about)
        called = procedure_calls.called(procedure, around, now, stamps)
        return called.model_copy(update={"position": done.position})

    def decision(self, decision_id: UUID) -> Decision:
        return self.ports.decision(decision_id)

    def procedure(self, procedure_id: UUID) -> Procedure:
        events = self.ports.read(procedure_id)
        return reduce(procedures.evolve, events, Procedure())  # type: ignore[arg-type]

    def around_decision(self, decision: Decision, position: int) -> decision_calls.Around:
        if decision.question is None or decision.programme_id is None:
            return decision_calls.Around()
        programme_id, name = decision.programme_id, decision.question.item
        items = self.ports.plan(programme_id, [name], position) if name else {}
        return decision_calls.Around(
            item=items.get(name) if name else None,
            withdrawals=self.ports.withdrawals(programme_id, position),
            extended=self.extended(decision),
        )

    def extended(self, decision: Decision) -> bool:
        """Whether the term runs as long as was decided; asked only if that was decided."""
        follows = consequences(decision)
        if follows is None or follows.term is None or decision.programme_id is None:
            return False
        return any(
            isinstance(event, TermExtended)
            and (event.term_id, event.until) == (follows.term, follows.until)
            for event in self.ports.read(decision.programme_id)
        )

    def around_procedure(self, procedure: Procedure, position: int) -> procedure_calls.Around:
        if procedure.programme_id is None:
            return procedure_calls.Around()
        names = {state.step.item for state in procedure.steps.values() if state.step.item}
        gates = procedure.all_gates
        opening = self.ports.opening(procedure.programme_id, gates, position) if gates else ()
        around = procedure_calls.Around(
            items=self.ports.plan(procedure.programme_id, names, position) if names else {},
            gates=procedure_calls.gates([self.decision(each) for each in opening]),
            announcing=self.announcing(procedure.programme_id, names, position) if gates else {},
        )
        finished = procedure_calls.finished(procedure, around)
        return replace(around, elsewhere=self.elsewhere(procedure, finished, position))

    def announcing(
        self, programme_id: UUID, items: Collection[str], position: int
    ) -> dict[UUID, Change]:
        """The changes that announce one of these items, as each stands."""
        found = self.ports.announcing(programme_id, items, position) if items else ()
        return {each: self.ports.change(each) for each in found}

    def elsewhere(
        self, procedure: Procedure, items: Collection[str], position: int
    ) -> frozenset[str]:
        """Of these items those of which a step elsewhere in the programme is not done yet.

        And those that a decision is: it has its item done itself, when it is reached.
        """
        if not items or procedure.programme_id is None:
            return frozenset()
        being = self.ports.being(procedure.programme_id, items, position)
        decisions = [self.decision(each) for each in being.decisions]
        others = [self.procedure(each) for each in being.procedures]
        left = {each.question.item for each in decisions if each.question and not let_go(each)}
        for each in others:
            if each.ending is None:
                left |= {state.step.item for state in each.steps.values() if not state.over}
        return frozenset(item for item in items if item in left)
