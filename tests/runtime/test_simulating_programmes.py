"""All programmes to their last end, and what if people do otherwise than planned."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from runtime.files import read
from runtime.programme_file import ProgrammeFile
from runtime.simulation.scenario import Scenario
from runtime.simulation.simulate import Simulation, simulate
from runtime.simulation.telling import Told
from tests.runtime.simulated import to_2034

PROGRAMMES = sorted(Path("programmes").glob("*.yaml"))
REGION = Path("programmes/region-2023.yaml")
REGISTER = Path("programmes/examples/region-2023-registers.yaml")
HAAGLANDEN = Path("programmes/haaglanden-2027.yaml")


def happened(event: str, subject: str) -> list[dict[str, str]]:
    return [line for line in to_2034() if (line["event"], line["subject"]) == (event, subject)]


def told(*paths: Path, until: date, **scenario: Any) -> list[Told]:
    files = tuple(read(path) for path in paths)
    simulation = Simulation(files, Scenario.model_validate(scenario), until)
    return simulate(simulation, say=lambda _: None)


def only(lines: list[Told], *events: str) -> list[Told]:
    return [line for line in lines if line.event in events]


@pytest.mark.row("ST-03")
@pytest.mark.parametrize("path", PROGRAMMES, ids=lambda path: path.stem)
def test_every_plan_item_comes_by_in_the_words_of_its_source(path: Path) -> None:
    file = read(path)
    assert isinstance(file, ProgrammeFile)
    planned = [line["text"] for line in happened("PlanItemPlanned", file.key)]
    assert len(planned) == len(file.plan) > 0
    for item in file.plan:
        assert any(item.title in text and item.window.written in text for text in planned)


@pytest.mark.row("GO-06")
@pytest.mark.parametrize(
    ("key", "end"),
    [
        ("haaglanden-2027", "niet korter dan tot en met 31 december 2032"),
        ("region-2023", "tot en met 31 december 2030"),
        ("zaanstreek-waterland-2027", "tot en met 31 december 2034"),
    ],
)
def test_contracts_end_when_their_terms_say(key: str, end: str) -> None:
    assert any(end in line["text"] for line in happened("TermStated", key))


@pytest.mark.row("GO-05", "GO-16")
def test_without_its_extension_a_term_ends_and_the_option_is_seen_to_lapse() -> None:
    [ended] = happened("TermEnded", "region-2023")
    assert ended["at"].startswith("2031-01-01")
    assert "31 december 2030" in ended["text"]
    assert happened("DecisionLapsed", "verlengen-tot-2034")
    [public] = happened("SecrecyExpired", "verwervingsstrategie")
    assert public["effective"] == "2026-01-01"


def test_when_all_goes_as_planned_nothing_is_refused_and_gates_open_on_the_way() -> None:
    counted = Counter(line["event"] for line in to_2034())
    assert counted["Refused"] == counted["StepMissed"] == 0
    assert counted["GateOpened"] > 0
    assert counted["ProcedureCompleted"] > len(PROGRAMMES)
    assert "%(" not in " ".join(line["text"] for line in to_2034())


@pytest.mark.row("GO-01", "GO-03", "GO-05")
def test_an_extension_keeps_its_year_and_a_go_no_go_stops_some_contracts() -> None:
    number = next(each.number for each in contracts())
    lines = told(
        REGION,
        REGISTER,
        until=date(2031, 6, 30),
        decisions={
            "go-no-go-2025": {"on": "2025-10-01", "outcome": "stop_some"},
            "verlengen-tot-2034": {"on": "2030-02-01", "outcome": "yes"},
        },
        contracts={
            number: {
                "on": "2025-10-02",
                "last_day": "2026-06-30",
                "ground": "go_no_go",
                "reason": "De doelen zijn niet gehaald",
            }
        },
    )
    [extended] = only(lines, "TermExtended")
    assert "2034" in extended.text
    assert "december 2034" not in extended.text
    assert not only(lines, "TermEnded", "DecisionLapsed")
    [stopped] = only(lines, "ContractEnded")
    assert (stopped.subject, stopped.effective) == (number, "2026-07-01")
    reached = [line.text for line in only(lines, "DecisionReached")]
    assert any("stop_some" in text for text in reached)


@pytest.mark.row("PG-09", "PG-10", "ST-05", "ST-06", "GO-14")
def test_one_council_keeps_the_gate_closed_and_two_revisions_still_make_the_fixed_day() -> None:
    lines = told(
        HAAGLANDEN,
        until=date(2026, 12, 31),
        decisions={
            "vaststelling-strategie": {
                "answers": {"raad-westland": "no"},
                "corrections": {"raad-westland": {"on": "2025-12-20", "outcome": "yes"}},
            }
        },
        procedures={
            "herziening": {
                "branch": {"on": "2026-03-02", "take": "twee-herzieningen"},
                "steps": {
                    "nieuwe-planning": "2026-03-10",
                    "eerste-herziening": "2026-04-30",
                    "tweede-herziening": "2026-06-15",
                },
            }
        },
    )
    assert only(lines, "DecisionDisputed")
    opened = [line.at[:10] for line in only(lines, "GateOpened")]
    assert opened
    assert set(opened) == {"2025-12-20"}
    assert only(lines, "BranchTaken")
    ready = [line for line in lines if "herziening-2026-gereed is gedaan" in line.text]
    assert [line.at[:10] for line in ready] == ["2026-07-01"]


@pytest.mark.row("ST-08", "PG-03")
def test_a_programme_is_moved_a_year_in_the_middle_of_its_run_and_goes_on() -> None:
    lines = told(
        HAAGLANDEN,
        until=date(2028, 2, 1),
        programmes={
            "haaglanden-2027": {
                "shift": [{"on": "2025-12-01", "months": 12}],
                "leave": {"Rijswijk": {"on": "2025-12-15", "leaves_on": "2027-01-01"}},
                "split": {
                    "veel-voorkomend": {
                        "on": "2025-12-20",
                        "into": {"collectief": "Collectief", "individueel": "Individueel"},
                    }
                },
            }
        },
    )
    [revised] = only(lines, "PlanRevised")
    moved = only(lines, "ProcedureReplanned", "DecisionReplanned")
    assert {line.at[:10] for line in moved} == {revised.at[:10]} == {"2025-12-01"}
    assert {line.subject for line in moved} >= {"nieuwe-inkoop", "inkoopdocumenten-vaststellen"}
    released = only(lines, "AnswererReleased")
    assert {line.at[:10] for line in released} == {"2025-12-15"}
    assert only(lines, "SegmentSplit")
    done = {line.subject: line.at[:10] for line in only(lines, "ProcedureCompleted")}
    assert done["nieuwe-inkoop"] == "2028-01-01"


def contracts() -> Any:
    file = read(REGISTER)
    assert not isinstance(file, ProgrammeFile)
    return file.contracts
