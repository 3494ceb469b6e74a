"""Proposing a change by form: what it would touch is counted, what is wrong is said, once."""

from typing import Any

import pytest

from api.app import create_app
from api.pages.term_rows import amount, is_figure
from domain.change.events import ChangeProposed
from domain.contract.commands import ConcludeContract
from domain.notice import NoticeClause
from domain.provisions import Tariff
from projections import tables
from projections.changes import CHANGES
from tests import make
from tests.api.browsing import Browser
from tests.api.house import ANNA, NUMBERS, House, contract_id, provider_id, publish

NEW = f"/programmas/{make.PROGRAMME_ID}/wijzigingen/nieuw"
SLOWER = "HR-W-009"
TYPED = {
    "title": "Tarief logeren 2023",
    "description": "Het tarief volgt de index.",
    "segment-wonen": "ja",
    "kind-tariffs": "ja",
    "effective": "2023-01-01",
    "term-1": "tariff",
    "text-1": "EUR 104,70 per dag",
}


@pytest.fixture
def anna(house: House) -> Browser:
    publish(house)
    nine: NoticeClause = make.CLAUSE.model_copy(update={"clause_id": "negen", "months": 9})
    slower = make.a(
        ConcludeContract,
        number=SLOWER,
        contract_id=contract_id(SLOWER),
        provider_id=provider_id(NUMBERS[0]),
        clause=nine,
    )
    house.do(slower)
    return Browser(create_app(house.ports()), ANNA)


def proposed(house: House) -> list[Any]:
    return tables.select(house.pool, CHANGES)


@pytest.mark.row("CC-27", "AN-24")
def test_what_is_typed_is_counted_before_anything_is_proposed(house: House, anna: Browser) -> None:
    one = {"except-1": NUMBERS[0].lower(), "why-1": "Loopt al anders"}
    counted = anna.fill(anna.get(NEW), "/nieuw", **TYPED, **one, do="tellen")
    assert counted.status == 200
    assert "3 overeenkomsten, 1 uitgezonderd" in counted.text
    assert "HR-W-001: Loopt al anders" in counted.text
    assert "Kondig uiterlijk aan op 1 april 2022" in counted.text
    assert "1 juli 2022" in counted.text
    assert "EUR 104,70 per dag" in counted.text
    assert counted.form("/nieuw")["why-1"] == "Loopt al anders"
    part = anna.send(NEW.replace("nieuw", "tellen"), TYPED)
    assert "4 overeenkomsten" in part.text
    assert "<html" not in part.html
    assert proposed(house) == []


@pytest.mark.row("CC-05")
def test_a_proposal_has_kinds_exceptions_a_tariff_and_what_it_waits_for(
    house: House, anna: Browser
) -> None:
    more = {
        "except-1": NUMBERS[1],
        "why-1": "Loopt af",
        "product-1": "logeren",
        "amount-1": "104,70",
        "unit-1": "dag",
        "basis-1": "real_price",
        "reserved_for": "Vaststelling van de begroting",
    }
    page = anna.fill(anna.get(NEW), "/nieuw", **TYPED, **more)
    assert page.status == 200
    assert "Vastgelegd: de wijziging is voorgesteld." in page.text
    assert page.address.startswith("/wijzigingen/")
    again = anna.fill(anna.get(NEW), "/nieuw", **TYPED, **more)
    assert again.address.partition("?")[0] == page.address.partition("?")[0]
    [row] = proposed(house)
    [change] = house.log.read(row.change_id)
    assert isinstance(change, ChangeProposed)
    assert change.scope is not None
    assert change.reservation is not None
    assert change.key == "tarief-logeren-2023-2023"
    assert change.kinds == ("tariffs",)
    assert [str(each.contract_id) for each in change.scope.excepted] == [
        str(contract_id(NUMBERS[1]))
    ]
    tariff = change.provisions["tariff"]
    assert isinstance(tariff, Tariff)
    assert (str(tariff.amount), tariff.unit) == ("104.70", "dag")
    assert change.reservation.what == "Vaststelling van de begroting"


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("104,70", "104.70"),
        ("104.70", "104.70"),
        ("€ 12.500", "12500"),
        ("1.234.567,89", "1234567.89"),
        ("0.125", "0.125"),
        ("3,24%", "3.24"),
    ],
)
def test_an_amount_is_read_as_dutch_people_write_it(typed: str, means: str) -> None:
    assert (is_figure(typed), amount(typed)) == (True, means)


WRONG: list[tuple[dict[str, str], str]] = [
    ({"effective": "31 april"}, "Vul een datum in"),
    ({"contracts": "HR-W-001\nHR-W-777"}, "heeft nummer HR-W-777"),
    ({"amount-1": "honderd", "unit-1": "dag", "basis-1": "real_price"}, "zoals 104,70"),
    ({"term-2": "tariff", "text-2": "anders"}, "Dit staat in twee rijen"),
    ({"clause_months": "drie"}, "Schrijf een heel getal."),
    ({"except-1": NUMBERS[0]}, "Vul dit in."),
    ({"except-1": NUMBERS[0], "why-1": "nu"}, "Schrijf minstens 3 tekens."),
    ({"reserved_for": "ja"}, "Schrijf minstens 5 tekens."),
    ({"percentage": "1234", "index": "OVA", "index_year": "2023"}, "Dit is niet te lezen"),
]


def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(
    house: House, anna: Browser
) -> None:
    page = anna.get(NEW)
    for typed, says in WRONG:
        refused = anna.fill(page, "/nieuw", **{**TYPED, **typed})
        assert refused.status == 400, says
        assert says in refused.text
        kept = refused.form("/nieuw")
        assert {name: kept[name].replace("\r", "") for name in typed} == typed
        assert kept["segment-wonen"] == "ja"
    assert proposed(house) == []
