"""Providers over HTTP: what each is and does, what it can show, whom it works with."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field
from pydantic.alias_generators import to_camel

from api.identity import World
from api.ports import Ports
from api.reading import ListQuery, Page, ReadQuery, one, paged, period, rows_of
from api.shapes import Instant, Party, Shape, party, shown
from domain.base import Source, Standing
from domain.dates import local_day
from domain.identifiers import Scheme
from domain.provider import parts
from domain.provider.parts import Form, Role, SizeClass
from projections import address_book
from projections.providers import PROVIDERS, Ability, ProviderRow, Status, ability, lapsing
from projections.tables import Contains

router = APIRouter(prefix="/providers", tags=["providers"])


class SegmentRole(
    parts.SegmentRole, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """What a provider does in a segment."""


class Certificate(
    parts.Certificate, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """Something a provider can show."""


class Shown(Shape):
    """A certificate, the last day on which it holds, and whether it does today."""

    certificate: Certificate
    last_day: date | None
    withdrawn_because: str | None
    holds: bool


class Membership(Shape):
    """A place in a consortium; `responsibleFor` is for what the joint members answer together."""

    member: Party
    leads: bool
    jointly: bool
    responsible_for: str | None
    segments: list[str]
    since: date | None
    last_day: date | None


class Provider(Shape):
    """A provider's record. `ability` says whether it can have a contract today."""

    provider_id: UUID
    programme_id: UUID
    party: Party
    identifiers: dict[Scheme, str]
    aliases: list[Party]
    form: Form
    segments: list[str]
    roles: list[SegmentRole]
    size: SizeClass | None
    region: str | None
    municipalities: list[str]
    status: Status
    left: date | None
    merged_into: UUID | None
    ability: Ability
    certificates: list[Shown]
    lapses: date | None
    members: list[Membership]
    standing: Standing | None
    source: Source | None
    registered_at: Instant


class ProviderQuery(ListQuery):
    programme: UUID | None = None
    segment: str | None = None
    role: Role | None = None
    form: Form | None = None
    status: Status | None = None
    lapses_until: date | None = Field(None, description="With a certificate that lapses by then.")


@router.get("")
def list_providers(
    request: Request, response: Response, ports: World, query: Annotated[ProviderQuery, Query()]
) -> Page[Provider]:
    """The register of providers."""
    where = {
        "programme_id": query.programme,
        "segments": query.segment,
        "roles": query.role,
        "form": query.form,
        "status": query.status,
        "lapses": period(None, query.lapses_until),
    }
    rows, total = rows_of(ports, query, PROVIDERS, _filters(where), ("registered_at",))
    filled = _filled(ports, rows)
    return paged(request, response, query, (rows, total), lambda row: filled[row.provider_id])


@router.get("/{provider_id}")
def show_provider(
    provider_id: UUID, ports: World, query: Annotated[ReadQuery, Query()]
) -> Provider:
    """One provider, with everything that is known of it."""
    row = one(ports, query, PROVIDERS, provider_id)
    return _filled(ports, [row])[provider_id]


def _filters(where: Mapping[str, object]) -> dict[str, object]:
    """Fields with many values are asked for one of them."""
    from_many = {
        name: Contains(value)
        for name in ("segments", "roles")
        if (value := where[name]) is not None
    }
    return {**where, **from_many}


def _filled(ports: Ports, rows: list[ProviderRow]) -> dict[UUID, Provider]:
    """The rows with the names and numbers that the address book has."""
    today = local_day(ports.clock())
    ids = {str(each.provider_id) for each in rows}
    others = {str(each) for row in rows for each in (*row.provider.aliases, *row.provider.members)}
    with ports.pool.connection() as connection:
        names = address_book.many(connection, ids | others)
        numbers = address_book.identifiers(connection, ids)
    return {
        row.provider_id: _shown(row, today, names, numbers.get(str(row.provider_id), {}))
        for row in rows
    }


def _shown(
    row: ProviderRow,
    today: date,
    names: dict[str, address_book.Party],
    numbers: dict[Scheme, str],
) -> Provider:
    known = row.provider
    return shown(
        Provider,
        row,
        party=party(row.provider_id, names),
        identifiers=numbers,
        aliases=[party(each, names) for each in known.aliases],
        roles=known.roles,
        ability=ability(row, today),
        certificates=[
            Shown(
                certificate=Certificate.model_validate(each.certificate),
                last_day=each.last,
                withdrawn_because=each.reason,
                holds=each.holds(today),
            )
            for each in lapsing(row).values()
        ],
        members=[
            Membership(
                member=party(member, names),
                last_day=place.last_day,
                **place.membership.model_dump(exclude={"member", "source"}),
            )
            for member, place in known.members.items()
        ],
    )
