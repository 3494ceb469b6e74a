"""Providers: the register, and each with what it does, what it can show and where it is in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.language import spoken
from api.pages.admission_labels import LABELS
from api.pages.forms import Tried
from api.pages.found import with_programme
from api.pages.names import Names
from api.pages.paging import page_of
from api.pages.rendering import here, ports_of, render
from api.pages.saved_views import views_of
from api.pages.today import segments
from domain.base import Sentence
from domain.dates import local_day
from projections import address_book, admissions, history, providers, tables
from projections.contracts import CONTRACTS
from projections.language import say
from projections.programmes import ProgrammeRow, every
from projections.providers import PROVIDERS, ProviderRow
from projections.tables import Contains, OneOf

router = APIRouter()

PAGE_SIZE = 50
BY_NAME = 1_000
"""Up to so many providers are put in the order of their names, which stand elsewhere."""
STORY = 100
CHOICES = 200
"""So many providers one can choose from; of more, those with some text in their name."""
FILTERS = ("programma", "segment", "rol", "vorm", "stand", "klasse", "zoek")


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the register, and how many fit the filters."""

    rows: list[ProviderRow]
    total: int
    page: int
    pages: int


@router.get("/aanbieders")
def list_providers(request: Request) -> HTMLResponse:
    return providers_page(request)


def providers_page(request: Request, tried: Tried | None = None) -> HTMLResponse:
    ports = ports_of(request)
    asked = {name: request.query_params.get(name, "").strip() for name in FILTERS}
    names = Names(ports)
    with ports.pool.connection() as connection:
        programmes = every(connection)
        where = _where(connection, asked)
        classes = admissions.classes(tables.select(connection, admissions.ADMISSIONS))
    found = _found(ports.pool, where, request.query_params.get("pagina", ""), names)
    return render(
        request,
        "providers.html",
        tried.status if tried else 200,
        tried=tried,
        views=views_of(request),
        found=found,
        asked=asked,
        names=names,
        classes=classes,
        day=local_day(ports.clock()),
        programmes=programmes,
        segments=segments(programmes),
        choices=_choices(programmes),
        at=lambda number: here(request, pagina=number),
    )


@router.get("/aanbieders/{provider_id}")
def show_provider(request: Request, provider_id: UUID) -> HTMLResponse:
    return provider_page(request, provider_id)


def provider_page(request: Request, provider_id: UUID, tried: Tried | None = None) -> HTMLResponse:
    """The whole page, with the form that was not carried out if there was one."""
    ports = ports_of(request)
    today = local_day(ports.clock())
    with ports.pool.connection() as connection:
        row, programme = with_programme(connection, PROVIDERS, provider_id)
        merged = providers.merged_here(connection, row)
        consortia = providers.consortia(connection, row.programme_id)
        others = _others(connection, row, request.query_params.get("wie", "").strip())
        ids = [provider_id, *(each.provider_id for each in merged)]
        where = {"provider_id": OneOf(ids)}
        contracts = tables.select(connection, CONTRACTS, where, ("number",))
        entries = [one for each in ids for one in admissions.about(connection, each)]
        told = history.of_subject(connection, provider_id, STORY)
        numbers = address_book.identifiers(connection, map(str, ids))
    names = Names(ports).learn([*(others or ()), *(each.by for each in told)])
    return render(
        request,
        "provider.html",
        tried.status if tried else 200,
        tried=tried,
        row=row,
        known=row.provider,
        programme=programme,
        segments=segments([programme]),
        day=today,
        ability=providers.ability(row, today),
        certificates=providers.lapsing(row),
        merged=merged,
        consortia=providers.consortia_of(consortia, provider_id),
        contracts=contracts,
        entries=list({each.segment: each for each in entries}.values()),
        ids=set(ids),
        numbers={scheme: value for each in numbers.values() for scheme, value in each.items()},
        told=told,
        names=names,
        others=None if others is None else sorted(map(names.choice, others), key=_by_name),
        wie=request.query_params.get("wie", ""),
        choices_of=choices_of,
        roles={each.segment: each.role for each in row.provider.roles},
    )


def _others(connection: Any, row: ProviderRow, text: str) -> list[UUID] | None:
    """Who can be a member, or the record that this one goes on as.

    None if they are too many to choose from: then somebody has to say what is in the name.
    """
    where: dict[str, object] = {
        "programme_id": row.programme_id,
        "status": OneOf(["known", "left"]),
    }
    if text:
        where["provider_id"] = OneOf(sorted(providers.named(connection, text)))
    elif tables.count(connection, PROVIDERS, where) > CHOICES:
        return None
    found = tables.select(connection, PROVIDERS, where, limit=CHOICES)
    return [each.provider_id for each in found if each.provider_id != row.provider_id]


def _by_name(pair: tuple[str, str]) -> str:
    return pair[1].casefold()


def _where(connection: Any, asked: Mapping[str, str]) -> dict[str, object]:
    """What the filters ask; a class and a name are looked up where they stand."""
    where: dict[str, object] = {}
    if asked["programma"]:
        where["programme_id"] = asked["programma"]
    if asked["segment"]:
        where["segments"] = Contains(asked["segment"])
    if asked["rol"]:
        where["roles"] = Contains(asked["rol"])
    if asked["vorm"]:
        where["form"] = asked["vorm"]
    if asked["stand"]:
        where["status"] = asked["stand"]
    wanted: list[set[str]] = []
    if asked["klasse"]:
        classes = admissions.classes(tables.select(connection, admissions.ADMISSIONS))
        wanted.append(
            {
                str(provider_id)
                for (provider_id, segment), partner in classes.items()
                if partner == asked["klasse"] and asked["segment"] in ("", segment)
            }
        )
    if asked["zoek"]:
        wanted.append(providers.named(connection, asked["zoek"]))
    if wanted:
        where["provider_id"] = OneOf(sorted(set.intersection(*wanted)))
    return where


def _found(source: tables.Source, where: dict[str, object], pagina: str, names: Names) -> Found:
    keys = tables.keys(source, PROVIDERS, where, limit=BY_NAME + 1)
    many = len(keys) > BY_NAME
    total = tables.count(source, PROVIDERS, where) if many else len(keys)
    pages = max(1, -(-total // PAGE_SIZE))
    page = page_of(pagina, pages)
    offset = (page - 1) * PAGE_SIZE
    if many:
        rows = tables.select(source, PROVIDERS, where, ("registered_at",), PAGE_SIZE, offset)
        names.learn([each.provider_id for each in rows])
        return Found(rows, total, page, pages)
    names.learn(keys)
    shown = sorted(keys, key=lambda each: names(each).casefold())[offset : offset + PAGE_SIZE]
    found = tables.get_all(source, PROVIDERS, shown)
    return Found([found[key] for key in shown if key in found], total, page, pages)


def _choices(programmes: list[ProgrammeRow]) -> dict[str, list[tuple[str, str]]]:
    return {
        "programma": [(str(each.programme_id), each.region) for each in programmes],
        "segment": list(
            {each.segment_id: each.title for one in programmes for each in one.segments}.items()
        ),
        "rol": choices_of("provider_role"),
        "vorm": choices_of("provider_form"),
        "stand": choices_of("provider"),
        "klasse": choices_of("partner"),
    }


def choices_of(kind: str) -> list[tuple[str, str]]:
    """The short words of a kind, each with what people call it."""
    return [(key, say(Sentence(words), spoken())) for key, words in LABELS[kind].items()]
