"""Mistakes in what a programme's file says beside its plan: each with its line and its remedy."""

from pathlib import Path

import pytest

from runtime.files import read
from runtime.mistakes import Mistake, Mistakes
from tests.runtime.example import example_text, mistakes_in_example
from tests.runtime.file_texts import line_of, write

CASES = {
    "unknown body of an item": (
        ("    body: raden\n", "    body: radn\n"),
        "body: radn",
        "There is no body “radn”. Did you mean “raden”?",
    ),
    "unknown owner": (
        ("owner: bureau", "owner: buro"),
        "owner: buro",
        "There is no body “buro”. Did you mean “bureau”?",
    ),
    "unknown body that lifts secrecy": (
        ("lifted_by: colleges", "lifted_by: college-x"),
        "lifted_by:",
        "There is no body “college-x”.",
    ),
    "unknown document that a document rests on": (
        ("rests_on: [V1]", "rests_on: [V2]"),
        "rests_on:",
        "There is no document “V2”.",
    ),
    "unknown segment of an entry": (
        ("level: goal, segments: [wonen]", "level: goal, segments: [woning]"),
        "woning",
        "There is no segment “woning”. Did you mean “wonen”?",
    ),
    "unknown municipality of an entry": (
        ("title: Zeedorp helpt, municipality: Zeedorp", "title: Z, municipality: Zeedrop"),
        "Zeedrop",
        "There is no municipality “Zeedrop”. Did you mean “Zeedorp”?",
    ),
    "unknown item of a commitment": (
        ("items: [gunning]", "items: [gunnen]"),
        "items: [gunnen]",
        "There is no plan item “gunnen”. Did you mean “gunning”?",
    ),
    "unknown item of a step": (
        ("{id: gunning, item: gunning}", "{id: gunning, item: gunnig}"),
        "item: gunnig}",
        "There is no plan item “gunnig”. Did you mean “gunning”?",
    ),
    "unknown goal above": (
        ("above: minder-verblijf", "above: minder"),
        "above: minder",
        "There is no goal “minder”.",
    ),
    "unknown link": (
        ("title: Hervormingsagenda Jeugd, links: [wonen]", "title: H, links: [wonn]"),
        "wonn]",
        "Nothing in this file is called “wonn”. Did you mean “wonen”?",
    ),
    "unknown evidence": (
        ("evidence: [consultatie-markt]", "evidence: [consultatie-mark]"),
        "evidence:",
        "Nothing in this file is called “consultatie-mark”.",
    ),
    "unknown term": (
        ("    term: looptijd", "    term: loop"),
        "    term: loop",
        "There is no term of contracts “loop”. Did you mean “looptijd”?",
    ),
    "term that is longer at least than at most": (
        ("at_most_months: 96", "at_most_months: 36"),
        "at_most_months: 36",
        "It runs longer at least than at most.",
    ),
    "term of nothing": (
        ("at_least_months: 96", "at_least_months: 0"),
        "at_least_months: 0",
        "This number must be above zero. Write 1 or more.",
    ),
    "unknown in a list of the source": (
        ("named: [wonen, dag]", "named: [wonen, dagen]"),
        "named:",
        "There is no segment “dagen”. Did you mean “dag”?",
    ),
    "one id in two registers": (
        ("{id: dichtbij, title", "{id: minder-verblijf, title"),
        "title: Zo dicht",
        "“minder-verblijf” is defined twice",
    ),
    "one id in two arrangements": (
        ("{id: voorkeur,", "{id: doelgroep-dag,"),
        "Liever een",
        "“doelgroep-dag” is defined twice",
    ),
    "document twice": (("code: V1-bijlage", "code: V1"), None, "“V1” is defined twice"),
    "restates itself": (
        ("id: gunning\n", "id: gunning\n    restates: gunning\n"),
        "restates:",
        "An item restates another one that stands by itself, not “gunning”.",
    ),
    "unknown route": (
        ("route: voorbeeld-aanbesteding", "route: voorbeeld-aanbestding"),
        "aanbestding",
        "There is no route “voorbeeld-aanbestding”. Did you mean “voorbeeld-aanbesteding”?",
    ),
    "unknown version of a route": (
        ("route: voorbeeld-aanbesteding", "route: voorbeeld-aanbesteding\n    route_version: 3"),
        "route_version: 3",
        "There is no version 3 of route “voorbeeld-aanbesteding”. Known here: 1.",
    ),
    "step that the route does not have": (
        ("{id: publicatie, item: publicatie}", "{id: publicate, item: publicatie}"),
        "id: publicate,",
        "“publicate” is no step of route “voorbeeld-aanbesteding” and has no title and kind",
    ),
    "left out what is not there": (
        ("    route: voorb", "    without: [stuken]\n    route: voorb"),
        "without:",
        "has no step “stuken”. Did you mean “stukken”?",
    ),
    "left out and given": (
        ("    route: voorb", "    without: [gunning]\n    route: voorb"),
        "without:",
        "The step “gunning” is both left out and given.",
    ),
    "step that waits for none": (
        ("body: colleges\n        after: [gunning]", "body: colleges\n        after: [gunnen]"),
        "after: [gunnen]",
        "There is no step “gunnen” here. Did you mean “gunning”?",
    ),
    "steps in a circle": (
        ("{id: gunning, item: gunning}", "{id: gunning, item: gunning, after: [proefgunning]}"),
        "after: [proefgunning]",
        "This waits for itself: gunning → proefgunning → gunning.",
    ),
    "step with two dates": (
        ("{id: ingang, item: ingang,", "{id: ingang, item: ingang, when: {written: later},"),
        "written: later",
        "two dates",
    ),
    "gate that nothing opens": (
        ("    opens: [alle-raden]", "    opens: [alle-colleges]"),
        "{id: publicatie, item",
        "No decision opens the gate “alle-raden”, for which step “publicatie” waits.",
    ),
    "kind of step that is not known": (
        ("kind: discussion", "kind: discusion"),
        "discusion",
        "Did you mean “discussion”?",
    ),
    "nobody is asked": (
        ("    asked: {body: council}           # de raad van elke gemeente die meedoet\n", ""),
        "id: strategie",
        "Nobody is asked in this decision.",
    ),
    "answer of who is not asked": (
        ("answerer_id: raad-nieuwstad", "answerer_id: raad-duinburg"),
        "raad-duinburg",
        "“raad-duinburg” is not asked in this decision.",
    ),
    "answer that cannot be given": (
        ('outcome: "yes"', "outcome: misschien"),
        "misschien",
        "“misschien” is no outcome of this decision. Known here: no, yes.",
    ),
    "reply to no advice": (
        ("advice_id: adviesraad", "advice_id: raad"),
        "advice_id: raad",
        "There is no advice “raad” on this decision.",
    ),
    "fewer expected than named": (
        ("    rule: all", "    expected: 2\n    rule: all"),
        "expected: 2",
        "2 answers are expected of 3 who are named.",
    ),
    "day that is none": (
        ("decided_on: 2025-12-01", "decided_on: 1 december"),
        "decided_on:",
        "invalid character in year. Write it as 2021-07-01.",
    ),
    "name of the code instead of the file": (
        ("  - id: verlenging\n", "  - decision_id: verlenging\n"),
        "decision_id:",
        "There is no field “decision_id” here. Did you mean “",
    ),
    "field of another register": (
        ("to: de raden, trigger", "level: goal, to: de raden, trigger"),
        "level: goal, to",
        "There is no field “level” here.",
    ),
    "choice in a register that is none": (
        ("state: open, body", "state: half, body"),
        "state: half",
        "“half” is not a choice here. Known here: definitive, open, provisional.",
    ),
    "source without an entry in a register": (
        (', source: {section: "2", quote: Veilig Thuis valt erbuiten}', ""),
        "veilig-thuis",
        "The field “source” is missing. Cite it",
    ),
    "paragraph of a document that is not there": (
        ('concerns: {section: "6"', 'concerns: {document: V7, section: "6"'),
        "document: V7",
        "There is no document “V7”.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_told_with_its_line_and_remedy(tmp_path: Path, case: str) -> None:
    change, part, said = CASES[case]
    text, found = mistakes_in_example(tmp_path, change)
    told = [each for each in found if said in each]
    assert told, found
    if part:
        assert told[0].startswith(f"line {line_of(text, part)}, ")


def test_whatever_is_left_out_is_read_or_told(tmp_path: Path) -> None:
    """A file without one of its lines is a file, or has mistakes: it never ends the program."""
    lines = example_text().splitlines()
    told: list[Mistake] = []
    for number in range(5, len(lines), 13):
        try:
            read(write(tmp_path, "\n".join([*lines[:number], *lines[number + 1 :]])))
        except Mistakes as found:
            told += found.mistakes
    assert len(told) > 10
    assert all(each.line and str(each.remedy) for each in told)
