"""Takes a programme as it stands and makes of it what somebody supposes (ST-08)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from domain.base import Sentence
from domain.dates import Window
from domain.programme.shift import shifted
from domain.programme.state import Item
from domain.whatif.moving import Cause, Following, at, becoming, follow, stays
from domain.whatif.supposition import (
    NEVER,
    AnswerAs,
    DecideOn,
    KeepShut,
    MoveItem,
    ShiftBy,
    Supposition,
    WithdrawOn,
)
from domain.whatif.world import Asked, Way, World


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A supposition that changes nothing, and why."""

    supposition: Supposition
    why: Sentence


@dataclass(frozen=True, slots=True)
class Supposed:
    """The world if it were so, why each item moves that does, and what could not be supposed."""

    world: World
    causes: Mapping[str, Cause]
    left_out: tuple[LeftOut, ...] = ()


def suppose(
    before: World, suppositions: Sequence[Supposition], following: Following = "needed"
) -> Supposed:
    """Suppose one thing after another, a later one over an earlier, and let the rest follow."""
    found = Supposed(before, {})
    for each in suppositions:
        found = _one(found, each)
    world, causes = follow(found.world, before, found.causes, following)
    causes = {
        item_id: cause
        for item_id, cause in causes.items()
        if not world.items[item_id].window.same_time(before.items[item_id].window)
    }
    world = in_step(replace(world, decisions=_decisions(world, causes)))
    return replace(found, world=world, causes=causes)


def in_step(world: World) -> World:
    """With every step that is a part of the plan where the plan has it.

    Procedures follow their plan by themselves, a moment later: what is asked of them meanwhile
    must not find them where the plan was.
    """
    return replace(world, ways=_ways(world))


def _one(found: Supposed, supposition: Supposition) -> Supposed:
    match supposition:
        case MoveItem():
            return _moved(found, supposition, supposition.item, supposition.edtf, Cause("said"))
        case ShiftBy():
            return _shifted(found, supposition)
        case DecideOn():
            return _decided_on(found, supposition)
        case AnswerAs():
            return _answered(found, supposition)
        case KeepShut(gate=gate, edtf=edtf):
            if gate not in found.world.gates:
                why = Sentence("There is no gate %(gate)s here.", {"gate": gate})
                return _left_out(found, supposition, why)
            until = Window(edtf=edtf, written=edtf) if edtf else None
            shut = {**found.world.shut, gate: until}
            return replace(found, world=replace(found.world, shut=shut))
        case WithdrawOn():
            return _withdrawn(found, supposition)
        case _:
            assert_never(supposition)


def _left_out(found: Supposed, supposition: Supposition, why: Sentence) -> Supposed:
    return replace(found, left_out=(*found.left_out, LeftOut(supposition, why)))


def _moved(
    found: Supposed, supposition: Supposition, item_id: str, edtf: str, cause: Cause
) -> Supposed:
    item = found.world.items.get(item_id)
    if item is None or item.status == "dropped":
        why = Sentence("The plan has no part %(item)s any more.", {"item": item_id})
        return _left_out(found, supposition, why)
    values = {"title": item.planned.title}
    if item.status == "realised":
        return _left_out(found, supposition, Sentence("“%(title)s” was done: it stays.", values))
    if item.planned.fixed:
        why = Sentence("“%(title)s” is fixed: it stays whatever else moves.", values)
        return _left_out(found, supposition, why)
    if item.window.edtf == edtf:
        why = Sentence("“%(title)s” is planned at that time already.", values)
        return _left_out(found, supposition, why)
    items = {**found.world.items, item_id: at(item, becoming(item.window, edtf))}
    world = replace(found.world, items=items)
    return replace(found, world=world, causes={**found.causes, item_id: cause})


def meant(shift: ShiftBy, item: Item) -> bool:
    """Whether the shift is of this item's part of the plan."""
    return shift.segment in (None, item.planned.segment)


def _shifted(found: Supposed, supposition: ShiftBy) -> Supposed:
    items, causes = dict(found.world.items), dict(found.causes)
    for item_id, item in found.world.items.items():
        if meant(supposition, item) and stays(item, supposition.months) is None:
            try:
                items[item_id] = at(item, shifted(item.window, supposition.months))
            except (ValueError, OverflowError):
                continue
            causes[item_id] = Cause("shifted")
    if causes == found.causes:
        why = Sentence(
            "Nothing moves by %(months)s months: what is left is fixed, done, has no date, or is "
            "not planned that precisely.",
            {"months": str(supposition.months)},
        )
        return _left_out(found, supposition, why)
    return replace(found, world=replace(found.world, items=items), causes=causes)


def _decided_on(found: Supposed, supposition: DecideOn) -> Supposed:
    asked = found.world.decisions.get(supposition.decision)
    if asked is None:
        return _no_decision(found, supposition, supposition.decision)
    if not asked.open:
        why = Sentence("“%(title)s” is decided already.", {"title": asked.question.title})
        return _left_out(found, supposition, why)
    return _at_another_time(found, supposition, asked, supposition.edtf)


def _no_decision(found: Supposed, supposition: Supposition, key: str) -> Supposed:
    return _left_out(found, supposition, Sentence("There is no decision %(key)s.", {"key": key}))


def _at_another_time(
    found: Supposed, supposition: Supposition, asked: Asked, edtf: str
) -> Supposed:
    """The decision at this time; if it is a part of the plan, that part with it."""
    item = asked.question.item
    if item is not None and item in found.world.items:
        return _moved(found, supposition, item, edtf, Cause("decision", asked.key))
    later = replace(asked, window=becoming(asked.window, edtf))
    decisions = {**found.world.decisions, asked.key: later}
    return replace(found, world=replace(found.world, decisions=decisions))


def _answered(found: Supposed, supposition: AnswerAs) -> Supposed:
    asked = found.world.decisions.get(supposition.decision)
    if asked is None:
        return _no_decision(found, supposition, supposition.decision)
    values = {"title": asked.question.title, "who": supposition.answerer}
    if asked.closed:
        why = Sentence("“%(title)s” is decided already.", values)
        return _left_out(found, supposition, why)
    if supposition.answerer not in asked.named:
        why = Sentence("%(who)s is not asked for “%(title)s”.", values)
        return _left_out(found, supposition, why)
    outcome = supposition.outcome
    if outcome != NEVER and outcome not in asked.question.outcomes:
        why = Sentence(
            "“%(title)s” cannot be answered with “%(outcome)s”.", {**values, "outcome": outcome}
        )
        return _left_out(found, supposition, why)
    answers = {each: said for each, said in asked.answers.items() if each != supposition.answerer}
    never = asked.never - {supposition.answerer}
    if outcome == NEVER:
        never |= {supposition.answerer}
    else:
        answers[supposition.answerer] = outcome
    told = replace(asked, answers=answers, never=never, settled=None)
    world = replace(found.world, decisions={**found.world.decisions, asked.key: told})
    found = replace(found, world=world)
    on, item = supposition.edtf, found.world.items.get(asked.question.item or "")
    last = (item.window if item else asked.window).last
    if on is None or outcome == NEVER or not _ends_later(on, last):
        return found
    return _at_another_time(found, supposition, told, on)


def _ends_later(edtf: str, last: date | None) -> bool:
    then = Window(edtf=edtf, written=edtf).last
    return last is None or then is None or then > last


def _withdrawn(found: Supposed, supposition: WithdrawOn) -> Supposed:
    day, contracts = supposition.day, []
    for each in found.world.contracts:
        ends = each.ends.last
        stops = each.provider_id == supposition.provider_id and (ends is None or ends > day)
        contracts.append(replace(each, ends=Window.on(day), reach=None) if stops else each)
    if tuple(contracts) == found.world.contracts:
        why = Sentence(
            "This provider has no contract here that runs on after %(day)s.",
            {"day": day.isoformat()},
        )
        return _left_out(found, supposition, why)
    return replace(found, world=replace(found.world, contracts=tuple(contracts)))


def _decisions(world: World, causes: Mapping[str, Cause]) -> Mapping[str, Asked]:
    """A decision that is a part of the plan is taken when that part is planned."""
    return {
        key: replace(asked, window=world.items[asked.question.item].window)
        if asked.question.item in causes and asked.question.item is not None
        else asked
        for key, asked in world.decisions.items()
    }


def _ways(world: World) -> tuple[Way, ...]:
    """A step that is a part of the plan has its window."""
    return tuple(
        replace(
            way,
            steps={
                name: replace(
                    state,
                    step=state.step.model_copy(
                        update={"window": world.items[state.step.item].window}
                    ),
                )
                if state.step.item in world.items and state.step.item is not None
                else state
                for name, state in way.steps.items()
            },
        )
        for way in world.ways
    )
