"""What a page says, and which of it is neither a message nor something that was recorded.

Every message is shown between ⟦ and ⟧ here, in no language at all: what stands outside of them is
data, or was left over.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import psycopg
from babel.dates import get_day_names, get_month_names
from babel.support import NullTranslations
from psycopg import sql

from projections.replay_words import dutch

SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-label")
_EMPTY = {"br", "hr", "img", "input", "link", "meta", "col", "wbr"}
_SILENT = {"script", "style", "code", "pre"}
_KEPT = re.compile(r"(%\(\w+\)[sd]|%%|<[^>]+>)")
_MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
_CODE = re.compile(r"[a-z][a-z_]*")
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+")
_BETWEEN = re.compile(r": |; | · |, | — | – |[()“”]|\. |\x00")  # noqa: RUF001 (as pages write)
_ROUND = " .,:;·()“”‘’\"'–—-!?/+×→←%&€#|…[]"  # noqa: RUF001 (as above)
_CALENDAR = {
    name.rstrip(".")
    for width in ("wide", "abbreviated")
    for names in (get_month_names, get_day_names)
    for name in names(width, locale="en").values()
}
_DAYS = re.compile(rf"\b({'|'.join(sorted(_CALENDAR, key=len, reverse=True))})\b\.?")


class Marked(NullTranslations):
    """Every message as it stands in the code, between marks; what it is filled with is outside."""

    def gettext(self, message: str) -> str:
        return "".join(
            part if not part.strip() or _KEPT.fullmatch(part) else f"⟦{part}⟧"
            for part in _KEPT.split(message)
        )

    def ngettext(self, singular: str, plural: str, num: int) -> str:
        return self.gettext(singular if num == 1 else plural)


@dataclass(frozen=True)
class Text:
    """A piece of a page, where it stands, and in which language it is marked to be."""

    words: str
    place: str
    language: str | None


class Reader(HTMLParser):
    """The texts of a page, also those that only some readers hear, and where it leads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str | None]] = []
        self.texts: list[Text] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or self.language
        if tag not in _EMPTY:
            self.open.append((tag, given.get("lang")))
        self.texts += [Text(given[name] or "", name, language) for name in SPOKEN if name in given]
        if tag == "a":
            self.links.append(given.get("href") or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _EMPTY:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        while tag in (each for each, _ in self.open) and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(tag in _SILENT for tag, _ in self.open):
            place = self.open[-1][0] if self.open else ""
            self.texts.append(Text(" ".join(data.split()), place, self.language))

    @property
    def language(self) -> str | None:
        return next((each for _, each in reversed(self.open) if each), None)


class Recorded:
    """All that is kept in a database, as words that pages may show."""

    def __init__(self, url: str) -> None:
        kept = set(_kept(url))
        names = [*dutch("names"), *(each[1] for each in dutch("values"))]
        coded = {*(each.replace("-", " ") for each in kept if "-" in each), *map(_spaced, names)}
        whole = {_bare(each) for each in kept if not _CODE.fullmatch(each)} | coded
        self.whole = whole | {each[:1].upper() + each[1:] for each in coded}
        self.coded = coded
        self.known: dict[str, bool] = {}
        self.running = "\n".join(sorted(self.whole))
        self.words = set(re.findall(r"\w+", "\n".join(each for each in kept if " " in each)))

    def left_over(self, text: str) -> list[str]:
        """What of a text is no message and was not recorded."""
        parts = _ADDRESS.sub(" ", _MARKED.sub("\x00", text))
        if _bare(parts) in self.whole:
            return []
        pieces = (_bare(_DAYS.sub(" ", each)) for each in _BETWEEN.split(parts))
        return [each for each in pieces if re.search(r"[^\W\d_]{2}", each) and not self.has(each)]

    def has(self, piece: str) -> bool:
        if piece not in self.known:
            coded = _CODE.fullmatch(piece)
            within = piece in self.words if coded else piece in self.running
            name, _, rest = piece.partition(" ")
            named = name.lower() in self.coded and bool(rest) and self.has(_bare(rest))
            self.known[piece] = piece in self.whole or within or named
        return self.known[piece]


def _kept(url: str) -> Iterator[str]:
    """Every text in every table."""
    tables = "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN %s"
    with psycopg.connect(url) as connection:
        named = connection.execute(
            tables.replace("IN %s", "= ANY(%s)"), (["public", "projections"],)
        )
        for schema, table in named.fetchall():
            query = sql.SQL("SELECT to_jsonb(one) FROM {} AS one").format(
                sql.Identifier(schema, table)
            )
            for (row,) in connection.execute(query):
                yield from _texts(row)


def _texts(value: Any) -> Iterable[str]:
    match value:
        case str():
            yield " ".join(value.split())
        case dict():
            yield from (key for key in value if not _CODE.fullmatch(key))
            for each in value.values():
                yield from _texts(each)
        case list():
            for each in value:
                yield from _texts(each)


def _bare(text: str) -> str:
    return re.sub(r"^[\d.]+ ", "", " ".join(text.split()).strip(_ROUND)).strip(_ROUND)


def _spaced(name: str | tuple[str, str]) -> str:
    return str(name).replace("_", " ")
