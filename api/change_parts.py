"""What a change is made of, as callers write it: the domain's parts in camelCase."""

from pydantic.alias_generators import to_camel

from domain.change import parts


class Excepted(
    parts.Excepted, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """A contract that a change leaves alone, and why."""


class Scope(parts.Scope, alias_generator=to_camel, populate_by_name=True, from_attributes=True):
    """Which contracts a change touches."""

    excepted: tuple[Excepted, ...] = ()


class Indexation(
    parts.Indexation, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """Each tariff in scope goes up by a percentage, rounded to cents."""


class Reservation(
    parts.Reservation, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """Announced under reservation of a decision that is still to come."""


class Consent(parts.Consent, alias_generator=to_camel, populate_by_name=True, from_attributes=True):
    """A municipality agrees to the announcement."""


class Mandate(parts.Mandate, alias_generator=to_camel, populate_by_name=True, from_attributes=True):
    """Who announces, for whom, by which power; letters wait for the consents that it needs."""

    consents: tuple[Consent, ...] = ()


class Ruling(parts.Ruling, alias_generator=to_camel, populate_by_name=True, from_attributes=True):
    """Whether the notice clause covers the change at all, as somebody competent decided."""
