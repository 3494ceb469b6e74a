"""The words of letters that come with the program: version 0 of each kind, and older ones.

A text that letters went out with is never changed here: a new one takes its place.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import get_args

from domain.template.parts import TemplateKind

FORMER = {"announcement-nl/1": "announcement-nl-1.nl.txt"}
"""Texts that changes were drafted with before templates had versions."""


@dataclass(frozen=True, slots=True)
class Words:
    """A template: its subject, one line, and its text."""

    subject: str
    text: str


def built_in(kind: TemplateKind) -> Words:
    """The words that come with the program for this kind of letter."""
    return _read(f"{kind}.nl.txt")


def former(template: str) -> Words | None:
    """A text of before there were versions, if this names one."""
    return _read(FORMER[template]) if template in FORMER else None


def reminder() -> Words:
    """The words for the office itself; these are not edited."""
    return _read("reminder.nl.txt")


def version_of(template: str, kind: TemplateKind) -> int:
    """The version that a draft froze for this kind: "announcement/3 rectification/1".

    A kind that it does not name is as it comes with the program.
    """
    for each in template.split():
        named, _, version = each.partition("/")
        if named == kind and version.isdecimal():
            return int(version)
    return 0


def frozen(versions: dict[TemplateKind, int]) -> str:
    """How a draft names the versions it was laid out with."""
    return " ".join(
        f"{kind}/{versions[kind]}" for kind in get_args(TemplateKind) if kind in versions
    )


@cache
def _read(name: str) -> Words:
    """The first line of a file is the subject; its text starts after an empty line."""
    text = (files("workflows") / "templates" / name).read_text(encoding="utf-8")
    subject, _, body = text.partition("\n---\n")
    return Words(subject.rstrip("\n"), body)
