"""Fills templates in, also those that people wrote: in a sandbox, and with nothing unknown."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from jinja2 import PackageLoader, StrictUndefined, Template, Undefined, UndefinedError, nodes
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.sandbox import ImmutableSandboxedEnvironment

from workflows.paper import TABLE, filled_in, one_line
from workflows.words import Words

_NUMBERS = (
    *("nul", "één", "twee", "drie", "vier", "vijf", "zes"),
    *("zeven", "acht", "negen", "tien", "elf", "twaalf"),
)


def filled(words: Words, fields: Mapping[str, Any]) -> tuple[str, str]:
    """The subject, on one line, and the text, with marks where something was filled in.

    Raises `jinja2.TemplateError` for a field that is not there, or that is empty.
    """
    subject = _compiled(words.subject).render(fields)
    return one_line(subject), _compiled(words.text).render(fields)


def framed(name: str, fields: Mapping[str, Any]) -> str:
    """A part of every letter that no template changes: its head, its close, its list."""
    return "".join(_FIXED.get_template(name).render(fields))


@lru_cache(maxsize=200)
def day(value: date) -> str:
    """The day as one writes it in a letter."""
    return format_date(value, "d MMMM y", locale="nl")


def day_before(value: date) -> date:
    return value - timedelta(days=1)


def counted(count: int, one: str, many: str) -> str:
    """So many of something, in words up to twelve."""
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return f"{number} {one if count == 1 else many}"


def _shown(value: Any) -> Any:
    """What a template writes of a field; nothing must never turn into the word None."""
    if value is None:
        raise UndefinedError("the field is empty")
    if isinstance(value, (Undefined, int)) or value == TABLE:
        return value
    return filled_in(day(value) if isinstance(value, date) else str(value))


def _plainly(value: Any) -> Any:
    return day(value) if isinstance(value, date) else value


def _joined(value: Any) -> Any:
    """What is joined with ~ reads as it does alone."""
    if value is None:
        raise UndefinedError("the field is empty")
    return _plainly(value)


class _Writing(CodeGenerator):
    """Jinja would join nothing as "None", and a day as a machine writes it."""

    @optimizeconst
    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write("str_join((")
        for each in node.nodes:
            self.write("environment.joined(")
            self.visit(each, frame)
            self.write("), ")
        self.write("))")


class _Sandbox(ImmutableSandboxedEnvironment):
    """Where what people wrote is filled in."""

    code_generator_class = _Writing
    joined = staticmethod(_joined)


@lru_cache(maxsize=100)
def _compiled(text: str) -> Template:
    return ENVIRONMENT.from_string(text)


_MANNERS: dict[str, Any] = {
    "autoescape": False,  # plain text: there is no markup to break out of
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
}
FILTERS = {"date": day, "counted": counted, "day_before": day_before, "one_line": one_line}

ENVIRONMENT = _Sandbox(finalize=_shown, **_MANNERS)
_FIXED = ImmutableSandboxedEnvironment(
    loader=PackageLoader("workflows", "templates"), finalize=_plainly, **_MANNERS
)
for _environment in (ENVIRONMENT, _FIXED):
    _environment.globals.clear()
    _environment.filters = dict(FILTERS)
