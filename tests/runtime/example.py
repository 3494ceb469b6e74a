"""The complete example of `docs/write-a-programme.md`, to be read and spoiled by tests."""

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from runtime.files import read
from runtime.programme_file import ProgrammeFile
from tests.programmes.sources import ROOT
from tests.runtime.file_texts import changed, mistakes, write


@cache
def example_text() -> str:
    page = (ROOT / "docs" / "write-a-programme.md").read_text(encoding="utf-8")
    [text] = re.findall(r"```yaml\n(kind: programme\n.*?)```", page, re.DOTALL)
    return str(text)


@cache
def example(*changes: tuple[str, str]) -> ProgrammeFile:
    """The example with some of its text written otherwise."""
    with TemporaryDirectory() as folder:
        file = read(write(Path(folder), changed(example_text(), *changes)))
    assert isinstance(file, ProgrammeFile)
    return file


def mistakes_in_example(folder: Path, *changes: tuple[str, str]) -> tuple[str, list[str]]:
    """The spoiled text, and each mistake in it as it is told."""
    text = changed(example_text(), *changes)
    return text, [str(each) for each in mistakes(write(folder, text))]
