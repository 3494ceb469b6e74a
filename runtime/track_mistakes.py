"""Tells what is wrong with the procedures of a programme's file, along their routes."""

from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from domain.base import Sentence
from domain.procedure.parts import Route
from runtime.contradictions import circles
from runtime.mistakes import Lines, Mistake, Place, meant
from runtime.plain_rows import Data, rows, texts
from runtime.programme_rows import ProcedureRow, StepRow
from runtime.tracks import branch_steps, route_of, steps


def mistakes(data: Data, routes: Sequence[Route], lines: Lines) -> Iterator[Mistake]:
    """Every mistake between procedures, their routes and the decisions that open gates.

    A row of a wrong shape is not read: what is wrong with that is told elsewhere.
    """
    opened = {name for _, row in rows(data, "decisions") for _, name in texts(row.get("opens"), ())}
    for place, plain in rows(data, "procedures"):
        try:
            row = ProcedureRow.model_validate(plain)
        except ValidationError:
            continue
        route = route_of(row, routes)
        if route is None:
            yield _no_route(row, routes, (*place, "route"), lines)
            continue
        yield from _of_without(row, route, place, lines)
        whole = _Whole(place, row, route, opened, lines)
        yield from whole.mistakes()


def _no_route(row: ProcedureRow, routes: Sequence[Route], at: Place, lines: Lines) -> Mistake:
    versions = sorted(each.version for each in routes if each.route_id == row.route)
    if versions:
        problem = Sentence(
            "There is no version %(version)s of route “%(name)s”.",
            {"version": str(row.route_version), "name": row.route},
        )
        known = Sentence("Known here: %(names)s.", {"names": ", ".join(map(str, versions))})
        return lines.mistake((*at[:-1], "route_version"), problem, known)
    problem = Sentence("There is no route “%(name)s”.", {"name": row.route})
    return lines.mistake(at, problem, meant(row.route, {each.route_id for each in routes}))


def _of_without(row: ProcedureRow, route: Route, place: Place, lines: Lines) -> Iterator[Mistake]:
    known = {each.step_id for each in route.steps}
    said = {each.step_id for each in row.steps}
    for index, name in enumerate(row.without):
        at = (*place, "without", index)
        if name not in known:
            problem = Sentence(
                "Route “%(route)s” has no step “%(name)s”.", {"route": row.route, "name": name}
            )
            yield lines.mistake(at, problem, meant(name, known))
        elif name in said:
            problem = Sentence("The step “%(name)s” is both left out and given.", {"name": name})
            yield lines.mistake(at, problem, Sentence("Keep one of the two."))
    if not steps(row, route):
        problem = Sentence("No step of this procedure is left.")
        yield lines.mistake((*place, "without"), problem, Sentence("Leave fewer steps out."))


class _Whole:
    """A procedure with its route, and where each of its steps stands in the file."""

    def __init__(
        self, place: Place, row: ProcedureRow, route: Route, opened: set[str], lines: Lines
    ) -> None:
        self.place, self.row, self.route = place, row, route
        self.opened, self.lines = opened, lines

    def mistakes(self) -> Iterator[Mistake]:
        main = steps(self.row, self.route)
        yield from self._of(main, {each.step_id for each in main}, self.place, self.row.steps)
        for index, branch in enumerate(self.row.branches):
            own = branch_steps(branch.steps, self.row, self.route)
            known = {each.step_id for each in (*main, *own)}
            place = (*self.place, "branches", index)
            yield from self._of(own, known, place, branch.steps)

    def _of(
        self, whole: list[StepRow], known: set[str], place: Place, said: Sequence[StepRow]
    ) -> Iterator[Mistake]:
        places = {each.step_id: (*place, "steps", index) for index, each in enumerate(said)}
        for step in whole:
            at = places.get(step.step_id, (*self.place, "route"))
            yield from self._of_step(step, at, known)
        waits = {each.step_id: list(each.after) for each in whole}
        remedy = Sentence("Remove one of these steps.")
        yield from circles(
            waits,
            lambda name, problem: self.lines.mistake(
                (*places.get(name, self.place), "after"), problem, remedy
            ),
        )

    def _of_step(self, step: StepRow, at: Place, known: set[str]) -> Iterator[Mistake]:
        if step.title is None or step.kind is None:
            names = ", ".join(each.step_id for each in self.route.steps)
            yield self.lines.mistake(
                at,
                Sentence(
                    "“%(name)s” is no step of route “%(route)s” and has no title and kind itself.",
                    {"name": step.step_id, "route": self.route.route_id},
                ),
                Sentence("Give it both, or name a step of the route: %(names)s.", {"names": names}),
            )
        if step.item and step.window:
            problem = Sentence("This step has two dates: its own and that of a plan item.")
            yield self.lines.mistake((*at, "when"), problem, Sentence("Keep “item” or “when”."))
        for name in step.after:
            if name not in known:
                problem = Sentence("There is no step “%(name)s” here.", {"name": name})
                yield self.lines.mistake((*at, "after"), problem, meant(name, known))
        if step.gate and step.gate not in self.opened:
            yield self._closed(step, step.gate, at)

    def _closed(self, step: StepRow, gate: str, at: Place) -> Mistake:
        values = {"name": step.step_id, "gate": gate}
        return self.lines.mistake(
            (*at, "gate"),
            Sentence(
                "No decision opens the gate “%(gate)s”, for which step “%(name)s” waits.", values
            ),
            Sentence(
                "Write “opens: [%(gate)s]” at the decision that opens it, or give the step "
                "“%(name)s” with an empty “gate:”.",
                values,
            ),
        )
