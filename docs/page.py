"""Writes a generated page, or says that the committed one is out of date."""

import sys
from pathlib import Path

DOCS = Path(__file__).parent


def publish(name: str, text: str) -> None:
    """Write `docs/<name>`; with `--check` only compare, and exit 1 on a difference."""
    page = DOCS / name
    if "--check" not in sys.argv[1:]:
        page.write_text(text, encoding="utf-8")
        print(f"docs/{name} written")
        return
    if not page.exists() or page.read_text(encoding="utf-8") != text:
        sys.exit(f"docs/{name} is out of date: run `make docs` and commit what it writes.")
    print(f"docs/{name} is up to date")
