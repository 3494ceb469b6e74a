"""Admission to segments over HTTP: what is asked, whether one can apply, who is in and why."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.admission_shapes import (
    Admission,
    Application,
    Classed,
    Imposed,
    Judged,
    Partners,
    Place,
    ToEnd,
    Treated,
    Treatment,
)
from api.identity import World
from api.ports import Ports
from api.reading import ListQuery, Page, ReadQuery, one, paged, rows_of
from api.shapes import Reckoned, ReckonedStep, party, shown
from domain.admission.criteria import terms_of
from domain.admission.events import PartnersClassed
from domain.admission.evidence import Equality, equal_treatment
from domain.dates import local_day
from projections import address_book
from projections.address_book import Party
from projections.admissions import ADMISSIONS, AdmissionRow, contracts_to_end
from projections.tables import Contains

router = APIRouter(prefix="/admissions", tags=["admissions"])


class AdmissionQuery(ListQuery):
    programme: UUID | None = None
    segment: str | None = None
    provider: UUID | None = None


@router.get("")
def list_admissions(
    request: Request, response: Response, ports: World, query: Annotated[AdmissionQuery, Query()]
) -> Page[Admission]:
    """The admissions by segment."""
    where = {
        "programme_id": query.programme,
        "segment": query.segment,
        "providers": Contains(query.provider) if query.provider else None,
    }
    found = rows_of(ports, query, ADMISSIONS, where, ("segment",))
    return paged(request, response, query, found, lambda row: filled(ports, row))


@router.get("/{admission_id}")
def show_admission(
    admission_id: UUID, ports: World, query: Annotated[ReadQuery, Query()]
) -> Admission:
    """The admission to one segment, with everything that happened in it."""
    return filled(ports, one(ports, query, ADMISSIONS, admission_id))


def filled(ports: Ports, row: AdmissionRow) -> Admission:
    """With the names that the address book has."""
    today = local_day(ports.clock())
    with ports.pool.connection() as connection:
        names = address_book.many(connection, map(str, row.providers))
        ending = contracts_to_end(connection, row, today)
    now = row.admission
    edition = now.edition_on(today)
    return shown(
        Admission,
        row,
        entry=now.entry_on(today),
        edition=edition.number if edition else None,
        most=now.most_on(today),
        editions=now.editions,
        turns=now.turns,
        options=list(now.options.values()),
        chosen=now.chosen,
        newcomers=now.newcomers(),
        limits=now.limits,
        partners=partners_shown(now.partners, names) if now.partners else None,
        treatment=[_treatment(each) for each in equal_treatment(now)],
        to_end=[
            ToEnd(
                contract_id=each.contract.contract_id,
                number=each.contract.number,
                provider=party(each.contract.provider_id, names),
                edition=each.edition,
                failed=list(each.failed),
                earliest=Reckoned.model_validate(each.earliest),
            )
            for each in ending
        ],
        **_people(row, names),
    )


def partners_shown(event: PartnersClassed, names: dict[str, Party]) -> Partners:
    return Partners.model_validate(
        {
            "rule": event.rule.model_dump(),
            "takes_part": event.takes_part,
            "turnover": [each.model_dump() for each in event.turnover],
            "classes": [
                shown(Classed, each, provider=party(each.provider_id, names))
                for each in event.classes
            ],
            "reason": event.reason,
            "decided_by": event.decided_by,
        }
    )


def _people(row: AdmissionRow, names: dict[str, Party]) -> dict[str, object]:
    now = row.admission
    return {
        "applications": [
            shown(
                Application,
                each,
                provider=party(each.provider_id, names),
                judged=[Judged.model_validate(one) for one in each.judged],
            )
            for each in now.applications.values()
        ],
        "places": [
            shown(
                Place,
                each,
                provider=party(each.provider_id, names),
                terms=terms_of(each.plan) if each.plan else {},
                partner=now.partner(each.provider_id),
            )
            for each in now.places.values()
        ],
        "imposed": [
            shown(Imposed, each, provider=party(each.provider_id, names))
            for each in now.imposed.values()
        ],
    }


def _treatment(each: Equality) -> Treatment:
    return Treatment(
        since=each.turn.since if each.turn else None,
        treated=[
            Treated(
                application_id=one.application.application_id,
                received_on=one.application.received_on,
                editions=list(one.editions),
                days=one.days,
            )
            for one in each.treated
        ],
        doubts=[ReckonedStep.model_validate(one) for one in each.doubts],
    )
