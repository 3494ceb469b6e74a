"""Bundles of evidence, to take away from the page of what they are about."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.bundles import download, show_verifier
from api.errors import Problem, not_found
from api.identity import person_of, provider_of
from api.moments import LAST
from api.pages.documents import VIEWERS
from api.pages.rendering import ports_of
from domain.base import Refused, Sentence
from domain.contract.replay import known_by
from domain.dates import local_day
from projections.bundles.asked import Asked, by_now
from projections.bundles.belonging import Kind

router = APIRouter()

KINDS: Mapping[str, Kind] = {
    "overeenkomst": "contract",
    "wijziging": "change",
    "besluit": "decision",
    "procedure": "procedure",
    "programma": "programme",
}


@router.get("/controle/bundels/verify.py")
def take_verifier() -> Response:
    """The program that checks bundles."""
    return show_verifier()


@router.get("/controle/bundels/{word}/{subject_id}.zip")
def take_bundle(request: Request, word: str, subject_id: UUID) -> Response:
    """A bundle as the form asks for it: for whom, as known on which day, in which language."""
    ports = ports_of(request)
    person = person_of(request, ports)
    if person is None or provider_of(person) is not None:
        raise Problem(403, Sentence("Bundles are made by whoever is known and not a provider."))
    if word not in KINDS:
        raise not_found()
    query = request.query_params
    now = ports.clock()
    day = _day(query.get("bekend", ""), local_day(now))
    asked = Asked(
        kind=KINDS[word],
        subject_id=subject_id,
        known=by_now(known_by(min(day, LAST)), now),
        role=VIEWERS.get(query.get("voor", ""), "public"),
        on=local_day(now),
        language="en" if query.get("taal") == "en" else "nl",
    )
    return download(ports, asked, person.person_id)


def _day(text: str, today: date) -> date:
    try:
        return date.fromisoformat(text) if text else today
    except ValueError as error:
        raise Refused(
            "not_a_date", "%(text)s is not a date such as 2021-07-01", text=text
        ) from error
