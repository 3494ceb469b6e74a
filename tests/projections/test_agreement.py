"""Read models that differ from what the log says are found, by model, row and field."""

import psycopg
import pytest

from eventstore.verification.verdicts import Found
from projections import agreement
from projections.registry import MODELS


def differing(url: str) -> list[str]:
    found = Found()
    done = agreement.agreement(url, MODELS, found)
    assert done.other_version == ()
    assert set(done.compared) == {model.name for model in MODELS}
    return [each.what for each in found.verdicts]


def tables(url: str) -> dict[str, str]:
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT name, generation FROM projections.read_models WHERE live")
        return {name: f"projections.{name}_{generation}" for name, generation in rows}


@pytest.mark.row("AU-04")
def test_rows_that_are_not_what_the_log_says_are_named(
    published_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert differing(published_url) == []
    of = tables(published_url)
    with psycopg.connect(published_url, autocommit=True) as connection:
        first = f"(SELECT min(key) FROM {of['programmes']})"
        [key] = connection.execute(f"SELECT {first}".encode()).fetchone() or ("",)
        for statement in (
            f'UPDATE {of["programmes"]} SET doc = doc || \'{{"name": "x"}}\' WHERE key = {first}',
            f"DELETE FROM {of['decisions']} WHERE key = (SELECT min(key) FROM {of['decisions']})",
            f"INSERT INTO {of['providers']} VALUES ('nobody', '{{}}')",
            "UPDATE projections.read_models SET position = position + 1000 WHERE name = 'letters'",
        ):
            connection.execute(statement.encode())
    told = differing(published_url)
    assert f"programmes, row {key}: not as the log has it: name" in told
    assert "providers, row nobody: readers see it, but nothing in the log makes it" in told
    assert sum("the log makes it, but readers do not see it" in each for each in told) == 1
    assert sum("letters has seen position" in each for each in told) == 1
    assert len(told) == 4
    monkeypatch.setattr(agreement, "ROWS_IN_MEMORY", 20)
    monkeypatch.setattr(agreement, "_BATCH", 50)
    assert sorted(differing(published_url)) == sorted(told)
