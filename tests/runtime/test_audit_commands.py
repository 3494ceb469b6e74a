"""What an auditor types: the commands that read, over the four programmes as published."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from typer.testing import CliRunner, Result

from domain.base import derived_id
from projections import tables
from projections.documents import DOCUMENTS
from projections.programmes import PROGRAMMES
from runtime.cli.app import app

READER = "auke-1"
NEW_YEAR_2022 = ("2022-01-01", "window-due/1")


@pytest.fixture(autouse=True)
def url(published_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DATABASE_URL", published_url)
    return published_url


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["audit", *arguments])


def told(*arguments: str) -> Any:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, (done.output, done.exception)
    return json.loads(done.stdout)


@pytest.mark.row("TP-03")
def test_what_a_provider_could_not_see_is_told_with_why(url: str) -> None:
    with psycopg.connect(url) as connection:
        [secret] = tables.select(connection, DOCUMENTS, {"secret": True}, limit=1)
    at = ("document", str(secret.document_id), "--by", READER, "--day", "2022-06-01")
    provider = told("seen-by", "provider", *at)
    auditor = told("seen-by", "auditor", *at)
    assert [each["rule"] for each in provider["hidden"]] == ["secret_document"]
    assert auditor["hidden"] == []
    assert len(auditor["visible"]) == len(provider["visible"]) + 1
    assert "Kept back" in run("seen-by", "provider", *at).output
    nothing = run("seen-by", "public", "document", str(uuid4()), "--by", READER)
    assert isinstance(nothing.exception, KeyError)


@pytest.mark.row("AU-06", "AU-15")
def test_days_chains_and_what_is_due_to_be_destroyed_are_told(url: str) -> None:
    with psycopg.connect(url) as connection:
        programme = tables.select(connection, PROGRAMMES, {"key": "holland-rijnland-2021"})[0]
    days = told("why", str(programme.programme_id))["items"]
    new_year = [each for each in days if (each["day"], each["rule"]) == NEW_YEAR_2022]
    assert new_year
    assert all(each["givenBy"] and each["steps"] and each["source"] for each in new_year)
    assert told("lists") == []
    assert told("readings") == {"readings": [], "total": 0}
    assert run("due").exit_code == 0
    strange = run("chain", str(derived_id("nothing")))
    assert strange.exit_code != 0


def test_a_key_that_is_drawn_signs_and_is_listed_with_those_before_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    drawn = run("new-key", "inkoop.example/log")
    secret, public = drawn.stdout.strip(), drawn.stderr.strip().removeprefix("Public: ")
    assert secret.startswith("PRIVATE+KEY+inkoop.example/log+")
    assert public.startswith("inkoop.example/log+")
    older = run("new-key", "inkoop.example/log").stderr.strip().removeprefix("Public: ")
    monkeypatch.setenv("CHECKPOINT_KEY", secret)
    monkeypatch.setenv("CHECKPOINT_VERIFIERS", older)
    listed = run("keys", "--folder", str(tmp_path))
    assert listed.stdout.splitlines() == [f"{public}  signs", f"{older}  signed before"]
    assert secret not in listed.output
