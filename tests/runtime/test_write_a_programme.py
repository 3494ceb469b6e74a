"""The two pages on programme files name all there is, and their examples hold."""

import re
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from runtime.check import check
from runtime.programme_file import ARRANGEMENTS, REGISTERS, ProgrammeFile
from tests.programmes.sources import ROOT
from tests.runtime.example import example, example_text

GUIDE = (ROOT / "docs" / "write-a-programme.md").read_text(encoding="utf-8")
ROUTES = (ROOT / "docs" / "routes.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs" / "programme-files.md").read_text(encoding="utf-8")


def models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for each in get_args(annotation):
        yield from models(each)


def fields() -> set[str]:
    """The names of all fields that a file can have, as files write them."""
    seen: set[type[BaseModel]] = set()
    waiting: list[type[BaseModel]] = [ProgrammeFile]
    names: set[str] = set()
    while waiting:
        model = waiting.pop()
        if model not in seen:
            seen.add(model)
            names |= {each.alias or name for name, each in model.model_fields.items()}
            waiting += [m for each in model.model_fields.values() for m in models(each.annotation)]
    return names


def test_the_reference_names_every_section_and_every_field() -> None:
    named = set(re.findall(r"`([a-z_]+)`", REFERENCE)) | set(re.findall(r"\b([a-z_]+):", REFERENCE))
    of_routes = set(re.findall(r"`([a-z_]+)`", ROUTES))
    assert not fields() - named - of_routes


def test_every_section_stands_in_the_example() -> None:
    sections = set(re.findall(r"^([a-z_]+):", example_text(), re.MULTILINE))
    assert sections == set(ProgrammeFile.model_fields) - {"standing"}
    assert all(getattr(example(), name) for name in (*ARRANGEMENTS, *REGISTERS))


def codes_in_the_code() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "runtime" / "check").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        for assigned in re.findall(r"code=(.*?),\n\s+row=", text, re.DOTALL):
            found |= set(re.findall(r'"([a-z_]+)"', assigned))
    announcements = (ROOT / "runtime" / "check" / "announcements.py").read_text(encoding="utf-8")
    [timeliness] = re.findall(r"Timeliness = Literal\[(.*?)\]", announcements, re.DOTALL)
    return found | set(re.findall(r'"([a-z_]+)"', timeliness))


def test_the_guide_explains_every_finding_and_no_other() -> None:
    table = GUIDE[GUIDE.index("| `code` |") :]
    explained = {
        code
        for line in table.splitlines()
        if line.startswith("| `")
        for code in re.findall(r"`([a-z_]+)`", line.split("|")[1])
    }
    assert explained - {"code"} == codes_in_the_code()


def test_the_example_has_an_announcement_in_time_and_two_things_to_settle() -> None:
    found = {each.code: each for each in check(example())}
    assert found.pop("announced_in_time").remedy is None
    assert set(found) == {
        "decision_without_a_day",
        "may_be_decided_too_late",
        "no_regional_scale",
    }
