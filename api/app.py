"""The web application, assembled from what it is given."""

from dataclasses import replace
from functools import cache
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from api import (
    admission_steps,
    admissions,
    agenda,
    announcement_registers,
    assessments,
    audit_accounts,
    batches,
    bundles,
    chains,
    change_announcing,
    change_proposals,
    change_steps,
    changes,
    checkpoints,
    clock,
    completeness,
    contract_questions,
    contract_steps,
    contracts,
    decision_steps,
    decisions,
    description,
    documents,
    errors,
    explanations,
    health,
    history,
    letter_templates,
    letters,
    matters,
    ocds,
    plan_items,
    plan_steps,
    plan_versions,
    procedure_steps,
    procedures,
    programmes,
    progress,
    proofs,
    provider_steps,
    providers,
    reactions,
    register_steps,
    registers,
    replay,
    replays,
    retention,
    secret_reading,
    sheets,
    tiles,
    views,
    what_ifs,
)
from api.headers import API, EVERYWHERE, VERSION, Headers
from api.identity import caller_of
from api.pages import briefs, create_pages
from api.ports import Ports

_ROUTERS = (
    programmes.router,
    plan_versions.router,
    what_ifs.router,
    plan_steps.router,
    plan_items.router,
    decisions.router,
    decision_steps.router,
    procedures.router,
    procedure_steps.router,
    registers.entries,
    register_steps.entries,
    registers.arrangements,
    documents.router,
    register_steps.documents,
    agenda.router,
    matters.router,
    changes.router,
    change_proposals.router,
    announcement_registers.router,
    change_announcing.router,
    change_steps.router,
    assessments.router,
    letters.router,
    letter_templates.router,
    reactions.router,
    providers.router,
    provider_steps.router,
    admissions.router,
    admission_steps.router,
    contracts.router,
    contract_steps.router,
    contract_questions.router,
    batches.router,
    bundles.router,
    replay.router,
    replays.router,
    history.router,
    chains.router,
    explanations.router,
    audit_accounts.router,
    sheets.router,
    views.router,
    retention.router,
    clock.router,
    completeness.router,
    checkpoints.router,
    proofs.router,
    ocds.router,
    progress.router,
)
_TAGS = [
    {"name": "programmes", "description": "Who buys together, for what, under which clauses."},
    {"name": "plan-items", "description": "What is to happen when, and what was done."},
    {"name": "plan-versions", "description": "How the plan was and is, and planning anew."},
    {"name": "decisions", "description": "One question to many bodies, and what they answered."},
    {"name": "procedures", "description": "Each segment's way to contracts, step by step."},
    {"name": "register-entries", "description": "What has to be watched beside the plan."},
    {"name": "arrangements", "description": "How the care in each segment is arranged."},
    {"name": "documents", "description": "The papers, and what of them is secret for whom."},
    {"name": "agenda", "description": "What is due, and what must be announced by when."},
    {"name": "changes", "description": "One change of many contracts, step by step."},
    {"name": "letters", "description": "What became of each letter, and what it says."},
    {"name": "reactions", "description": "What providers said, and what was done with it."},
    {"name": "providers", "description": "Who delivers care, what each is and can show."},
    {"name": "admissions", "description": "Who may come in to a segment, on what criteria."},
    {"name": "contracts", "description": "What was in force on a day, as known at a moment."},
    {"name": "replays", "description": "Anything on a day as known at a moment, and what differs."},
    {"name": "history", "description": "What happened, in words."},
    {"name": "audit", "description": "Why something is so, and what shows that it was so."},
    {"name": "views", "description": "What a role could see on a day, and who read secrets."},
    {"name": "retention", "description": "How long things are kept, and what is destroyed."},
    {"name": "bundles", "description": "Evidence to hand over, with what checks it."},
    {"name": "sheets", "description": "Providers and contracts in and out as spreadsheets."},
    {"name": "proofs", "description": "That nothing was touched: checkpoints and proofs."},
    {"name": "ocds", "description": "What everybody may know, as open contracting data."},
    {"name": "clock", "description": "What time it is here."},
    {"name": "projections", "description": "How far what is shown is behind what is recorded."},
]


def create_app(ports: Ports) -> ASGIApp:
    """API under `/v1`, health, and pages for everything else, over these ports.

    Every request brings the ports along, so that a process lays out its many routes once. Within a
    request it is one time: whatever stands on a page is as of the same moment. `clock` goes on, for
    an answer that takes long.
    """
    app = routed()

    async def with_ports(scope: Scope, receive: Receive, send: Send) -> None:
        own = replace(ports, clock=cache(ports.clock))
        state = {**scope.get("state", {}), "ports": own, "clock": ports.clock}
        await app({**scope, "state": state}, receive, send)

    return with_ports


@cache
def routed() -> ASGIApp:
    """The whole application, but for the ports that each request brings."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    errors.install(app)
    app.include_router(health.router)
    app.include_router(tiles.router)
    app.include_router(ocds.router, include_in_schema=False)
    app.mount("/v1", Headers(create_v1(), API))
    app.mount(briefs.AT, briefs.create_briefs())
    app.mount("/", create_pages())
    app.add_middleware(Headers, headers=EVERYWHERE)
    return app


def create_v1() -> FastAPI:
    """The API, without what stands around it."""
    v1 = FastAPI(
        title="inkoopspoor",
        version=VERSION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        openapi_tags=_TAGS,
    )
    errors.install(v1)
    for router in _ROUTERS:
        v1.include_router(
            router, dependencies=[Depends(caller_of), Depends(secret_reading.note_in_answer)]
        )
    described = cache(lambda: description.describe(v1))

    @v1.get("/openapi.json", include_in_schema=False)
    def show_openapi() -> JSONResponse:
        return JSONResponse(described(), headers={"Access-Control-Allow-Origin": "*"})

    return v1


def openapi() -> dict[str, Any]:
    """The OpenAPI document."""
    return description.describe(create_v1())
