"""Reads programme files and register files, or says everything that is wrong with them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from domain.base import Sentence
from domain.procedure.parts import Route
from runtime import asking, track_mistakes
from runtime.contract_mistakes import contract_mistakes
from runtime.known_routes import faulty, known_routes, mistakes_of_own
from runtime.mistakes import Lines, Mistake, Mistakes, meant
from runtime.plain_rows import Data, rows, texts
from runtime.programme_file import ProgrammeFile
from runtime.references import check
from runtime.register_file import RegisterFile
from runtime.route_file import read_route
from runtime.shape import mistakes_of
from runtime.tracks import route_of
from runtime.yaml_lines import YamlText, load

_KINDS = ("programme", "register")


def read(path: Path) -> ProgrammeFile | RegisterFile:
    """What the file says. Raises `Mistakes` with every mistake in it.

    A route is no file by itself: programmes name it.
    """
    return _read(load(path), path)


def read_any(path: Path) -> ProgrammeFile | RegisterFile | Route:
    """What the file says, also if it is a route. Raises `Mistakes` with every mistake in it."""
    text = load(path)
    if isinstance(text.data, dict) and text.data.get("kind") == "route":
        return read_route(path)
    return _read(text, path)


def _read(text: YamlText, path: Path) -> ProgrammeFile | RegisterFile:
    data = _fields(text)
    if data["kind"] == "programme":
        return _programme(text, data, path)
    return _register(text, data, path)


def _fields(text: YamlText) -> Data:
    if not isinstance(text.data, dict):
        problem = Sentence("The file has no fields.")
        remedy = Sentence("Start it with “kind: programme” or “kind: register”.")
        raise Mistakes([*text.mistakes, text.lines.mistake((), problem, remedy)])
    data: Data = text.data
    kind = data.get("kind")
    if kind == "route":
        problem = Sentence("A route is not published by itself.")
        remedy = Sentence(
            "Name it in the procedures of a programme: “route: %(id)s”.",
            {"id": str(data.get("id"))},
        )
        raise Mistakes([text.lines.mistake(("kind",), problem, remedy)])
    if kind not in _KINDS:
        problem = Sentence("This kind of file is not known: “%(kind)s”.", {"kind": str(kind or "")})
        mistake = text.lines.mistake(("kind",), problem, meant(str(kind or ""), _KINDS))
        raise Mistakes([*text.mistakes, mistake])
    _cite_first_document(data)
    return data


def _cite_first_document(data: Data) -> None:
    """A source that names no document means the first one of the file."""
    documents = data.get("documents")
    first = documents[0] if isinstance(documents, list) and documents else None
    code = first.get("code") if isinstance(first, dict) else None
    _fill_documents(data, code if isinstance(code, str) else "?")


def _fill_documents(value: Any, code: str) -> None:
    if isinstance(value, list):
        for each in value:
            _fill_documents(each, code)
    if isinstance(value, dict):
        for name, each in value.items():
            for source in _sources(name, each):
                source.setdefault("document", code)
            _fill_documents(each, code)


def _sources(name: str, value: Any) -> list[Data]:
    if name in ("source", "concerns"):
        value = [value]
    elif name != "sources" or not isinstance(value, list):
        value = []
    return [each for each in value if isinstance(each, dict)]


def _programme(text: YamlText, data: Data, path: Path) -> ProgrammeFile:
    found = [
        *text.mistakes,
        *check(data, text.lines, {}),
        *_changes_without_clause(data, text.lines),
        *asking.mistakes(data, text.lines),
        *mistakes_of_own(data, text.lines),
    ]
    routes: list[Route] = []
    try:
        routes = known_routes(data, path)
    except Mistakes as mistakes:
        found.append(faulty(mistakes, text.lines))
    else:
        found += track_mistakes.mistakes(data, routes, text.lines)
    try:
        programme = ProgrammeFile.model_validate(data, by_alias=True, by_name=False)
    except ValidationError as error:
        found += mistakes_of(error, ProgrammeFile, text.lines)
    if found:
        raise Mistakes(found)
    used = (route_of(each, routes) for each in programme.procedures)
    return programme.model_copy(update={"routes": tuple(dict.fromkeys(filter(None, used)))})


def _changes_without_clause(data: Data, lines: Lines) -> Iterator[Mistake]:
    """A planned change needs the clause that says when it must be announced."""
    clauses = data.get("clauses") or []
    changes = data.get("changes") or []
    if not isinstance(clauses, list) or not isinstance(changes, list):
        return
    named = [each.get("segments") or [] for each in clauses if isinstance(each, dict)]
    scopes = [each for each in named if isinstance(each, list)]
    for index, change in enumerate(changes):
        segment = change.get("segment") if isinstance(change, dict) else None
        if segment and not any(not scope or segment in scope for scope in scopes):
            problem = Sentence(
                "No notice clause covers segment “%(segment)s”, which this changes.",
                {"segment": str(segment)},
            )
            remedy = Sentence("State the clause of these contracts under “clauses”.")
            yield lines.mistake(("changes", index, "segment"), problem, remedy)


def _register(text: YamlText, data: Data, path: Path) -> RegisterFile:
    found = [*text.mistakes]
    elsewhere: dict[str, set[str]] = {}
    try:
        programme = _programme_named(data.get("programme"), path, text.lines)
    except Mistakes as mistakes:
        found += mistakes.mistakes
        named = (("segments", "segment"), ("clauses", "clause"), ("municipalities", "municipality"))
        elsewhere = {section: _every(data, field) for section, field in named}
        elsewhere["municipalities"] |= _every(data, "municipalities")
    else:
        data["programme"] = programme
        elsewhere["segments"] = {each.segment_id for each in programme.segments}
        elsewhere["clauses"] = {each.id for each in programme.clauses}
        elsewhere["municipalities"] = {each.name for each in programme.municipalities}
    found += check(data, text.lines, elsewhere)
    try:
        register = RegisterFile.model_validate(data, by_alias=True, by_name=False)
    except ValidationError as error:
        told = {each.path for each in found}
        refused = mistakes_of(error, RegisterFile, text.lines)
        found += [each for each in refused if each.path != "programme" or "programme" not in told]
    if found := found or [*contract_mistakes(register, text.lines)]:
        raise Mistakes(found)
    return register


def _programme_named(name: Any, path: Path, lines: Lines) -> ProgrammeFile:
    """The programme that a register is for. Its own mistakes are told when it is read itself."""
    remedy = Sentence("Give the path of the programme's file, seen from this one.")
    if not isinstance(name, str):
        problem = Sentence("The register does not say which programme it is for.")
        raise Mistakes([lines.mistake(("programme",), problem, remedy)])
    try:
        text = load(path.parent / name)
        data = _fields(text)
        if data["kind"] == "programme":
            return _programme(text, data, path.parent / name)
        problem = Sentence("%(name)s is not a programme's file.", {"name": name})
    except Mistakes as mistakes:
        problem = Sentence(
            "The programme in %(name)s cannot be used; it has mistakes: %(count)s.",
            {"name": name, "count": str(len(mistakes.mistakes))},
        )
        remedy = Sentence(
            "Correct that file first; the first one: %(first)s",
            {"first": str(mistakes.mistakes[0])},
        )
    raise Mistakes([lines.mistake(("programme",), problem, remedy)])


def _every(data: Data, field: str) -> set[str]:
    """All names in this field, for a check that cannot know which of them exist."""
    places = ("agreements", "agreements/principals", "contracts")
    found = (each.get(field) for section in places for _, each in rows(data, section))
    return {name for value in found for _, name in texts(value, ())}
