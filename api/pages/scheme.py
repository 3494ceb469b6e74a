"""Whether pages are light or dark: as a reader chose, or else as the reader's system asks."""

from typing import Literal, get_args

from fastapi import Request, Response

from projections.language import N_

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)

COOKIE = "inkoopspoor_scheme"
CHOICES = {"system": N_("As the system"), "light": N_("Light"), "dark": N_("Dark")}
"""What one can choose, in words; as the system is what holds until somebody chooses."""

_YEAR_SECONDS = 365 * 24 * 3600


def scheme_of(request: Request) -> Scheme | None:
    """The colours that this browser's reader chose; None leaves them to the reader's system."""
    chosen = request.cookies.get(COOKIE)
    return next((each for each in SCHEMES if each == chosen), None)


def remember_scheme(response: Response, choice: str) -> None:
    """Have the browser ask for these colours from now on, or leave them to its system again."""
    if choice in SCHEMES:
        response.set_cookie(COOKIE, choice, max_age=_YEAR_SECONDS, httponly=True, samesite="lax")
    else:
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")
