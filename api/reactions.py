"""Reactions of providers over HTTP: what they said, and what was done with it (AN-19)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.errors import not_found
from api.identity import World
from api.moments import Day
from api.ports import Ports
from api.reacting import LONGEST, Said, acknowledge, handle, receive
from api.reading import ListQuery, Page, ReadQuery, catch_up, one, paged, rows_of
from api.recording import Order, accepted
from api.shapes import Accepted, Input, Instant, Party, Shape, party, shown
from domain.base import Refused
from domain.change.commands import HandleReaction, Reason
from domain.change.parts import Handling
from domain.change.parts import Reaction as Nature
from projections import address_book, reaction_words, tables
from projections.contracts import CONTRACTS
from projections.letters import LETTERS
from projections.reactions import REACTIONS, ReactionRow

router = APIRouter(tags=["reactions"])


class Reaction(Shape):
    """What a provider said about a change; no words where they were erased."""

    reaction_id: UUID
    change_id: UUID
    contract_id: UUID
    contract_number: str
    provider: Party
    nature: Nature
    words: str | None
    received_on: date
    in_time: bool
    handled: bool
    handling: Handling | None
    reason: str | None
    answer_words: str | None
    handled_at: Instant | None
    handled_by: str | None


class ReactionQuery(ListQuery):
    change: UUID | None = None
    contract: UUID | None = None
    handled: bool | None = None
    nature: Nature | None = None


class Received(Input):
    """A reaction that came otherwise than through the link in a letter: by mail, at a table."""

    contract_id: UUID
    nature: Nature
    words: str = Field(min_length=1, max_length=LONGEST)
    received_on: Day


class Handled(Input):
    """What is done with it; an answer goes to the provider as a letter."""

    handling: Handling
    reason: Reason
    answer: str = Field("", max_length=LONGEST)


@router.get("/reactions")
def list_reactions(
    request: Request, response: Response, ports: World, query: Annotated[ReactionQuery, Query()]
) -> Page[Reaction]:
    """The reactions that fit, what came first first."""
    where = {
        "change_id": query.change,
        "contract_id": query.contract,
        "handled": query.handled,
        "nature": query.nature,
    }
    catch_up(ports, query, CONTRACTS)
    rows, total = rows_of(ports, query, REACTIONS, where, ("received_at",))
    filled = {each.reaction_id: each for each in _filled(ports, rows)}

    def show(row: ReactionRow) -> Reaction:
        return filled[row.reaction_id]

    return paged(request, response, query, (rows, total), show)


@router.get("/reactions/{reaction_id}")
def show_reaction(
    reaction_id: UUID, ports: World, query: Annotated[ReadQuery, Query()]
) -> Reaction:
    """One reaction."""
    [filled] = _filled(ports, [one(ports, query, REACTIONS, reaction_id)])
    return filled


@router.post("/changes/{change_id}/reactions", status_code=202)
def record_reaction(change_id: UUID, body: Received, order: Order) -> Accepted:
    """Record what a provider said otherwise than through its link. The same again is no news."""
    contract = tables.get(order.ports.pool, CONTRACTS, body.contract_id)
    if contract is None:
        raise Refused("no_such_contract", "there is no such contract")
    said = Said(
        change_id=change_id,
        contract_id=contract.contract_id,
        provider_id=contract.provider_id,
        nature=body.nature,
        words=reaction_words.tidy(body.words),
        received_on=body.received_on,
    )
    position = receive(order.ports, said, order.caller.person_id)
    return accepted(order, position, f"/reactions/{said.reaction_id}")


@router.post("/reactions/{reaction_id}/handlings", status_code=202)
def handle_reaction(reaction_id: UUID, body: Handled, order: Order) -> Accepted:
    """Say what is done with a reaction, and answer its provider."""
    row = tables.get(order.ports.pool, REACTIONS, reaction_id)
    if row is None:
        raise not_found()
    command = HandleReaction(
        change_id=row.change_id,
        reaction_id=reaction_id,
        handling=body.handling,
        reason=body.reason,
        **order.stamp,
    )
    answer = reaction_words.tidy(body.answer)
    position = handle(order.ports, command, provider_of(order.ports, row), answer)
    return accepted(order, position, f"/reactions/{reaction_id}")


@router.post("/letters/{letter_id}/acknowledgements", status_code=202)
def record_acknowledgement(letter_id: UUID, order: Order) -> Accepted:
    """Record that a provider said, otherwise than through its link, that it has the letter."""
    letter = tables.get(order.ports.pool, LETTERS, letter_id)
    if letter is None:
        raise not_found()
    position = acknowledge(
        order.ports, (letter.change_id, letter_id), letter.edition, order.caller.person_id
    )
    return accepted(order, position, f"/letters/{letter_id}")


def provider_of(ports: Ports, row: ReactionRow) -> UUID:
    """The provider of the contract that a reaction is about. Raises a 404 problem without."""
    contract = tables.get(ports.pool, CONTRACTS, row.contract_id)
    if contract is None:
        raise not_found()
    return contract.provider_id


def _filled(ports: Ports, rows: list[ReactionRow]) -> list[Reaction]:
    contracts = tables.get_all(ports.pool, CONTRACTS, {row.contract_id for row in rows})
    keys = [(row.reaction_id, each) for row in rows for each in (row.digest, row.answer) if each]
    with ports.pool.connection() as connection:
        words = reaction_words.many(connection, keys)
        providers = {str(each.provider_id) for each in contracts.values()}
        names = address_book.many(connection, providers)
    return [
        shown(
            Reaction,
            row,
            contract_number=contracts[str(row.contract_id)].number,
            provider=party(contracts[str(row.contract_id)].provider_id, names),
            words=words.get((row.reaction_id, row.digest)),
            answer_words=words.get((row.reaction_id, row.answer)) if row.answer else None,
        )
        for row in rows
    ]
