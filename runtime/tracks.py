"""A procedure written out: the steps of its route with what the programme's file says of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from domain.dates import Window
from domain.procedure.parts import Branch, Route, RouteStep, Step, Track
from runtime.programme_file import ProgrammeFile
from runtime.programme_rows import PlanRow, ProcedureRow, StepRow

NOT_GIVEN = Window(written="niet gegeven")
"""The window of a step that no source dates."""

_OF_ITS_TIME = ("item", "window", "realised_on", "fixed", "source")


def tracks(file: ProgrammeFile) -> tuple[Track, ...]:
    """Every procedure of the file along its route; `file.routes` has them all."""
    return tuple(track(row, file.routes, file.plan) for row in file.procedures)


def route_of(row: ProcedureRow, routes: Iterable[Route]) -> Route | None:
    """The route that a procedure follows: the version it names, or the newest."""
    versions = [
        each
        for each in routes
        if each.route_id == row.route and row.route_version in (None, each.version)
    ]
    return max(versions, key=lambda each: each.version, default=None)


def track(row: ProcedureRow, routes: Iterable[Route], plan: Iterable[PlanRow]) -> Track:
    """The procedure with all its steps.

    Raises `ValueError` if the route is not there or a step lacks what only the file can say.
    """
    route = route_of(row, routes)
    if route is None:
        raise ValueError(f'there is no route "{row.route}"')
    items = {each.item_id: each for each in plan}
    return Track(
        standing=row.standing,
        source=row.source,
        procedure_id=row.procedure_id,
        title=row.title,
        segments=row.segments,
        lot=row.lot,
        route=route.route_id,
        route_version=route.version,
        reason=row.reason,
        steps=tuple(_written_out(each, items) for each in steps(row, route)),
        standstill=row.standstill or route.standstill,
        branches=tuple(
            Branch(
                branch_id=branch.branch_id,
                condition=branch.condition,
                steps=tuple(
                    _written_out(each, items) for each in branch_steps(branch.steps, row, route)
                ),
                source=branch.source,
            )
            for branch in row.branches
        ),
    )


def steps(row: ProcedureRow, route: Route) -> list[StepRow]:
    """The route's steps in its order as the file has them, then the file's own.

    What waited for a step of `without` waits for what that one waited for.
    """
    said = {each.step_id: each for each in row.steps}
    skipped = {each.step_id: each.after for each in route.steps if each.step_id in row.without}
    of_route = [
        _merged(_waiting_past(each, skipped), said.pop(each.step_id, None))
        for each in route.steps
        if each.step_id not in skipped
    ]
    return [*of_route, *said.values()]


def branch_steps(said: Sequence[StepRow], row: ProcedureRow, route: Route) -> list[StepRow]:
    """The steps of a branch; one that the route or the procedure has takes after it."""
    known: dict[str, StepRow | RouteStep] = {each.step_id: each for each in route.steps}
    known |= {each.step_id: each for each in steps(row, route)}
    own = {each.step_id for each in said}
    return [_merged(_anew(known.get(each.step_id), own), each) for each in said]


def _anew(base: RouteStep | StepRow | None, own: set[str]) -> StepRow | None:
    """A step as a branch takes it over: without its time, and waiting within the branch only."""
    if base is None:
        return None
    after = tuple(each for each in base.after if each in own)
    fields = {name: value for name, value in base if name not in _OF_ITS_TIME}
    return StepRow.model_validate({**fields, "after": after})


def _merged(base: RouteStep | StepRow | None, row: StepRow | None) -> StepRow:
    """The step with what the row says instead."""
    fields: dict[str, Any] = {} if base is None else dict(base)
    said = {} if row is None else {name: getattr(row, name) for name in row.model_fields_set}
    return StepRow.model_validate({**fields, **said})


def _waiting_past(step: RouteStep, skipped: Mapping[str, tuple[str, ...]]) -> RouteStep:
    after: list[str] = []
    waiting = list(step.after)
    while waiting:
        name = waiting.pop(0)
        if name in skipped:
            waiting = [*skipped[name], *waiting]
        elif name not in after:
            after.append(name)
    return step.model_copy(update={"after": tuple(after)})


def _written_out(row: StepRow, items: Mapping[str, PlanRow]) -> Step:
    """The step with the time of its plan item, whether it is done, and whether it is fixed."""
    fields = {name: value for name, value in row if name != "window"}
    item = items.get(row.item or "")
    if item is not None:
        fields |= {"realised_on": item.realised_on, "fixed": row.fixed or bool(item.fixed)}
    window = item.window if item else row.window or NOT_GIVEN
    return Step.model_validate({**fields, "window": window})
