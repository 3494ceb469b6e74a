"""Who is a development partner, who a regular one and who the reserve, and why (AD-13, SG-18).

An objective rule over turnover: a threshold, or the fewest providers that have a share of it
(Pareto). Equal figures are never told apart, so that a tie brings in all who have it.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from domain.admission.events import Classed
from domain.admission.parts import PartnerClass, Rule, Threshold, Turnover
from domain.dates import Step, step

RULE_VERSION = "partners/1"
"""A rule that comes to class the same figures otherwise gets the next number."""


def classed(rule: Rule, turnover: Sequence[Turnover]) -> tuple[Classed, ...]:
    """All providers with their class, the largest turnover first."""
    euros = {each.provider_id: each.euros for each in turnover}
    order = sorted(euros, key=lambda each: (-euros[each], str(each)))
    return tuple(_one(rule, each, euros) for each in order)


def next_in_line(classes: Sequence[Classed], able: Sequence[UUID]) -> UUID | None:
    """Whose turn it is when a development partner drops out: the largest that is able to."""
    others = (each for each in classes if each.partner != "development")
    return next((each.provider_id for each in others if each.provider_id in able), None)


def cut(percent: int, euros: Mapping[UUID, int]) -> int | None:
    """The smallest turnover among the fewest that have so many percent; none if all is zero.

    Taking the largest first is what makes them the fewest. All that have this turnover belong.
    """
    total, sum_so_far = sum(euros.values()), 0
    for amount in sorted(euros.values(), reverse=True):
        sum_so_far += amount
        if total and 100 * sum_so_far >= percent * total:
            return amount
    return None


def _one(rule: Rule, provider_id: UUID, euros: Mapping[UUID, int]) -> Classed:
    amount = euros[provider_id]
    partner, why = (
        _threshold(rule, amount)
        if isinstance(rule, Threshold)
        else _share(rule.development, rule.regular, amount, euros)
    )
    rank = 1 + sum(each > amount for each in euros.values())
    return Classed(provider_id=provider_id, partner=partner, rank=rank, why=why)


def _threshold(rule: Threshold, amount: int) -> tuple[PartnerClass, Step]:
    said = {"euros": money(amount), "development": money(rule.development)}
    if amount > rule.development:
        return "development", step(
            "€ %(euros)s lies above the threshold of € %(development)s.", **said
        )
    if rule.regular is None or amount > rule.regular:
        return "regular", step(
            "€ %(euros)s does not lie above the threshold of € %(development)s.", **said
        )
    return "reserve", step(
        "€ %(euros)s does not lie above € %(regular)s, from which on partners are regular.",
        regular=money(rule.regular),
        **said,
    )


def _share(
    development: int, regular: int | None, amount: int, euros: Mapping[UUID, int]
) -> tuple[PartnerClass, Step]:
    for partner, percent in (("development", development), ("regular", regular)):
        if percent is None:
            return "regular", _outside(development, amount, euros)
        least = cut(percent, euros)
        if least is not None and amount >= least:
            name: PartnerClass = "development" if partner == "development" else "regular"
            return name, _inside(percent, least, amount, euros)
    assert regular is not None
    return "reserve", _outside(regular, amount, euros)


def _inside(percent: int, least: int, amount: int, euros: Mapping[UUID, int]) -> Step:
    group = [each for each in euros.values() if each >= least]
    share = _percent(sum(group), euros)
    equal = sum(each == amount for each in group)
    if amount == least and equal > 1 and _to_spare(percent, least, group, euros):
        return step(
            "%(count)s providers have € %(euros)s each; with some of them there would be "
            "%(percent)s%% already, but equals are not told apart. Together the group has "
            "%(share)s%%.",
            count=equal,
            euros=money(amount),
            percent=percent,
            share=share,
        )
    return step(
        "With € %(euros)s it is among the largest (%(count)s), which have %(share)s%% of the "
        "turnover; %(percent)s%% was asked and fewer do not have it.",
        euros=money(amount),
        count=len(group),
        share=share,
        percent=percent,
    )


def _to_spare(percent: int, least: int, group: Sequence[int], euros: Mapping[UUID, int]) -> bool:
    """Whether the group had the share before the last of those with the same turnover."""
    return 100 * (sum(group) - least) >= percent * sum(euros.values())


def _outside(percent: int, amount: int, euros: Mapping[UUID, int]) -> Step:
    least = cut(percent, euros)
    if least is None:
        return step("Nobody had any turnover, so nobody has a share of it.")
    group = [each for each in euros.values() if each >= least]
    return step(
        "With € %(euros)s it is not among the largest (%(count)s), which have %(share)s%% of the "
        "turnover; %(percent)s%% was asked.",
        euros=money(amount),
        count=len(group),
        share=_percent(sum(group), euros),
        percent=percent,
    )


def money(euros: int) -> str:
    """Whole euros in groups of three, as every language can read them."""
    return f"{euros:,}".replace(",", "\u00a0")


def _percent(part: int, euros: Mapping[UUID, int]) -> str:
    """A share in whole percents, cut off: never rounded up to one that is not reached."""
    return str(100 * part // sum(euros.values()))
