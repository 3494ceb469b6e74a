"""The day that is asked about, and the day as known on which: one rule for all pages."""

from collections.abc import Mapping
from datetime import date, datetime

from api.moments import FIRST
from api.pages.last_call import day_or
from domain.contract.replay import known_by
from projections.language import N_

NOT_A_DATE = N_("That is not a date; shown is today.")
NOT_YET = N_("Nobody knows yet what will be known that day; shown is today.")


def days_of(
    query: Mapping[str, str], names: tuple[str, str], usual: tuple[date, date], today: date
) -> tuple[date, date, Mapping[str, str]]:
    """Both days, by their names in the address, and what was wrong with each, by the same name."""
    day, no_day = day_or(query.get(names[0], ""), usual[0])
    known, wrong = known_or(query.get(names[1], ""), usual[1], today)
    named = {names[0]: NOT_A_DATE if no_day else None, names[1]: wrong}
    return day, known, {name: why for name, why in named.items() if why}


def known_or(text: str, usual: date, today: date) -> tuple[date, str | None]:
    """The day as known on which; today, and why, for no day or one that is still to come."""
    known, no_day = day_or(text, usual)
    if no_day:
        return today, NOT_A_DATE
    return (today, NOT_YET) if known > today else (known, None)


def moment_of(known: date, now: datetime) -> datetime:
    """The end of the day as known on which; of today, as far as it has come."""
    return min(known_by(max(known, FIRST)), now)
