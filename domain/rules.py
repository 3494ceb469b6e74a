"""The rules that days are computed by, each with its versions; older ones stay computable (AU-06).

A rule that comes to give another day for the same inputs gets a next version, beside the old one:
what was computed then is computed so for ever. Nothing here is ever taken away.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.admission.ending import last_day_with_notice
from domain.base import Refused, Sentence, Source
from domain.contract.options import latest_use
from domain.contract.parts import Option
from domain.dates import Explained, Step, Window, add_months, last_day_of_term, step
from domain.notice import NoticeClause, earliest_effect, latest_announcement
from domain.workdays import standstill

Inputs = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of a rule. `since` is the first day it was used on; none from the beginning.

    `compute` gives the day from the inputs as they were recorded. It is none for a rule whose
    answer is no day. `law` names what it follows, where it follows something.
    """

    name: str
    version: int
    says: Step
    compute: Callable[[Inputs], date] | None
    since: date | None = None
    law: str | None = None

    @property
    def ident(self) -> str:
        """As it stands in what was computed: `notice-back/1`."""
        return f"{self.name}/{self.version}"

    @property
    def sentence(self) -> Sentence:
        """What it says, to be shown to people."""
        return Sentence(self.says.template, self.says.values)


def rule_of(ident: str, rules: Sequence[Rule] | None = None) -> Rule:
    """The very version that something was computed by."""
    found = next((each for each in rules or RULES if each.ident == ident), None)
    if found is None:
        raise Refused("unknown_rule", "there is no rule %(ident)s", ident=ident)
    return found


def rule_on(name: str, day: date, rules: Sequence[Rule] | None = None) -> Rule:
    """The version of a rule that counted on a day."""
    versions = [each for each in rules or RULES if each.name == name]
    used = [each for each in versions if each.since is None or each.since <= day]
    if not used:
        raise Refused("unknown_rule", "there was no rule %(ident)s on %(day)s", ident=name, day=day)
    return max(used, key=lambda each: each.version)


def as_of(explained: Explained, day: date, rules: Sequence[Rule] | None = None) -> Explained:
    """The same day by the version of its rule that counted on `day`.

    For what is computed now about then. Where that is another version its steps are those of
    today's no longer, so only the rule and its inputs are given.
    """
    now = rule_of(explained.rule, rules)
    then = rule_on(now.name, day, rules)
    if then.version == now.version or then.compute is None:
        return explained
    return Explained(
        value=then.compute(explained.inputs),
        rule=then.ident,
        inputs=explained.inputs,
        steps=(then.says,),
    )


def agrees(explained: Explained, rules: Sequence[Rule] | None = None) -> bool:
    """Whether its own rule still gives that day for its inputs."""
    rule = rule_of(explained.rule, rules)
    return rule.compute is None or rule.compute(explained.inputs) == explained.value


def stated(day: date, how: Step) -> Explained:
    """A day that nobody computed: somebody set it, in the words of `how`."""
    return Explained(value=day, rule="stated/1", inputs={"day": day.isoformat()}, steps=(how,))


def days_before(day: date, days: int, how: Step) -> Explained:
    """So many days before another day."""
    return Explained(
        value=day - timedelta(days=days),
        rule="days-before/1",
        inputs={"day": day.isoformat(), "days": str(days)},
        steps=(how,),
    )


def _notice(inputs: Inputs) -> date:
    clause = _clause(inputs)
    if "announced" in inputs:
        return earliest_effect(_day(inputs, "announced"), clause).value
    return latest_announcement(_day(inputs, "effective"), clause).value


def _clause(inputs: Inputs) -> NoticeClause:
    source = Source(document=inputs["document"], section=inputs["section"], quote="")
    return NoticeClause.model_validate(
        {
            "clause_id": inputs["clause"],
            "clause_version": int(inputs["clause_version"]),
            "months": int(inputs["months"]),
            "counting": inputs["counting"],
            "weekend": inputs["weekend"],
            "source": source,
        }
    )


def _ending(inputs: Inputs) -> date:
    told = _day(inputs, "announced")
    return last_day_with_notice(_clause(inputs), told, _day(inputs, "fails_from")).value


def _standstill(inputs: Inputs) -> date:
    weekend_rule = inputs["weekend_rule"] == "yes"
    dispatched, days = _day(inputs, "dispatched"), int(inputs["days"])
    return standstill(dispatched, days, weekend_rule=weekend_rule).value


def _option(inputs: Inputs) -> date:
    option = Option(
        option_id=inputs["option"],
        notice_months=int(inputs["months"]),
        unspecified=True,
        written=inputs["option"],
    )
    found = latest_use(option, _day(inputs, "ends"))
    assert found is not None
    return found.value


def _latest_decision(inputs: Inputs) -> date:
    ends = Window.model_validate(
        {"edtf": inputs["ends"], "bound": inputs["bound"], "written": inputs["ends"]}
    )
    assert ends.first is not None
    return add_months(ends.first, -(int(inputs["lead_months"]) + int(inputs["notice_months"])))


def _due(inputs: Inputs) -> date:
    found = Window.model_validate({**inputs, "edtf": inputs["edtf"] or None}).alert
    assert found is not None
    return found.value


def _term(inputs: Inputs) -> date:
    years, months = int(inputs["years"]), int(inputs["months"])
    return last_day_of_term(_day(inputs, "start"), years, months).value


def _day(inputs: Inputs, name: str) -> date:
    return date.fromisoformat(inputs[name])


_NOTICE_LAW = "Atw 1(2)"

RULES: tuple[Rule, ...] = (
    Rule(
        "notice-back",
        1,
        step("The months of the notice clause are taken off the day of effect."),
        _notice,
        law=_NOTICE_LAW,
    ),
    Rule(
        "notice-forward",
        1,
        step("The months of the notice clause are added to the day of announcement."),
        _notice,
    ),
    Rule(
        "ending-with-notice",
        1,
        step("A contract ends with its notice, and not before new criteria count."),
        _ending,
    ),
    Rule(
        "standstill",
        1,
        step("No contract in the days after the award was sent; the day of sending is not one."),
        _standstill,
        law="Aw 2012 2.127, Atw 1(1)",
    ),
    Rule(
        "option-notice",
        1,
        step("The provider is told of an option its months of notice before the option begins."),
        _option,
    ),
    Rule(
        "common-end",
        1,
        step("Contracts are aligned to the last of their ends."),
        lambda inputs: max(map(date.fromisoformat, inputs["ends"].split(", "))),
    ),
    Rule(
        "latest-decision",
        1,
        step("The end, less what a new procedure and notice take, is the last day to decide."),
        _latest_decision,
    ),
    Rule(
        "window-due",
        1,
        step("An alert uses the earliest day after which it could be too late."),
        _due,
    ),
    Rule("term", 1, step("A term ends the day before its months have passed."), _term),
    Rule(
        "days-before",
        1,
        step("So many days are counted back from another day."),
        lambda inputs: _day(inputs, "day") - timedelta(days=int(inputs["days"])),
    ),
    Rule("stated", 1, step("Nobody computed it: it was set so."), lambda i: _day(i, "day")),
    Rule("indexation", 1, step("A tariff goes up by a percentage, rounded to cents."), None),
    Rule(
        "regime-nl",
        1,
        step("Whether a change may be made without a new procedure."),
        None,
        law="Aw 2012 2.163a-g",
    ),
)
"""Every rule and version there ever was."""
