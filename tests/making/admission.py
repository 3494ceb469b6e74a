"""Entry to *Wonen*: criteria, an application with a plan, partners by their turnover."""

from datetime import date
from typing import Any

from pydantic import BaseModel

from domain.admission.commands import (
    AdmitProvider,
    ApplyForEntry,
    AssessApplication,
    CallReserve,
    ChooseOpening,
    ClassPartners,
    CloseAdmission,
    ConsiderOpening,
    EnrolProvider,
    ImposeSupplier,
    LeaveSegment,
    LimitNumber,
    OpenAdmission,
    ReassessProviders,
    RejectApplication,
    ReopenAdmission,
    StateCriteria,
)
from domain.admission.events import (
    AdmissionClosed,
    AdmissionOpened,
    AdmissionReopened,
    ApplicationAssessed,
    ApplicationReceived,
    ApplicationRejected,
    Classed,
    CriteriaStated,
    Judged,
    NumberLimited,
    OpeningChosen,
    OpeningConsidered,
    PartnersClassed,
    ProviderAdmitted,
    ProviderEnrolled,
    ProviderFailed,
    ProviderReassessed,
    ReserveCalled,
    SegmentLeft,
    SupplierImposed,
)
from domain.admission.partners import classed
from domain.admission.parts import (
    Condition,
    Criterion,
    Finding,
    Option,
    Phase,
    Plan,
    Publication,
    Reassessed,
    Share,
    StepLink,
    Turnover,
)
from domain.base import derived_id
from tests.making.common import PROGRAMME_ID, PROVIDER_ID, SOURCE
from tests.making.procedure import PROCEDURE_ID

ADMISSION_ID = derived_id("admission", PROGRAMME_ID, "wonen")
APPLICATION_ID = derived_id("application", "de-haven-1")
NEIGHBOUR_ID = derived_id("provider", "de-buren")

INTEGRITY = Criterion(
    criterion_id="integriteit",
    kind="exclusion",
    text="De aanbieder is niet onherroepelijk veroordeeld.",
    lives_in="development",
    source=SOURCE,
)
PLAN_CRITERION = Criterion(
    criterion_id="plan",
    kind="suitability_special",
    text="Een plan dat de ontwikkeldoelen naar de eigen situatie vertaalt.",
    lives_in="result",
    points=20,
    minimum=12,
    plan=True,
    source=SOURCE,
)
INSURER = Criterion(
    criterion_id="zorgverzekeraar",
    kind="certificate",
    text="Een contract bij de zorgverzekeraar, voor de lijn na het 18e levensjaar.",
    lives_in="result",
    only_if=Condition(condition_id="mbo", text="De aanbieder levert op het MBO."),
    certificate="insurer_contract",
    source=SOURCE,
)
CRITERIA = (INTEGRITY, PLAN_CRITERION, INSURER)
PUBLICATION = Publication(channel="TenderNed", published_on=date(2021, 1, 4))
FINDINGS = (
    Finding(criterion_id="integriteit", verdict="met"),
    Finding(criterion_id="plan", score=14, reason="De uitwerking voor 18+ is mager."),
    Finding(criterion_id="zorgverzekeraar", verdict="met"),
)
PLAN = Plan(document="plan-de-haven", score=14, points=20)
JUDGED = Judged(
    edition=1,
    findings=(
        FINDINGS[0],
        FINDINGS[1].model_copy(update={"verdict": "met"}),
        FINDINGS[2],
    ),
    failed=(),
    plan=PLAN,
)
FAILED = JUDGED.model_copy(
    update={
        "edition": 2,
        "findings": (Finding(criterion_id="integriteit", verdict="not_met", reason="Veroordeeld"),),
        "failed": ("integriteit",),
    }
)
OPTION = Option(
    option_id="open",
    form="open_house",
    text="Een meer open contractvorm",
    depends_on="Nieuwe aanbieders melden zich niet snel, vanwege de certificering.",
    expected_newcomers=0,
    source=SOURCE,
)
PHASES = (Phase(since=date(2022, 1, 1), most=20), Phase(since=date(2023, 1, 1), most=15))
RULE = Share(development=80, regular=95)
TURNOVER = (
    Turnover(provider_id=PROVIDER_ID, euros=900_000, year=2020, source=SOURCE),
    Turnover(provider_id=NEIGHBOUR_ID, euros=100_000, year=2020, source=SOURCE),
)
CLASSES: tuple[Classed, ...] = classed(RULE, TURNOVER)

BOARD = "Regionaal bestuur"
OF_ALL: dict[str, Any] = {
    "admission_id": ADMISSION_ID,
    "programme_id": PROGRAMME_ID,
    "segment": "wonen",
}
OF_APPLICATION: dict[str, Any] = {**OF_ALL, "application_id": APPLICATION_ID}
_CHOSEN: dict[str, Any] = {
    **OF_ALL,
    "option_id": "open",
    "depended": "In twee jaar heeft zich niemand gemeld.",
    "reason": "De buurregio's doen het ook zo.",
    "decided_by": BOARD,
    "decided_on": date(2021, 4, 21),
    "decision_id": derived_id("decision", "holland-rijnland-2021", "contractvorm"),
}
_STATED: dict[str, Any] = {
    **OF_ALL,
    "criteria": CRITERIA,
    "reason": "De gemeenten scherpen de eisen aan.",
    "decided_by": BOARD,
    "publication": PUBLICATION,
}
_CLOSED: dict[str, Any] = {
    **OF_ALL,
    "until": date(2021, 12, 31),
    "reason": "De contracten worden eerst omgezet.",
    "decided_by": BOARD,
}
_LIMIT: dict[str, Any] = {
    **OF_ALL,
    "phases": PHASES,
    "means_to": "Meer partnerschap met minder aanbieders",
    "reason": "Minder aanbieders is een middel, geen doel op zich.",
    "decided_by": BOARD,
}
_LEFT: dict[str, Any] = {
    "last_day": date(2022, 6, 30),
    "reason": "De aanbieder stopt met pleegzorg.",
}
_CLASSED: dict[str, Any] = {
    **OF_ALL,
    "rule": RULE,
    "takes_part": "may",
    "turnover": TURNOVER,
    "reason": "Met de grootste aanbieders kan intensief ontwikkeld worden.",
    "decided_by": BOARD,
}
_IMPOSED: dict[str, Any] = {
    **OF_ALL,
    "court": "Rechtbank Den Haag",
    "imposed_on": date(2021, 4, 12),
    "measures": 2,
    "agreement": "Tarief en verantwoording als van de gecontracteerde instellingen",
    "document": "afspraken-gi",
}
_CALLED: dict[str, Any] = {
    **OF_ALL,
    "dropped": PROVIDER_ID,
    "called": NEIGHBOUR_ID,
    "out_of_turn": "Alleen deze aanbieder heeft plaatsen in Leiden.",
}
_REJECTED: dict[str, Any] = {
    **OF_APPLICATION,
    "ground": "criteria",
    "reason": "Het plan haalt de minimale score niet.",
}

OF_ONE: dict[type[BaseModel], dict[str, Any]] = {
    StateCriteria: {**_STATED, "counts_from": date(2021, 1, 4)},
    ConsiderOpening: {**OF_ALL, "option": OPTION},
    ChooseOpening: _CHOSEN,
    OpenAdmission: {
        **OF_ALL,
        "opens": date(2021, 1, 4),
        "until": date(2024, 12, 31),
        "publication": PUBLICATION,
        "answer_days": 42,
        "step": StepLink(procedure_id=PROCEDURE_ID, step_id="toelating"),
    },
    CloseAdmission: {**_CLOSED, "closes": date(2021, 7, 1)},
    ReopenAdmission: {
        **OF_ALL,
        "opens": date(2021, 10, 1),
        "reason": "De omzetting is eerder klaar.",
    },
    LimitNumber: _LIMIT,
    EnrolProvider: {**OF_ALL, "since": date(2020, 1, 1)},
    ApplyForEntry: {
        **OF_APPLICATION,
        "provider_is": "able",
        "received_on": date(2021, 5, 3),
        "conditions": {"mbo": True},
        "plan": "plan-de-haven",
    },
    AssessApplication: {
        **OF_APPLICATION,
        "edition": 1,
        "findings": FINDINGS,
        "plan": "plan-de-haven",
    },
    AdmitProvider: {
        **OF_APPLICATION,
        "starts": date(2021, 6, 1),
        "exception": "De aanbieder heeft een lokale rol in een klein gebied.",
    },
    RejectApplication: _REJECTED,
    LeaveSegment: {**OF_ALL, **_LEFT},
    ReassessProviders: {
        **OF_ALL,
        "edition": 1,
        "providers": (
            Reassessed(
                provider_id=PROVIDER_ID,
                findings=FINDINGS,
                conditions={"mbo": True},
                plan="plan-de-haven",
            ),
        ),
    },
    ClassPartners: _CLASSED,
    CallReserve: _CALLED,
    ImposeSupplier: _IMPOSED,
    CriteriaStated: {**_STATED, "edition": 1, "effective": date(2021, 1, 4)},
    OpeningConsidered: {**OF_ALL, "option": OPTION},
    OpeningChosen: {**_CHOSEN, "form": "open_house"},
    AdmissionOpened: {
        **OF_ALL,
        "until": date(2024, 12, 31),
        "publication": PUBLICATION,
        "answer_days": 42,
        "step": StepLink(procedure_id=PROCEDURE_ID, step_id="toelating"),
        "effective": date(2021, 1, 4),
    },
    AdmissionClosed: {**_CLOSED, "effective": date(2021, 7, 1)},
    AdmissionReopened: {
        **OF_ALL,
        "reason": "De omzetting is eerder klaar.",
        "effective": date(2021, 10, 1),
    },
    NumberLimited: _LIMIT,
    ProviderEnrolled: {**OF_ALL, "effective": date(2020, 1, 1)},
    ApplicationReceived: {
        **OF_APPLICATION,
        "received_on": date(2021, 5, 3),
        "edition": 1,
        "conditions": {"mbo": True},
        "plan": "plan-de-haven",
        "answer_by": date(2021, 6, 14),
    },
    ApplicationAssessed: {**OF_APPLICATION, "judged": JUDGED},
    ProviderAdmitted: {
        **OF_APPLICATION,
        "edition": 1,
        "plan": PLAN,
        "exception": "De aanbieder heeft een lokale rol in een klein gebied.",
        "effective": date(2021, 6, 1),
    },
    ApplicationRejected: _REJECTED,
    SegmentLeft: {**OF_ALL, **_LEFT, "effective": date(2022, 7, 1)},
    ProviderReassessed: {**OF_ALL, "judged": FAILED},
    ProviderFailed: {**OF_ALL, "edition": 2, "failed": ("integriteit",)},
    PartnersClassed: {**_CLASSED, "classes": CLASSES},
    ReserveCalled: _CALLED,
    SupplierImposed: _IMPOSED,
}
