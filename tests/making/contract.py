"""The contract for *Wonen*: how it was concluded, how it ends sooner, how it is kept."""

from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from domain.base import derived_id
from domain.change.parts import Ruling
from domain.contract.commands import (
    AmendContract,
    CompleteHandOver,
    ConcludeContract,
    CorrectContract,
    DrawDown,
    EndContract,
    EnforceContract,
    ExtendContract,
    FulfilDuty,
    MissDuty,
    PlanHandOver,
    RecordResult,
    ReplaceContract,
    SignContract,
)
from domain.contract.events import (
    ContractAmended,
    ContractConcluded,
    ContractCorrected,
    ContractEnded,
    ContractEnforced,
    ContractExtended,
    ContractReplaced,
    ContractSigned,
    DrawingRecorded,
    DutyFulfilled,
    DutyMissed,
    HandOverCompleted,
    HandOverPlanned,
    ResultRecorded,
)
from domain.contract.parts import Decided, Ending, Option, Principal, Term
from domain.dates import Window
from domain.provisions import (
    Capacity,
    Ceiling,
    DrawingRight,
    Duty,
    Element,
    Performance,
    Provisions,
    Review,
    Rung,
    Tariff,
    Undertaking,
)
from tests.making.common import CLAUSE, CONTRACT_ID, PROVIDER_ID, TERMS

FRAMEWORK_ID = derived_id("contract", "HR-R-001")
OLD_ID = derived_id("contract", "HR-O-001")
NEW_ID = derived_id("contract", "HR-W-101")
CALL_OFF_ID = derived_id("contract", "HR-R-001-A")
DIGEST = "5f2b" * 16
ENDING = Ending(
    ground="go_no_go",
    decided_by="Colleges van de regio",
    reason="De doelen zijn in twee jaar niet dichterbij gekomen.",
    continuity="Jeugdigen in zorg houden hun aanbieder tot hun traject eindigt.",
    decision_id=derived_id("decision", "holland-rijnland-2021", "go-no-go"),
)
DECIDED = Decided(
    decided_by="Portefeuillehouders jeugd",
    decided_on=date(2021, 4, 15),
    reason="De nieuwe overeenkomst is nog niet klaar.",
    reference="PHO 2021/9",
)
OPTION = Option(
    option_id="verlenging",
    months=12,
    times=2,
    notice_months=6,
    written="twee maal een jaar, uiterlijk zes maanden voor het einde",
)
LADDER = (
    Rung(rung=1, measure="gesprek"),
    Rung(rung=2, measure="verbeterplan"),
    Rung(rung=3, measure="korting van 5%"),
)
TARIFF = Tariff(
    product="44A08",
    amount=Decimal("104.27"),
    unit="etmaal",
    basis="real_price",
    elements=(
        Element(name="loonkosten", amount=Decimal("80.00")),
        Element(name="overhead", amount=Decimal("24.27")),
    ),
    dated=date(2020, 1, 1),
    index="OVA",
    harmonised_with="Wmo",
)
DUTY = Duty(
    party="municipality",
    what="Iemand van de toegang is op elke school.",
    due=Window(edtf="2021-04-30", bound="at_latest", written="uiterlijk 30 april 2021"),
    ladder=LADDER,
)
AFTERCARE = Duty(party="provider", what="Nazorg bieden.", whenever="na elk vertrek")
RESULT = Performance(
    indicator="Uitstroom naar huis",
    unit="%",
    baseline="41",
    baseline_period=Window(edtf="2020", written="2020"),
    target="ten minste 50%",
    at_least=Decimal(50),
    at_most=Decimal(100),
    due=Window(edtf="2021", written="2021"),
    ladder=LADDER,
)
PROVISIONS: Provisions = {
    "tariff": TARIFF,
    "plafond": Ceiling(of="wonen", amount=Decimal(250_000), year=2021),
    "uitstroom": RESULT,
    "toegang op school": DUTY,
    "nazorg": AFTERCARE,
    "plaatsen": Capacity(places=12, wished=2),
    "trekkingsrecht": DrawingRight(
        holder="Schoolbestuur De Leerhoek",
        most_amount=Decimal(100_000),
        most_fte=Decimal("4.5"),
        most_number=3,
    ),
    "ijkmoment": Review(
        when=Window(edtf="2022-06-30", written="30 juni 2022"), about="de eerste fase"
    ),
    "ruimte": Undertaking(sort="flexibility"),
    "alleen met ons": Undertaking(sort="exclusivity"),
    "reserves": Undertaking(sort="financial_health"),
    "na achttien": Undertaking(sort="continuity"),
}
WORDS = {
    **TERMS,
    "plafond": "Ten hoogste € 250.000 in 2021",
    "uitstroom": "Ten minste 50% gaat naar huis",
    "toegang op school": "Uiterlijk 30 april 2021 is iemand van de toegang op elke school",
    "nazorg": "Nazorg na elk vertrek",
    "plaatsen": "12 plaatsen, en twee meer als het kan",
    "trekkingsrecht": "Schoolbestuur De Leerhoek neemt ten hoogste 4,5 fte af",
    "ijkmoment": "Op 30 juni 2022 bezien partijen de eerste fase",
    "ruimte": "Partijen kunnen samen afwijken om te vernieuwen",
    "alleen met ons": "Ontwikkelbudget alleen voor ontwikkelpartners",
    "reserves": "Een eigen vermogen van ten minste 15% van de omzet",
    "na achttien": "De hulp gaat na de achttiende verjaardag door als dat nodig is",
}
_EXTENDED: dict[str, Any] = {
    "how": "option",
    "option_id": OPTION.option_id,
    "count": 1,
    "until": date(2025, 12, 31),
    "told_on": date(2021, 5, 3),
    "decision": DECIDED,
}
_REPLACED: dict[str, Any] = {
    "by_contracts": (NEW_ID,),
    "how": "conversion",
    "last_day": date(2021, 12, 31),
    "decision": DECIDED,
}
_SIGNED: dict[str, Any] = {
    "party": "municipality",
    "on_behalf_of": ("Leiden",),
    "signed_on": date(2021, 4, 20),
    "document": "overeenkomst-wonen",
    "document_version": "2",
    "digest": DIGEST,
}
_FULFILLED: dict[str, Any] = {
    "duty": "toegang op school",
    "fulfilled_on": date(2021, 5, 2),
    "arose_on": None,
    "proof": "verslag-toegang",
}
_MISSED: dict[str, Any] = {"duty": "toegang op school", "arose_on": None, "reason": None}
_RESULT: dict[str, Any] = {
    "performance": "uitstroom",
    "period": Window(edtf="2021", written="2021"),
    "written": "43% in 2021",
    "value": Decimal(43),
    "met": False,
    "document": "rapport-2021",
}
_ENFORCED: dict[str, Any] = {
    "about": "uitstroom",
    "rung": 2,
    "decision": DECIDED,
    "skip_reason": "Het gesprek is al gevoerd.",
}
_HAND_OVER: dict[str, Any] = {
    "clients": 20,
    "due": date(2022, 12, 31),
    "arrangement": "De andere aanbieders van wonen nemen de plaatsen over.",
    "receivers": (PROVIDER_ID,),
}
_HANDED_OVER: dict[str, Any] = {
    "completed_on": date(2021, 5, 1),
    "transferred": 18,
    "care_ended": 2,
}
_DRAWN: dict[str, Any] = {
    "right": "trekkingsrecht",
    "call_off": CALL_OFF_ID,
    "drawn_on": date(2021, 5, 3),
    "amount": Decimal(40_000),
    "fte": Decimal("1.5"),
}
_RECORDED: dict[str, Any] = {
    "previous": Window(edtf="2024-12-31", written="31 december 2024"),
    "lapsed": ("toegang op school",),
}
_CONCLUDED: dict[str, Any] = {
    "number": "HR-W-001",
    "provisions": PROVISIONS,
    "form": "result",
    "parent": FRAMEWORK_ID,
    "principals": (Principal(municipality="Leiden", by_proxy_of="Serviceorganisatie Zorg"),),
    "municipalities": ("Leiden",),
    "term": Term(at_least=48, at_most=60, written="vier tot vijf jaar"),
    "options": (OPTION,),
    "replaces": (OLD_ID,),
    "how": "conversion",
    "knows": (derived_id("change", "wonen-2020"),),
}
_AMENDED: dict[str, Any] = {
    "kinds": ("tariffs",),
    "provisions": {"tariff": TARIFF, "toegang op school": DUTY},
    "ruling": Ruling(
        covered=False,
        decided_by="Portefeuillehouders jeugd",
        decided_on=date(2021, 4, 15),
        reason="Een technische omzetting verandert niets voor aanbieders.",
    ),
    "knew": True,
    "new_clause": CLAUSE.model_copy(update={"months": 9, "clause_version": 2}),
}
_CORRECTED: dict[str, Any] = {"provisions": {"toegang op school": DUTY}}
OF_ONE: dict[type[BaseModel], dict[str, Any]] = {
    ConcludeContract: _CONCLUDED,
    ContractConcluded: _CONCLUDED,
    AmendContract: _AMENDED,
    ContractAmended: {**_AMENDED, "wordy": ("plafond",)},
    CorrectContract: _CORRECTED,
    ContractCorrected: _CORRECTED,
    EndContract: {"last_day": date(2022, 12, 31), "ending": ENDING},
    ContractEnded: {
        "last_day": date(2022, 12, 31),
        "ending": ENDING,
        "effective": date(2023, 1, 1),
        **_RECORDED,
    },
    ExtendContract: _EXTENDED,
    ContractExtended: {**_EXTENDED, **_RECORDED, "effective": date(2025, 1, 1)},
    ReplaceContract: _REPLACED,
    ContractReplaced: {**_REPLACED, **_RECORDED},
    SignContract: _SIGNED,
    ContractSigned: {**_SIGNED, "effective": date(2021, 4, 20)},
    FulfilDuty: _FULFILLED,
    DutyFulfilled: {**_FULFILLED, "party": DUTY.party, "due": DUTY.due, "late": True},
    MissDuty: _MISSED,
    DutyMissed: {**_MISSED, "party": DUTY.party, "due": DUTY.due},
    RecordResult: _RESULT,
    ResultRecorded: {**_RESULT, "target": RESULT.target},
    EnforceContract: _ENFORCED,
    ContractEnforced: {**_ENFORCED, "measure": "verbeterplan", "skipped": (1,)},
    PlanHandOver: _HAND_OVER,
    HandOverPlanned: {**_HAND_OVER, "number": "HR-W-001"},
    CompleteHandOver: _HANDED_OVER,
    HandOverCompleted: {**_HANDED_OVER, "late": False},
    DrawDown: {**_DRAWN, "contract_id": CONTRACT_ID},
    DrawingRecorded: {**_DRAWN, "effective": date(2021, 5, 3)},
}
