"""Says things in the reader's language: what is marked in the code, and the domain's sentences.

English stands in the code and is the key; `locale/<language>/LC_MESSAGES/messages.po` translates
it and is read as it is, so that nothing compiled has to be kept. Marked for translation are the
templates of `Sentence`, `Refused`, `step` and `unfit`, and what stands in `_()`, `gettext()`,
`ngettext()` and `N_()`, in Python and in the templates of the pages.

`python -m projections.language update` puts new messages into the catalogues, without a
translation, and drops those no longer used; a test tells which still lack one.
"""

import re
import sys
from datetime import date
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Literal, get_args

from babel.dates import format_date
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.support import NullTranslations, Translations

from domain.base import Sentence

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

LOCALE = Path(__file__).with_name("locale")
_ROOT = Path(__file__).parent.parent
_SOURCES = ("domain", "eventstore", "projections", "workflows", "api", "runtime")
_METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "ignore")]
_KEYWORDS = {**DEFAULT_KEYWORDS, "Sentence": (1,), "Refused": (2,), "step": (1,), "unfit": (2,)}
_OPTIONS = {"**.html": {"extensions": "jinja2.ext.i18n", "trimmed": "true", "silent": "false"}}
_HEADER = r"""# What inkoopspoor says, in Dutch; the English message is the key.
# New messages are put in by: python -m projections.language update
msgid ""
msgstr ""
"Project-Id-Version: inkoopspoor\n"
"Language: nl\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""
_ISO_DATE, _ISO_LENGTH = re.compile(r"\d{4}-\d{2}-\d{2}"), 10


def N_(message: str) -> str:  # noqa: N802 (gettext's own name for it)
    """Mark a message that is translated elsewhere, where it is shown."""
    return message


def translate(language: Language) -> NullTranslations:
    """The translations into this language, for `gettext` and for Jinja's i18n extension."""
    return _loaded(language)


def say(sentence: Sentence, language: Language) -> str:
    """The sentence in this language, its dates written out: "1 juli 2021", "1 July 2021".

    A month of which there is one is none of several: "1 maand", "1 month".
    """
    template = _loaded(language).gettext(sentence.template)
    if not sentence.values:
        return template
    said = template % {name: _said(value, language) for name, value in sentence.values.items()}
    one = not _ONE.isdisjoint(sentence.values.values())
    return _SEVERAL.sub(lambda found: found[1] + _OF_ONE[found[2]], said) if one else said


_ONE = frozenset({"1", "-1"})
_OF_ONE = {
    "maanden": "maand",
    "dagen": "dag",
    "jaren": "jaar",
    "months'": "month's",
    "months": "month",
    "days": "day",
    "years": "year",
}
_SEVERAL = re.compile(rf"(?<![\w.,:-])(-?1 )({'|'.join(_OF_ONE)})(?!\w)")


@lru_cache(maxsize=5_000)
def write_date(day: date, language: Language) -> str:
    """The day in words, as one writes it in a letter."""
    return format_date(day, "d MMMM y", locale=language)


def catalogue(language: Language, locale: Path = LOCALE) -> Catalog:
    """The catalogue as it stands in its file."""
    with _path(language, locale).open("rb") as file:
        return read_po(file, locale=language)


def extracted() -> Catalog:
    """Every message that is marked in the code and in the pages' templates."""
    found = Catalog(fuzzy=False)
    for folder, name, message, context in _marked():
        found.add(message, None, [(f"{folder}/{name}", 0)], context=context)
    return found


def update(language: Language, locale: Path = LOCALE) -> list[str]:
    """Put new messages into the catalogue, drop unused ones; gives those without a translation."""
    updated = catalogue(language, locale)
    updated.update(extracted(), no_fuzzy_matching=True)
    with _path(language, locale).open("wb") as file:
        file.write(_HEADER.encode())
        write_po(
            file,
            updated,
            width=100,
            omit_header=True,
            sort_output=True,
            include_lineno=False,
            ignore_obsolete=True,
        )
    _loaded.cache_clear()
    return missing(language, locale)


def missing(language: Language, locale: Path = LOCALE) -> list[str]:
    """The messages in the code that the catalogue does not translate."""
    have = catalogue(language, locale)
    return [
        _key(message) for message in extracted() if message.id and not _translated(have, message)
    ]


@cache
def _marked() -> tuple[tuple[str, str, str | tuple[str, ...], str | None], ...]:
    """Looked for once, for it takes seconds: the code does not change while it runs."""
    return tuple(
        (folder, name, message, context)
        for folder in _SOURCES
        for name, _, message, _, context in extract_from_dir(
            _ROOT / folder, method_map=_METHODS, options_map=_OPTIONS, keywords=_KEYWORDS
        )
    )


def _translated(have: Catalog, message: Message) -> bool:
    found = have.get(_key(message), message.context)
    if found is None or found.fuzzy or not found.string:
        return False
    return isinstance(found.string, str) or all(found.string)


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


@cache
def _loaded(language: Language) -> NullTranslations:
    if language == "en":
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return Translations(compiled)


def _said(value: str, language: Language) -> str:
    if len(value) != _ISO_LENGTH or not _ISO_DATE.fullmatch(value):
        return value
    try:
        return write_date(date.fromisoformat(value), language)
    except ValueError:
        return value


def _path(language: Language, locale: Path) -> Path:
    return locale / language / "LC_MESSAGES" / "messages.po"


def main(arguments: list[str]) -> int:
    """`update`: bring the Dutch catalogue up to date and list what still needs translating."""
    if arguments != ["update"]:
        sys.stderr.write("usage: python -m projections.language update\n")
        return 2
    for message in (left := update("nl")):
        sys.stdout.write(f"no Dutch yet: {message}\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
