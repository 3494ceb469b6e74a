"""A small programme and its register, to be spoiled by tests."""

from pathlib import Path
from textwrap import dedent

import pytest

from runtime.files import read
from runtime.mistakes import Mistake, Mistakes

PROGRAMME = dedent("""\
    kind: programme
    key: voorbeeld-2027
    title: Voorbeeldprogramma
    region: Voorbeeldregio
    documents:
      - {code: V1, title: Voorbeeldplan}
    source: &hier {section: "1", quote: Voorbeeldregio}
    segments:
      - {id: wonen, number: 1, title: Wonen, source: *hier}
      - {id: crisis, number: 2, title: Crisis, source: *hier}
    municipalities:
      - {name: Nergenshuizen, source: *hier}
    clauses:
      - id: clausule
        months: 6
        source: *hier
    plan:
      - id: aankondiging
        title: Aankondigen
        segment: wonen
        when: {edtf: 2026-07-01, bound: at_latest, written: uiterlijk 1 juli}
        source: *hier
      - id: ingang
        title: Ingang
        segment: wonen
        when: {edtf: 2027-01-01, written: 1 januari}
        after: [aankondiging]
        source: *hier
    changes:
      - id: wonen-2027
        title: Wonen
        segment: wonen
        description: Nieuwe bepalingen
        terms:
          eisen: aangescherpt
        effect: {edtf: 2027-01-01, written: 1 januari}
        announce_item: aankondiging
        effect_item: ingang
        source: *hier
    """)
REGISTER = dedent("""\
    kind: register
    fictional: true
    programme: programme.yaml
    documents:
      - {code: example, title: Verzonnen}
    source: {section: "1", quote: verzonnen}
    agreements:
      - id: wonen-2026
        segment: wonen
        starts: 2026-01-01
        ends: {edtf: 2029-12-31, written: 31 december 2029}
        clause: clausule
        terms:
          eisen: zoals ze waren
    providers:
      - {id: een, name: Een, email: een@aanbieder01.example}
    contracts:
      - {number: W-001, provider: een, agreement: wonen-2026}
    """)


def write(folder: Path, text: str, name: str = "programme.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def changed(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    return text


def line_of(text: str, part: str) -> int:
    [line] = [number for number, each in enumerate(text.splitlines(), 1) if part in each]
    return line


def mistakes(path: Path) -> list[Mistake]:
    with pytest.raises(Mistakes) as found:
        read(path)
    return found.value.mistakes


def programme_mistakes(folder: Path, *changes: tuple[str, str]) -> tuple[str, list[Mistake]]:
    text = changed(PROGRAMME, *changes)
    return text, mistakes(write(folder, text))


def register_mistakes(folder: Path, *changes: tuple[str, str]) -> tuple[str, list[Mistake]]:
    write(folder, PROGRAMME)
    text = changed(REGISTER, *changes)
    return text, mistakes(write(folder, text, "register.yaml"))
