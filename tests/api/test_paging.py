"""The page that an address asks for is one that there is."""

import pytest

from api.pages.paging import page_of


@pytest.mark.parametrize(
    ("asked", "page"),
    [("", 1), ("0", 1), ("1", 1), ("3", 3), ("9", 4), ("1234567", 1), ("-2", 1), ("twee", 1)],
)
def test_what_is_no_page_is_the_first_and_what_is_past_the_last_the_last(
    asked: str, page: int
) -> None:
    assert page_of(asked, 4) == page


def test_where_the_last_is_not_known_yet_any_number_is_a_page() -> None:
    assert (page_of("900"), page_of("0"), page_of("1234567")) == (900, 1, 1)
