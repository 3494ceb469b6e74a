"""A provider hands in its plan; the office finds it, and no other provider does."""

from hashlib import sha256
from uuid import UUID

import pytest

from api.app import create_app
from domain.document.events import DocumentFiled
from projections import documents, plans
from tests import make
from tests.api.browsing import SAME_SITE, Browser, Page
from tests.api.house import ANNA, House, provider_id, publish
from tests.api.test_pages_own import OTHER, OWN, as_provider

ONE = "HR-W-001"
PDF = b"%PDF-1.7 ons plan voor wonen"
WONEN = f"{make.PROGRAMME_ID}:wonen"


@pytest.fixture
def provider(house: House) -> Browser:
    publish(house)
    return Browser(create_app(house.ports()), as_provider(ONE))


def hand_in(provider: Browser, content: bytes = PDF, segment: str = WONEN) -> Page:
    files = {"bestand": ("ons plan.pdf", content)}
    fields = {"segment": segment}
    answer = provider.client.post(f"{OWN}/plannen", data=fields, files=files, headers=SAME_SITE)
    return Page(answer)


def filed(house: House) -> UUID:
    [row] = documents.of_programme(house.pool, make.PROGRAMME_ID)
    return row.document_id


@pytest.mark.row("AD-19")
def test_a_plan_is_handed_in_once_and_found_by_the_office(house: House, provider: Browser) -> None:
    page = hand_in(provider)
    assert "Vastgelegd: uw plan is ingeleverd." in page.text
    assert "ons plan.pdf" in page.text
    hand_in(provider)
    document_id = filed(house)
    [event] = house.log.read(document_id)
    assert isinstance(event, DocumentFiled)
    assert event.by == as_provider(ONE).person_id
    assert sha256(PDF).hexdigest() in event.model_dump_json()
    assert "ons plan" not in event.model_dump_json()
    assert provider.client.get(f"{OWN}/plannen/{document_id}").content == PDF
    office = Browser(create_app(house.ports()), ANNA)
    shown = office.get(f"/documenten/{document_id}")
    assert "Het bestand dat de aanbieder heeft ingeleverd" in shown.text
    assert "Zorg HR-W-001" in shown.text
    assert office.client.get(f"/documenten/{document_id}/bestand").content == PDF
    with house.pool.connection() as connection:
        plans.erase(connection, str(provider_id(ONE)))
    assert office.get(f"/documenten/{document_id}/bestand").status == 404
    assert "gewist" in provider.get(OWN).text


@pytest.mark.row("AD-19")
def test_a_plan_is_its_providers_and_the_offices_only(house: House, provider: Browser) -> None:
    hand_in(provider)
    document_id = filed(house)
    other = Browser(create_app(house.ports()), as_provider(OTHER))
    assert other.get(f"{OWN}/plannen/{document_id}").status == 404
    assert other.get(f"/documenten/{document_id}/bestand").status == 404
    nobody = Browser(create_app(house.ports()))
    assert nobody.get(f"/documenten/{document_id}/bestand").status == 404
    assert "ons plan" not in other.get(OWN).text


@pytest.mark.parametrize(
    ("content", "segment", "says"),
    [
        (b"", WONEN, "Kies een bestand: een pdf."),
        (b"PK\x03\x04 a spreadsheet", WONEN, "Dit is geen pdf"),
        (PDF, "wonen", "Kies er een."),
        (PDF, f"{make.PROGRAMME_ID}:nowhere", "Kies er een."),
    ],
)
def test_what_is_no_plan_is_not_taken(
    house: House, provider: Browser, content: bytes, segment: str, says: str
) -> None:
    page = hand_in(provider, content, segment)
    assert page.status == 400
    assert says in page.text
    assert documents.of_programme(house.pool, make.PROGRAMME_ID) == []
