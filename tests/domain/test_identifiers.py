"""Numbers by which others know a provider."""

import pytest

from domain.base import Refused
from domain.identifiers import Scheme, identifier


@pytest.mark.row("AD-18")
@pytest.mark.parametrize(
    ("scheme", "text", "kept"),
    [
        ("kvk", "01234567", "01234567"),
        ("kvk", " 12 34 56 78 ", "12345678"),
        ("agb", "06-012345", "06012345"),
        ("establishment", "0000.1234.5678", "000012345678"),
    ],
)
def test_a_number_is_kept_as_digits_with_its_zeros(scheme: Scheme, text: str, kept: str) -> None:
    assert identifier(scheme, text) == kept


@pytest.mark.parametrize(
    ("text", "reason", "says"),
    [
        ("1234567", "identifier_too_short", "01234567"),
        ("123456", "wrong_length", "6 digits"),
        ("123456789", "wrong_length", "9 digits"),
        ("NL12345678", "not_an_identifier", "8 digits"),
        ("١٢٣٤٥٦٧٨", "not_an_identifier", "8 digits"),
        ("", "not_an_identifier", "8 digits"),
    ],
)
def test_what_cannot_be_a_number_is_refused_with_the_way_out(
    text: str, reason: str, says: str
) -> None:
    with pytest.raises(Refused, match=says) as refused:
        identifier("kvk", text)
    assert refused.value.reason == reason
