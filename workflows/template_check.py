"""Whether a template that somebody wrote can be filled in, for every letter of its kind.

Nothing of it is run before it has been read: only naming fields, choosing and repeating are
allowed. Then it is tried on a letter that has everything, on one that has only what all have, and
on all in between that lack one thing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from traceback import extract_tb
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError, nodes

from domain.base import Sentence
from domain.template.parts import TemplateKind
from workflows.fields import FIELDS, MUST_SAY, Field, Sort, samples
from workflows.filling import ENVIRONMENT, FILTERS, filled
from workflows.words import Words

_NESTED = 2
"""Repetitions within one another; more would let a small text grow without bounds."""

_TAKES: Mapping[str, Sort] = {
    "date": "day",
    "day_before": "day",
    "counted": "number",
    "one_line": "text",
}
_GIVES: Mapping[str, Sort] = {"day_before": "day"}
_LOOP = Field(
    "loop",
    Sentence("where in the list one is"),
    "group",
    of=(
        Field("index", Sentence("how manieth it is"), "number"),
        Field("first", Sentence("whether it is the first"), "yes"),
        Field("last", Sentence("whether it is the last"), "yes"),
    ),
)
_ALLOWED = (
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.CondExpr,
    nodes.Concat,
    nodes.Compare,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Const,
)
_TOO_DEEP = Sentence("too much stands within one another here: make it simpler")
_TAGS = {
    "Assign": "set",
    "AssignBlock": "set",
    "CallBlock": "call",
    "FilterBlock": "filter",
    "FromImport": "from",
    "Call": "( )",
    "Getitem": "[ ]",
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a template, in which part and on which line; 0 means the whole."""

    part: str
    line: int
    sentence: Sentence


@dataclass(slots=True)
class _Reading:
    """One part of a template being read."""

    part: str
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, line: int, sentence: Sentence) -> None:
        mistake = Mistake(self.part, line, sentence)
        if mistake not in self.mistakes:
            self.mistakes.append(mistake)


def mistakes_in(kind: TemplateKind, words: Words) -> list[Mistake]:
    """All that is wrong with these words for a letter of this kind; none if they can be used."""
    scope = {each.name: each for each in FIELDS[kind]}
    subject, text = _Reading("subject"), _Reading("text")
    for reading, template in ((subject, words.subject), (text, words.text)):
        _read(reading, template, scope)
    found = [*subject.mistakes, *text.mistakes]
    return found or list(_tried(kind, words))


def _read(reading: _Reading, template: str, scope: Mapping[str, Field]) -> None:
    try:
        for node in ENVIRONMENT.parse(template).body:
            _statement(reading, node, scope, depth=0)
    except TemplateSyntaxError as error:
        reading.wrong(error.lineno, _unreadable(error.message or ""))
    except ValueError as error:  # a number of thousands of digits
        reading.wrong(0, _unreadable(str(error)))
    except RecursionError:
        reading.wrong(0, _TOO_DEEP)


def _unreadable(what: str) -> Sentence:
    return Sentence("this cannot be read as a template: %(what)s", {"what": what})


def _statement(reading: _Reading, node: nodes.Node, scope: Mapping[str, Field], depth: int) -> None:
    match node:
        case nodes.For():
            _loop(reading, node, scope, depth)
        case nodes.If():
            _sort(reading, node.test, scope)
            for child in (*node.body, *node.elif_, *node.else_):
                _statement(reading, child, scope, depth)
        case nodes.Output():
            for child in node.nodes:
                _written(reading, child, scope)
        case _:
            _forbid(reading, node)


def _loop(reading: _Reading, node: nodes.For, scope: Mapping[str, Field], depth: int) -> None:
    over = _sort(reading, node.iter, scope)
    plain = isinstance(node.target, nodes.Name) and node.test is None and not node.recursive
    if not plain or depth == _NESTED:
        reading.wrong(
            node.lineno,
            Sentence("go through a list one by one, and through at most two within one another"),
        )
        return
    if over is not None and over.sort != "list":
        reading.wrong(
            node.lineno,
            Sentence("%(name)s is no list to go through", {"name": over.name}),
        )
    assert isinstance(node.target, nodes.Name)
    each = replace(over, sort="group" if over.of else "text") if over else None
    inner = {**scope, "loop": _LOOP}
    if each:
        inner[node.target.name] = each
    else:
        inner.pop(node.target.name, None)
    for child in (*node.body, *node.else_):
        _statement(reading, child, inner, depth + 1)


def _written(reading: _Reading, node: nodes.Node, scope: Mapping[str, Field]) -> None:
    """What is written out has to be text; a group or a list is none."""
    match node:
        case nodes.Concat() | nodes.Or():
            for child in node.iter_child_nodes():
                _written(reading, child, scope)
        case nodes.CondExpr():
            _sort(reading, node.test, scope)
            for child in node.iter_child_nodes(exclude=("test",)):
                _written(reading, child, scope)
        case _:
            _one_written(reading, node, scope)


def _one_written(reading: _Reading, node: nodes.Node, scope: Mapping[str, Field]) -> None:
    found = _sort(reading, node, scope)
    table = found is not None and found.sort == "table" and reading.part == "subject"
    if found and (found.sort in ("group", "list", "yes") or table):
        known = _names(found.of, f"{found.name}.")
        reading.wrong(
            node.lineno,
            Sentence(
                "%(name)s cannot be written out as it is; within it there are: %(known)s",
                {"name": found.name, "known": known or "-"},
            ),
        )


def _sort(reading: _Reading, node: nodes.Node | None, scope: Mapping[str, Field]) -> Field | None:
    """The field that this comes down to; none for what is no field, or is wrong."""
    match node:
        case None:
            return None
        case nodes.Name():
            return _named(reading, node, scope)
        case nodes.Getattr():
            return _within(reading, node, scope)
        case nodes.Filter():
            return _filtered(reading, node, scope)
        case _ if isinstance(node, _ALLOWED):
            for child in node.iter_child_nodes():
                for one in (
                    child.iter_child_nodes() if isinstance(child, nodes.Operand) else (child,)
                ):
                    _sort(reading, one, scope)
            return None
        case _:
            _forbid(reading, node)
            return None


def _named(reading: _Reading, node: nodes.Name, scope: Mapping[str, Field]) -> Field | None:
    found = scope.get(node.name)
    if found is None:
        _unknown(reading, node.lineno, node.name, _names(tuple(scope.values())))
    return found


def _within(reading: _Reading, node: nodes.Getattr, scope: Mapping[str, Field]) -> Field | None:
    group = _sort(reading, node.node, scope)
    if group is None:
        return None
    inside = group.of if group.sort == "group" else ()
    found = next((each for each in inside if each.name == node.attr), None)
    if found is None:
        prefix = f"{group.name}."
        _unknown(reading, node.lineno, prefix + node.attr, _names(inside, prefix) or group.name)
    return found


def _filtered(reading: _Reading, node: nodes.Filter, scope: Mapping[str, Field]) -> Field | None:
    given = _sort(reading, node.node, scope)
    for argument in (*node.args, *(each.value for each in node.kwargs)):
        _written(reading, argument, scope)
    for many in (node.dyn_args, node.dyn_kwargs):
        if many is not None:
            _forbid(reading, many)
    if node.name not in FILTERS:
        reading.wrong(
            node.lineno,
            Sentence(
                "“%(name)s” after | is not known; there are: %(known)s",
                {"name": node.name, "known": ", ".join(FILTERS)},
            ),
        )
        return None
    if given is not None and given.sort != _TAKES[node.name]:
        reading.wrong(
            node.lineno,
            Sentence(
                "“%(filter)s” cannot be used on %(name)s",
                {"filter": node.name, "name": given.name},
            ),
        )
    return Field(node.name, given.says, _GIVES.get(node.name, "text")) if given else None


def _unknown(reading: _Reading, line: int, name: str, known: str) -> None:
    reading.wrong(
        line,
        Sentence(
            "a letter of this kind has no field “%(name)s”; there are: %(known)s",
            {"name": name, "known": known},
        ),
    )


def _forbid(reading: _Reading, node: nodes.Node) -> None:
    name = type(node).__name__
    reading.wrong(
        node.lineno,
        Sentence(
            "“%(name)s” is not allowed in a template; use fields, “if” and “for”",
            {"name": _TAGS.get(name, name.lower())},
        ),
    )


def _names(fields: tuple[Field, ...], prefix: str = "") -> str:
    return ", ".join(prefix + each.name for each in fields)


def _tried(kind: TemplateKind, words: Words) -> Iterator[Mistake]:
    for fields in samples(FIELDS[kind]):
        try:
            unsaid = _unsaid(kind, words, fields)
        except (SyntaxError, RecursionError, MemoryError):
            yield Mistake("text", 0, _TOO_DEEP)
            return
        except (TemplateError, TypeError, ValueError) as error:
            trace = extract_tb(error.__traceback__)
            lines = [each.lineno for each in trace if each.filename == "<template>"]
            yield Mistake(
                "text",
                next((line for line in reversed(lines) if line), 0),
                Sentence(
                    "a field here can be empty: put an “if” around it, so that it is left out"
                ),
            )
            return
        if unsaid:
            yield from unsaid
            return


def _unsaid(kind: TemplateKind, words: Words, fields: Mapping[str, Any]) -> Sequence[Mistake]:
    """What this letter does not say and has to: it reads the same whatever that is."""
    letter = filled(words, fields)

    def says(name: str) -> bool:
        return filled(words, {**fields, name: _other(fields[name])}) != letter

    return [
        Mistake(
            "text",
            0,
            Sentence(
                "the letter has to say “%(name)s” in every case, or it is no letter of this kind",
                {"name": choice[0]},
            ),
        )
        for choice in MUST_SAY[kind]
        if not any(says(name) for name in choice)
    ]


def _other(value: Any) -> Any:
    """Another value of the same sort."""
    match value:
        case date():
            return date(2022, 2, 2)
        case list() | tuple():
            return [dict.fromkeys(each, "[?]") for each in value]
        case _:
            return "[?]"
