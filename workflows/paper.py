"""A letter's text as its template leaves it, and what a mail and a page make of that.

A template marks up little: `# ` and `## ` before a heading, `- ` or `1. ` before what is listed,
an empty line between paragraphs. Only the template may: what was filled in carries a mark at the
start of each line, so that a name or a sentence somebody typed is shown as it is.
"""

import json
import re
from typing import Any, Final

TABLE: Final = "\x01"
"""Stands for what changes: in a mail a list, on a page a table."""

FILLED: Final = "\x02"
"""Begins each line of what was filled in."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_HEADING = re.compile(r"(#{1,2}) +(.*)")
_BULLET = re.compile(r"- +(.*)")
_NUMBER = re.compile(r"\d+\. +(.*)")
_EMPTY_LINES = re.compile(r"\n{3,}")

Block = dict[str, Any]


def filled_in(text: str) -> str:
    """The text marked as filled in, without the characters that only machines use."""
    clean = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return FILLED + clean.replace("\n", f"\n{FILLED}")


def one_line(text: str) -> str:
    """The text on one line, without marks."""
    return " ".join(_CONTROL.sub(" ", text.replace(FILLED, "")).split())


def plain(text: str, listed: str = "") -> str:
    """The text as a mail shows it, with `listed` where the table stands."""
    lines = (found[2] if (found := _HEADING.fullmatch(line)) else line for line in _lines(text))
    joined = "\n".join(lines).replace(FILLED, "").replace(TABLE, listed)
    return _EMPTY_LINES.sub("\n\n", joined)


def blocks(text: str, table: Block) -> list[Block]:
    """The text as a page shows it: headings, paragraphs, lists, and the table in its place."""
    found: list[Block] = []
    open_block = False
    for line in _lines(text):
        said = line.replace(FILLED, "").strip()
        begins = _begin(line, table)
        if not said:
            open_block = False
        elif begins is None and open_block:
            _go_on(found[-1], said)
        elif begins and open_block and begins["kind"] == found[-1]["kind"] and "items" in begins:
            found[-1]["items"] += begins["items"]
        else:
            found.append(begins or {"kind": "paragraph", "lines": [said]})
            open_block = found[-1]["kind"] not in ("heading", "table")
    return _with_title(found)


def set_from(layout: Block, content: list[Block]) -> str:
    """What the PDF is set from: always the same text for the same letter."""
    title = next(each["text"] for each in content if each["kind"] == "heading")
    whole = {**layout, "title": title, "blocks": content}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _begin(line: str, table: Block) -> Block | None:
    """The block that this line begins by its mark-up; none if it has none."""
    if TABLE in line:
        return table
    if heading := _HEADING.fullmatch(line):
        text = one_line(heading[2])
        return {"kind": "heading", "level": len(heading[1]), "text": text} if text else None
    for kind, mark in (("list", _BULLET), ("numbers", _NUMBER)):
        if item := mark.fullmatch(line):
            return {"kind": kind, "items": [[item[1].replace(FILLED, "").strip()]]}
    return None


def _go_on(block: Block, line: str) -> None:
    (block["items"][-1] if "items" in block else block["lines"]).append(line)


def _with_title(found: list[Block]) -> list[Block]:
    """A page's first heading is its title; without one the whole text would have no name."""
    if next((each["level"] for each in found if each["kind"] == "heading"), 0) == 1:
        return found
    return [{"kind": "heading", "level": 1, "text": ""}, *found]
