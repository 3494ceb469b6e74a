"""Turns what a page shows into HTML, in the language of its reader, with what is around it."""

import secrets
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_date, format_datetime
from babel.support import NullTranslations
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from api.identity import person_of
from api.language import spoken
from api.pages.labels import DONE, LABELS, TONES
from api.pages.scheme import CHOICES, scheme_of
from api.pages.typed import keep_refused, offers, taken_up
from api.ports import Ports
from domain.base import Sentence
from domain.dates import AMSTERDAM, Step, local_day
from projections.language import Language, say, translate, write_date

OWN_FILES = Path(__file__).parent / "static"
HTMX = Path(str(files("js_lib_htmx"))) / "static" / "htmx" / "htmx.min.js"

_TEMPLATES = Path(__file__).parent / "templates"


def ports_of(request: Request) -> Ports:
    """What `runtime` handed to the app that answers this request."""
    ports: Ports = request.state.ports
    return ports


def render(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A whole page, or a part of one, as an answer."""
    ports = ports_of(request)
    now = ports.clock()
    person = person_of(request, ports)
    tried = values.get("tried")
    if request.method == "POST" and tried is not None and person is not None:
        keep_refused(request, person, tried.form, tried.values)
    drafts = offers(ports, person, request.url.path) if request.method == "GET" else []
    resumed = taken_up(request, drafts)
    if resumed is not None:
        values["tried"] = resumed
    everywhere = {
        "now": now,
        "today": local_day(now),
        "person": person,
        "drafts": drafts,
        "resumed": resumed,
        "lagging": getattr(request.state, "lagging", False),
        "moment": getattr(request.state, "moment", ""),
        "done": DONE.get(request.query_params.get("gedaan", "")),
    }
    return bare(request, template, status, **everywhere, **values)


def bare(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page that asks nothing of the database, so that it can also say that it is gone."""
    ports = ports_of(request)
    around = {
        "now": None,
        "today": None,
        "person": None,
        "lagging": False,
        "moment": "",
        "done": None,
        "practice": ports.practice,
        "mails": ports.mails is not None,
        "path": request.url.path,
        "here": here(request),
        "origin": str(request.base_url).rstrip("/"),
        "language": spoken(),
        "scheme": scheme_of(request),
        "theme": ports.themes.of(getattr(values.get("programme"), "region", None)),
        "schemes": CHOICES,
        "tried": None,
        "drafts": (),
        "resumed": None,
        "looking": None,
    }
    text = environment(spoken()).get_template(template).render({**around, **values})
    return HTMLResponse(text, status, {"Content-Language": spoken()})


def here(request: Request, **changed: object) -> str:
    """The address of this page with its filters, without what is only for one showing."""
    passing = {"position", "gedaan"}
    asked = request.query_params
    kept = {name: asked.getlist(name) for name in asked if name not in passing}
    query = urlencode({**kept, **{name: str(value) for name, value in changed.items()}}, doseq=True)
    return f"{request.url.path}?{query}" if query else request.url.path


def macro(template: str, name: str, language: Language) -> Callable[..., Markup]:
    """One macro, where all that it shows is in what it is given."""
    module = environment(language).get_template(template).module
    found: Callable[..., Markup] = getattr(module, name)
    return found


@cache
def environment(language: Language) -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", WordsInPlace],
    )
    made.policies["ext.i18n.trimmed"] = True
    translations = translate(language)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translations.gettext, translations.ngettext, newstyle=True
    )
    made.globals.update(_=_say_in(translations))
    made.filters.update(_filters(language))
    made.globals.update(new_key=lambda: secrets.token_urlsafe(18), static=_static, tone=_tone)
    return made


class WordsInPlace(Extension):
    """Has words of ours stand in a template as it is compiled, as there is one for each language.

    `_("Term")` becomes `("Begrip"|safe)`, which Jinja makes part of the text around it; looking
    up such words took up to a quarter of the time of writing a page.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        say: Callable[[str], Markup] = self.environment.globals["_"]  # type: ignore[assignment]
        last: deque[Token] = deque()
        for token in stream:
            last.append(token)
            if [each.type for each in last] == _SAID and last[0].value == "_":
                _, opening, words, closing = last
                yield opening
                yield Token(words.lineno, "string", str(say(words.value)))
                yield Token(words.lineno, "pipe", "|")
                yield Token(words.lineno, "name", "safe")
                yield closing
                last.clear()
            elif len(last) == len(_SAID):
                yield last.popleft()
        yield from last


_SAID = ["name", "lparen", "string", "rparen"]


def _say_in(translations: NullTranslations) -> Callable[..., Markup]:
    """As Jinja's own `_`, which looks for the translations anew for each of a thousand words."""

    @cache
    def plain(message: str) -> Markup:
        return Markup(translations.gettext(message)) % {}  # noqa: S704 (our own messages)

    def said(message: str, **values: object) -> Markup:
        if not values:
            return plain(message)
        return Markup(translations.gettext(message)) % values  # noqa: S704 (values are escaped)

    return said


def _filters(language: Language) -> Mapping[str, Callable[..., str]]:
    def day(value: date) -> str:
        return write_date(value, language)

    def short_day(value: date) -> str:
        return _day(value, "d MMM y", language)

    def moment(value: datetime) -> str:
        return _moment(value, "d MMMM y, HH:mm", language)

    def short_moment(value: datetime) -> str:
        return _moment(value, "d MMM y, HH:mm", language)

    def weekday(value: date) -> str:
        text = _day(value, "EEEE d MMMM y", language)
        return text[:1].upper() + text[1:]

    def phrase(value: Sentence) -> str:
        return say(value, language)

    def time_of_day(value: datetime) -> str:
        return _moment(value, "HH:mm", language)

    def said(value: Sentence | Step) -> str:
        sentence = value if isinstance(value, Sentence) else Sentence(value.template, value.values)
        text = say(sentence, language)
        return text if text.endswith((".", "?", "!")) else f"{text}."

    def label(value: str, kind: str) -> str:
        return translate(language).gettext(LABELS[kind].get(value, value))

    return {
        "day": day,
        "short_day": short_day,
        "moment": moment,
        "short_moment": short_moment,
        "weekday": weekday,
        "phrase": phrase,
        "time_of_day": time_of_day,
        "said": said,
        "label": label,
    }


@lru_cache(maxsize=5_000)
def _day(value: date, form: str, language: Language) -> str:
    """Pages say the same days over and over; writing one takes longer than finding it."""
    return format_date(value, form, locale=language)


@lru_cache(maxsize=5_000)
def _moment(value: datetime, form: str, language: Language) -> str:
    return format_datetime(value.astimezone(AMSTERDAM), form, locale=language)


def _tone(value: str, kind: str) -> str:
    return TONES.get(kind, {}).get(value, "plain")


@cache
def _static(name: str) -> str:
    """The address of a file, with its content in it so that browsers may keep it for ever."""
    file = HTMX if name == HTMX.name else OWN_FILES / name
    return f"/static/{name}?v={_print_of(file, file.stat().st_mtime_ns)}"


@lru_cache(maxsize=200)
def _print_of(file: Path, _: int) -> str:
    """Of its content, read anew only when the file was written since."""
    return sha256(file.read_bytes()).hexdigest()[:12]
