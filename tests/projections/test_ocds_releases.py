"""What becomes public of what happened, as releases: no database, no clock, no address book."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.admission.events import (
    AdmissionClosed,
    AdmissionOpened,
    CriteriaStated,
    ProviderAdmitted,
    SegmentLeft,
)
from domain.audiences import circle_of
from domain.base import Event
from domain.change.events import ChangeAnnounced, ChangeProposed, ChangeTookEffect, LetterSent
from domain.contract.events import (
    ContractAmended,
    ContractConcluded,
    ContractCorrected,
    ContractEnded,
    ContractExtended,
    ContractSigned,
)
from domain.dates import start_of_day
from domain.document.events import DocumentFiled, SecrecyExpired, SecrecyImposed
from domain.procedure.events import (
    BranchTaken,
    ProcedurePlanned,
    ProcedureWithdrawn,
    StandstillBegan,
    StepCompleted,
    StepStarted,
)
from domain.programme.events import (
    MunicipalityEnrolled,
    PlanItemPlanned,
    PlanItemRealised,
    ProgrammePublished,
    SegmentDefined,
)
from domain.provisions import Tariff
from eventstore.registry import EVENTS
from projections.ocds.mapping import CONTRACTS, NOT_TOLD, TABLE
from projections.ocds.releases import Release, releases
from tests import make
from tests.making.contract import PROVISIONS
from tests.making.document import SECRECY
from tests.making.procedure import STEPS
from tests.projections.ocds_checking import check_process, processes

OCID = "ocds-000000-holland-rijnland-2021.wonen"
BEGIN = (make.a(ProgrammePublished), make.a(SegmentDefined, segment_id="wonen"))


def story(*happened: Event | tuple[str, Event], before: tuple[Event, ...] = BEGIN) -> list[Release]:
    """What comes out when this happens, one event a minute; from a given day on where one is."""
    at, log = noon("2021-01-04"), []
    for position, each in enumerate((*before, *happened), 1):
        on, event = each if isinstance(each, tuple) else ("", each)
        at = max(at, noon(on)) if on else at + timedelta(minutes=1)
        given = {"at": at, "event_id": event_id(position)}
        log.append((position, event.model_copy(update=given)))
    return list(releases(log))


def noon(day: str) -> datetime:
    return start_of_day(date.fromisoformat(day)) + timedelta(hours=12)


def event_id(position: int) -> Any:
    return uuid5(make.CLOCK_ID, str(position))


def tags(released: list[Release]) -> list[str]:
    return ["+".join(each.body["tag"]) for each in released]


def compiled(released: list[Release]) -> dict[str, Any]:
    return check_process(processes(released)[OCID])


def contract_of(released: list[Release]) -> dict[str, Any]:
    [contract] = compiled(released)["contracts"]
    return dict(contract)


CONCLUDED = make.a(
    ContractConcluded,
    starts=date(2021, 6, 1),
    effective=date(2021, 6, 1),
    terms={"tarief": "€ 104,27 per dag"},
)
PROPOSED = make.a(ChangeProposed, effective=make.NEW_YEAR)
ANNOUNCED = make.a(ChangeAnnounced, announced_on=date(2021, 1, 4))


@pytest.mark.row("TP-07")
def test_each_event_is_told_or_there_is_a_reason_why_not() -> None:
    lists = (set(TABLE), set(CONTRACTS), set(NOT_TOLD))
    kept_in = {each for each in EVENTS.values() if circle_of(make_one(each)) in ("own", "office")}
    told = set().union(*lists)
    assert told & kept_in == set()
    assert {each.__name__ for each in set(EVENTS.values()) - kept_in - told} == set()
    assert len(told) == sum(map(len, lists))


def make_one(kind: Any) -> Any:
    return kind.model_construct()


@pytest.mark.row("TP-07")
def test_a_contract_is_told_from_its_conclusion_to_the_day_after_its_end() -> None:
    corrected = make.a(
        ContractCorrected, corrects=event_id(3), terms={"tarief": "€ 104,72 per dag"}
    )
    released = story(
        CONCLUDED,
        corrected,
        ("2021-08-02", make.a(SegmentDefined, segment_id="elders", title="Elders")),
        make.a(ContractExtended, until=date(2025, 12, 31)),
        make.whole(ContractEnded),
        ("2023-02-01", make.a(PlanItemPlanned, segment="wonen")),
    )
    assert tags([each for each in released if each.ocid == OCID])[1:] == [
        "award+contract",
        "contractUpdate",
        "contractUpdate+implementation",
        "contractAmendment",
        "contractAmendment",
        "contractTermination+implementationUpdate",
        "planningUpdate",
    ]
    said = contract_of(released)
    assert said["status"] == "terminated"
    assert said["period"]["endDate"] == "2022-12-31T23:59:59+01:00"
    assert [each["description"] for each in said["documents"]] == ["€ 104,72 per dag"]
    assert len(said["amendments"]) == 2
    over = next(each for each in released if "contractTermination" in each.body["tag"])
    assert over.body["date"] == "2022-12-31T23:00:00.000000Z"
    assert over.position == 8


def test_what_counts_only_later_is_told_as_amended_at_once_and_reads_so_from_its_day_on() -> None:
    amended = make.a(
        ContractAmended,
        effective=date(2022, 1, 1),
        terms={"tarief": "€ 110,00 per dag"},
        provisions={"tarief": PROVISIONS_TARIFF},
    )
    before = (CONCLUDED, PROPOSED, ANNOUNCED, amended)
    released = story(*before)
    assert contract_of(released)["documents"][0]["description"] == "€ 104,27 per dag"
    assert contract_of(released)["amendments"][0]["date"].startswith("2022-01-01")
    released = story(*before, ("2022-01-01", make.a(ChangeTookEffect)))
    said = contract_of(released)
    assert said["documents"][0]["description"] == "€ 110,00 per dag"
    assert said["items"][0]["unit"]["value"] == {"amount": 104.27, "currency": "EUR"}


PROVISIONS_TARIFF = next(each for each in PROVISIONS.values() if isinstance(each, Tariff))


@pytest.mark.row("TP-07")
def test_a_change_is_told_once_it_is_announced_to_all_and_letters_never_are() -> None:
    quiet = story(CONCLUDED, PROPOSED, make.a(LetterSent))
    assert PROPOSED.title not in str([each.body for each in quiet])
    released = story(CONCLUDED, PROPOSED, make.a(LetterSent), ANNOUNCED)
    assert released[: len(quiet)] == quiet
    [told] = released[len(quiet) :]
    assert told.position == 6
    assert told.release_id == f"holland-rijnland-2021.wonen-{event_id(4)}"
    [milestone] = told.body["planning"]["milestones"]
    assert milestone["title"] == PROPOSED.title
    assert milestone["dueDate"].startswith("2022-01-01")


@pytest.mark.row("TP-07", "TP-01")
def test_what_rests_on_a_secret_document_comes_out_on_the_day_it_is_public() -> None:
    quoted = make.SOURCE.model_copy(update={"document": SECRECY.document_id})
    item = make.a(PlanItemPlanned, segment="wonen", title="Wat wij willen betalen")
    secret = (
        ("2022-01-11", make.a(DocumentFiled)),
        make.a(SecrecyImposed, effective=date(2022, 1, 1)),
        item.model_copy(update={"source": quoted}),
        make.a(PlanItemRealised, source=quoted),
    )
    kept = story(*secret, ("2025-12-31", make.a(SegmentDefined, segment_id="elders")))
    assert item.title not in str([each.body for each in kept])
    held = compiled(kept)["planning"]["milestones"]
    assert {each["title"] for each in held} == {"Nog niet openbaar"}
    assert {each["dueDate"] for each in held} == {"2026-01-01T00:00:00+01:00"}
    assert (
        "openbaar vanaf 1 januari 2026" in compiled(kept)["planning"]["documents"][0]["description"]
    )
    expired = make.a(SecrecyExpired, section=None, effective=date(2026, 1, 1))
    released = story(*secret, ("2026-01-01", expired))
    said = {each["id"]: each for each in compiled(released)["planning"]["milestones"]}
    assert said[f"plan/{item.item_id}"]["title"] == item.title
    assert said[f"plan/{item.item_id}"]["status"] == "met"
    assert {each["status"] for key, each in said.items() if key.startswith("withheld/")} == {"met"}
    assert "description" not in compiled(released)["planning"]["documents"][0]


@pytest.mark.row("TP-07", "TP-01")
def test_a_file_that_quotes_a_document_before_it_says_that_it_is_secret_tells_nothing_of_it() -> (
    None
):
    quoted = make.SOURCE.model_copy(update={"document": SECRECY.document_id})
    item = make.a(PlanItemPlanned, title="Wat wij willen betalen", source=quoted)
    imposed = make.a(SecrecyImposed, effective=date(2021, 1, 1))
    released = story(item, make.a(DocumentFiled), imposed)
    assert item.title not in str([each.body for each in released])
    [document] = compiled(released)["planning"]["documents"]
    assert document.keys() == {"id", "title", "description"}
    over = make.a(SecrecyExpired, section=None, effective=date(2026, 1, 1))
    released = story(item, make.a(DocumentFiled), imposed, ("2026-01-01", over))
    [document] = compiled(released)["planning"]["documents"]
    assert document.keys() == {"id", "title", "documentType"}
    assert item.title in str(compiled(released))


@pytest.mark.row("TP-07")
def test_a_tender_is_called_amended_awarded_and_can_be_given_up() -> None:
    award = {"step_id": STEPS[1].step_id}
    way = (
        make.a(ProcedurePlanned),
        make.a(StepStarted),
        make.a(StepCompleted),
        make.a(BranchTaken),
    )
    released = story(*way, make.a(ProcedureWithdrawn))
    assert tags(released)[1:] == [
        "planningUpdate",
        "tender",
        "tenderUpdate",
        "tenderAmendment",
        "tenderCancellation",
    ]
    assert compiled(released)["tender"]["status"] == "cancelled"
    done = make.a(StepCompleted, **award)
    released = story(*way[:3], done, make.a(StandstillBegan))
    assert tags(released)[-2:] == ["tenderUpdate+award", "awardUpdate"]
    [told] = compiled(released)["awards"]
    assert told["status"] == "pending"
    assert "30 juni 2021" in told["description"]


@pytest.mark.row("TP-07")
def test_an_open_house_awards_whom_it_lets_in_and_the_contract_names_that_award() -> None:
    admitted = make.a(ProviderAdmitted, provider_id=make.PROVIDER_ID)
    contract = CONCLUDED
    left = make.a(SegmentLeft, provider_id=make.PROVIDER_ID)
    released = story(
        make.a(CriteriaStated),
        make.whole(AdmissionOpened),
        make.a(CriteriaStated, edition=2),
        admitted,
        contract,
        left,
        make.a(AdmissionClosed),
        ("2021-06-01", make.a(PlanItemPlanned, segment="wonen")),
    )
    assert tags(released)[1:] == [
        "planningUpdate",
        "tender",
        "tenderAmendment",
        "award",
        "contract",
        "awardUpdate",
        "tenderUpdate",
        "contractUpdate+implementation",
        "planningUpdate",
    ]
    said = compiled(released)
    assert said["tender"]["procurementMethod"] == "open"
    assert [each["id"] for each in said["awards"]] == [said["contracts"][0]["awardID"]]
    assert said["awards"][0]["suppliers"] == [{"id": str(make.PROVIDER_ID)}]


def test_a_contract_is_signed_once_both_parties_signed_the_same_version() -> None:
    provider = make.a(ContractSigned, party="provider", signed_on=date(2021, 1, 5), on_behalf_of=())
    town = make.a(ContractSigned, party="municipality", signed_on=date(2021, 1, 6), on_behalf_of=())
    assert "dateSigned" not in contract_of(story(CONCLUDED, provider))
    assert contract_of(story(CONCLUDED, provider, town))["dateSigned"].startswith("2021-01-06")


def test_a_segment_that_comes_later_is_told_what_holds_for_all_from_its_first_release_on() -> None:
    for_all = make.a(PlanItemPlanned, segment=None, title="Voor alle segmenten")
    released = story(for_all, make.a(SegmentDefined, segment_id="elders", title="Elders"))
    first = processes(released)["ocds-000000-holland-rijnland-2021.elders"][0]
    assert first["tag"] == ["planning"]
    assert [each["title"] for each in first["planning"]["milestones"]] == ["Voor alle segmenten"]
    assert first["tender"]["title"] == "Elders"


def test_events_that_no_programme_explains_wait_for_it() -> None:
    log = [(1, CONCLUDED.model_copy(update={"event_id": event_id(1), "at": noon("2021-01-04")}))]
    assert list(releases(log)) == []
    begun = [
        each.model_copy(update={"at": noon("2021-01-05"), "event_id": event_id(number)})
        for number, each in enumerate(BEGIN, 2)
    ]
    released = list(releases([*log, *enumerate(begun, 2)]))
    assert tags(released) == ["planning+award+contract", "planningUpdate"]


WHOLE = [make.whole(each) for each in EVENTS.values()]


@settings(max_examples=10, deadline=None)
@given(st.permutations(WHOLE), st.sampled_from([BEGIN, ()]))
def test_whatever_the_order_nothing_breaks_and_every_release_keeps_to_the_schema(
    events: list[Event], before: tuple[Event, ...]
) -> None:
    released = story(*events, before=before)
    for said in processes(released).values():
        check_process(said)
    assert len({each.release_id for each in released}) == len(released)


@pytest.mark.row("IN-08")
def test_who_carries_a_programme_out_is_the_procuring_entity_and_municipalities_buy() -> None:
    leiden = make.a(MunicipalityEnrolled, name="Leiden", participation="full")
    katwijk = make.a(MunicipalityEnrolled, name="Katwijk", participation="undecided")
    led = make.a(ProgrammePublished, executive="Serviceorganisatie Zorg")
    said = compiled(story(led, BEGIN[1], leiden, katwijk, before=()))
    roles = {each["name"]: each.get("roles") for each in said["parties"]}
    assert roles == {"Serviceorganisatie Zorg": ["procuringEntity"], "Leiden": ["buyer"]} | {
        "Katwijk": None
    }
    ids = {each["id"] for each in said["parties"]}
    assert said["tender"]["procuringEntity"]["id"] in ids
