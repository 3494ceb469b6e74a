"""What became of the change for *Wonen*: narrowed, replaced, joined, ruled on, assessed."""

from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from domain.base import derived_id
from domain.change.assessment import Answered, Assessment, Publication
from domain.change.commands import (
    AssessChange,
    BarAnnouncement,
    ClearAnnouncement,
    JoinChange,
    LiftReservation,
    MandateAnnouncement,
    NarrowChange,
    OrderDispatch,
    OverrideNotice,
    ProposeChange,
    PublishChange,
    RecallDispatch,
    ReplaceAnnouncement,
    RuleOnNotice,
)
from domain.change.events import (
    AnnouncementBarred,
    AnnouncementCleared,
    AnnouncementMandated,
    AnnouncementReplaced,
    ChangeAssessed,
    ChangeNarrowed,
    ChangeProposed,
    ChangePublished,
    ContractsJoined,
    DispatchOrdered,
    DispatchRecalled,
    NoticeOverridden,
    NoticeRuled,
    ReservationLifted,
    WithdrawalOrdered,
)
from domain.change.parts import (
    Consent,
    Excepted,
    Indexation,
    Mandate,
    Reservation,
    Ruling,
    Scope,
    WithdrawalLetter,
)
from domain.provisions import Tariff
from tests.making.common import (
    CHANGE_ID,
    CLAUSE,
    COMMAND_ID,
    CONTRACT_ID,
    LETTER_ID,
    PROVIDER_ID,
    RECIPIENT,
    SECOND,
    SOURCE,
)

WITHDRAWAL_ID = derived_id("withdrawal", CHANGE_ID, CONTRACT_ID)
PROCEDURE_ID = derived_id("procedure", "holland-rijnland-2021", "wonen")
TARIFF = Tariff(
    product="44A08",
    amount=Decimal("104.27"),
    unit="etmaal",
    basis="cost_study",
    dated=date(2021, 1, 1),
)
RULING = Ruling(
    covered=False,
    decided_by="Regionaal bestuur",
    decided_on=date(2021, 4, 28),
    reason="A technical conversion: codes change, care and tariffs do not.",
    reference="RB 2021/19",
)
MANDATE = Mandate(
    announced_by="TWO Jeugdhulp",
    on_behalf_of=("Leiden", "Alphen aan den Rijn"),
    power="Mandaatbesluit jeugdhulp 2020, artikel 3",
    needed=("Leiden",),
    consents=(Consent(municipality="Leiden", decided_on=date(2021, 4, 20)),),
    source=SOURCE,
)
SCOPE = Scope(
    segments=("wonen",),
    products=("44A08",),
    excepted=(
        Excepted(contract_id=derived_id("contract", "HR-W-099"), reason="Ends before the change."),
    ),
)
ASSESSMENT = Assessment(
    regime="open_house",
    rules="open-house/1",
    answers=(Answered(question="reasonable", answer="yes", why="The tariff follows costs."),),
    principles=("zorgvuldigheid",),
    verdict="allowed",
)
PUBLICATION = Publication(place="TED", number="2021/S 085-220000", published_on=date(2021, 5, 1))

_RULED = {"by": SECOND, "ruling": RULING}
_PROPOSED = {
    "kinds": ("tariffs", "clause"),
    "scope": SCOPE,
    "provisions": {"tariff": TARIFF},
    "indexation": Indexation(index="OVA", year=2022, percentage="3.24"),
    "new_clause": CLAUSE.model_copy(update={"months": 9}),
    "reservation": Reservation(what="the councils adopt the budget", body="Gemeenteraden"),
}
_REPLACED = {
    "terms": {"tariff": "EUR 107.65 per day"},
    "provisions": {"tariff": TARIFF.model_copy(update={"amount": Decimal("107.65")})},
    "nature": "other_terms",
    "decided_by": "Regionaal bestuur",
}
_JOINED = {
    "recipients": (RECIPIENT.model_copy(update={"joined_on": date(2021, 6, 1), "knew": True}),)
}
_LIFTED = {"decided_on": date(2021, 4, 29), "reference": "Raad 2021/42"}
_GATE = {"gate": "go-no-go", "procedure_id": PROCEDURE_ID}
_WEIGHED = {"assessment": ASSESSMENT}
_PUBLISHED = {"publication": PUBLICATION}
OF_ONE: dict[type[BaseModel], dict[str, Any]] = {
    ProposeChange: _PROPOSED,
    ChangeProposed: _PROPOSED,
    OrderDispatch: {"reactions_until": date(2021, 6, 15)},
    DispatchOrdered: {"reactions_until": date(2021, 6, 15)},
    OverrideNotice: {"by": SECOND},
    NoticeOverridden: {"by": SECOND},
    RecallDispatch: {"withdrawal": COMMAND_ID},
    DispatchRecalled: {"withdrawal": COMMAND_ID},
    NarrowChange: {"segments": ()},
    ChangeNarrowed: {"segments": (), "letter_ids": (LETTER_ID,), "clauses": (CLAUSE,)},
    WithdrawalOrdered: {
        "letters": (
            WithdrawalLetter(
                letter_id=WITHDRAWAL_ID,
                contract_id=CONTRACT_ID,
                contract_number="HR-W-001",
                provider_id=PROVIDER_ID,
                clause=CLAUSE,
            ),
        )
    },
    ReplaceAnnouncement: _REPLACED,
    AnnouncementReplaced: _REPLACED,
    JoinChange: _JOINED,
    ContractsJoined: _JOINED,
    LiftReservation: _LIFTED,
    ReservationLifted: _LIFTED,
    RuleOnNotice: _RULED,
    NoticeRuled: _RULED,
    MandateAnnouncement: {"mandate": MANDATE},
    AnnouncementMandated: {"mandate": MANDATE},
    BarAnnouncement: _GATE,
    ClearAnnouncement: _GATE,
    AnnouncementBarred: _GATE,
    AnnouncementCleared: _GATE,
    AssessChange: _WEIGHED,
    ChangeAssessed: _WEIGHED,
    PublishChange: _PUBLISHED,
    ChangePublished: _PUBLISHED,
}
