"""Admission: per segment what is asked, whether one can apply, who applied, who is in and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.errors import not_found
from api.pages.forms import Tried
from api.pages.found import programme_of
from api.pages.names import Names
from api.pages.partner_rule import previewed, rule_fields
from api.pages.providers import choices_of
from api.pages.rendering import ports_of, render
from api.pages.typed import resumed
from domain.admission.diff import Difference, differences
from domain.admission.evidence import equal_treatment
from domain.admission.state import Admission, Application, Edition, Place
from domain.dates import local_day
from projections import admissions, history, procedures, providers
from projections.procedures import ProcedureRow, StepPart
from projections.programmes import ProgrammeRow
from projections.providers import ProviderRow

router = APIRouter()

STORY = 200


@dataclass(frozen=True, slots=True)
class Judging:
    """Whom a form of judging is about, by which edition, and what was found before."""

    form: str
    about: UUID
    provider_id: UUID
    edition: Edition
    conditions: Mapping[str, bool] | None
    plan: str | None
    before: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Compared:
    """An edition with what it asks otherwise than the one before it."""

    edition: Edition
    differences: tuple[Difference, ...]


@router.get("/programmas/{programme_id}/toelating")
def list_admissions(request: Request, programme_id: UUID) -> HTMLResponse:
    ports = ports_of(request)
    today = local_day(ports.clock())
    with ports.pool.connection() as connection:
        programme = programme_of(connection, programme_id)
        rows = {each.segment: each for each in admissions.of_programme(connection, programme_id)}
    nothing = Admission()
    return render(
        request,
        "admissions.html",
        programme=programme,
        rows=[
            (each, rows[each.segment_id].admission if each.segment_id in rows else nothing)
            for each in programme.segments
        ],
        day=today,
    )


@router.get("/toelating/{programme_id}/{segment}")
def show_admission(request: Request, programme_id: UUID, segment: str) -> HTMLResponse:
    return admission_page(request, programme_id, segment)


def admission_page(
    request: Request, programme_id: UUID, segment: str, tried: Tried | None = None
) -> HTMLResponse:
    """The whole page, also of a segment in which nothing happened yet."""
    ports = ports_of(request)
    today = local_day(ports.clock())
    with ports.pool.connection() as connection:
        programme = programme_of(connection, programme_id)
        title = _title(programme, segment)
        row = admissions.of_segment(connection, programme_id, segment)
        known = providers.of_programme(connection, programme_id)
        ending = admissions.contracts_to_end(connection, row, today) if row else ()
        ways = procedures.of_programme(connection, programme_id)
        told = history.of_subject(connection, admissions.admission_id(programme_id, segment), STORY)
    now = row.admission if row else Admission()
    everybody = {*(each.provider_id for each in known), *(row.providers if row else ())}
    names = Names(ports).learn([*everybody, *(each.by for each in told)])
    classing = tried or resumed(request)
    preview = previewed(request, classing, now, today)
    return render(
        request,
        "admission.html",
        tried.status if tried else 200,
        tried=tried,
        programme=programme,
        segment=segment,
        title=title,
        row=row,
        now_known=now,
        day=today,
        entry=now.entry_on(today),
        edition=now.edition_on(today),
        editions=_compared(now),
        most=now.most_on(today),
        inside=sorted(now.inside(today), key=lambda each: names(each).casefold()),
        judging=_judging(request, tried, now, today),
        ending=ending,
        equality=equal_treatment(now),
        preview=preview,
        rule=rule_fields(request, classing),
        step=_step(now, ways),
        procedure_steps=_steps_of(ways),
        told=told,
        names=names,
        choices_of=choices_of,
        **_people(now, known, names, today),
    )


def _steps_of(ways: list[ProcedureRow]) -> list[tuple[str, str]]:
    """The steps of procedures to choose from, in pairs of what is sent and what is shown."""
    return [
        (f"{way.procedure_id}/{part.step_id}", f"{way.title}: {part.state.step.title}")
        for way in ways
        for part in way.steps
    ]


def _title(programme: ProgrammeRow, segment: str) -> str:
    """The segment's title. Raises a 404 problem if the programme has no such segment."""
    for each in programme.segments:
        if each.segment_id == segment:
            return each.title
    raise not_found()


def _people(now: Admission, known: list[ProviderRow], names: Names, today: date) -> dict[str, Any]:
    """Who can be chosen in the forms, by name."""
    inside = set(now.inside(today))
    waiting = {
        each.provider_id
        for each in now.applications.values()
        if each.state in ("received", "assessed")
    }

    def named(rows: list[UUID]) -> list[tuple[str, str]]:
        return sorted(
            ((str(each), names(each)) for each in rows), key=lambda one: one[1].casefold()
        )

    standing = [each.provider_id for each in known if each.status == "known"]
    development = [each for each in now.places if now.partner(each) == "development"]
    return {
        "applicants": named([each for each in standing if each not in inside | waiting]),
        "outside": named([each for each in standing if each not in inside]),
        "members": named(list(inside)),
        "dropped": named([each for each in development if each not in now.called]),
        "callable": named([each for each in inside if now.partner(each) != "development"]),
        "applications": sorted(
            now.applications.values(), key=lambda each: each.received_on, reverse=True
        ),
    }


def _compared(now: Admission) -> list[Compared]:
    """All editions, the last first."""
    befores = [(), *(each.criteria for each in now.editions[:-1])]
    pairs = zip(now.editions, befores, strict=True) if now.editions else ()
    return [Compared(each, differences(before, each.criteria)) for each, before in pairs][::-1]


def _judging(request: Request, tried: Tried | None, now: Admission, today: date) -> Judging | None:
    """Whom is judged: asked for in the address, or in a form that was sent before."""
    asked = request.query_params
    if tried is not None and tried.form in ("beoordelen", "herbeoordelen"):
        about, form = tried.values.get("about", ""), tried.form
    elif "beoordeel" in asked:
        about, form = asked["beoordeel"], "beoordelen"
    else:
        about, form = asked.get("herbeoordeel", ""), "herbeoordelen"
    edition = _asked_edition(request, now, today)
    try:
        key = UUID(about)
    except ValueError:
        return None
    if edition is None:
        return None
    if form == "beoordelen":
        application = now.applications.get(key)
        return _of_application(application, edition) if application else None
    place = now.places.get(key)
    return _of_place(place, edition) if place else None


def _asked_edition(request: Request, now: Admission, today: date) -> Edition | None:
    """The one asked for, or else the one that counts today, or else the next one."""
    wanted = request.query_params.get("versie", "")
    chosen = now.edition(int(wanted)) if wanted.isdecimal() and len(wanted) < 6 else None  # noqa: PLR2004
    return chosen or now.edition_on(today) or (now.editions[0] if now.editions else None)


def _of_application(each: Application, edition: Edition) -> Judging | None:
    if each.state in ("admitted", "rejected"):
        return None
    last = {one.criterion_id: one for one in each.judged[-1].findings} if each.judged else {}
    return Judging(
        "beoordelen",
        each.application_id,
        each.provider_id,
        edition,
        each.conditions,
        each.plan,
        last,
    )


def _of_place(each: Place, edition: Edition) -> Judging:
    last = {one.criterion_id: one for one in each.judged[-1].findings} if each.judged else {}
    plan = each.plan.document if each.plan else None
    return Judging("herbeoordelen", each.provider_id, each.provider_id, edition, None, plan, last)


def _step(now: Admission, ways: list[ProcedureRow]) -> tuple[ProcedureRow, StepPart] | None:
    """The step of a procedure that the last opening belongs to (AD-06)."""
    link = next((each.step for each in reversed(now.turns) if each.step), None)
    if link is None:
        return None
    for way in ways:
        for part in way.steps:
            if way.procedure_id == link.procedure_id and part.step_id == link.step_id:
                return way, part
    return None
