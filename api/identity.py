"""The one seam for who is asking. Programs bring a token; people of a practice copy pick a name.

A sign-in for production comes in through here too: nothing else in `api` knows how a caller is
known. Commands carry the caller's opaque id.
"""

from hmac import compare_digest
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.errors import Problem
from api.ports import Person, Ports
from domain.base import Sentence
from projections import address_book

COOKIE = "inkoopspoor_person"
PROVIDER = "provider:"
"""What stands before a provider's id where a caller, or an event, says who it was."""
PROVIDER_ROLE = "aanbieder"

_YEAR_SECONDS = 365 * 24 * 3600

Caller = Person
"""Whoever is asking: an opaque id, a name and a role."""


def ports_of(request: Request) -> Ports:
    """What `runtime` handed to the app that answers this request."""
    ports: Ports = request.state.ports
    return ports


def caller_of(
    ports: Annotated[Ports, Depends(ports_of)],
    credentials: Annotated[
        HTTPAuthorizationCredentials | None,
        Depends(HTTPBearer(auto_error=False, description="The API's development token.")),
    ],
    person: Annotated[
        str | None,
        Header(alias="X-Person", description="The id of the person for whom the program asks."),
    ] = None,
) -> Caller:
    """The person for whom a program with the right token asks: by default the first we know."""
    if credentials is None or ports.token is None:
        raise _unknown(Sentence("This needs a token, as in Authorization: Bearer abc."))
    if not compare_digest(credentials.credentials.encode(), ports.token.encode()):
        raise _unknown(Sentence("This token is not known."))
    for known in ports.people:
        if person in (None, known.person_id):
            return known
    raise Problem(403, Sentence("Nobody is known here by the id in X-Person."))


def person_of(request: Request, ports: Ports) -> Caller | None:
    """Who this browser said it is; nobody in production, which does not take such a word."""
    return known_person(request.cookies.get(COOKIE, ""), ports)


def known_person(person_id: str, ports: Ports) -> Caller | None:
    """The person, or the provider, who goes by this id in a practice copy."""
    if not ports.practice:
        return None
    if not person_id.startswith(PROVIDER):
        return next((person for person in ports.people if person.person_id == person_id), None)
    with ports.pool.connection() as connection:
        found = address_book.get(connection, person_id.removeprefix(PROVIDER))
    if found is None or found.kind != "provider":
        return None
    return Person(person_id, found.name or found.party_id, PROVIDER_ROLE)


def provider_of(caller: Caller | None) -> UUID | None:
    """The provider that asks, if it is one: it may see what is its own, and nothing else."""
    if caller is None or caller.role != PROVIDER_ROLE:
        return None
    return UUID(caller.person_id.removeprefix(PROVIDER))


def remember(response: Response, person: Person) -> None:
    """Have the browser say from now on that it is this person."""
    response.set_cookie(
        COOKIE, person.person_id, max_age=_YEAR_SECONDS, httponly=True, samesite="lax"
    )


def forget(response: Response) -> None:
    """Have the browser say no more who it is."""
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")


def _unknown(sentence: Sentence) -> Problem:
    return Problem(401, sentence, {"WWW-Authenticate": "Bearer"})


World = Annotated[Ports, Depends(ports_of)]
Asking = Annotated[Caller, Depends(caller_of)]
