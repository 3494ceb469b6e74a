"""How a region's pages look: values for the custom properties of the stylesheet, and no more.

A theme is a file of one `:root { … }` block with `--basis-*` declarations; a colour may say what it
is in light and in dark: `light-dark(#0b4f57, #85d0d2)`. It is read strictly: a token that the
stylesheet does not have, a value that it cannot use and colours that cannot be told apart are
refused, with the line they stand on. What is served is written anew from what was read.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

from api.contrast import PAIRS, contrast
from domain.decision.answerer import slug

INSTALLATION = "installation"
"""The theme of pages that belong to no programme."""
TOKENS = Path(__file__).parent / "pages" / "static" / "tokens.css"

Side = Literal["light", "dark"]

_HEX = r"#[0-9a-fA-F]{6}"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLOCK = re.compile(r"\s*:root\s*\{([^{}]*)\}\s*")
_DECLARATION = re.compile(r"([^:;]*):([^;]*)(;|$)")
_KNOWN = re.compile(r"(--basis-[a-z0-9-]+):\s*([^;]+);")
_BOTH = re.compile(rf"light-dark\(\s*({_HEX})\s*,\s*({_HEX})\s*\)")
_NAME = r"(\"[A-Za-z0-9 -]+\"|-?[A-Za-z][A-Za-z0-9-]*)"


@dataclass(frozen=True, slots=True)
class Theme:
    """The values that differ from the stylesheet's own, as they are written in CSS."""

    name: str
    values: Mapping[str, str]

    @property
    def css(self) -> str:
        lines = "".join(f"  {token}: {value};\n" for token, value in self.values.items())
        return f":root {{\n{lines}}}\n"

    @property
    def address(self) -> str:
        """With its content in it, so that browsers may keep it for ever."""
        return f"/static/thema/{self.name}.css?v={sha256(self.css.encode()).hexdigest()[:12]}"


class BadThemeError(ValueError):
    """A theme that cannot be used; says per line why."""


@dataclass(frozen=True, slots=True)
class Themes:
    """The themes of an installation, by the name of their file."""

    by_name: Mapping[str, Theme] = field(default_factory=dict)

    def of(self, region: str | None) -> Theme | None:
        """The region's own theme, else the installation's; None leaves the stylesheet's look."""
        own = self.by_name.get(slug(region)) if region else None
        return own or self.by_name.get(INSTALLATION)


NO_THEMES = Themes()


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a token may be: how it is written, between which bounds, and that in words."""

    written: re.Pattern[str]
    words: str
    least: float | None = None
    most: float | None = None


def _size(unit: str, least: float, most: float) -> _Kind:
    number = re.compile(rf"(\d+(?:\.\d+)?){unit}")
    words = f"a number{' of ' + unit if unit else ''} from {least:g} to {most:g}"
    return _Kind(number, words, least, most)


_KINDS: tuple[tuple[str, _Kind], ...] = (
    (
        "color",
        _Kind(
            re.compile(rf"{_HEX}|{_BOTH.pattern}"),
            "a colour as #0b4f57, or light-dark(#0b4f57, #85d0d2)",
        ),
    ),
    ("font-family", _Kind(re.compile(rf"{_NAME}(\s*,\s*{_NAME})*"), "names of fonts")),
    ("font-size", _size("rem", 0.75, 4)),
    ("line-height", _size("", 1.2, 2)),
    ("outline-width", _size("px", 2, 6)),
    ("outline-offset", _size("px", 0, 6)),
    ("pointer-target", _size("rem", 1.5, 4)),
    ("space", _size("rem", 0, 6)),
    ("radius", _size("rem", 0, 3)),
)


def read_theme(name: str, text: str) -> Theme:
    """The theme that a file says. Raises `BadThemeError` with all that is wrong, line by line."""
    plain = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    block = _BLOCK.fullmatch(plain)
    if block is None:
        raise BadThemeError(f"{name}.css: a theme is one :root {{ … }} block and nothing else")
    values: dict[str, str] = {}
    wrong: list[str] = []
    for declared in _DECLARATION.finditer(block[1]):
        token, value = declared[1].strip(), " ".join(declared[2].split())
        fault = _fault(token, value, values)
        if fault:
            start = block.start(1) + declared.start() + len(declared[1]) - len(declared[1].lstrip())
            wrong.append(f"line {plain.count(chr(10), 0, start) + 1}: {fault}")
        else:
            values[token] = value
    if rest := _DECLARATION.sub("", block[1]).strip():
        wrong.append(f"cannot be read: {rest}")
    theme = Theme(name, values)
    if not wrong:
        wrong.extend(too_faint(theme))
    if wrong:
        raise BadThemeError("\n".join(f"{name}.css, {each}" for each in wrong))
    return theme


def too_faint(theme: Theme) -> Iterable[str]:
    """The colours of the theme that cannot be told apart where the pages put them together."""
    for side in ("light", "dark"):
        colours = {**colours_of(side, tokens()), **colours_of(side, theme.values)}
        for above, below, least in PAIRS:
            found = contrast(colours[above], colours[below])
            if found < least:
                told = f"has a contrast of {found:.2f}; {least:g} is needed"
                yield f"in {side}: {above} on {below} {told}"


def colours_of(side: Side, values: Mapping[str, str]) -> dict[str, str]:
    """What the colours among these values are in light, or in dark."""
    return {
        token: (both[1 if side == "light" else 2] if (both := _BOTH.fullmatch(value)) else value)
        for token, value in values.items()
        if "color" in token
    }


@cache
def tokens() -> Mapping[str, str]:
    """The custom properties of the stylesheet, with its own values."""
    return {token: " ".join(value.split()) for token, value in _KNOWN.findall(TOKENS.read_text())}


def _fault(token: str, value: str, before: Mapping[str, str]) -> str | None:
    if token not in tokens():
        near = get_close_matches(token, tokens(), 1)
        return f"there is no token {token}" + (f"; is {near[0]} meant?" if near else "")
    if token in before:
        return f"{token} is given twice"
    kind = next(kind for part, kind in _KINDS if part in token)
    written = kind.written.fullmatch(value)
    if written is None:
        return f"{token} is {kind.words}, not {value}"
    if kind.least is not None and kind.most is not None:
        number = float(written[1])
        if not kind.least <= number <= kind.most:
            return f"{token} is {kind.words}, not {value}"
    return None
