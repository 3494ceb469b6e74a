"""Contract terms in figures: what pages compute with, beside the words that bind (CC-13, CC-16)."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from domain.dates import Day, Window

_CENTS = Decimal("0.01")


def in_cents(amount: Decimal) -> Decimal:
    """The same amount with two decimals at least, so that one amount is written in one way."""
    bare = amount.normalize()
    return bare if bare != amount.quantize(_CENTS) else amount.quantize(_CENTS)


Amount = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=4), AfterValidator(in_cents)]
"""Euros; text in JSON, such as `"104.70"`."""
Figure = Annotated[Decimal, Field(max_digits=14, decimal_places=4)]
"""A number in a unit of its own, such as fte or a percentage; text in JSON."""


class Part(BaseModel, frozen=True, extra="forbid"):
    """A value that commands and events carry whole."""


class Element(Part):
    """A part of a real price, such as labour or overhead, in euros."""

    name: str
    amount: Amount


class Tariff(Part):
    """What one unit of a product costs, how that was found, and what it follows (CC-16)."""

    kind: Literal["tariff"] = "tariff"
    product: str
    amount: Amount
    unit: str
    basis: Literal["real_price", "cost_study", "negotiated", "harmonised", "national"]
    elements: tuple[Element, ...] = ()
    dated: Day
    index: str | None = None
    harmonised_with: str | None = None


class Ceiling(Part):
    """The most that may be spent, in euros; `year` none means each year."""

    kind: Literal["ceiling"] = "ceiling"
    of: str
    amount: Amount
    year: int | None = None


class Rung(Part):
    """One step of enforcement, the mildest first (CC-14)."""

    rung: int = Field(ge=1)
    measure: str


class Performance(Part):
    """A result that was agreed: an indicator, where it stood, where it is to be (CC-13).

    `target` is in words; `at_least` and `at_most` say it in figures where it has them, so that a
    result can be held against it.
    """

    kind: Literal["performance"] = "performance"
    indicator: str
    unit: str
    baseline: str | None = None
    baseline_period: Window | None = None
    target: str
    at_least: Figure | None = None
    at_most: Figure | None = None
    due: Window | None = None
    binding: bool = True
    ladder: tuple[Rung, ...] = ()

    def met_by(self, value: Decimal) -> bool | None:
        """Whether a figure meets the target; none if the target has no figures."""
        if self.at_least is None and self.at_most is None:
            return None
        enough = self.at_least is None or value >= self.at_least
        return enough and (self.at_most is None or value <= self.at_most)


class Duty(Part):
    """What one of the parties has to do, by when or whenever something happens (CC-15, CC-23)."""

    kind: Literal["duty"] = "duty"
    party: Literal["provider", "municipality"]
    what: str
    due: Window | None = None
    whenever: str | None = None
    ladder: tuple[Rung, ...] = ()


class Capacity(Part):
    """Places that are kept, and how many more than expected are wished for (CC-28)."""

    kind: Literal["capacity"] = "capacity"
    places: int = Field(ge=0)
    wished: int | None = None


class DrawingRight(Part):
    """Who may draw on a framework, up to which euros, fte or number (CC-03, SG-21).

    `most_number` is the number of call-offs. What is not given is not limited.
    """

    kind: Literal["drawing_right"] = "drawing_right"
    holder: str
    most_amount: Amount | None = None
    most_fte: Figure | None = None
    most_number: int | None = None


class Review(Part):
    """A moment at which the contract itself says that it may be adjusted (CC-09, CC-11)."""

    kind: Literal["review"] = "review"
    when: Window
    about: str


class Undertaking(Part):
    """A clause of a named sort: its words are the term's (CC-09, CC-19, CC-23, CC-24)."""

    kind: Literal["undertaking"] = "undertaking"
    sort: Literal["flexibility", "exclusivity", "financial_health", "continuity", "innovation"]


Provision = Annotated[
    Tariff | Ceiling | Performance | Duty | Capacity | DrawingRight | Review | Undertaking,
    Field(discriminator="kind"),
]
Provisions = dict[str, Provision]
"""By the name of the term that says the same in words."""


def unworded(provisions: Mapping[str, Provision], terms: Collection[str]) -> list[str]:
    """The names of provisions that no term says in words. Words bind: there may be none."""
    return sorted(set(provisions) - set(terms))
