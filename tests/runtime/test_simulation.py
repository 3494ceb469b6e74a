"""The office's what-if, over the real programme file, workflows and clock that skips."""

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from runtime.files import read
from runtime.mistakes import Mistakes
from runtime.programme_file import ARRANGEMENTS, ProgrammeFile
from runtime.programme_file import REGISTERS as REGISTERS_BESIDE
from runtime.register_file import RegisterFile
from runtime.simulation.scenario import Scenario
from runtime.simulation.simulate import Simulation, simulate
from runtime.simulation.telling import Told
from tests.runtime.simulated import to_2034

PROGRAMME = Path("programmes/holland-rijnland-2021.yaml")
REGISTERS = Path("programmes/examples/holland-rijnland-registers.yaml")
KEY, WONEN = "holland-rijnland-2021", "wonen-2022"


@cache
def files() -> tuple[ProgrammeFile, RegisterFile]:
    """The programme's plan and changes with its registers of providers and contracts.

    What it decides and carries out besides costs time and is seen once, in `as_planned`.
    """
    programme, register = read(PROGRAMME), read(REGISTERS)
    assert isinstance(programme, ProgrammeFile)
    assert isinstance(register, RegisterFile)
    left_out = (*REGISTERS_BESIDE, *ARRANGEMENTS, "procedures", "decisions", "bodies", "scales")
    return programme.model_copy(update=dict.fromkeys(left_out, ())), register


def told(scenario: Scenario, until: date = date(2022, 12, 31)) -> list[Told]:
    return simulate(Simulation(files(), scenario, until), say=lambda _: None)


def of(change: dict[str, object]) -> Scenario:
    return Scenario.model_validate({"changes": {WONEN: change}})


def about(lines: list[Told], event: str, subject: str = WONEN) -> list[Told]:
    return [line for line in lines if (line.event, line.subject) == (event, subject)]


@cache
def as_planned() -> list[dict[str, str]]:
    """What happens until 2023, among all programmes, from a process of its own."""
    return [line for line in to_2034() if line["at"] < "2023"]


@pytest.mark.row("AN-06", "ST-21")
def test_fifteen_letters_go_out_in_time_and_the_change_is_in_force_on_its_day() -> None:
    lines = as_planned()
    assert all(
        line.keys() == {"at", "event", "subject", "effective", "by", "text"} for line in lines
    )
    letters = [line for line in lines if line["event"] == "LetterSent" and line["subject"] == WONEN]
    assert len(letters) == 15
    assert max(line["at"] for line in letters)[:10] <= "2021-07-01"
    amended = [line for line in lines if line["event"] == "ContractAmended"]
    assert len({line["subject"] for line in amended}) == len(amended) == 15
    assert {line["effective"] for line in amended} == {"2022-01-01"}
    assert min(line["at"] for line in amended) >= "2022-01-01"


@pytest.mark.row("ST-29")
def test_every_dated_plan_item_comes_by_and_none_is_missed_when_all_goes_as_planned() -> None:
    counted = Counter(line["event"] for line in as_planned() if line["subject"] == KEY)
    assert counted["PlanItemPlanned"] == 58
    assert counted["PlanItemRealised"] > 40
    assert counted["PlanItemMissed"] == 0


def test_the_story_is_told_in_dutch() -> None:
    texts = " ".join(line["text"] for line in as_planned())
    assert "De brieven zijn goedgekeurd." in texts
    assert "%(" not in texts


@pytest.mark.row("AN-08", "AN-02")
def test_an_approval_a_day_late_is_refused_and_the_change_is_held_back_with_the_reason() -> None:
    lines = told(of({"approve": "2021-07-02"}))
    [missed] = about(lines, "AnnouncementMissed")
    assert missed.at.startswith("2021-07-02T00:00")
    assert "2 januari 2022" in missed.text
    refused = about(lines, "Refused")
    assert any("2 januari 2022" in line.text for line in refused)
    assert about(lines, "ChangeHeldBack")
    assert about(lines, "ChangeTookEffect") == about(lines, "LetterSent") == []
    assert not [line for line in lines if line.event == "ContractAmended"]


@pytest.mark.row("AN-07", "AN-08")
def test_a_refused_address_holds_back_one_contract_unless_it_is_mended_in_time() -> None:
    lines = told(of({"refused": ["HR-WON-003", "HR-WON-004"], "mend": "2021-07-05"}))
    assert len(about(lines, "LetterRefused")) == len(about(lines, "LetterReaddressed")) == 2
    assert len(about(lines, "LetterSent")) == 15
    amended = {line.subject for line in lines if line.event == "ContractAmended"}
    assert len(amended) == 13
    assert not {"HR-WON-003", "HR-WON-004"} & amended
    assert about(lines, "ChangeHeldBack")


def test_a_withdrawn_change_never_counts_and_a_postponed_one_counts_later() -> None:
    withdrawn = told(of({"withdraw": {"on": "2021-10-01", "reason": "Niet meer nodig"}}))
    assert about(withdrawn, "ChangeWithdrawn")
    assert not about(withdrawn, "ChangeTookEffect")
    late = {"on": "2021-07-10", "to": "2022-03-01", "reason": "Te laat aangekondigd"}
    postponed = told(of({"approve": "2021-07-20", "postpone": late}))
    [effect] = about(postponed, "ChangeTookEffect")
    assert effect.effective == "2022-03-01"


@pytest.mark.row("AN-08")
def test_an_override_names_who_decided_and_counts_from_that_day() -> None:
    decision = {
        "on": "2022-02-01",
        "decided_by": "Portefeuillehouders",
        "reason": "Alle aanbieders hebben ingestemd",
    }
    lines = told(of({"approve": "never", "override": decision}), until=date(2022, 3, 1))
    [overridden] = about(lines, "NoticeOverridden")
    assert "Portefeuillehouders" in overridden.text
    [effect] = about(lines, "ChangeTookEffect")
    assert effect.effective == "2022-02-01"


def test_an_item_that_nobody_does_is_missed_the_day_after_its_window() -> None:
    scenario = Scenario.model_validate({"items": {"wonen-2021-omzetting": "never"}})
    lines = told(scenario, until=date(2021, 3, 1))
    [missed] = [line for line in lines if line.event == "PlanItemMissed"]
    assert missed.at.startswith("2021-02-01T00:00")


def test_a_scenario_that_names_what_is_not_there_simulates_nothing() -> None:
    with pytest.raises(ValueError, match="wonen-2022"):
        told(Scenario.model_validate({"changes": {"wonen-2023": {}}}))


def test_a_scenario_with_a_mistake_says_where_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text("changes:\n  wonen-2022:\n    aprove: 2021-07-02\n")
    with pytest.raises(Mistakes) as mistakes:
        Scenario.read(file)
    [mistake] = mistakes.value.mistakes
    assert mistake.line == 3
    assert "approve" in str(mistake.remedy)
