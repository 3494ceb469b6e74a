"""Rules have versions, and the version of then stays computable."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import domain
from domain.admission.ending import last_day_with_notice
from domain.base import Refused
from domain.contract.alignment import Ending, common_end
from domain.contract.options import latest_use
from domain.contract.parts import Option
from domain.dates import Explained, Window, last_day_of_term, step
from domain.decision.latest import latest_decision
from domain.notice import earliest_effect, latest_announcement
from domain.rules import RULES, Rule, agrees, as_of, days_before, rule_of, rule_on, stated
from domain.workdays import standstill
from tests import make
from tests.making.decision import QUESTION

FORWARD = make.CLAUSE.model_copy(update={"counting": "forward"})
OPTION = Option(option_id="een", months=12, times=1, notice_months=6, written="een jaar")
DAY = date(2021, 7, 1)
DOMAIN = Path(domain.__file__).parent


def every_day() -> list[Explained | None]:
    """A day computed by each rule there is."""
    ends = Window.on(date(2026, 12, 31))
    asked = QUESTION.model_copy(update={"ends": ends, "lead_months": 12, "notice_months": 6})
    return [
        latest_announcement(make.NEW_YEAR, make.CLAUSE),
        earliest_effect(date(2021, 8, 31), FORWARD),
        standstill(date(2021, 6, 4), 20, weekend_rule=True),
        latest_use(OPTION, date(2024, 12, 31)),
        common_end([Ending(make.CONTRACT_ID, ends)]),
        latest_decision(asked),
        make.SUMMER.alert,
        last_day_of_term(make.NEW_YEAR, 4),
        last_day_with_notice(make.CLAUSE, DAY, make.NEW_YEAR),
        days_before(DAY, 84, step("So long before.")),
        stated(DAY, step("So it was set.")),
    ]


@pytest.mark.row("AU-06")
def test_every_computed_day_is_computed_again_from_what_was_recorded_with_it() -> None:
    computed = every_day()
    assert all(each is not None and agrees(each) for each in computed)
    named = {rule_of(each.rule).name for each in computed if each is not None}
    assert named == {each.name for each in RULES if each.compute is not None}


def test_an_earlier_version_of_a_rule_still_gives_the_day_it_gave_then() -> None:
    first = rule_of("notice-back/1")
    second = replace(first, version=2, since=date(2024, 1, 1), compute=lambda _: DAY.replace(day=2))
    rules = (*RULES, second)
    now = Explained(value=DAY.replace(day=2), rule="notice-back/2", inputs=_inputs(), steps=())
    then = as_of(now, date(2021, 5, 3), rules)
    assert (then.rule, then.value, then.steps) == ("notice-back/1", DAY, (first.says,))
    assert as_of(now, date(2024, 1, 1), rules) == now
    assert rule_on("notice-back", date(2023, 12, 31), rules) == first


def test_a_day_that_no_longer_follows_from_its_inputs_does_not_agree() -> None:
    found = latest_announcement(make.NEW_YEAR, make.CLAUSE)
    assert not agrees(found.model_copy(update={"value": date(2021, 6, 30)}))


def test_a_rule_that_never_was_is_refused_by_name() -> None:
    with pytest.raises(Refused, match="no rule notice-back/9") as refused:
        rule_of("notice-back/9")
    assert refused.value.reason == "unknown_rule"
    later = Rule("later", 1, step("Later."), None, since=date(2030, 1, 1))
    with pytest.raises(Refused, match="on 2029-12-31"):
        rule_on("later", date(2029, 12, 31), (later,))


def test_no_version_of_a_rule_is_there_twice() -> None:
    idents = [each.ident for each in RULES]
    assert len(idents) == len(set(idents))


def test_every_rule_that_the_domain_computes_by_is_known() -> None:
    said = "\n".join(each.read_text("utf-8") for each in DOMAIN.rglob("*.py"))
    named = set(re.findall(r'(?:rule=f?|RULES? = )"([a-z-]+(?:\{[^}]*\})?/\d+)"', said))
    ways = ("back", "forward")
    spelled = {each.replace("{clause.counting}", way) for each in named for way in ways}
    assert "regime-nl/1" in spelled
    assert {rule_of(name).ident for name in spelled} == spelled


def _inputs() -> dict[str, str]:
    return latest_announcement(make.NEW_YEAR, make.CLAUSE).inputs
