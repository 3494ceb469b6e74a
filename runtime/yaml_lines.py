"""Reads YAML written by people: values as plain text, and the line on which each one stands.

Every value that is not a list, a mapping or empty stays the text that was written. So `2021`,
`2021-07-01` and `no` mean what they say, and whoever gives a value its type also says what is
wrong with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # its types name it elsewhere
from yaml.resolver import Resolver

from domain.base import Sentence
from runtime.mistakes import Lines, Mistake, Mistakes, Place, written

_NULL = "tag:yaml.org,2002:null"
_SYNTAX = Sentence(
    "Check the indentation, quotes and colons here; a text with a colon or # in it needs quotes."
)


class _TextLoader(Composer, CParser, Resolver):
    """Leaves it to the reader of a value what a text means; only an empty value is none.

    The scanner is the one written in C, which takes a tenth of the time; what it finds is put
    together in Python, where too deep a nesting is an error and not the end of the program.
    """

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        Composer.__init__(self)
        Resolver.__init__(self)


_TextLoader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if tag == _NULL]
    for first, resolvers in Resolver.yaml_implicit_resolvers.items()
}


@dataclass(slots=True)
class YamlText:
    """A file's values and their lines, and what is wrong with it although it can be read."""

    data: Any = None
    of: dict[Place, int] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    first: dict[yaml.Node, int] = field(default_factory=dict)
    """Where a list or mapping stands that an anchor passes on to other places."""

    @property
    def lines(self) -> Lines:
        return Lines(self.of)


def load(path: Path) -> YamlText:
    """The values of a YAML file. Raises `Mistakes` if it cannot be read at all."""
    text = _text(path)
    try:
        return _read(text)
    except RecursionError as error:
        problem = Sentence("The file is nested too deeply.")
        raise _unreadable(1, problem, Sentence("Write it flatter.")) from error


def _read(text: str) -> YamlText:
    node = _composed(text)
    found = YamlText()
    if node is None:
        raise _unreadable(1, Sentence("The file is empty."), Sentence("Start it with “kind:”."))
    found.data = _value(node, (), node.start_mark.line + 1, found, ())
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        problem = Sentence(
            "The file cannot be read: %(why)s.", {"why": error.strerror or str(error)}
        )
        raise _unreadable(1, problem, Sentence("Check the name and the rights.")) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = Sentence("The file is not UTF-8 text.")
        raise _unreadable(line, problem, Sentence("Save it as UTF-8.")) from error


def _composed(text: str) -> yaml.Node | None:
    try:
        node: yaml.Node | None = _TextLoader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        why = "; ".join(filter(None, (error.context, error.problem)))
        problem = Sentence("This is not YAML: %(why)s.", {"why": why})
        raise _unreadable(mark.line + 1 if mark else 1, problem, _SYNTAX) from error
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        problem = Sentence("A character here cannot stand in YAML.")
        raise _unreadable(line, problem, Sentence("Remove it.")) from error
    return node


def _unreadable(line: int, problem: Sentence, remedy: Sentence) -> Mistakes:
    return Mistakes([Mistake(line, "", problem, remedy)])


def _value(
    node: yaml.Node, place: Place, line: int, found: YamlText, around: tuple[yaml.Node, ...]
) -> Any:
    if not isinstance(node, yaml.ScalarNode):
        line = found.first.setdefault(node, line)
    found.of[place] = line
    if node in around:
        problem = Sentence("This value contains itself.")
        found.mistakes.append(found.lines.mistake(place, problem, Sentence("Write it out.")))
        return None
    within = (*around, node)
    if isinstance(node, yaml.MappingNode):
        return {
            key: _value(value, (*place, key), at, found, within)
            for key, value, at in _fields(node, place, found)
        }
    if isinstance(node, yaml.SequenceNode):
        return [
            _value(item, (*place, index), item.start_mark.line + 1, found, within)
            for index, item in enumerate(node.value)
        ]
    return None if node.tag == _NULL else node.value


def _fields(
    node: yaml.MappingNode, place: Place, found: YamlText
) -> Iterator[tuple[str, yaml.Node, int]]:
    """The fields with their lines. Of two with one name YAML takes the last in silence; we tell."""
    first: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            problem = Sentence("The name of a field must be a text.")
            found.mistakes.append(Mistake(line, written(place), problem, _SYNTAX))
        elif key.value in first:
            problem = Sentence(
                "“%(name)s” stands here twice; the first time on line %(line)s.",
                {"name": key.value, "line": str(first[key.value])},
            )
            path = written((*place, key.value))
            remedy = Sentence("Keep one of the two.")
            found.mistakes.append(Mistake(line, path, problem, remedy))
        else:
            first[key.value] = line
            yield key.value, value, line
