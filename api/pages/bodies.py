"""What a page calls a council, a college or a body of the programme."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from api.language import spoken
from api.pages.labels import LABELS
from domain.base import Sentence
from domain.decision.parts import Answerer
from projections.decisions import AnswererRow, DecisionRow
from projections.history import HistoryRow
from projections.language import N_, say
from projections.programmes import ProgrammeRow

_MUNICIPAL: Mapping[str, str] = {
    "council": N_("council of %(place)s"),
    "college": N_("college of %(place)s"),
}
_NAMED = {"answerer", "answerers", "against", "body", "outcome", "outcomes"}
_NAMED_IN_STEPS = {"step", "moves", "branch", "gate"}
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Bodies:
    """Names by the ids that a programme's file gives its bodies."""

    names: Mapping[str, str]

    def __call__(self, body_id: str | None) -> str:
        """The name; of one that the programme does not describe its id as words."""
        if not body_id:
            return ""
        known = self.names.get(body_id)
        return known or (body_id.replace("-", " ") if _ID.fullmatch(body_id) else body_id)

    def of(self, answerer: Answerer | AnswererRow) -> str:
        """Whoever answers: the council of a place, or a body by its name."""
        if answerer.municipality and answerer.body in _MUNICIPAL:
            sentence = Sentence(_MUNICIPAL[answerer.body], {"place": answerer.municipality})
            return say(sentence, spoken())
        if answerer.municipality:
            return answerer.municipality
        if answerer.answerer_id == answerer.body or answerer.answerer_id in self.names:
            return self(answerer.answerer_id)
        return f"{self(answerer.body)} ({self(answerer.answerer_id)})"

    def of_id(self, row: DecisionRow, answerer_id: str) -> str:
        """One of those who answer in this decision."""
        found = (each for each in row.answerers if each.answerer_id == answerer_id)
        known = next(found, None)
        return self(answerer_id) if known is None else self.of(known)


def bodies_of(programme: ProgrammeRow | None) -> Bodies:
    return Bodies({each.body_id: each.name for each in programme.bodies} if programme else {})


def outcome_label(outcome: str) -> str:
    """The answer as people say it; one in the source's own words stays as it is."""
    known = LABELS["outcome"].get(outcome)
    return outcome if known is None else say(Sentence(known), spoken())


def told_of_decision(
    rows: Iterable[HistoryRow], decision: DecisionRow, bodies: Bodies
) -> list[HistoryRow]:
    """What happened to it, with names of bodies in the place of their ids."""
    words = dict(bodies.names)
    words |= {each: outcome_label(each) for each in decision.question.outcomes}
    words |= {each.answerer_id: bodies.of(each) for each in decision.answerers}
    return [_in_words(each, words, _NAMED) for each in rows]


def told_of_procedure(rows: Iterable[HistoryRow], titles: Mapping[str, str]) -> list[HistoryRow]:
    """What happened to it, with titles of steps and branches in the place of their ids."""
    return [_in_words(each, titles, _NAMED_IN_STEPS) for each in rows]


def told_of_plan(rows: Iterable[HistoryRow], titles: Mapping[str, str]) -> list[HistoryRow]:
    """What happened to a programme, with titles of plan items in the place of their ids."""
    quoted = {item_id: f"“{title}”" for item_id, title in titles.items()}
    return [_in_words(each, quoted, {"item"}) for each in rows]


def _in_words(row: HistoryRow, words: Mapping[str, str], named: set[str]) -> HistoryRow:
    def word(found: re.Match[str]) -> str:
        return words.get(found[0], found[0])

    values = {
        name: _ID.sub(word, value) if name in named else value for name, value in row.values.items()
    }
    return replace(row, values=values)
