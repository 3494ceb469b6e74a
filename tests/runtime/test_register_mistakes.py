"""Mistakes in a register's file: each is told with its line and what would mend it."""

from pathlib import Path

import pytest

from tests.runtime.file_texts import (
    PROGRAMME,
    REGISTER,
    changed,
    line_of,
    mistakes,
    register_mistakes,
    write,
)

REGISTER_CASES = {
    "unknown provider": (
        ("provider: een", "provider: eem"),
        "provider: eem",
        "no provider",
        "“een”",
    ),
    "unknown agreement": (
        ("agreement: wonen-2026", "agreement: wonen-2062"),
        "wonen-2062",
        "There is no agreement “wonen-2062”.",
        "Did you mean “wonen-2026”?",
    ),
    "segment unknown to the programme": (
        ("segment: wonen", "segment: wnen"),
        "wnen",
        "There is no segment “wnen”.",
        "Did you mean “wonen”?",
    ),
    "clause unknown to the programme": (
        ("clause: clausule", "clause: klausule"),
        "klausule",
        "There is no notice clause “klausule”.",
        "Did you mean “clausule”?",
    ),
    "no day": (
        ("starts: 2026-01-01", "starts: 2026-01"),
        "starts:",
        '"2026-01" is not a day; a day is written as 2021-07-01.',
        "docs/programme-files.md",
    ),
    "day not in the calendar": (
        ("starts: 2026-01-01", "starts: 2026-02-30"),
        "starts:",
        "day value is outside expected range",
        "Write it as 2021-07-01.",
    ),
    "ends before it starts": (
        ("starts: 2026-01-01", "starts: 2030-01-01"),
        "ends:",
        "It ends before it starts.",
        "Correct one of the two.",
    ),
    "address": (
        ("een@aanbieder01.example", "een.example"),
        "een.example",
        "wrong form",
        "Write one address",
    ),
    "not said whether fictional": (
        ("fictional: true", "fictional: misschien"),
        "fictional",
        "true or false",
        "true or false",
    ),
    "contract twice": (
        (
            "  - {number: W-001",
            "  - {number: W-001, provider: een, agreement: wonen-2026}\n  - {number: W-001",
        ),
        None,
        "“W-001” is defined twice",
        "another name",
    ),
    "no programme": (
        ("programme: programme.yaml", "programme:"),
        "programme:",
        "does not say which programme",
        "path of the programme's file",
    ),
    "programme not there": (
        ("programme: programme.yaml", "programme: elders.yaml"),
        "elders.yaml",
        "elders.yaml cannot be used",
        "No such file",
    ),
    "programme that is a register": (
        ("programme: programme.yaml", "programme: register.yaml"),
        "register.yaml",
        "register.yaml is not a programme's file.",
        "path of the programme's file",
    ),
}


@pytest.mark.parametrize("case", REGISTER_CASES)
def test_a_mistake_in_a_register_is_told_with_its_line_and_remedy(
    tmp_path: Path, case: str
) -> None:
    change, part, problem, remedy = REGISTER_CASES[case]
    text, found = register_mistakes(tmp_path, change)
    assert len(found) == 1, found
    assert problem in str(found[0].problem)
    assert remedy in str(found[0].remedy)
    if part:
        assert found[0].line == line_of(text, part)


def test_a_register_is_checked_although_its_programme_has_mistakes(tmp_path: Path) -> None:
    write(tmp_path, changed(PROGRAMME, ("months: 6", "months: zes"), ("at_latest", "laatst")))
    text = changed(REGISTER, ("provider: een", "provider: eem"))
    programme, provider = mistakes(write(tmp_path, text, "register.yaml"))
    assert "it has mistakes: 2." in str(programme.problem)
    assert "clauses[1].months" in str(programme.remedy)
    assert provider.line == line_of(text, "provider: eem")
