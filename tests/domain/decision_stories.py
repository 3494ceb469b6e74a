"""What three councils are asked and what they say, as commands, for tests that begin somewhere."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from domain.base import derived_id
from domain.dates import Window, start_of_day
from domain.decision.commands import (
    CorrectAnswer,
    ForgoDecision,
    LapseDecision,
    MissDecision,
    NameAnswerer,
    OpenDecision,
    PlanDecision,
    RecordAnswer,
    ReleaseAnswerer,
    RemindAnswerers,
    ReplanDecision,
)
from domain.decision.parts import Answer, Answerer, DecisionPart, Question
from tests import make

DECISION_ID = derived_id("decision", "haaglanden-2027", "raadsbesluit")
COUNCILS = ("raad-delft", "raad-rijswijk", "raad-westland")
JUNE = Window(edtf="2025-06", written="juni 2025")
SEPTEMBER = Window(edtf="2025-09", written="september 2025")
EARLY = date(2025, 1, 6)
"""Before anything is due; the councils answer on MAY."""
MAY = date(2025, 5, 20)
LAST = date(2025, 6, 30)

OPTION: dict[str, Any] = {
    "kind": "extension",
    "rule": "not_stated",
    "window": Window(written="niet gegeven"),
    "ends": Window(edtf="2030-12-31", written="31 december 2030"),
    "lead_months": 24,
    "notice_months": 6,
    "term": "contracten",
    "extends_until": Window(edtf="2034-12-31", written="31 december 2034"),
    "opens": (),
    "item": "verlenging",
}
"""An option that can be used until 30 June 2028."""
GO_NO_GO: dict[str, Any] = {
    "kind": "go_no_go",
    "rule": "not_stated",
    "outcomes": ("go", "go_with_changes", "stop_some", "stop_all"),
    "window": Window(edtf="2025", written="in 2025"),
    "opens": (),
}


def noon(day: date) -> datetime:
    return start_of_day(day) + timedelta(hours=12)


def council(answerer_id: str) -> Answerer:
    place = answerer_id.removeprefix("raad-").capitalize()
    return Answerer(answerer_id=answerer_id, body="council", municipality=place)


def question(*councils: str, **fields: Any) -> Question:
    """Asks these councils to adopt a proposal in June 2025, all of them with yes."""
    known: dict[str, Any] = {
        "decision_id": "raadsbesluit",
        "title": "Inkoop jeugdhulp 2027",
        "kind": "adoption",
        "rule": "all",
        "window": JUNE,
        "opens": ("raden-akkoord",),
        "source": make.SOURCE,
        "answerers": tuple(council(each) for each in councils or COUNCILS),
    }
    return Question(**{**known, **fields})


LETTERED = (
    DecisionPart(label="1a", text="vast te stellen: de vijf segmenten"),
    DecisionPart(label="1e", text="vast te stellen: de flexibiliteit van contracten"),
    DecisionPart(label="2", text="kennis te nemen van het advies"),
)


def plan(*councils: str, at: date = EARLY, **fields: Any) -> PlanDecision:
    said = {name: fields.pop(name) for name in ("advice", "replies", "answers") if name in fields}
    return PlanDecision(
        **stamp(at),
        programme_id=make.PROGRAMME_ID,
        key="raadsbesluit",
        question=question(*councils, **fields),
        **said,
    )


def says(answerer_id: str, outcome: str = "yes", on: date = MAY, **fields: Any) -> Answer:
    return Answer(answerer_id=answerer_id, outcome=outcome, decided_on=on, **fields)


def answer(
    answerer_id: str, outcome: str = "yes", on: date = MAY, at: date | None = None, **fields: Any
) -> RecordAnswer:
    return RecordAnswer(**stamp(at or on), answer=says(answerer_id, outcome, on, **fields))


def answers(outcome: str = "yes", of: Iterable[str] = COUNCILS) -> list[RecordAnswer]:
    return [answer(each, outcome) for each in of]


def correct(answerer_id: str, outcome: str, at: date = MAY, **fields: Any) -> CorrectAnswer:
    return CorrectAnswer(
        **stamp(at), answer=says(answerer_id, outcome, **fields), reason="Verkeerd genoteerd."
    )


def name(answerer_id: str, at: date = MAY) -> NameAnswerer:
    return NameAnswerer(**stamp(at), answerer=council(answerer_id))


def release(answerer_id: str, at: date = MAY) -> ReleaseAnswerer:
    return ReleaseAnswerer(**stamp(at), answerer_id=answerer_id, reason="De gemeente gaat weg.")


def remind(days_before: int, at: date) -> RemindAnswerers:
    return RemindAnswerers(**stamp(at), days_before=days_before)


def miss(at: date) -> MissDecision:
    return MissDecision(**stamp(at))


def forgo(on: date = MAY, at: date | None = None) -> ForgoDecision:
    return ForgoDecision(
        **stamp(at or on),
        decided_by="colleges",
        decided_on=on,
        reason="Er komt een nieuwe inkoop.",
    )


def lapse(at: date) -> LapseDecision:
    return LapseDecision(**stamp(at))


def opening(at: date) -> OpenDecision:
    return OpenDecision(**stamp(at))


def replan(window: Window = SEPTEMBER, at: date = MAY) -> ReplanDecision:
    return ReplanDecision(**stamp(at), window=window, reason="De raden hebben meer tijd.")


def stamp(at: date) -> dict[str, Any]:
    return {
        "command_id": make.COMMAND_ID,
        "at": noon(at),
        "by": make.OFFICER,
        "decision_id": DECISION_ID,
    }
