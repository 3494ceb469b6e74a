"""Which language a caller wants to be answered in."""

from typing import Annotated

from fastapi import Depends, Request

from projections.language import LANGUAGES, Language


def asked_language(accepted: str | None) -> Language:
    """The best of our languages by an `Accept-Language` header; Dutch where it asks for none."""
    best: Language = "nl"
    weight = 0.0
    for part in (accepted or "").split(","):
        tag, _, parameter = part.partition(";")
        name = tag.strip().lower().partition("-")[0]
        for language in LANGUAGES:
            if name == language and _weight(parameter) > weight:
                best, weight = language, _weight(parameter)
    return best


def language_of(request: Request) -> Language:
    return asked_language(request.headers.get("Accept-Language"))


Asked = Annotated[Language, Depends(language_of)]


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    try:
        return float(value) if name == "q" else 1.0
    except ValueError:
        return 0.0
