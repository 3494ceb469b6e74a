"""What becomes of a contract while it runs: told over HTTP, seen on its page."""

from uuid import UUID

import pytest

from api.app import create_app
from domain.base import derived_id
from domain.contract.commands import ConcludeContract
from domain.contract.parts import Option, Principal, Term
from domain.dates import Window
from domain.programme.commands import PublishProgramme
from domain.provisions import DrawingRight, Duty, Performance, Rung
from tests import make
from tests.api.browsing import Browser
from tests.api.house import ANNA, Caller, House

CONTRACT: UUID = derived_id("contract", "HR-W-900")
AT = f"/contracts/{CONTRACT}"
PAGE = f"/overeenkomsten/{CONTRACT}"
LADDER = (Rung(rung=1, measure="Verbeterplan"), Rung(rung=2, measure="Geen nieuwe cliënten"))
SIGNED = {"signed_on": "2021-05-01", "document": "raamovereenkomst", "document_version": "1"}
DECIDED = {
    "decidedBy": "Portefeuillehouders",
    "decidedOn": "2021-05-03",
    "reason": "De markt is nog niet klaar",
}


@pytest.fixture
def concluded(house: House) -> House:
    """A framework with an option, a duty, a performance and a drawing right."""
    contract = make.a(
        ConcludeContract,
        contract_id=CONTRACT,
        number="HR-W-900",
        provider_id=derived_id("provider", "HR-W-900"),
        ends=Window(edtf="2023-12-31", written="31 december 2023"),
        form="framework",
        principals=(Principal(municipality="Leiden", by_proxy_of="TWO"),),
        municipalities=("Leiden",),
        term=Term(at_least=36, at_most=60, written="3 tot 5 jaar"),
        options=(
            Option(option_id="verlenging", months=12, times=2, notice_months=6, written="tweemaal"),
        ),
        terms={
            "wachttijd": "De aanbieder publiceert elk kwartaal zijn wachttijden",
            "uitstroom": "Tachtig procent rondt af binnen een jaar",
            "trekkingsrecht": "Scholen trekken ten hoogste € 100.000",
        },
        provisions={
            "wachttijd": Duty(
                party="provider",
                what="Wachttijden publiceren",
                due=Window(edtf="2021-06-30", written="30 juni 2021"),
            ),
            "uitstroom": Performance(
                indicator="uitstroom", unit="%", target="80 %", at_least="80", ladder=LADDER
            ),
            "trekkingsrecht": DrawingRight(holder="Scholen", most_amount="100000"),
        },
    )
    house.do(make.whole(PublishProgramme), contract)
    return house


@pytest.fixture
def office(concluded: House) -> Browser:
    return Browser(create_app(concluded.ports()), ANNA)


@pytest.mark.row("CC-02", "CC-18")
def test_a_contract_is_extended_by_its_option_and_no_further(
    concluded: House, anna: Caller
) -> None:
    body = {"how": "option", "optionId": "verlenging", "toldOn": "2021-05-03", "decision": DECIDED}
    assert anna.get(AT)["kept"]["options"][0]["latest"]["value"] == "2023-07-01"
    for year in ("2024", "2025"):
        assert anna.post(f"{AT}/extensions", body).status_code == 202
        concluded.engine.catch_up()
        assert anna.get(AT)["ends"]["last"] == f"{year}-12-31"
    refused = anna.post(f"{AT}/extensions", body)
    assert refused.status_code == 409
    assert anna.get(AT)["kept"]["options"][0]["left"] == 0
    bridging = {"how": "bridging", "until": "2026-03-31", "decision": DECIDED}
    assert anna.post(f"{AT}/extensions", bridging).status_code == 202


@pytest.mark.row("CC-13", "CC-14", "CC-15")
def test_duties_results_and_enforcement_are_kept_with_the_contract(
    concluded: House, anna: Caller
) -> None:
    done = {"duty": "wachttijd", "fulfilledOn": "2021-05-02", "proof": "Website van de aanbieder"}
    assert anna.post(f"{AT}/fulfilments", done).status_code == 202
    period = {"edtf": "2021-01/2021-03", "written": "eerste kwartaal 2021"}
    result = {"performance": "uitstroom", "period": period, "written": "71 %", "value": "71"}
    assert anna.post(f"{AT}/results", result).status_code == 202
    skipping = {"about": "uitstroom", "rung": 2, "decision": DECIDED}
    assert anna.post(f"{AT}/enforcements", skipping).status_code == 409
    assert anna.post(f"{AT}/enforcements", {**skipping, "rung": 1}).status_code == 202
    concluded.engine.catch_up()
    kept = anna.get(AT)["kept"]
    assert [each["state"] for each in kept["duties"]] == ["fulfilled"]
    assert [each["met"] for each in kept["results"]] == [False]
    assert [each["measure"] for each in kept["enforced"]] == ["Verbeterplan"]


@pytest.mark.row("CC-03", "CC-17", "CC-20")
def test_call_offs_draw_on_a_framework_up_to_its_cap_and_signatures_are_counted(
    concluded: House, anna: Caller
) -> None:
    def drawing(number: str, amount: str) -> int:
        call_off = str(derived_id("contract", number))
        body = {"right": "trekkingsrecht", "callOff": call_off, "drawnOn": "2021-05-03"}
        status: int = anna.post(f"{AT}/drawings", {**body, "amount": amount}).status_code
        return status

    assert (drawing("A", "60000"), drawing("B", "40000.01"), drawing("B", "40000")) == (
        202,
        409,
        202,
    )
    signature = {"signedOn": "2021-05-01", "document": "raamovereenkomst", "digest": "a" * 64}
    for party in ("provider", "municipality"):
        concluded.engine.catch_up()
        assert anna.get(AT)["kept"]["signing"] != "signed"
        answer = anna.post(f"{AT}/signatures", {**signature, "party": party})
        assert answer.status_code == 202, answer.text
    concluded.engine.catch_up()
    kept = anna.get(AT)["kept"]
    assert kept["signing"] == "signed"
    assert kept["principals"] == [{"municipality": "Leiden", "byProxyOf": "TWO"}]
    assert kept["rights"][0]["drawnAmount"] == "100000.00"


@pytest.mark.row("CC-15", "CC-20", "GO-11")
def test_the_page_of_a_contract_shows_what_is_to_be_done_and_records_it(
    office: Browser,
) -> None:
    page = office.get(PAGE)
    assert "Vertel het de aanbieder uiterlijk op 1 juli 2023" in page.text
    done = office.fill(page, "/nakomen", duty="wachttijd", fulfilled_on="2021-05-02")
    assert "Vastgelegd: aan de plicht is voldaan" in done.text
    wrong = office.fill(done, "/ondertekenen", party="provider", digest="abc", **SIGNED)
    assert "Een SHA-256 heeft 64 tekens" in wrong.text
    signed = office.fill(done, "/ondertekenen", party="provider", digest="AB " * 32, **SIGNED)
    assert "Deels ondertekend" in signed.text
    decided = {"decided_by": "Bestuur", "reason": "De aanbieder stopt ermee"}
    ended = office.fill(
        signed,
        "/beeindigen",
        last_day="2021-12-31",
        ground="agreement",
        continuity="Collega-aanbieders nemen over",
        **decided,
    )
    assert "Nog niet vastgelegd is wanneer zijn cliënten bij anderen zijn" in ended.text
    planned = office.fill(
        ended,
        "/overdragen",
        clients="12",
        due="2021-12-31",
        arrangement="Twee aanbieders nemen over",
    )
    assert "12 cliënten" in planned.text
