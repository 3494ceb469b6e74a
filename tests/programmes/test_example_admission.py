"""The example of admission: fictional, published once, and safe to publish again."""

from datetime import UTC, date, datetime
from functools import cache, reduce

import pytest

from domain.admission.commands import OfAdmission
from domain.admission.decider import ADMISSION
from domain.admission.state import Admission
from domain.base import derived_id
from runtime.files import read
from runtime.publish import commands
from runtime.register_file import RegisterFile
from tests.programmes.sources import ROOT

PATH = ROOT / "programmes" / "examples" / "holland-rijnland-admission.yaml"
MAY = datetime(2021, 5, 3, 12, tzinfo=UTC)
KEY = "holland-rijnland-2021"


@cache
def file() -> RegisterFile:
    register = read(PATH)
    assert isinstance(register, RegisterFile)
    return register


def asked(at: datetime = MAY) -> list[OfAdmission]:
    return [each for each in commands(file(), at, "p-001") if isinstance(each, OfAdmission)]


def published(at: datetime = MAY, before: Admission = ADMISSION.initial) -> Admission:
    state = before
    for command in asked(at):
        state = reduce(ADMISSION.evolve, ADMISSION.decide(command, state), state)  # type: ignore[arg-type]
    return state


def provider(number: int) -> object:
    return derived_id("provider", KEY, f"aanbieder-{number:02}")


@pytest.mark.row("AD-03", "AD-04", "AD-13")
def test_the_example_has_criteria_a_closed_and_reopened_entry_an_application_and_partners() -> None:
    assert PATH.read_text(encoding="utf-8").startswith("# FICTIEF.")
    state = published()
    assert [each.counts_from for each in state.editions] == [date(2021, 1, 4), date(2022, 1, 1)]
    days = (date(2021, 2, 28), date(2021, 3, 1), date(2021, 4, 15))
    assert [state.entry_on(day).state for day in days] == ["open", "closed", "open"]
    [application] = state.applications.values()
    assert (application.provider_id, application.state) == (provider(40), "assessed")
    assert application.answer_by == date(2021, 6, 1)
    assert state.partners
    classes = {each.provider_id: each.partner for each in state.partners.classes}
    development = [number for number in range(1, 16) if classes[provider(number)] == "development"]  # type: ignore[index]
    # Two have the same turnover, on the edge: both belong.
    assert development == [1, 3, 4, 7, 8, 11]


def test_publishing_it_again_changes_nothing() -> None:
    once = published()
    assert published(before=once) == once
    later = datetime(2022, 3, 1, 12, tzinfo=UTC)
    assert published(later, once) == once


def test_before_its_days_have_come_nobody_has_applied() -> None:
    early = published(datetime(2020, 12, 1, 12, tzinfo=UTC))
    assert early.applications == {}
    assert early.partners is None
