"""The councils decide on the new contracts for *Wonen*; one says otherwise at first."""

from datetime import date
from typing import Any

from pydantic import BaseModel

from domain.base import derived_id
from domain.dates import Window
from domain.decision.commands import (
    CorrectAnswer,
    ForgoDecision,
    GiveAdvice,
    LapseDecision,
    MissDecision,
    NameAnswerer,
    OpenDecision,
    PlanDecision,
    RecordAnswer,
    ReleaseAnswerer,
    RemindAnswerers,
    ReplanDecision,
    ReplyToAdvice,
    SettleDecision,
)
from domain.decision.events import (
    AdviceAnswered,
    AdviceGiven,
    AnswerCorrected,
    AnswererNamed,
    AnswererReleased,
    AnswerersReminded,
    AnswerRecorded,
    DecisionDisputed,
    DecisionForgone,
    DecisionLapsed,
    DecisionMissed,
    DecisionOpened,
    DecisionPlanned,
    DecisionReached,
    DecisionReopened,
    DecisionReplanned,
)
from domain.decision.latest import latest_decision
from domain.decision.parts import Advice, AdviceReply, Answer, Answerer, DecisionPart, Question
from tests.making.common import EVENT_ID, SOURCE

DECISION_ID = derived_id("decision", "holland-rijnland-2021", "verlenging-wonen")
JUNE = Window(edtf="2021-06", written="juni 2021")
SEPTEMBER = Window(edtf="2021-09", written="september 2021")
UNTIL = Window(edtf="2026-12-31", written="31 december 2026")
ENDS = Window(edtf="2024-12-31", written="31 december 2024")
LEIDEN = Answerer(answerer_id="raad-leiden", body="council", municipality="Leiden")
ALPHEN = Answerer(answerer_id="raad-alphen", body="council", municipality="Alphen aan den Rijn")
QUESTION = Question(
    decision_id="verlenging-wonen",
    title="Verlenging van de overeenkomsten Wonen",
    kind="extension",
    segments=("wonen",),
    parts=(
        DecisionPart(label="1a", text="de overeenkomsten te verlengen"),
        DecisionPart(label="2", text="kennis te nemen van het advies"),
    ),
    answerers=(LEIDEN, ALPHEN),
    expected=3,
    rule="all",
    window=JUNE,
    opens=("raden-akkoord",),
    evidence=("doel-thuis", "S3", "evaluate-wonen"),
    term="wonen",
    extends_until=UNTIL,
    ends=ENDS,
    lead_months=24,
    notice_months=6,
    item="decide-wonen",
    proposes="S3",
    source=SOURCE,
)
YES = Answer(
    answerer_id="raad-leiden",
    outcome="yes",
    decided_on=date(2021, 4, 29),
    decided_in=Window(edtf="2021-04", written="april 2021"),
    reference="RV 21.0042",
    parts={"1a": "yes", "2": "yes"},
    remark="met een motie over wachttijden",
)
ADVICE = Advice(
    advice_id="jeugdraad",
    body="Jeugdraad",
    document="S3",
    given=Window(edtf="2021-03", written="maart 2021"),
    summary="De jeugdraad is het ermee eens.",
)
REPLY = AdviceReply(
    advice_id="jeugdraad",
    body="Colleges van de regio",
    document="S3",
    given=Window(edtf="2021-04", written="april 2021"),
    summary="De colleges danken de jeugdraad.",
)
OF_ALL: dict[str, Any] = {"decision_id": DECISION_ID}
KEYED: dict[str, Any] = {**OF_ALL, "key": QUESTION.decision_id}
REASON: dict[str, Any] = {"reason": "Het besluit is op 12 mei herzien."}
LATE: dict[str, Any] = {"answerer_ids": ("raad-alphen",)}
LET_GO: dict[str, Any] = {
    "decided_by": "Colleges van de regio",
    "decided_on": date(2021, 4, 28),
    "reason": "Er komt een nieuwe inkoop.",
}

OF_ONE: dict[type[BaseModel], dict[str, Any]] = {
    PlanDecision: {
        **KEYED,
        "question": QUESTION,
        "advice": (ADVICE,),
        "replies": (REPLY,),
        "answers": (YES,),
    },
    ReplanDecision: {**OF_ALL, "window": SEPTEMBER, "reason": "De raden hebben meer tijd nodig."},
    NameAnswerer: {**OF_ALL, "answerer": ALPHEN},
    ReleaseAnswerer: {**OF_ALL, "answerer_id": "raad-alphen", "reason": "De gemeente gaat weg."},
    OpenDecision: OF_ALL,
    GiveAdvice: {**OF_ALL, "advice": ADVICE},
    ReplyToAdvice: {**OF_ALL, "reply": REPLY},
    RecordAnswer: {**OF_ALL, "answer": YES},
    CorrectAnswer: {**OF_ALL, "answer": YES, **REASON},
    RemindAnswerers: OF_ALL,
    MissDecision: OF_ALL,
    SettleDecision: {**OF_ALL, **LET_GO, "outcome": "yes"},
    ForgoDecision: {**OF_ALL, **LET_GO},
    LapseDecision: OF_ALL,
    DecisionPlanned: {**KEYED, "question": QUESTION, "latest": latest_decision(QUESTION)},
    DecisionReplanned: {
        **OF_ALL,
        "window": SEPTEMBER,
        "previous": JUNE,
        "reason": "De raden hebben meer tijd nodig.",
    },
    AnswererNamed: {**OF_ALL, "answerer": ALPHEN},
    AnswererReleased: {**OF_ALL, "answerer_id": "raad-alphen", "reason": "De gemeente gaat weg."},
    DecisionOpened: OF_ALL,
    AdviceGiven: {**OF_ALL, "advice": ADVICE},
    AdviceAnswered: {**OF_ALL, "reply": REPLY},
    AnswerRecorded: {**OF_ALL, "answer": YES},
    AnswerCorrected: {**OF_ALL, "answer": YES, "corrects": EVENT_ID, **REASON},
    AnswerersReminded: {**OF_ALL, **LATE},
    DecisionMissed: {**OF_ALL, **LATE, "unnamed": 1},
    DecisionReached: {
        **KEYED,
        "outcome": "yes",
        "decided": Window(edtf="2021-04-29", written="2021-04-29"),
        "against": ("raad-alphen",),
        "reserved": {"1a": ("raad-alphen",)},
        "settled_by": "Colleges van de regio",
        "reason": "De meerderheid is voor.",
        "opens": QUESTION.opens,
        "term": QUESTION.term,
        "extends_until": UNTIL,
    },
    DecisionDisputed: {
        **KEYED,
        "outcomes": {"yes": ("raad-leiden",), "no": ("raad-alphen",)},
        "rule_failed": True,
    },
    DecisionReopened: {**KEYED, "cause": "correction", **REASON},
    DecisionForgone: {**KEYED, **LET_GO},
    DecisionLapsed: {**KEYED, "latest": date(2022, 6, 30)},
}
