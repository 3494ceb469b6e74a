"""Tells the writer of a file where it does not have the shape of its model."""

import re
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from domain.base import Sentence
from runtime.mistakes import Lines, Mistake, Place, meant

_FORMS = {
    "string_type": Sentence("This should be a text."),
    "int_type": Sentence("This should be a whole number."),
    "int_parsing": Sentence("This should be a whole number."),
    "int_from_float": Sentence("This should be a whole number."),
    "greater_than": Sentence("This number must be above zero."),
    "bool_type": Sentence("This should be true or false."),
    "bool_parsing": Sentence("This should be true or false."),
    "tuple_type": Sentence("This should be a list."),
    "dict_type": Sentence("This should be a list of names, each with its text."),
    "model_type": Sentence("This should be a group of fields."),
    "string_pattern_mismatch": Sentence("This name has the wrong form."),
    "too_short": Sentence("At least one is needed here."),
    "decimal_parsing": Sentence("This should be a number."),
    "greater_than_equal": Sentence("This is too small."),
}
_REMEDIES = {
    "string_type": Sentence("Write text, in quotes if it contains a colon."),
    "int_type": Sentence("Write digits only."),
    "int_parsing": Sentence("Write digits only."),
    "int_from_float": Sentence("Write digits only."),
    "greater_than": Sentence("Write 1 or more."),
    "bool_type": Sentence("Write true or false."),
    "bool_parsing": Sentence("Write true or false."),
    "tuple_type": Sentence("Start each entry with a dash, or write [a, b]."),
    "dict_type": Sentence("Write one “name: text” a line, indented below the field."),
    "model_type": Sentence("Write one “field: value” a line, indented below, or {field: value}."),
    "too_short": Sentence("Add an entry."),
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_parsing"),
        Sentence("Write it as 2021-07-01."),
    ),
    "decimal_parsing": Sentence("Write digits, with a point before decimals."),
    "greater_than_equal": Sentence("Write a higher one."),
}
_BY_FIELD = {
    "source": Sentence(
        "Cite it: source: {section: …, quote: …}, with the exact words of the document."
    ),
    "written": Sentence("Write the words in which the source gives the date."),
    "id": Sentence("Use small letters, digits and hyphens."),
    "key": Sentence("Use small letters, digits and hyphens."),
    "email": Sentence("Write one address, such as office@region.example."),
}
_HELP = Sentence("docs/programme-files.md says what may stand here.")


def mistakes_of(error: ValidationError, model: type[BaseModel], lines: Lines) -> Iterator[Mistake]:
    """What a model refused, at the lines where it stands and with what would mend it."""
    for detail in error.errors(include_url=False):
        if detail["type"] == "too_short" and detail["input"]:
            continue  # pydantic counts entries without mistakes only
        place = _place(detail, lines)
        yield lines.mistake(place, _problem(detail, place), _remedy(detail, place, model))


def _place(detail: ErrorDetails, lines: Lines) -> Place:
    """Where it stands in the file.

    A mistake in the name of a term is reported by pydantic one step too deep; and of rows that
    come in kinds it names the kind as a step of its own.
    """
    place: Place = ()
    *within, last = detail["loc"] or ("",)
    for each in within:
        if (*place, each) in lines.of or isinstance(each, int):
            place = (*place, each)
    return place if last in ("[key]", "") else (*place, last)


def _problem(detail: ErrorDetails, place: Place) -> Sentence:
    name = str(place[-1]) if place else ""
    match detail["type"]:
        case "extra_forbidden":
            return Sentence("There is no field “%(name)s” here.", {"name": name})
        case "missing":
            return Sentence("The field “%(name)s” is missing.", {"name": name})
        case "literal_error":
            return Sentence("“%(value)s” is not a choice here.", {"value": str(detail["input"])})
        case "union_tag_invalid":
            return Sentence("“%(value)s” is not a choice here.", {"value": detail["ctx"]["tag"]})
        case "union_tag_not_found":
            return Sentence("The field “%(name)s” is missing.", {"name": "kind"})
        case "value_error":
            return Sentence("%(message)s.", {"message": str(detail["ctx"]["error"])})
        case form:
            other = Sentence("This cannot be right: %(message)s.", {"message": detail["msg"]})
            return _FORMS.get(form, other)


def _remedy(detail: ErrorDetails, place: Place, model: type[BaseModel]) -> Sentence:
    name = str(place[-1]) if place else ""
    match detail["type"]:
        case "extra_forbidden":
            known = _model_at(model, detail["loc"][:-1])
            field = known.model_fields.get(name)
            return meant(field.alias if field and field.alias else name, _names(known))
        case "literal_error":
            return meant(str(detail["input"]), re.findall(r"'([^']*)'", detail["ctx"]["expected"]))
        case "union_tag_invalid":
            kinds = re.findall(r"'([^']*)'", detail["ctx"]["expected_tags"])
            return meant(detail["ctx"]["tag"], kinds)
        case "missing" | "union_tag_not_found":
            return _BY_FIELD.get(name, Sentence("Add it."))
        case "model_type" if name in _BY_FIELD:
            return _BY_FIELD[name]
        case "string_pattern_mismatch":
            return _BY_FIELD.get(name, _HELP)
        case form:
            return _REMEDIES.get(form, _HELP)


def _model_at(model: type[BaseModel], place: Place) -> type[BaseModel]:
    inner: Any = model
    for step in place:
        if isinstance(step, str):
            inner = _kind_in(inner, step) or _field(model, step) or inner
            model = _model_in(inner) or model
    return model


def _kind_in(annotation: Any, kind: str) -> type[BaseModel] | None:
    """Of rows that come in kinds the one of this kind."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = annotation.model_fields.get("kind")
        return annotation if field is not None and field.default == kind else None
    inner = (_kind_in(each, kind) for each in get_args(annotation))
    return next((each for each in inner if each), None)


def _field(model: type[BaseModel], name: str) -> Any:
    for field_name, field in model.model_fields.items():
        if name == (field.alias or field_name):
            return field.annotation
    return None


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(each) for each in get_args(annotation))
    return next((each for each in inner if each), None)


def _names(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]
