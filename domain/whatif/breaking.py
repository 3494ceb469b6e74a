"""What does not hold together in a programme: the plan, its gates and its decisions (ST-27).

The same is asked of the programme as it is and as it is supposed to be; what only one of them
has is what the supposition breaks or mends.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.base import Sentence
from domain.decision.outlook import stands_open
from domain.procedure.state import StepState
from domain.programme.schedule import too_soon
from domain.whatif.links import Link, behind, links
from domain.whatif.world import Asked, Failing, World


@dataclass(frozen=True, slots=True)
class Break:
    """Something that does not hold. `code` and `about` tell it from all others.

    `certain` if it does not hold whatever happens, else it may still go well. `segment` is none
    for what is about the whole programme; `steps` are how it was computed. `days` are by how many
    it is wrong, where days say that; `subject` is what it is about without its date, if `about`
    has one.
    """

    code: str
    about: str
    says: Sentence
    certain: bool = True
    segment: str | None = None
    steps: tuple[Sentence, ...] = ()
    days: int = 0
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Still:
    """Why an item cannot begin: a gate that is shut, a decision that fails, or another item."""

    why: Literal["gate", "decision", "waits"]
    by: str


def still(world: World) -> Mapping[str, Still]:
    """What stands still, and what waits for it, in the order in which they wait."""
    found: dict[str, Still] = {}
    for asked in world.decisions.values():
        item = asked.question.item
        if item is None or item not in world.items:
            continue
        if asked.fails in ("no_answer", "disagreed"):
            found[item] = Still("decision", asked.key)
    for gate, by in shut(world).items():
        for state in _held(gate, by, world):
            if state.step.item in world.items and state.step.item is not None:
                found.setdefault(state.step.item, by)
    waits, more = links(world), True
    while more:
        more = False
        for item_id, named in waits.items():
            held = next((each for each in named if each.awaited in found), None)
            if held is not None and item_id not in found and _to_come(item_id, world):
                found[item_id], more = Still("waits", held.awaited), True
    return {each: by for each, by in found.items() if _to_come(each, world)}


def shut(world: World) -> Mapping[str, Still]:
    """The gates that stay shut for good, and why: somebody supposes so, or a decision fails."""
    found = {gate: Still("gate", gate) for gate, until in world.shut.items() if until is None}
    for gate, openers in world.gates.items():
        failing = next((each for each in openers if each.fails), None)
        if failing is not None:
            found.setdefault(gate, Still("decision", failing.key))
    return found


def _held(gate: str, by: Still, world: World) -> Iterator[StepState]:
    """The steps behind it; what stands open stays so unless a decision shuts it (PG-10)."""
    stays_open = by.why == "decision" and stands_open(e.opens for e in world.gates[gate]) is None
    for way, state in behind(gate, world):
        if not (stays_open and gate in way.gates):
            yield state


def breaks(world: World) -> Iterator[Break]:
    """What does not hold in the plan and about its decisions."""
    for item_id, named in links(world).items():
        for link in named:
            yield from _too_soon(item_id, link, world)
    for gate, until in world.shut.items():
        if until is not None:
            yield from _before_it_opens(gate, until.first or until.last, world)
    yield from _dated_twice(world)
    for gate, by in shut(world).items():
        yield from _behind(gate, by, world)
    for asked in world.decisions.values():
        yield from _failing(asked)
        yield from _late(asked)
        yield from _judged_in_secret(asked, world)


def _to_come(item_id: str, world: World) -> bool:
    return world.items[item_id].status not in ("realised", "dropped")


def _too_soon(item_id: str, link: Link, world: World) -> Iterator[Break]:
    item, awaited = world.items[item_id], world.items[link.awaited]
    if not (_to_come(item_id, world) and _to_come(link.awaited, world)):
        return
    found = too_soon(item_id, item.window, link.awaited, awaited.window)
    if found is None:
        return
    ends, last, certain = found.ends, found.awaited_ends, found.certain
    values = {
        "title": item.planned.title,
        "awaited": awaited.planned.title,
        "ends": ends.isoformat(),
        "awaited_ends": last.isoformat(),
        "first": str(awaited.window.first),
    }
    says = (
        Sentence(
            "“%(title)s” ends on %(ends)s at the latest, before “%(awaited)s”, which it waits for, "
            "can begin (%(first)s).",
            values,
        )
        if certain
        else Sentence(
            "“%(title)s” ends on %(ends)s at the latest, and “%(awaited)s”, which it waits for, "
            "can take until %(awaited_ends)s.",
            values,
        )
    )
    code = "ends_before_what_it_waits_for" if certain else "may_end_before_what_it_waits_for"
    about = f"{item_id}:{link.awaited}"
    segment = item.planned.segment or awaited.planned.segment
    yield Break(code, about, says, certain, segment, days=(last - ends).days)


def _before_it_opens(gate: str, opens: date | None, world: World) -> Iterator[Break]:
    for way, state in behind(gate, world):
        last = state.step.window.last
        if opens is None or last is None or last >= opens:
            continue
        says = Sentence(
            "“%(step)s” ends on %(last)s at the latest, before the gate “%(gate)s” opens on "
            "%(opens)s.",
            {
                "step": state.step.title,
                "last": last.isoformat(),
                "gate": gate,
                "opens": opens.isoformat(),
            },
        )
        about = f"{way.key}:{state.step.step_id}"
        yield Break("step_before_its_gate", about, says, days=(opens - last).days)


def _dated_twice(world: World) -> Iterator[Break]:
    for item_id, item in world.items.items():
        other = world.items.get(item.planned.restates or "")
        if other is None or item.window.same_time(other.window) or not _to_come(item_id, world):
            continue
        says = Sentence(
            "“%(title)s” stands in the plan twice, with two dates.",
            {"title": other.planned.title},
        )
        segment = item.planned.segment or other.planned.segment
        yield Break("two_dates_for_one_thing", item_id, says, segment=segment)


def _behind(gate: str, by: Still, world: World) -> Iterator[Break]:
    held = [state.step.title for state in _held(gate, by, world)]
    if not held:
        return
    values = {"gate": gate, "steps": "; ".join(held)}
    if by.why == "gate":
        says = Sentence("The gate “%(gate)s” stays shut; behind it stand still: %(steps)s.", values)
    else:
        title = world.decisions[by.by].question.title
        says = Sentence(
            "“%(decision)s” does not open the gate “%(gate)s”; behind it stand still: %(steps)s.",
            {**values, "decision": title},
        )
    yield Break("gate_stays_shut", gate, says)


_FAILING: dict[Failing, Sentence] = {
    "no_answer": Sentence("“%(title)s” is not decided as long as somebody does not answer."),
    "disagreed": Sentence("“%(title)s” is not reached: not everybody says the same."),
    "decided_otherwise": Sentence("“%(title)s” is decided otherwise: it lets nothing go on."),
}


def _failing(asked: Asked) -> Iterator[Break]:
    if asked.fails is None:
        return
    values = {"title": asked.question.title}
    if asked.question.rule == "not_stated" and asked.fails == "disagreed":
        rule = Sentence("Nothing says what happens if they disagree: somebody has to settle it.")
    elif asked.question.rule == "majority":
        rule = Sentence("More than half of all who must answer have to say the same.")
    else:
        rule = Sentence("All who must answer have to say the same.")
    says = Sentence(_FAILING[asked.fails].template, values)
    yield Break("decision_fails", asked.key, says, steps=(rule,))


def _late(asked: Asked) -> Iterator[Break]:
    """Whether it is taken after the last day that leaves time for what comes after (GO-07)."""
    latest, last, first = asked.latest, asked.window.last, asked.window.first
    if latest is None or not asked.open or last is None or last <= latest.value:
        return
    certain = first is not None and first > latest.value
    values = {
        "title": asked.question.title,
        "last": last.isoformat(),
        "latest": latest.value.isoformat(),
    }
    says = (
        Sentence("“%(title)s” is decided too late: %(latest)s is the last day in time.", values)
        if certain
        else Sentence(
            "“%(title)s” may be decided as late as %(last)s; %(latest)s is the last day in time.",
            values,
        )
    )
    code = "decided_too_late" if certain else "may_be_decided_too_late"
    days = (last - latest.value).days
    yield Break(code, asked.key, says, certain, steps=latest.sentences, days=days)


def _judged_in_secret(asked: Asked, world: World) -> Iterator[Break]:
    """A decision that is taken before what it is judged by is public (TP-01, TP-03)."""
    question, last, first = asked.question, asked.window.last, asked.window.first
    if not asked.open or last is None or first is None:
        return
    for secret in world.secrets:
        named = secret.code in (*question.evidence, question.proposes)
        course = question.kind in ("go_no_go", "extension", "phase", "end", "choice")
        public = secret.public_from
        if not (named or course) or public is None or first >= public:
            continue
        if secret.first is not None and last < secret.first:
            continue
        values = {
            "document": secret.title,
            "decision": question.title,
            "public": public.isoformat(),
            "last": last.isoformat(),
        }
        certain = last < public
        says = (
            Sentence(
                "“%(document)s” is secret until %(public)s, after “%(decision)s” (%(last)s at the "
                "latest): whoever may not see it cannot judge that decision by it.",
                values,
            )
            if certain
            else Sentence(
                "“%(document)s” is secret until %(public)s, for a part of the time of "
                "“%(decision)s”.",
                values,
            )
        )
        code = "secret_until_after_decision" if certain else "secret_during_part_of_decision"
        days = (public - first).days
        yield Break(code, f"{secret.code}:{asked.key}", says, certain, days=days)
