"""Where the keys for the links in letters come from, and when nothing starts without."""

import asyncio
from pathlib import Path

import pytest

from runtime.brief_keys import NoKeyError, keep_key, keys
from runtime.settings import Settings
from runtime.worker import work

FIRST, SECOND = "f" * 40, "s" * 32


def of(**given: object) -> Settings:
    return Settings.model_validate({"database_url": "postgresql://nowhere", **given})


def test_several_keys_are_read_and_the_first_one_signs() -> None:
    assert keys(of(brief_keys=f"{FIRST}, {SECOND}")) == (FIRST.encode(), SECOND.encode())


def test_production_does_not_start_without_a_key() -> None:
    with pytest.raises(NoKeyError, match="set BRIEF_KEYS"):
        asyncio.run(work(of()))


def test_a_short_key_is_refused_and_not_shown() -> None:
    with pytest.raises(NoKeyError, match="at least 32 characters") as refused:
        keys(of(brief_keys=f"{FIRST},geheim"))
    assert "geheim" not in str(refused.value)


def test_a_practice_copy_keeps_its_key_for_itself(tmp_path: Path) -> None:
    file = keep_key(tmp_path)
    assert file.stat().st_mode & 0o777 == 0o600
    kept = keys(of(practice=True, brief_key_file=file))
    assert keep_key(tmp_path) == file
    assert keys(of(practice=True, brief_key_file=file)) == kept
    assert [each.name for each in tmp_path.iterdir()] == [file.name]


def test_a_practice_copy_without_a_folder_has_a_key_of_its_own() -> None:
    here, there = of(practice=True), of(practice=True, database_url="postgresql://elsewhere")
    assert keys(here) == keys(here) != keys(there)


def test_settings_do_not_show_keys() -> None:
    assert FIRST not in repr(of(brief_keys=FIRST))
