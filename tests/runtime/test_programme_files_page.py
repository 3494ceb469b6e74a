"""The examples in docs/programme-files.md are files that can be read."""

import re
from pathlib import Path

from runtime.files import read
from runtime.register_file import RegisterFile
from tests.programmes.sources import ROOT


def test_the_examples_of_the_page_can_be_read(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "programme-files.md").read_text(encoding="utf-8")
    programme, register = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "examples").mkdir()
    (tmp_path / "voorbeeld-2027.yaml").write_text(programme, encoding="utf-8")
    (tmp_path / "examples" / "register.yaml").write_text(register, encoding="utf-8")
    file = read(tmp_path / "examples" / "register.yaml")
    assert isinstance(file, RegisterFile)
    assert file.programme.key == "voorbeeld-2027"
    assert file.contracts[0].number == "VB-WON-001"
