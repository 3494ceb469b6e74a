"""How often an option can still be used, until when, and by which day (CC-02).

What an option leaves open stays open here too: none.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.contract.parts import Option
from domain.dates import Explained, Window, add_months, last_day_of_term, step

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OptionLeft:
    """An option after so many uses: how many are left, how far the next reaches, the last day.

    `latest` is the last day on which the provider can be told that it is used, with its reasons.
    """

    option: Option
    used: int
    left: int | None
    reach: date | None
    latest: Explained | None


def option_left(option: Option, used: int, ends: Window) -> OptionLeft:
    """How an option stands for a contract that ends so."""
    left = None if option.times is None else max(option.times - used, 0)
    last = ends.last
    if last is not None and option.until is not None and last >= option.until:
        left = 0
    if left == 0 or last is None:
        return OptionLeft(option, used, left, None, None)
    return OptionLeft(option, used, left, reach_of(option, last), latest_use(option, last))


def reach_of(option: Option, last: date) -> date | None:
    """The last day after one more use; none if only a decision can say."""
    if option.months is None:
        return option.until
    reach = last_day_of_term(last + _DAY, 0, option.months).value
    return reach if option.until is None else min(reach, option.until)


def latest_use(option: Option, last: date) -> Explained | None:
    """The last day to tell the provider that the option is used; none if no notice is known."""
    if option.notice_months is None:
        return None
    begins = last + _DAY
    latest = min(add_months(begins, -option.notice_months), last)
    return Explained(
        value=latest,
        rule="option-notice/1",
        inputs={
            "option": option.option_id,
            "ends": last.isoformat(),
            "months": str(option.notice_months),
        },
        steps=(
            step(
                "The contract ends on %(last)s; the option begins on %(day)s.",
                last=last,
                day=begins,
            ),
            step(
                "%(months)s months back from %(effective)s is %(latest)s.",
                months=option.notice_months,
                effective=begins,
                latest=latest,
            )
            if option.notice_months
            else step("The option asks for no notice: any day until the end will do."),
        ),
    )
