"""Checks what the entries of a file say about each other.

It reads the plain values, so that a file with a wrong field elsewhere is checked as well.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from domain.base import Sentence
from runtime.contradictions import contradictions
from runtime.mistakes import Lines, Mistake, Place, meant
from runtime.plain_rows import Data, rows, texts
from runtime.programme_file import ARRANGEMENTS, REGISTERS

_KEYS = {
    "documents": "code",
    "municipalities": "name",
    "contracts": "number",
    **dict.fromkeys(
        (
            *("segments", "bodies", "scales", "crosswalks", "enumerations", "clauses", "terms"),
            *ARRANGEMENTS,
            *("plan", "routes", "procedures", "decisions", "changes"),
            *REGISTERS,
            *("agreements", "providers", "people"),
        ),
        "id",
    ),
}
_ONE_LIST = {
    **dict.fromkeys(REGISTERS, "entries"),
    **dict.fromkeys(ARRANGEMENTS, "arrangements"),
}
"""Sections whose ids are one list: the same id in two of them is the same thing twice."""

_WITHIN = (
    ("procedures/steps", "id"),
    ("procedures/branches", "id"),
    ("procedures/branches/steps", "id"),
    ("routes/steps", "id"),
    ("decisions/answerers", "id"),
    ("decisions/advice", "id"),
    ("decisions/parts", "label"),
    ("decisions/answers", "answerer_id"),
    ("agreements/options", "id"),
)
"""Rows within a row: their names are a list of their own in each."""

_REFERENCES = (
    *(
        (section, "segments", "segments")
        for section in (
            *("municipalities", "bodies", "scales", "crosswalks", "clauses", "terms"),
            *(*ARRANGEMENTS, *REGISTERS, "procedures", "decisions"),
        )
    ),
    *(
        (section, "segment", "segments")
        for section in ("plan", "changes", "agreements", "admissions")
    ),
    ("relations", "to_segments", "segments"),
    ("plan", "after", "plan"),
    ("plan", "restates", "plan"),
    *(
        ("changes", name, "plan")
        for name in ("announce_item", "effect_item", "discuss_item", "formalise_item")
    ),
    ("commitments", "items", "plan"),
    ("decisions", "item", "plan"),
    ("procedures/steps", "item", "plan"),
    ("procedures/branches/steps", "item", "plan"),
    *(
        (section, "body", "bodies")
        for section in (
            *("plan", "documents", "documents/secrecy", "choices", "decisions/advice"),
            *("decisions/replies", "decisions/answerers", "procedures/steps"),
            "procedures/branches/steps",
        )
    ),
    ("documents/secrecy", "lifted_by", "bodies"),
    *((section, "owner", "bodies") for section in REGISTERS),
    *(
        (section, "municipality", "municipalities")
        for section in (
            *("bodies", "documents", "decisions/answerers", "dependencies"),
            *("local_programmes", "ordinances"),
        )
    ),
    ("decisions/asked", "municipalities", "municipalities"),
    ("documents", "rests_on", "documents"),
    ("choices", "within", "documents"),
    *((f"decisions/{each}", "document", "documents") for each in ("advice", "replies")),
    ("decisions", "proposes", "documents"),
    ("decisions", "term", "terms"),
    ("goals", "above", "goals"),
    ("principles", "decision", "decisions"),
    *((section, "links", "anything") for section in REGISTERS),
    ("preconditions", "unlocks", "anything"),
    ("instruments", "depends_on", "anything"),
    ("decisions", "evidence", "anything"),
    ("agreements", "clause", "clauses"),
    ("contracts", "clause", "clauses"),
    ("contracts", "provider", "providers"),
    ("contracts", "agreement", "agreements"),
    ("contracts", "parent", "contracts"),
    ("contracts", "replaces", "contracts"),
    *((section, "municipalities", "municipalities") for section in ("agreements", "contracts")),
    ("agreements/principals", "municipality", "municipalities"),
)
_UNKNOWN = {
    "segments": Sentence("There is no segment “%(name)s”."),
    "plan": Sentence("There is no plan item “%(name)s”."),
    "clauses": Sentence("There is no notice clause “%(name)s”."),
    "providers": Sentence("There is no provider “%(name)s”."),
    "agreements": Sentence("There is no agreement “%(name)s”."),
    "contracts": Sentence("There is no contract “%(name)s”."),
    "bodies": Sentence("There is no body “%(name)s”."),
    "municipalities": Sentence("There is no municipality “%(name)s”."),
    "documents": Sentence("There is no document “%(name)s”."),
    "terms": Sentence("There is no term of contracts “%(name)s”."),
    "goals": Sentence("There is no goal “%(name)s”."),
    "decisions": Sentence("There is no decision “%(name)s”."),
    "procedures": Sentence("There is no procedure “%(name)s”."),
    "anything": Sentence("Nothing in this file is called “%(name)s”."),
}
_KINDS_OF_BODY = {"council", "college"}
_CITED = ("source", "concerns")


def check(data: Data, lines: Lines, elsewhere: dict[str, set[str]]) -> Iterator[Mistake]:
    """Every mistake between entries. `elsewhere` are the names that another file defines."""
    names = {
        section: {str(row[key]) for _, row in rows(data, section) if row.get(key)}
        | elsewhere.get(section, set())
        for section, key in _KEYS.items()
    }
    names["anything"] = set().union(*names.values())
    names["bodies"] |= _KINDS_OF_BODY
    yield from _doubles(data, lines)
    yield from _unknown(data, names, lines)
    yield from _unknown_in_lists(data, names, lines)
    yield from _citations(data, (), names["documents"], lines)
    yield from contradictions(data, lines)


def _doubles(data: Data, lines: Lines) -> Iterator[Mistake]:
    seen: dict[tuple[object, str], Place] = {}
    for section, key in (*_KEYS.items(), *_WITHIN):
        for place, row in rows(data, section):
            name = row.get(key)
            if not isinstance(name, str):
                continue
            within = place[:-1] if "/" in section else _ONE_LIST.get(section, section)
            first = seen.setdefault((within, name), (*place, key))
            if first != (*place, key):
                problem = Sentence(
                    "“%(name)s” is defined twice; the first time on line %(line)s.",
                    {"name": name, "line": str(lines.of[first])},
                )
                yield lines.mistake((*place, key), problem, Sentence("Give one another name."))


def _unknown(data: Data, names: dict[str, set[str]], lines: Lines) -> Iterator[Mistake]:
    for section, field, target in _REFERENCES:
        for place, row in rows(data, section):
            yield from _not_among(row.get(field), (*place, field), target, names, lines)


def _unknown_in_lists(data: Data, names: dict[str, set[str]], lines: Lines) -> Iterator[Mistake]:
    """What a source lists is among what the file has."""
    for place, row in rows(data, "enumerations"):
        if row.get("of") in ("segments", "municipalities", "procedures"):
            yield from _not_among(row.get("named"), (*place, "named"), row["of"], names, lines)


def _not_among(
    value: Any, place: Place, target: str, names: dict[str, set[str]], lines: Lines
) -> Iterable[Mistake]:
    for where, name in texts(value, place):
        if name not in names[target]:
            yield lines.mistake(where, _unknown_name(target, name), meant(name, names[target]))


def _unknown_name(target: str, name: str) -> Sentence:
    said = _UNKNOWN[target]
    return Sentence(said.template, {"name": name})


def _citations(value: Any, place: Place, codes: set[str], lines: Lines) -> Iterator[Mistake]:
    """Every `source` names a document of the file and says something."""
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield from _citations(each, (*place, index), codes, lines)
    if not isinstance(value, dict):
        return
    for name, each in value.items():
        yield from _citations(each, (*place, name), codes, lines)
        if name in _CITED and isinstance(each, dict):
            yield from _citation(each, (*place, name), codes, lines)
        for index, one in enumerate(each if name == "sources" and isinstance(each, list) else []):
            if isinstance(one, dict):
                yield from _citation(one, (*place, name, index), codes, lines)


def _citation(source: Data, at: Place, codes: set[str], lines: Lines) -> Iterator[Mistake]:
    for name in ("section", "quote"):
        if isinstance(source.get(name), str) and not source[name].strip():
            problem = Sentence("The source has an empty “%(name)s”.", {"name": name})
            remedy = Sentence("Write down where it can be read, and the words that stand there.")
            yield lines.mistake((*at, name), problem, remedy)
    code = source.get("document")
    if isinstance(code, str) and codes and code not in codes:
        yield lines.mistake((*at, "document"), _unknown_name("documents", code), meant(code, codes))
