"""What people write in cells, and how it is read: never a guess, and never silently otherwise."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import Window
from projections.language import write_date
from runtime.sheets import cells
from runtime.sheets.cells import Reading, Unfit

FIRST_OF_JULY = date(2021, 7, 1)
XLSX = Reading()


@pytest.mark.row("IN-12")
@pytest.mark.parametrize(
    "value",
    [
        *("1-7-2021", "01-07-2021", "1 - 7 - 2021", "2021-07-01", "1.7.2021"),
        *("1 juli 2021", "1 jul 2021", "1 JUL. 2021", " 1 juli 2021 ", 44378, 44378.0),
        *(FIRST_OF_JULY, datetime(2021, 7, 1)),  # noqa: DTZ001 (a cell has no time zone)
    ],
)
def test_a_day_is_read_as_people_here_write_it(value: Any) -> None:
    assert cells.day(value, XLSX).value == FIRST_OF_JULY


def test_a_day_that_was_text_or_a_number_is_shown_as_it_was_read() -> None:
    assert str(cells.day("1-7-2021", XLSX).note) == "Read as 2021-07-01."
    assert "44378" in str(cells.day(44378, XLSX).note)
    assert cells.day(FIRST_OF_JULY, XLSX).note is None


@pytest.mark.row("IN-12")
@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("7/1/2021", "can be 2021-01-07 or 2021-07-01"),
        ("1-7-21", "two digits"),
        ("31-2-2021", "no day"),
        ("7-13-2021", "no day"),
        ("1 brumaire 2021", "no day"),
        ("zomer 2021", "no day"),
        (2021, "no day"),
        (44378.5, "no day"),
        (True, "no day"),
        ("1-7-0221", "between 1990 and 2199"),
        (datetime(2021, 7, 1, 12), "time of day"),  # noqa: DTZ001
    ],
)
def test_what_can_be_two_days_or_none_is_refused(value: Any, says: str) -> None:
    with pytest.raises(Unfit, match=says):
        cells.day(value, XLSX)


def test_a_slash_is_no_riddle_where_only_one_day_fits() -> None:
    assert cells.day("31/12/2021", XLSX).value == date(2021, 12, 31)
    assert cells.day("7/7/2021", XLSX).value == date(2021, 7, 7)


def test_a_bare_number_is_no_day_where_days_are_counted_otherwise() -> None:
    with pytest.raises(Unfit):
        cells.day(44378, Reading(serials=False))


@given(st.dates(date(1990, 1, 1), date(2199, 12, 31)))
def test_every_way_to_write_a_day_is_the_same_day(day: date) -> None:
    said = f"{day.day}-{day.month}-{day.year}"
    serial = (day - cells.EPOCH).days
    for way in (day, day.isoformat(), said, write_date(day, "nl"), serial):
        assert cells.day(way, XLSX).value == day


@pytest.mark.parametrize(
    ("value", "bound", "window"),
    [
        ("onbepaalde tijd", None, Window(written="onbepaalde tijd")),
        ("Voor onbepaalde tijd", "", Window(written="Voor onbepaalde tijd")),
        ("31-12-2030", None, Window(edtf="2030-12-31", written="31-12-2030")),
        (date(2030, 12, 31), None, Window(edtf="2030-12-31", written="31 december 2030")),
        (2030, None, Window(edtf="2030", written="2030")),
        ("december 2030", None, Window(edtf="2030-12", written="december 2030")),
        ("2026-02/2026-05", None, Window(edtf="2026-02/2026-05", written="2026-02/2026-05")),
        ("uiterlijk 1 juli 2021", None,
         Window(edtf="2021-07-01", bound="at_latest", written="uiterlijk 1 juli 2021")),
        ("1 juli 2021", "Voor", Window(edtf="2021-07-01", bound="before", written="1 juli 2021")),
    ],
)  # fmt: skip
def test_an_end_is_as_precise_as_it_is_written(value: Any, bound: Any, window: Window) -> None:
    assert cells.window(value, bound, None, XLSX).value == window


@pytest.mark.parametrize("value", ["ooit", "2030-13", "als het klaar is", "12-2030"])
def test_an_end_that_cannot_be_read_is_refused(value: str) -> None:
    with pytest.raises(Unfit, match="onbepaalde tijd"):
        cells.window(value, None, None, XLSX)


@pytest.mark.row("IN-12")
@pytest.mark.parametrize(
    ("value", "euros"),
    [
        (61.2, "61.20"),
        (61, "61.00"),
        ("61,20", "61.20"),
        ("€ 61,20", "61.20"),
        ("€ 61,-", "61.00"),
        ("1.234,56", "1234.56"),
        ("1.234.567", "1234567.00"),
        ("0,1234", "0.1234"),
        ("61.20", "61.20"),
        (0.1 + 0.2, "0.30"),
    ],
)
def test_an_amount_is_read_with_a_comma_before_decimals(value: Any, euros: str) -> None:
    assert cells.amount(value).value == Decimal(euros)


@pytest.mark.parametrize(
    "value", ["1.234", "1,234", "veel", "-3", -3, 1.23456, "12,3,4", True, "€", float(10**12)]
)
def test_an_amount_that_can_be_two_or_none_is_refused(value: Any) -> None:
    with pytest.raises(Unfit):
        cells.amount(value)


@given(st.decimals(0, 9_999_999_999, places=4))
def test_an_amount_that_was_written_out_is_read_back(euros: Decimal) -> None:
    assert cells.amount(cells.written_amount(euros)).value == euros


@pytest.mark.row("AD-18")
def test_a_zero_that_the_spreadsheet_dropped_is_put_back_and_told() -> None:
    found = cells.number(1234567.0, "kvk", XLSX)
    assert found.value == "01234567"
    assert "01234567" in str(found.note)
    assert cells.number("01234567", "kvk", XLSX) == ("01234567", None)


@pytest.mark.parametrize("value", ["1234567", 123456, 123456789, "12a45678", True, 1234567.5])
def test_no_number_is_made_up(value: Any) -> None:
    with pytest.raises(Unfit):
        cells.number(value, "kvk", XLSX)
    with pytest.raises(Unfit):
        cells.number(1234567, "kvk", Reading(typed=False))


def test_a_text_that_became_a_number_is_told() -> None:
    found = cells.text(6.5)
    assert found.value == "6,5"
    assert "6,5" in str(found.note)
    assert cells.text(date(2021, 7, 1)).value == "1 juli 2021"
    assert cells.text(" twee\r\nregels ").value == "twee\nregels"
    with pytest.raises(Unfit, match="32000"):
        cells.text("x" * 32001)
