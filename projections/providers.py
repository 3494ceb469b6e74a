"""The providers: what each is and does, what it can show, whom it works with, how it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, get_args
from uuid import UUID

from psycopg import Connection

from domain.base import Event, Source, Standing
from domain.provider import state
from domain.provider.events import ProviderEvent, ProviderRegistered
from domain.provider.parts import Form, Role, SizeClass
from domain.provider.state import Held, Provider
from projections import address_book, tables
from projections.read_model import ReadModel

Status = Literal["known", "left", "merged"]


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """A provider's record; `provider` is all of it, the rest is what one looks for it by.

    `lapses` is the first last day of a certificate of its, `left` its own last day.
    """

    provider_id: UUID
    programme_id: UUID
    segments: tuple[str, ...]
    roles: tuple[Role, ...]
    form: Form
    size: SizeClass | None
    region: str | None
    municipalities: tuple[str, ...]
    status: Status
    left: date | None
    merged_into: UUID | None
    lapses: date | None
    aliases: tuple[UUID, ...]
    registered_at: datetime
    standing: Standing | None
    source: Source | None
    provider: Provider


def keys(event: Event) -> Iterable[str]:
    """A provider has one row."""
    return (str(event.provider_id),) if isinstance(event, ProviderEvent) else ()


def project(_: str, row: ProviderRow | None, event: Event) -> ProviderRow | None:
    """Fold one event into the row of its provider, by the rules of the provider itself."""
    if not isinstance(event, ProviderEvent):
        return row
    now = state.evolve(row.provider if row else Provider(), event)
    said = isinstance(event, ProviderRegistered)
    lasts = [each.last for each in now.certificates.values() if each.last is not None]
    return ProviderRow(
        provider_id=event.provider_id,
        programme_id=event.programme_id,
        segments=now.segments,
        roles=tuple(dict.fromkeys(each.role for each in now.roles)),
        form=now.form,
        size=now.size,
        region=now.region,
        municipalities=now.municipalities,
        status="merged" if now.merged else "left" if now.left else "known",
        left=now.left.last_day if now.left else None,
        merged_into=now.merged.into if now.merged else None,
        lapses=min(lasts, default=None),
        aliases=now.aliases,
        registered_at=row.registered_at if row else event.at,
        standing=event.standing if said or row is None else row.standing,
        source=event.source if said or row is None else row.source,
        provider=now,
    )


PROVIDERS = ReadModel(
    name="providers",
    version=2,
    row=ProviderRow,
    events=get_args(ProviderEvent),
    keys=keys,
    project=project,
    indexes=(
        "provider_id",
        "programme_id",
        "segments",
        "roles",
        "form",
        "status",
        "lapses",
        "aliases",
        ("registered_at",),
    ),
)

Ability = Literal["able", "pgb_supplier", "merged", "left", "no_members", "unknown"]


def ability(row: ProviderRow | None, day: date) -> Ability:
    """Whether it can have a contract on a day, and if not why (AD-17)."""
    if row is None:
        return "unknown"
    if row.merged_into is not None:
        return "merged"
    if row.form == "pgb_supplier":
        return "pgb_supplier"
    if row.left is not None and row.left < day:
        return "left"
    members = row.provider.members.values()
    if row.form == "consortium" and not any(each.takes_part(day) for each in members):
        return "no_members"
    return "able"


def of_programme(source: tables.Source, programme_id: UUID) -> list[ProviderRow]:
    """All providers of a programme, also those that left or go by another record."""
    return tables.select(source, PROVIDERS, {"programme_id": programme_id})


def merged_here(source: tables.Source, row: ProviderRow) -> list[ProviderRow]:
    """The records that go on as this one (AD-18), also by way of others."""
    there = {"programme_id": row.programme_id, "status": "merged"}
    found: list[ProviderRow] = []
    wanted = {row.provider_id}
    while wanted:
        into = {**there, "merged_into": tables.OneOf(wanted)}
        closer = tables.select(source, PROVIDERS, into)
        found += closer
        wanted = {each.provider_id for each in closer}
    return found


def consortia(source: tables.Source, programme_id: UUID) -> list[ProviderRow]:
    """The consortia of a programme."""
    return tables.select(source, PROVIDERS, {"programme_id": programme_id, "form": "consortium"})


def consortia_of(rows: Sequence[ProviderRow], provider_id: UUID) -> list[ProviderRow]:
    """The consortia that it takes or took part in."""
    return [each for each in rows if provider_id in each.provider.members]


def lapsing(row: ProviderRow) -> Mapping[str, Held]:
    """Its certificates, the first to lapse first; those without an end come last."""
    held = row.provider.certificates
    return dict(sorted(held.items(), key=lambda each: each[1].last or date.max))


def named(source: Connection[Any], text: str) -> set[str]:
    """The ids of providers with this text in their name, or in another name of theirs (AD-18)."""
    kinds = address_book.called(source, text)
    aliases = [each for each, kind in kinds.items() if kind == "alias"]
    rows = [
        row
        for each in aliases
        for row in tables.select(source, PROVIDERS, {"aliases": tables.Contains(each)})
    ]
    return {*kinds, *(str(each.provider_id) for each in rows)}
