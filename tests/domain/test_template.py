"""The rules of letter templates."""

from typing import Any

from domain.base import Command
from domain.template.commands import WriteTemplate
from domain.template.decider import TEMPLATE
from domain.template.events import TemplateWritten
from tests import make
from tests.specification import Specification

TEMPLATES = Specification(TEMPLATE)


def write(**changed: Any) -> Command:
    return make.a(WriteTemplate, **changed)


def test_each_time_it_is_written_it_is_the_next_version() -> None:
    (second,) = (
        TEMPLATES.given_after(write())
        .when(write(subject="Anders gezegd", based_on=1))
        .then(TemplateWritten)
    )
    assert (second.number, second.subject) == (2, "Anders gezegd")


def test_the_same_words_again_are_no_new_version() -> None:
    TEMPLATES.given_after(write()).when(write(based_on=1)).then_nothing()


def test_who_did_not_see_the_latest_version_is_told_so() -> None:
    stale = write(text="# Een heel andere tekst, met {{ changes }}", based_on=0)
    TEMPLATES.given_after(write()).when(stale).then_refused("template_changed")
