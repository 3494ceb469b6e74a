"""The pages: everything a person sees in a browser, made on the server."""

from fastapi import Depends, FastAPI
from starlette.types import ASGIApp

from api.headers import Headers
from api.language import Speaking
from api.pages import (
    admission_forms,
    admissions,
    arrangements,
    as_provider,
    assessments,
    audit,
    audit_chain,
    audit_reports,
    batches,
    bundles,
    calendar_feed,
    calendars,
    change_forms,
    change_proposal,
    change_register,
    change_scope,
    changes,
    completeness,
    contract_forms,
    contracts,
    council_letters,
    decision_forms,
    decision_matrix,
    decisions,
    document_forms,
    documents,
    failures,
    governance,
    last_call,
    letter_pdf,
    letter_templates,
    own,
    own_plans,
    plan_versions,
    post,
    practice,
    preferences,
    procedure_forms,
    procedures,
    programmes,
    provider_forms,
    providers,
    reactions,
    register_forms,
    registers,
    replays,
    retention,
    routes,
    saved_views,
    search,
    seen_by,
    sheets,
    static,
    stream,
    timeline_page,
    today,
    what_if,
    what_if_compared,
    what_if_forms,
)
from api.pages.forms import same_origin, wait_for_position
from api.secret_reading import note_in_page

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Vary": "Cookie, HX-Request",
}
"""Nothing from elsewhere, nothing inline, nothing kept by browsers but the static files."""

_ROUTERS = (
    today.router,
    search.router,
    saved_views.router,
    last_call.router,
    letter_pdf.router,
    letter_templates.router,
    change_proposal.router,
    change_register.router,
    change_scope.router,
    changes.router,
    reactions.router,
    replays.router,
    own.router,
    own_plans.router,
    as_provider.router,
    assessments.router,
    audit.router,
    audit_chain.router,
    audit_reports.router,
    completeness.router,
    bundles.router,
    change_forms.router,
    calendar_feed.router,
    calendars.router,
    contracts.router,
    contract_forms.router,
    batches.router,
    providers.router,
    provider_forms.router,
    admissions.router,
    admission_forms.router,
    programmes.router,
    timeline_page.router,
    decisions.router,
    decision_matrix.router,
    decision_forms.router,
    procedures.router,
    procedure_forms.router,
    routes.router,
    council_letters.router,
    registers.router,
    register_forms.router,
    plan_versions.router,
    what_if_forms.router,
    what_if_compared.router,
    what_if.router,
    arrangements.router,
    governance.router,
    documents.router,
    document_forms.router,
    post.router,
    practice.router,
    preferences.router,
    sheets.router,
    seen_by.router,
    retention.router,
    static.router,
    stream.router,
)


def create_pages() -> ASGIApp:
    """The pages as an app of their own, to be mounted beside the API."""
    app = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        dependencies=[
            Depends(same_origin),
            Depends(own.only_own),
            Depends(wait_for_position),
            Depends(stream.note_moment),
            Depends(note_in_page),
        ],
    )
    failures.install(app)
    for router in _ROUTERS:
        app.include_router(router)
    return Headers(Speaking(app), HEADERS)
