from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.change.parts import Indexation
from domain.indexation import index, price, raised
from domain.provisions import Ceiling, Element, Provisions, Tariff

PER = date(2022, 1, 1)
OVA = Indexation(index="OVA", year=2022, percentage="3.24")


def tariff(amount: str, product: str = "44A08", **more: object) -> Tariff:
    return Tariff.model_validate(
        {
            "product": product,
            "amount": amount,
            "unit": "etmaal",
            "basis": "cost_study",
            "dated": date(2021, 1, 1),
            **more,
        }
    )


@pytest.mark.row("CC-16", "FI-06")
def test_a_tariff_goes_up_by_the_percentage_in_figures_and_in_words() -> None:
    indexed = index(OVA, {"tarief": "€ 104,27 per etmaal"}, {"tarief": tariff("104.27")}, PER)
    assert indexed.terms == {"tarief": "€ 107,65 per etmaal"}
    after = indexed.provisions["tarief"]
    assert isinstance(after, Tariff)
    assert (after.amount, after.index, after.dated) == (Decimal("107.65"), "OVA 2022", PER)


@pytest.mark.row("CC-16")
def test_only_the_named_products_are_indexed_and_nothing_else_of_the_contract() -> None:
    provisions: Provisions = {
        "wonen": tariff("100.00"),
        "logeren": tariff("80.00", "44A09"),
        "plafond": Ceiling(of="segment", amount=Decimal("1000000.00")),
    }
    terms = {"wonen": "100,00", "logeren": "80,00", "plafond": "€ 1.000.000,00 per jaar"}
    some = index(OVA.model_copy(update={"products": ("44A09",)}), terms, provisions, PER)
    assert some.terms == {"logeren": "82,59"}
    assert set(index(OVA, terms, provisions, PER).terms) == {"wonen", "logeren"}
    assert index(OVA, terms, {"plafond": provisions["plafond"]}, PER).trail == ()


def test_half_a_cent_goes_up_and_the_trail_says_how() -> None:
    assert raised(Decimal("0.50"), Decimal(1)) == Decimal("0.51")
    assert raised(Decimal("100.00"), Decimal("-1.5")) == Decimal("98.50")
    [tarief] = index(OVA, {"tarief": "EUR 104.27"}, {"tarief": tariff("104.27")}, PER).trail
    assert (tarief.before, tarief.after) == (Decimal("104.27"), Decimal("107.65"))
    said = [each.template % each.values for each in tarief.steps]
    assert said == [
        "OVA 2022 is 3.24%.",
        "104.27 euros and 3.24% of it is 107.648348 euros.",
        "Rounded to cents, half a cent up, that is 107.65 euros.",
    ]


@pytest.mark.parametrize(
    ("before", "amount", "after"),
    [
        ("EUR 104.27 per day", "104.27", "EUR 107.65 per day"),
        ("€ 1.234,50 per plaats", "1234.50", "€ 1.274,50 per plaats"),
        ("€ 1234,50 per plaats", "1234.50", "€ 1274,50 per plaats"),
        ("€ 1,0450 per minuut", "1.0450", "€ 1,08 per minuut"),
        ("zoals in bijlage 2", "100.00", "€ 103,24 per etmaal"),
        ("100,00 of 100,00", "100.00", "€ 103,24 per etmaal"),
        ("product 1100,00 kost 100,00.", "100.00", "product 1100,00 kost 103,24."),
    ],
)
def test_the_new_price_stands_where_the_old_one_stood(before: str, amount: str, after: str) -> None:
    assert index(OVA, {"tarief": before}, {"tarief": tariff(amount)}, PER).terms["tarief"] == after


def test_the_parts_of_a_real_price_still_add_up() -> None:
    parts = (Element(name="loon", amount=Decimal("66.66")), Element(name="huur", amount="33.34"))
    indexed = index(OVA, {}, {"tarief": tariff("100.00", elements=parts)}, PER)
    after = indexed.provisions["tarief"]
    assert isinstance(after, Tariff)
    assert sum(each.amount for each in after.elements) == after.amount == Decimal("103.24")


@given(
    st.decimals(min_value="0", max_value="99999.99", places=2),
    st.decimals(min_value="-9.99", max_value="9.99", places=2),
)
def test_an_indexed_price_is_within_half_a_cent_of_the_exact_one(
    amount: Decimal, percentage: Decimal
) -> None:
    exact = amount + amount * percentage / 100
    assert abs(raised(amount, percentage) - exact) <= Decimal("0.005")
    assert price(raised(amount, percentage), comma=True, thousands=False)[-3] == ","
