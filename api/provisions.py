"""Terms in figures as callers write and read them: the domain's provisions in camelCase."""

from typing import Annotated

from pydantic import Field
from pydantic.alias_generators import to_camel

from domain import provisions


class Element(
    provisions.Element, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """A part of a real price, such as labour or overhead, in euros."""


class Tariff(
    provisions.Tariff, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """What one unit of a product costs, how that was found, and what it follows."""

    elements: tuple[Element, ...] = ()


class Ceiling(
    provisions.Ceiling, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """The most that may be spent, in euros; without a year, each year."""


class Rung(provisions.Rung, alias_generator=to_camel, populate_by_name=True, from_attributes=True):
    """One step of enforcement, the mildest first."""


class Performance(
    provisions.Performance, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """A result that was agreed: an indicator, where it stood, where it is to be."""

    ladder: tuple[Rung, ...] = ()


class Duty(provisions.Duty, alias_generator=to_camel, populate_by_name=True, from_attributes=True):
    """What one of the parties has to do, by when or whenever something happens."""

    ladder: tuple[Rung, ...] = ()


class Capacity(
    provisions.Capacity, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """Places that are kept, and how many more than expected are wished for."""


class DrawingRight(
    provisions.DrawingRight, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """Who may draw on a framework, up to which euros, fte or number."""


class Review(
    provisions.Review, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """A moment at which the contract itself says that it may be adjusted."""


class Undertaking(
    provisions.Undertaking, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """A clause of a named sort: its words are the term's."""


Provision = Annotated[
    Tariff | Ceiling | Performance | Duty | Capacity | DrawingRight | Review | Undertaking,
    Field(discriminator="kind"),
]
Provisions = dict[str, Provision]
"""By the name of the term that says the same in words."""
