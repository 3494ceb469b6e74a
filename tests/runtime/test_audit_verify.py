"""`inkoopspoor audit verify` as an auditor types it."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from runtime.cli.app import app
from tests.eventstore import evident
from tests.eventstore.attacks import ALTER, sql

KEY = str(evident.SIGNER.verifier)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["audit", "verify", *arguments])


def told(*arguments: str) -> tuple[int, dict[str, Any]]:
    done = run("--json", *arguments)
    return done.exit_code, json.loads(done.stdout)


@pytest.mark.row("AU-04")
def test_the_answer_is_a_code_a_table_and_json(
    migrated_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", migrated_url)
    monkeypatch.setenv("CHECKPOINT_VERIFIERS", KEY)
    code, empty = told()
    assert (code, empty["sound"], empty["checks"]["checkpoints"]) == (8, True, "none yet")

    evident.build(migrated_url)
    code, sound = told("--all")
    assert (code, sound["sound"], sound["proved"], sound["waiting"]) == (0, True, 650, 10)
    assert set(sound["checks"].values()) == {"sound", "not asked"}
    assert "Proved: the first 650" in run().stdout

    with evident.superuser(migrated_url) as connection:
        kept = tmp_path / "kept.txt"
        kept.write_text(evident.sign(connection, 300).note + evident.sign(connection, 650).note)
        sql(ALTER.format(310))(connection)
        code, touched = told("--checkpoint", str(kept))
        [verdict] = touched["verdicts"]
        assert (code, touched["checks"]["events"]) == (7, "1 wrong")
        assert touched["agreed"] == ["kept.txt, number 1", "kept.txt, number 2"]
        assert (verdict["kind"], verdict["position"]) == ("event_altered", 310)
        assert verdict["between"] == {"after": 300, "until": 512}
        shown = run()
        assert shown.exit_code == 7
        assert "To do: Keep a copy of the database as it is now" in shown.stdout.replace("\n", " ")

    code, unknown = told("--key", str(evident.FALSE_SIGNER.verifier))
    assert (code, unknown["checks"]["checkpoints"]) == (7, "4 wrong")


def test_what_cannot_be_verified_is_said_in_words(
    database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    assert "there is no key to verify checkpoints by" in str(run().exception)
    assert "a public key looks like" in str(run("--key", "x").exception)
    assert "holds no log of ours" in str(run("--key", KEY).exception)
    kept = tmp_path / "kept.txt"
    assert "cannot be read" in str(run("--key", KEY, "--checkpoint", str(kept)).exception)
    kept.write_text("nothing")
    assert "holds no checkpoint" in str(run("--key", KEY, "--checkpoint", str(kept)).exception)
    assert run("--processes", "0").exit_code == 2
