"""What publishing a file asks for, and that asking twice is asking once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache, reduce
from pathlib import Path
from typing import Any, TypeVar

import pytest

from domain.base import Command, Event, derived_id
from domain.change.commands import AdoptChange, ProposeChange, TableChange
from domain.contract.commands import ConcludeContract, DrawDown
from domain.decision.commands import PlanDecision
from domain.document.commands import FileDocument
from domain.procedure.commands import PlanProcedure
from domain.programme.commands import PublishProgramme
from domain.programme.decider import PROGRAMME
from domain.provider.commands import RegisterProvider
from domain.steering.commands import StateEntries
from eventstore.registry import DECIDERS
from runtime.files import read
from runtime.programme_file import ProgrammeFile
from runtime.publish import addresses, commands, numbers
from runtime.register_file import RegisterFile
from tests.programmes.sources import ROOT
from tests.runtime.example import example
from tests.specification import Specification

C = TypeVar("C", bound=Command)
NOW = datetime(2021, 5, 3, 12, tzinfo=UTC)
KEY = "holland-rijnland-2021"
PATHS = sorted((ROOT / "programmes").glob("*.yaml"))


@cache
def programme() -> ProgrammeFile:
    file = read(ROOT / "programmes" / f"{KEY}.yaml")
    assert isinstance(file, ProgrammeFile)
    return file


@cache
def register() -> RegisterFile:
    file = read(ROOT / "programmes" / "examples" / "holland-rijnland-registers.yaml")
    assert isinstance(file, RegisterFile)
    return file


def asked(file: ProgrammeFile | RegisterFile, *, days: int = 0, by: str = "p-001") -> list[Command]:
    return commands(file, NOW + timedelta(days=days), by)


def only(kind: type[C], file: ProgrammeFile | RegisterFile) -> list[C]:
    return [each for each in asked(file) if isinstance(each, kind)]


def test_a_programme_is_published_and_its_changes_are_proposed() -> None:
    publish, propose = asked(programme())[0], only(ProposeChange, programme())[0]
    assert isinstance(publish, PublishProgramme)
    assert isinstance(propose, ProposeChange)
    assert publish.programme_id == propose.programme_id == derived_id("programme", KEY)
    assert len(publish.municipalities) == 12
    assert len(publish.plan) == len(programme().plan)
    assert publish.clauses[0].notice.clause_id == "wijzigingsclausule"
    assert propose.change_id == derived_id("change", KEY, "wonen-2022")
    assert propose.effective == date(2022, 1, 1)
    assert propose.clause == publish.clauses[0].notice
    assert propose.source
    assert propose.source.section == "4.2 Contractvorm en Planning, 2022"


def test_the_heading_says_where_it_is_read() -> None:
    publish = asked(programme())[0]
    assert isinstance(publish, PublishProgramme)
    assert publish.cycle
    assert publish.cycle.stage == "planning"
    assert publish.standing == "stated"
    assert publish.source == programme().source


def test_providers_are_registered_before_their_contracts_are_concluded() -> None:
    kinds = [type(each) for each in asked(register())]
    assert kinds[:66] == [RegisterProvider] * 32 + [ConcludeContract] * 34
    assert kinds[66:] == [DrawDown, DrawDown, TableChange, AdoptChange]
    first, contract = asked(register())[0], asked(register())[32]
    assert isinstance(first, RegisterProvider)
    assert isinstance(contract, ConcludeContract)
    assert first.provider_id == contract.provider_id == derived_id("provider", KEY, "aanbieder-01")
    assert first.segments == (contract.segment,) == ("wonen",)
    assert contract.contract_id == derived_id("contract", "HR-WON-001")
    assert contract.clause == programme().clauses[0].notice
    assert contract.terms["bekostiging"] == "PxQ met budgetplafond"


def test_a_contract_may_differ_from_its_agreement() -> None:
    first = (
        register()
        .contracts[0]
        .model_copy(update={"starts": date(2021, 3, 1), "terms": {"bekostiging": "subsidie"}})
    )
    file = register().model_copy(update={"contracts": (first,), "decisions": ()})
    contract = asked(file)[-1]
    assert isinstance(contract, ConcludeContract)
    assert contract.starts == date(2021, 3, 1)
    assert contract.terms["bekostiging"] == "subsidie"
    assert "wachttijd" in contract.terms


@pytest.mark.parametrize("file", [programme, register], ids=["programme", "register"])
def test_publishing_the_same_file_again_is_the_same_request(
    file: Callable[[], ProgrammeFile | RegisterFile],
) -> None:
    once, again = asked(file()), asked(file(), days=400, by="p-002")
    assert [each.command_id for each in once] == [each.command_id for each in again]
    assert len({each.command_id for each in once}) == len(once)
    assert len({each.correlation for each in (*once, *again)}) == 1


def test_other_content_is_another_request_for_the_same_programme() -> None:
    other = programme().model_copy(update={"title": "Anders"})
    before, after = asked(programme()), asked(other)
    assert before[0].command_id != after[0].command_id
    assert [each.command_id for each in before[1:]] == [each.command_id for each in after[1:]]
    assert isinstance(after[0], PublishProgramme)
    assert after[0].programme_id == derived_id("programme", KEY)


def test_publishing_the_programme_again_records_nothing() -> None:
    again = asked(programme(), days=400, by="p-002")[0]
    Specification(PROGRAMME).given_after(asked(programme())[0]).when(again).then_nothing()


def test_a_change_without_a_day_of_effect_is_not_proposed() -> None:
    change = programme().changes[0]
    july = change.effect.model_copy(update={"edtf": "2022-01"})
    undated = change.model_copy(update={"effect": july})
    assert not only(ProposeChange, programme().model_copy(update={"changes": (undated,)}))


def test_names_and_addresses_go_to_the_address_book_and_nowhere_else() -> None:
    book = addresses(register())
    assert [each.kind for each in book] == ["provider"] * 32 + ["office"] + ["person"] * 4
    assert book[0].party_id == str(derived_id("provider", KEY, "aanbieder-01"))
    assert book[0].email == "post@aanbieder01.example"
    assert book[-1].role == "auditor"
    text = "".join(each.model_dump_json() for each in asked(register()))
    assert not [each for each in book if str(each.name) in text or str(each.email) in text]
    assert addresses(programme()) == []


@pytest.mark.row("AD-18")
def test_numbers_of_providers_go_to_the_address_book_and_nowhere_else() -> None:
    first = register().providers[0].model_copy(update={"kvk": "01234567", "agb": "06000001"})
    file = register().model_copy(update={"providers": (first, *register().providers[1:])})
    party_id = str(derived_id("provider", KEY, "aanbieder-01"))
    assert numbers(file) == {party_id: {"kvk": "01234567", "agb": "06000001"}}
    assert numbers(programme()) == {}
    assert "01234567" not in "".join(each.model_dump_json() for each in asked(file))


def test_every_section_of_a_file_is_asked_for_in_the_order_in_which_it_is_needed() -> None:
    kinds = list(dict.fromkeys(type(each) for each in asked(example())))
    assert kinds == [
        PublishProgramme,
        StateEntries,
        FileDocument,
        PlanDecision,
        PlanProcedure,
        ProposeChange,
    ]
    publish, state = asked(example())[:2]
    assert isinstance(publish, PublishProgramme)
    assert isinstance(state, StateEntries)
    file = example()
    assert publish.terms == file.terms
    assert (len(publish.bodies), len(publish.scales), len(publish.crosswalks)) == (3, 1, 1)
    kinds_of_care = {"instrument", "target_group", "figure", "rule", "relation"}
    assert {each.kind for each in publish.arrangements} == kinds_of_care
    assert state.steering_id == derived_id("steering", "voorbeeld-2027")
    assert len({each.kind for each in state.entries}) == 20


def test_what_is_stated_twice_has_the_same_id_in_every_stream() -> None:
    [paper, annex] = only(FileDocument, example())
    assert annex.document_id == derived_id("document", "voorbeeld-2027", "V1-bijlage")
    assert annex.paper.document_id == "v1-bijlage"
    assert annex.paper.rests_on == (paper.paper.document_id,) == ("v1",)
    assert [each.document_id for each in annex.secrecy] == ["v1-bijlage"]
    assert annex.paper.source == example().source
    adopt, _ = only(PlanDecision, example())
    assert adopt.decision_id == derived_id("decision", "voorbeeld-2027", "strategie")
    [procedure] = only(PlanProcedure, example())
    assert procedure.procedure_id == derived_id("procedure", "voorbeeld-2027", "wonen-aanbesteden")


@pytest.mark.row("PG-04", "PG-05")
def test_every_council_that_takes_part_is_asked_and_who_is_undecided_is_not() -> None:
    adopt, extend = only(PlanDecision, example())
    assert [each.answerer_id for each in adopt.question.answerers] == [
        "raad-nergenshuizen",
        "raad-nieuwstad",
        "raad-zeedorp",
    ]
    assert [each.answerer_id for each in extend.question.answerers] == ["colleges"]
    assert not adopt.answers
    later = commands(example(), NOW.replace(year=2026), "p-001")
    adopted = next(each for each in later if isinstance(each, PlanDecision))
    assert adopted.answers[0].outcome == "yes"
    assert adopt.replies[0].advice_id == adopt.advice[0].advice_id


def test_a_file_that_says_only_what_files_said_before_is_read_as_it_was() -> None:
    kinds = [type(each) for each in asked(programme())]
    assert kinds[0] is PublishProgramme
    assert kinds[-1] is ProposeChange
    for document in only(FileDocument, programme()):
        assert document.paper.title


class Streams:
    """What deciders would record, stream by stream, without a database."""

    def __init__(self) -> None:
        self.states: dict[tuple[str, object], Any] = {}

    def record(self, file: ProgrammeFile, at: datetime) -> list[Event]:
        return [each for command in commands(file, at, "p-001") for each in self._record(command)]

    def _record(self, command: Command) -> list[Event]:
        decider = DECIDERS[type(command)]
        stream = (decider.name, getattr(command, decider.identity))
        state = self.states.get(stream, decider.initial)
        events = decider.decide(command, state)
        self.states[stream] = reduce(decider.evolve, events, state)
        return events


@pytest.mark.row("IN-09")
@pytest.mark.parametrize("path", ["example", *PATHS], ids=lambda path: Path(path).stem)
def test_a_whole_programme_is_recorded_once(path: Path | str) -> None:
    file = read(path) if isinstance(path, Path) else example()
    assert isinstance(file, ProgrammeFile)
    streams = Streams()
    at = datetime(2026, 1, 5, 12, tzinfo=UTC)
    first = streams.record(file, at)
    assert len(first) > len(file.plan)
    assert streams.record(file, at + timedelta(days=1)) == []
