"""The guided test: one question after another, what the answers come to, and keeping it.

The answers stand in the address until they are kept, so that going back, a reload and a link to a
colleague all show the same test.
"""

from decimal import Decimal
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.assessments import Amounted, case_of
from api.language import spoken
from api.pages.forms import Form, NotCarriedOut, Sent, Tried, afterwards, submit
from api.pages.found import with_programme
from api.pages.rendering import ports_of, render
from api.pages.term_rows import amount, is_figure
from api.recording import Stamp
from domain.base import Command, Sentence
from domain.change.assessment import Answered, Publication, Regime
from domain.change.commands import AssessChange, PublishChange
from domain.change.grounds import EVERY_QUESTION, Answer
from domain.change.regime import Advice, Case, advise, assessed, questions
from projections.changes import CHANGES, ChangeRow
from projections.language import say

router = APIRouter()

REGIMES: dict[str, Regime] = {"open-house": "open_house", "aanbesteed": "tendered"}
WHY = "waarom-"
"""Before the key of a question in the name of the field for its reason."""
_CENT = Decimal("0.01")


@router.get("/wijzigingen/{change_id}/toets")
def show_test(request: Request, change_id: UUID) -> HTMLResponse:
    return assessment_page(request, change_id, Sent(dict(request.query_params)))


@router.post("/wijzigingen/{change_id}/toets")
def keep_test(request: Request, change_id: UUID, sent: Form) -> Response:
    """Keep the test as it was filled in, finished or not."""

    def build(stamp: Stamp) -> Command:
        row, case, wrong = put_to_test(request, change_id, sent)
        if case is None or wrong:
            raise NotCarriedOut(Tried("toets", sent.values, wrong, status=400))
        return AssessChange(change_id=row.change_id, assessment=assessed(case), **stamp)

    return submit(
        request,
        sent,
        "toets",
        ("regime",),
        build,
        again=lambda tried: assessment_page(request, change_id, sent, tried),
        on=lambda position: afterwards(f"/wijzigingen/{change_id}", position, "toets"),
    )


@router.post("/wijzigingen/{change_id}/publicatie")
def record_publication(request: Request, change_id: UUID, sent: Form) -> Response:
    """Say where and when the change was published (CC-29)."""

    def build(stamp: Stamp) -> Command:
        given = {name: sent.text(name) for name in ("place", "number", "published_on")}
        publication = Publication.model_validate(given)
        return PublishChange(change_id=change_id, publication=publication, **stamp)

    return submit(
        request,
        sent,
        "publicatie",
        ("place", "number", "published_on"),
        build,
        again=lambda tried: assessment_page(request, change_id, Sent({}), tried),
        on=lambda position: afterwards(f"/wijzigingen/{change_id}/toets", position, "publicatie"),
    )


@router.get("/wijzigingen/{change_id}/publicatie")
def show_publication(change_id: UUID) -> Response:
    """A form that was sent and not carried out has this address; a reload shows its page."""
    return RedirectResponse(f"/wijzigingen/{change_id}/toets", status_code=303)


def assessment_page(
    request: Request, change_id: UUID, sent: Sent, tried: Tried | None = None
) -> HTMLResponse:
    """What was answered so far, the next question, and the advice; without answers what is kept."""
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        change, programme = with_programme(connection, CHANGES, change_id)
    _, case, wrong = put_to_test(request, change_id, sent)
    return render(
        request,
        "assessment.html",
        tried.status if tried else 400 if wrong else 200,
        tried=tried,
        change=change,
        programme=programme,
        regimes=REGIMES,
        sent=sent.values,
        why=WHY,
        wrong=wrong,
        case=case,
        words={each.key: each.words for each in EVERY_QUESTION},
        **(_asked(case) if case else {"advice": None, "asked": []}),
    )


def _asked(case: Case) -> dict[str, Any]:
    """The questions that have an answer, and the next one."""
    advice: Advice = advise(case)
    asked = [each for each in questions(case) if each.key in case.answers or each == advice.ask]
    return {"advice": advice, "asked": asked}


def put_to_test(
    request: Request, change_id: UUID, sent: Sent
) -> tuple[ChangeRow, Case | None, dict[str, str]]:
    """The change, the test as filled in (none before the regime is chosen), and what is wrong."""
    regime = REGIMES.get(sent.text("regime"))
    with ports_of(request).pool.connection() as connection:
        row, _ = with_programme(connection, CHANGES, change_id)
        if regime is None:
            return row, None, {}
        known = {each.key for each in questions(Case(regime, row.effective, row.kinds))}
        amounts, wrong = _amounts(sent)
        answers = {key: _answered(key, sent) for key in known if sent.text(key) in _ANSWERS}
        return row, case_of(connection, row, regime, answers, amounts), wrong


_ANSWERS: dict[str, Answer] = {"ja": "yes", "nee": "no", "onbekend": "unknown"}


def _answered(key: str, sent: Sent) -> Answered:
    given = {
        "question": key,
        "answer": _ANSWERS[sent.text(key)],
        "why": sent.text(WHY + key)[:2000],
    }
    return Answered.model_validate(given)


def _amounts(sent: Sent) -> tuple[Amounted, dict[str, str]]:
    """Euros as people write them: 12.500,50. What cannot be read is left out and told."""
    read: dict[str, Decimal] = {}
    wrong: dict[str, str] = {}
    for field, name in (("value", "waarde"), ("original", "oorspronkelijk")):
        text = sent.text(name)
        if not text:
            continue
        if is_figure(text) and Decimal(amount(text)) >= 0:
            read[field] = Decimal(amount(text)).quantize(_CENT)
        else:
            wrong[name] = say(Sentence("Write an amount in euros, such as 12.500,50."), spoken())
    return Amounted(**read), wrong
