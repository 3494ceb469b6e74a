"""Checkpoints and proofs over HTTP and on the command line, checked as an outsider would."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from tlog_scales import reader, signing
from typer.testing import CliRunner

from api.app import create_app
from api.pages.proof_status import proof_values
from api.pages.rendering import environment
from domain.change.commands import ProposeChange
from proofs import tree
from proofs.checkpoint import WITNESS, Checkpoint, cosigned, new_signer, opened, parsed, witnesses
from proofs.leaf import leaf_hash
from runtime.checkpoint_keys import Keys
from runtime.cli.app import app
from runtime.proving import Prover
from tests import make
from tests.api.house import Caller, House, contract_id, publish

KEY = new_signer("inkoop.example/log", b"1" * 32)
WATCHER = new_signer("rekenkamer.example/w", b"2" * 32, WITNESS)


@dataclass
class Proven:
    """A log with two checkpoints, and who may ask about it."""

    house: House
    caller: Caller
    url: str

    def sign(self) -> None:
        keys = Keys((KEY,), (KEY.verifier,))
        Prover(self.url, keys, lambda: self.house.now).catch_up()

    def refused(self, path: str, status: int, **query: Any) -> str:
        answer = self.caller.client.get(f"/v1{path}", params=query)
        assert answer.status_code == status, answer.text
        return str(answer.json()["detail"])


@pytest.fixture
def proven(house: House, migrated_url: str) -> Proven:
    ports = replace(house.ports(), verifiers=(KEY.verifier,), witnesses=(WATCHER.verifier,))
    return Proven(house, Caller(create_app(ports)), migrated_url)


class OverHttp:
    """Tiles for another library's reader, fetched from us without a token."""

    def __init__(self, caller: Caller) -> None:
        self.client = caller.client

    def get(self, *path: str) -> bytes | None:
        answer = self.client.get("/" + "/".join(path), headers={"Authorization": ""})
        return bytes(answer.content) if answer.status_code == 200 else None


def take_in_a_witness(proven: Proven, signed: dict[str, Any]) -> None:
    """A witness adds its line; nobody else can, and it cannot to anything else."""
    seen = cosigned(parsed(signed["note"]), WATCHER, 1_600_000_000)
    cosignatures = f"/checkpoints/{signed['size']}/cosignatures"
    assert proven.caller.post(cosignatures, {"line": seen}).status_code == 201
    note = proven.caller.client.get("/checkpoint", headers={"Authorization": ""}).text
    assert witnesses(note, [WATCHER.verifier]) == {WATCHER.verifier: 1_600_000_000}
    kept = proven.caller.get("/checkpoints/latest")["witnesses"]
    at = datetime.fromtimestamp(1_600_000_000, UTC).isoformat().replace("+00:00", "Z")
    assert kept == [{"witness": WATCHER.name, "at": at}]
    for wrong in (
        cosigned(Checkpoint(KEY.name, 1, b"r" * 32), WATCHER, 1),
        cosigned(parsed(signed["note"]), new_signer("w.example", b"9" * 32, WITNESS), 1),
    ):
        assert proven.caller.post(cosignatures, {"line": wrong}).status_code == 409
    several = proven.caller.post(cosignatures, {"line": seen + seen})
    assert several.status_code == 400


@pytest.mark.row("AU-04", "TP-11")
def test_an_outsider_checks_an_event_a_growth_and_a_witness(proven: Proven) -> None:
    assert proven.refused("/checkpoints/latest", 404) == "No checkpoint was signed yet."
    publish(proven.house)
    proven.sign()
    old = proven.caller.get("/checkpoints/latest")
    go_on(proven.house)
    proven.sign()
    listed = proven.caller.get("/checkpoints")
    new = listed["items"][0]
    assert listed["items"] == [new, old]
    assert proven.caller.get(f"/checkpoints/{old['size']}") == old

    event = proven.caller.get("/history-items", subject=contract_id("HR-W-001"))["items"][0]
    found = proven.caller.get("/proofs/inclusion", event=event["eventId"], size=old["size"])
    leaf, signed = found["leaf"], opened(found["checkpoint"]["note"], [KEY.verifier])
    assert leaf["topic"] == event["kind"]
    path = [bytes.fromhex(each) for each in found["path"]]
    digest = leaf_hash(leaf["data"].encode())
    assert tree.verify_inclusion(digest, leaf["index"], signed.size, path, signed.root)
    assert json.loads(leaf["data"])["content"] == leaf["content"]
    by_position = proven.caller.get("/proofs/inclusion", position=leaf["position"])
    assert by_position["leaf"] == leaf

    grown = proven.caller.get("/proofs/consistency", old=old["size"])
    first, last = (opened(grown[each]["note"], [KEY.verifier]) for each in ("old", "new"))
    path = [bytes.fromhex(each) for each in grown["path"]]
    assert tree.verify_consistency(first.size, last.size, first.root, last.root, path)
    assert first.size < last.size == new["size"]

    take_in_a_witness(proven, new)
    theirs = reader.TilesReader(OverHttp(proven.caller))
    checkpoint = theirs.get_checkpoint()
    checkpoint.verify(signing.Vkey.from_string(proven.caller.get("/proofs/keys")[0]["key"]))
    assert theirs.calculate_root_hash() == checkpoint.root_hash
    theirs.get_inclusion_proof(leaf["index"], last.size).check(digest, last.root)


@pytest.mark.row("AU-04")
def test_what_cannot_be_proved_is_said_and_how_far_the_proofs_are(
    proven: Proven, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "nog niets vastgelegd" in shown(proven)
    position = publish(proven.house)
    assert proven.caller.get("/proofs/status")["waiting"] == position
    proven.sign()
    size = proven.caller.get("/proofs/status")["last"]["size"]
    go_on(proven.house)
    assert f"dekt {size} gebeurtenissen" in shown(proven)
    assert proven.refused("/checkpoints/1", 404) == "There is no checkpoint of size 1."
    assert "or the tree does not have it yet" in proven.refused(
        "/proofs/inclusion", 404, position=99
    )
    assert "No event with the id" in proven.refused("/proofs/inclusion", 404, event=uuid4())
    assert "by its id or by its position" in proven.refused("/proofs/inclusion", 409)
    assert "no checkpoint" in proven.refused("/proofs/consistency", 404, old=1)
    proven.sign()
    newer = proven.caller.get("/checkpoints/latest")["size"]
    assert "is not older" in proven.refused("/proofs/consistency", 404, old=newer, new=size)
    for path in ("/tile/0/001", "/tile/0/000", "/tile/x/000", "/tile/0/000.p/200", "/tile/9/000"):
        assert proven.caller.client.get(path).status_code in (400, 404), path
    assert proven.caller.client.get(f"/tile/0/000.p/{size}").status_code == 200

    monkeypatch.setenv("DATABASE_URL", proven.url)
    monkeypatch.setenv("CHECKPOINT_KEY", KEY.secret())
    monkeypatch.setenv("CHECKPOINT_WITNESSES", str(WATCHER.verifier))
    proof = run("audit", "prove", str(position), "--json", "--reveal")
    assert proof["holds"]
    assert json.loads(proof["leaf"]["state"])["v"] == 1
    assert run("audit", "consistency", str(size), "--json")["holds"]
    note = CliRunner().invoke(app, ["audit", "checkpoint", "--now"])
    assert opened(note.stdout, [KEY.verifier]).size == newer
    line = cosigned(parsed(note.stdout), WATCHER, 1_600_000_000).strip()
    witnessed = CliRunner().invoke(app, ["audit", "cosign", str(newer), line])
    assert witnesses(witnessed.stdout, [WATCHER.verifier]) == {WATCHER.verifier: 1_600_000_000}
    failed = CliRunner().invoke(app, ["audit", "prove", "99"])
    assert isinstance(failed.exception, ValueError)


def run(*arguments: str) -> Any:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def shown(proven: Proven) -> str:
    """How pages show it, to people."""
    ports = replace(proven.house.ports(), verifiers=(KEY.verifier,))
    page = environment("nl").get_template("proof_status.html")
    return page.render(**proof_values(ports))


def go_on(house: House) -> int:
    """Something more happens."""
    return house.do(make.whole(ProposeChange, reservation=None))
