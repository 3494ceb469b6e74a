"""How well colours can be told apart, as WCAG 2.2 computes it, and which stand on which here."""

_C = "--basis-color-"
_DOCUMENT = f"{_C}default-bg-document"
_DEFAULT = f"{_C}default-bg-default"
_SUBTLE = f"{_C}default-bg-subtle"
_ACCENT = f"{_C}accent-1-bg-subtle"
_GROUNDS = (_DOCUMENT, _DEFAULT, _SUBTLE, _ACCENT)
_TONES = ("positive", "warning", "negative", "info")
_TEXT, _SHAPE = 4.5, 3.0

PAIRS: tuple[tuple[str, str, float], ...] = (
    *((f"{_C}default-color-document", ground, _TEXT) for ground in _GROUNDS),
    *((f"{_C}default-color-subtle", ground, _TEXT) for ground in _GROUNDS),
    *((f"{_C}accent-1-color-default", ground, _TEXT) for ground in _GROUNDS),
    *((f"{_C}accent-1-color-hover", ground, _TEXT) for ground in _GROUNDS),
    (f"{_C}accent-1-inverse-color-default", f"{_C}accent-1-color-default", _TEXT),
    (f"{_C}accent-1-inverse-color-default", f"{_C}accent-1-color-hover", _TEXT),
    *(
        (f"{_C}{tone}-color-default", ground, _TEXT)
        for tone in _TONES
        for ground in (f"{_C}{tone}-bg-subtle", _DOCUMENT, _DEFAULT)
    ),
    *(
        (f"{_C}{above}", f"{_C}{tone}-bg-subtle", _TEXT)
        for tone in _TONES
        for above in ("default-color-document", "accent-1-color-default", "accent-1-color-hover")
    ),
    *((f"{_C}default-border-default", ground, _SHAPE) for ground in (_DOCUMENT, _DEFAULT, _SUBTLE)),
    *(("--basis-focus-outline-color", ground, _SHAPE) for ground in _GROUNDS),
)
"""What stands on what on the pages, and the least contrast of both: words 4.5, shapes 3."""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as `#rrggbb`: 1 is the same, 21 is black on white."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
