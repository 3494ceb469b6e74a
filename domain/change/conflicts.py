"""Where a change took effect on what is now known not to have let it (AU-10)."""

from domain.base import Event
from domain.change.events import (
    AnnouncementReplaced,
    ChangeNarrowed,
    ChangePostponed,
    ChangeTookEffect,
    ChangeWithdrawn,
    NoticeRuled,
)
from domain.change.state import Change, evolve
from domain.conflict import Rules, Wrong, unfit

_CORRECTS = AnnouncementReplaced | ChangeNarrowed | ChangePostponed | ChangeWithdrawn | NoticeRuled


def corrects(event: Event) -> bool:
    """Whether it takes away what lets a change count."""
    return isinstance(event, _CORRECTS)


def check(event: Event, change: Change) -> Wrong | None:
    """Why the change may not count on contracts on which it took effect."""
    if not isinstance(event, ChangeTookEffect):
        return None
    barred = [each for each in event.contract_ids if not change.may_count(each)]
    if not barred:
        return None
    numbers = [change.recipients[each].contract_number for each in barred]
    return unfit(
        "may_not_count",
        "it took effect on %(contracts)s, and by what is known now it may not count there",
        contracts=", ".join(numbers),
    )


RULES = Rules(initial=Change(), evolve=evolve, corrects=corrects, check=check)
