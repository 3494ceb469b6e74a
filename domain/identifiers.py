"""The numbers by which others know a provider: whether one can be right (AD-18).

They name a company, sometimes a person, so none ever enters an event: they stand in the address
book.
"""

import re
from collections.abc import Mapping
from typing import Literal, get_args

from domain.base import Refused

Scheme = Literal["kvk", "agb", "establishment"]
"""Chamber of Commerce, Vektis' code of care providers, and an establishment of a company."""

SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
LENGTHS: Mapping[Scheme, int] = {"kvk": 8, "agb": 8, "establishment": 12}

_APART = re.compile(r"[\s.\-]+")


def identifier(scheme: Scheme, text: str) -> str:
    """The number as it is kept: digits only, zeros in front included. Raises `Refused`.

    None of these has a check digit that is published; a wrong length is all that can be seen.
    """
    digits, length = _APART.sub("", text), LENGTHS[scheme]
    if not re.fullmatch(r"\d+", digits, re.ASCII):
        raise Refused(
            "not_an_identifier",
            "“%(text)s” is not a number of %(length)s digits",
            text=text,
            length=length,
        )
    if len(digits) == length - 1:
        raise Refused(
            "identifier_too_short",
            "“%(text)s” has one digit too few: if a spreadsheet dropped the zero in front, write "
            "%(guess)s and have the column hold text",
            text=text,
            guess=f"0{digits}",
        )
    if len(digits) != length:
        raise Refused(
            "wrong_length",
            "“%(text)s” has %(found)s digits; it has to have %(length)s",
            text=text,
            found=len(digits),
            length=length,
        )
    return digits
