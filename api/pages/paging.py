"""Which page of a long list an address asks for."""

LONGEST = 6
"""Digits of a number of a page; what is longer is no page of ours."""


def page_of(asked: str, pages: int | None = None) -> int:
    """The page asked for, from the first to the last if that is known; the first for no number."""
    number = int(asked) if asked.isdecimal() and len(asked) <= LONGEST else 1
    return max(number if pages is None else min(number, pages), 1)
