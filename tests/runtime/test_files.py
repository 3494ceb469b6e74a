"""Reading programme and register files."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runtime.files import read
from runtime.mistakes import Mistake, Mistakes
from runtime.programme_file import ProgrammeFile
from runtime.register_file import RegisterFile
from tests.runtime.file_texts import (
    PROGRAMME,
    REGISTER,
    changed,
    line_of,
    mistakes,
    programme_mistakes,
    write,
)


def test_a_programme_without_mistakes_is_read(tmp_path: Path) -> None:
    file = read(write(tmp_path, PROGRAMME))
    assert isinstance(file, ProgrammeFile)
    assert file.plan[1].window.first == date(2027, 1, 1)
    assert file.source.document == "V1"


def test_a_register_is_read_together_with_its_programme(tmp_path: Path) -> None:
    write(tmp_path, PROGRAMME)
    file = read(write(tmp_path, REGISTER, "register.yaml"))
    assert isinstance(file, RegisterFile)
    assert file.programme.key == "voorbeeld-2027"
    assert file.agreement(file.contracts[0]).starts == date(2026, 1, 1)
    assert file.clause("clausule").months == 6


def test_texts_stay_as_they_are_written(tmp_path: Path) -> None:
    text = changed(PROGRAMME, ("title: Voorbeeldprogramma", "title: 2027-01-01"))
    file = read(write(tmp_path, changed(text, ("region: Voorbeeldregio", "region: no"))))
    assert isinstance(file, ProgrammeFile)
    assert (file.title, file.region) == ("2027-01-01", "no")


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines(tmp_path: Path) -> None:
    text, found = programme_mistakes(
        tmp_path,
        ("region: Voorbeeldregio", "regio: Voorbeeldregio"),
        ("{id: crisis, number: 2", "{id: crisis, number: twee"),
        ("    months: 6\n    source: *hier\n", "    months: 6\n"),
        ("edtf: 2026-07-01", "edtf: 2026-13-01"),
        ("segment: wonen\n    when: {edtf: 2027", "segment: woonen\n    when: {edtf: 2027"),
    )
    parts = ("regio:", "twee", "id: clausule", "2026-13-01", "woonen")
    assert {each.line for each in found} == {1, *(line_of(text, part) for part in parts)}
    assert [each.line for each in found] == sorted(each.line for each in found)
    assert [each.path for each in found] == [
        "region",
        "regio",
        "segments[2].number",
        "clauses[1].source",
        "plan[1].when",
        "plan[2].segment",
    ]


def test_a_mistake_behind_an_anchor_is_told_once(tmp_path: Path) -> None:
    text, found = programme_mistakes(tmp_path, ("quote: Voorbeeldregio", "qoute: Voorbeeldregio"))
    assert {each.line for each in found} == {line_of(text, "qoute")}
    assert [str(each.problem) for each in found] == [
        "The field “quote” is missing.",
        "There is no field “qoute” here.",
    ]


UNREADABLE = {
    "not YAML": ("kind: programme\ntitle: a: b\n", 2, "not YAML", "indentation, quotes and colons"),
    "open bracket": ("kind: programme\nplan: [a\nx: 1\n", 3, "not YAML", "quotes"),
    "unknown anchor": ("kind: programme\nsource: *daar\n", 2, "undefined alias", "quotes"),
    "two documents": ("kind: programme\n---\nkind: programme\n", 2, "single document", "quotes"),
    "empty": ("# niets\n", 1, "empty", "kind:"),
    "a list": ("- kind: programme\n", 1, "no fields", "kind: programme"),
    "no kind": ("key: x\n", 1, "kind of file is not known", "Known here: programme, register."),
    "other kind": ("\nkind: programm\n", 2, "“programm”", "Did you mean “programme”?"),
    "control character": ("kind: programme\ntitle: \x07\n", 2, "cannot stand in YAML", "Remove"),
    "in itself": ("kind: programme\nplan: &k\n  - *k\n", 2, "contains itself", "Write it out."),
    "a list as a name": ("? [a]\n: b\nkind: x\n", 1, "name of a field", "colon"),
    "too deep": ("a: " + "[" * 600, 1, "nested too deeply", "flatter"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_file_that_cannot_be_read_says_where(tmp_path: Path, case: str) -> None:
    text, line, problem, remedy = UNREADABLE[case]
    assert any(
        (each.line, problem in str(each.problem), remedy in str(each.remedy)) == (line, True, True)
        for each in mistakes(write(tmp_path, text))
    )


def test_a_file_that_is_not_there_is_a_mistake_too(tmp_path: Path) -> None:
    [gone] = mistakes(tmp_path / "gone.yaml")
    assert "cannot be read: No such file" in str(gone)
    (tmp_path / "latin.yaml").write_bytes("kind: x\ntitle: caf\xe9\n".encode("latin-1"))
    [latin] = mistakes(tmp_path / "latin.yaml")
    assert (latin.line, str(latin.problem)) == (2, "The file is not UTF-8 text.")


TEXTS = {"programme.yaml": PROGRAMME, "register.yaml": REGISTER}
PLAIN = {name: yaml.load(text, yaml.BaseLoader) for name, text in TEXTS.items()}
JUNK = st.sampled_from(["", "x", "2026-02-30", [], ["x"], [["x"]], {}, {"x": "y"}, [{"id": []}]])


def places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    for step, each in steps:
        yield (*place, step)
        if isinstance(each, dict | list):
            yield from places(each, (*place, step))


def told(path: Path) -> list[Mistake]:
    try:
        read(path)
    except Mistakes as found:
        return found.mistakes
    return []


@given(st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_a_file_the_answer_is_mistakes_in_its_lines(
    tmp_path: Path, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(PLAIN)))
    content = deepcopy(PLAIN[name])
    *way, last = data.draw(st.sampled_from(list(places(content))))
    around = content
    for step in way:
        around = around[step]
    around[last] = data.draw(JUNK)
    write(tmp_path, PROGRAMME)
    text = yaml.safe_dump(content, sort_keys=False)
    found = told(write(tmp_path, text, name))
    assert {each.line for each in found} <= set(range(1, text.count("\n") + 1))
    assert all(str(each.problem) and str(each.remedy) for each in found)
