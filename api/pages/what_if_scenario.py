"""A what-if as a scenario, to be played with the real workflows (docs/scenarios.md).

A page works out what follows by the plan's rules; `inkoopspoor simulate` lets people act on
skipped time, with every reminder, letter and refusal. JSON is YAML too.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from domain.whatif.links import behind
from domain.whatif.outcome import Outcome
from domain.whatif.supposition import NEVER, AnswerAs, Supposition
from domain.whatif.world import World


def scenario(world: World, suppositions: Sequence[Supposition], found: Outcome) -> str:
    """The scenario file: who answers what, what is done when, which contracts end early.

    What stands still behind a gate is never done; what has no last day is done as planned.
    """
    sections = {
        "items": _items(found),
        "decisions": _decisions(suppositions, found),
        "procedures": _procedures(found),
        "contracts": _contracts(world, found),
    }
    return json.dumps(
        {name: section for name, section in sections.items() if section},
        ensure_ascii=False,
        indent=2,
    )


def _items(found: Outcome) -> dict[str, str]:
    held = {item_id: NEVER for item_id, by in found.held if by.why != "waits"}
    days = {each.item_id: _iso(each.after.last) for each in found.moves if each.after.last}
    return {**days, **held}


def _decisions(suppositions: Sequence[Supposition], found: Outcome) -> dict[str, Any]:
    told: dict[str, dict[str, Any]] = {}
    for each in suppositions:
        if isinstance(each, AnswerAs):
            answers = told.setdefault(each.decision, {}).setdefault("answers", {})
            answers[each.answerer] = each.outcome
    after = found.supposed.world.decisions
    moved = {each.item_id for each in found.moves}
    for key, asked in after.items():
        elsewhere = key in {each.key for each in found.decided}
        if asked.window.last and asked.open and (elsewhere or asked.question.item in moved):
            told.setdefault(key, {})["on"] = _iso(asked.window.last)
    return told


def _procedures(found: Outcome) -> dict[str, Any]:
    """The steps behind a gate that is supposed to stay shut."""
    world, told = found.supposed.world, dict[str, dict[str, Any]]()
    for gate, until in world.shut.items():
        opens = (until.first or until.last) if until else None
        for way, state in behind(gate, world):
            last = state.step.window.last
            if opens is None or (last and last >= opens):
                day = NEVER if opens is None else _iso(last or opens)
                told.setdefault(way.key, {}).setdefault("steps", {})[state.step.step_id] = day
    return told


def _contracts(world: World, found: Outcome) -> dict[str, Any]:
    ends = {each.contract_id: each.ends for each in world.contracts}
    return {
        each.number: {
            "on": _iso(world.today),
            "last_day": _iso(each.ends.last),
            "ground": "agreement",
        }
        for each in found.supposed.world.contracts
        if each.ends != ends[each.contract_id] and each.ends.last
    }


def _iso(day: date) -> str:
    return day.isoformat()
