"""Bundles of evidence made of a real log, and checked by the program that comes with them."""

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
import rfc8785
from jsonschema import Draft202012Validator

from domain.base import Refused
from domain.contract.commands import AmendContract
from domain.contract.events import ContractConcluded
from domain.document.commands import FileDocument, ImposeSecrecy
from domain.document.events import DocumentFiled
from eventstore.codec import Codec
from eventstore.registry import EVENTS
from eventstore.schemas import NoSchemaError, schema_of
from projections import readings, tables
from projections.bundles.page import page
from projections.bundles.report import Report, Section
from projections.decisions import DECISIONS
from projections.procedures import PROCEDURES
from proofs import verify
from runtime import bundling
from tests import make
from tests.api.house import NUMBERS, House, contract_id, letter_id, open_house, publish
from tests.conftest import _database
from tests.making.document import PAPER, SECRECY
from tests.runtime.bundles import SIGNER, announce, asked, made, seal
from tests.runtime.test_destruction import carry_out, listed

WRITE_GOLDEN = os.environ.get("GOLDEN") == "write"
GOLDEN = Path(__file__).parent.parent / "golden" / "evidence.v1.zip"
CONTRACT = contract_id(NUMBERS[0])
S3 = uuid4()


@pytest.fixture(scope="module")
def told(postgres_url: str, migrated_template: str) -> Iterator[House]:
    """A change that three providers were told of; what it rests on is secret for the public."""
    for url in _database(postgres_url, template=migrated_template):
        with open_house(url) as house:
            announce(house)
            filed = PAPER.model_copy(update={"document_id": "s3"})
            secrecy = {"document_id": "s3", "section": "4.2", "since": None}
            imposed = SECRECY.model_copy(update=secrecy)
            house.do(
                make.a(FileDocument, paper=filed, document_id=S3, programme_id=make.PROGRAMME_ID),
                make.a(
                    ImposeSecrecy,
                    secrecy=imposed,
                    document_id=S3,
                    imposed_on=make.MONDAY.date(),
                ),
            )
            seal(house)
            yield house


def contents(bundle: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bundle)) as it:
        return {name: it.read(name) for name in it.namelist()}


def events(bundle: bytes) -> list[dict[str, object]]:
    return [json.loads(each) for each in contents(bundle)["events.jsonl"].splitlines()]


def is_right(bundle: bytes) -> bool:
    keys = verify.keys_of(str(SIGNER.verifier), "")
    code, said = verify.check(io.BytesIO(bundle), keys)
    assert code == 0, said
    return True


@pytest.mark.row("AU-05")
def test_the_same_question_has_the_same_bytes_and_they_verify_elsewhere(
    told: House, tmp_path: Path
) -> None:
    question = asked(told, "contract", CONTRACT)
    bundle, _ = made(told, question)
    assert made(told, question)[0] == bundle
    (tmp_path / "bundle.zip").write_bytes(bundle)
    (tmp_path / "verify.py").write_bytes(contents(bundle)["verify.py"])
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py", "bundle.zip", "--key", str(SIGNER.verifier)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith(f"RIGHT contract {CONTRACT}, as known at {question.moment}")


@pytest.mark.row("AU-05", "AU-12")
def test_a_contract_comes_with_what_touched_it_its_letter_its_rules_and_schemas(
    told: House,
) -> None:
    bundle, _ = made(told, asked(told, "contract", CONTRACT))
    files = contents(bundle)
    topics = [str(each["topic"]) for each in events(bundle)]
    assert topics[-3:] == ["LetterSent", "ChangeAnnounced", "ContractAmended"]
    assert topics.count("LetterSent") == 1, "not those of other contracts"
    assert {"ContractConcluded", "ClauseStated", "ChangeProposed"} <= set(topics)
    (letter,) = json.loads(files["letters.json"])["letters"]
    assert (letter["letter_id"], letter["in_time"]) == (str(letter_id(NUMBERS[0])), True)
    rules = json.loads(files["rules.json"])
    assert [each["rule"] for each in rules["rules"]] == ["notice-back/1"]
    assert [each["clause_id"] for each in rules["clauses"]] == [make.CLAUSE.clause_id]
    for each in events(bundle):
        schema = json.loads(files[f"schemas/{each['topic']}.1.json"])
        Draft202012Validator(schema).validate(json.loads(str(each["state"])))
    assert b"@zorg.example" not in bundle


def test_a_change_comes_with_all_its_letters_and_what_it_did_to_contracts(told: House) -> None:
    bundle, found = made(told, asked(told, "change", make.CHANGE_ID, language="en"))
    assert is_right(bundle)
    files = contents(bundle)
    assert len(json.loads(files["letters.json"])["letters"]) == len(NUMBERS)
    assert "ContractAmended" in {each["topic"] for each in events(bundle)}
    assert found.counted["withheld"] == 0
    shown = files["report.html"].decode()
    assert '<html lang="en">' in shown
    assert "Evidence: Change Wonen per 2022" in shown
    assert "6 months back from 1 January 2022 is 1 July 2021." in shown
    assert "<script" not in shown
    assert "http" not in shown.replace("http-equiv", "")
    dutch = contents(made(told, asked(told, "change", make.CHANGE_ID))[0])
    assert "Bewijs: Wijziging Wonen per 2022" in dutch["report.html"].decode()
    for each in (files, dutch):
        assert each["report.pdf"].startswith(b"%PDF")
        assert b"<pdfuaid:part>1</pdfuaid:part>" in each["report.pdf"]


@pytest.mark.row("TP-11", "AU-05")
def test_what_a_reader_may_not_see_is_replaced_by_its_hash_and_the_proof_holds(
    told: House,
) -> None:
    whole, _ = made(told, asked(told, "contract", CONTRACT))
    states = {each["position"]: str(each["state"]) for each in events(whole)}
    for role in ("public", "provider", "council_member"):
        bundle, found = made(told, asked(told, "contract", CONTRACT, role))
        assert is_right(bundle)
        kept_back = [each for each in events(bundle) if "withheld" in each]
        assert (len(kept_back), len(events(bundle))) == (found.counted["withheld"], len(states))
        assert kept_back
        for each in kept_back:
            assert "salt" not in each
            state = json.loads(states[each["position"]])
            assert state["event_id"].encode() not in bundle
    assert json.loads(
        contents(made(told, asked(told, "contract", CONTRACT, "public"))[0])["letters.json"]
    ) == {"letters": []}


@pytest.mark.row("AU-11")
def test_who_takes_secrets_away_is_written_down_before(told: House) -> None:
    def read() -> list[tuple[str, str, UUID]]:
        with told.pool.connection() as connection:
            found, _ = readings.found(connection, readings.Asked(subject=CONTRACT))
        return [(each.by, each.via, each.subject_id) for each in found]

    before = read()
    made(told, asked(told, "contract", CONTRACT, "public"))
    assert read() == before
    made(told, asked(told, "contract", CONTRACT, "official"))
    assert read() == [("bram-1", "bundle", CONTRACT), *before]


@pytest.mark.row("AU-02", "AU-05")
def test_what_is_recorded_later_does_not_change_what_was_known(told: House) -> None:
    question = asked(told, "contract", contract_id(NUMBERS[2]))
    before, _ = made(told, question)
    told.now += timedelta(days=2)
    told.do(
        make.a(
            AmendContract,
            contract_id=contract_id(NUMBERS[2]),
            change_id=uuid4(),
            announced_on=make.MONDAY.date(),
            terms={"tariff": "EUR 120.00 per day"},
        )
    )
    seal(told)
    assert made(told, question)[0] == before
    later = events(made(told, asked(told, "contract", contract_id(NUMBERS[2])))[0])
    assert len(later) == len(events(before)) + 1
    early = replace(question, known=make.MONDAY)
    assert [each["topic"] for each in events(made(told, early)[0])][-1] == "ContractConcluded"


@pytest.mark.row("AU-05")
def test_what_cannot_be_answered_is_refused(told: House) -> None:
    now = told.now
    cases = {
        "unknown_contract": asked(told, "contract", uuid4()),
        "unknown_change": asked(told, "change", CONTRACT),
        "not_known_yet": asked(told, "contract", CONTRACT, known=make.MONDAY - timedelta(days=1)),
        "known_later": asked(told, "contract", CONTRACT, known=now + timedelta(seconds=1)),
        "seen_later": asked(told, "contract", CONTRACT, on=now.date() + timedelta(days=1)),
    }
    for reason, question in cases.items():
        with pytest.raises(Refused) as refused:
            made(told, question)
        assert refused.value.reason == reason


@pytest.mark.row("AU-05", "AU-15", "AU-04")
def test_nothing_leaves_unsealed_or_altered_and_what_was_destroyed_can_be_proved(
    migrated_url: str,
) -> None:
    with open_house(migrated_url) as house:
        publish(house)
        with pytest.raises(Refused) as refused:
            made(house, asked(house, "contract", CONTRACT))
        assert refused.value.reason == "not_sealed_yet"
        seal(house)
        listed(house.log)
        house.engine.catch_up()
        assert carry_out(house.log) == (1, 1)
        house.engine.catch_up()
        bundle, found = made(house, asked(house, "contract", CONTRACT))
        assert is_right(bundle)
        assert found.counted == {"open": 0, "withheld": 0, "destroyed": 1}
        with psycopg.connect(migrated_url, autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(
                "UPDATE eventlog_events SET state = replace(convert_from(state, 'UTF8'),"
                " '104', '105')::bytea WHERE originator_id = %s",
                [contract_id(NUMBERS[1])],
            )
        with pytest.raises(Refused) as refused:
            made(house, asked(house, "contract", contract_id(NUMBERS[1])))
        assert refused.value.reason == "altered_leaf"


@pytest.mark.row("AU-05")
def test_decisions_procedures_and_programmes_come_with_what_they_rest_on(
    published_url: str,
) -> None:
    with open_house(published_url) as house:
        seal(house)
        decisions = tables.select(house.pool, DECISIONS)
        resting = next(each for each in decisions if each.item and each.opens)
        (procedure,) = tables.select(house.pool, PROCEDURES, limit=1)
        subjects: tuple[tuple[str, UUID, set[str]], ...] = (
            ("decision", resting.decision_id, {"DecisionPlanned", "PlanItemPlanned"}),
            ("procedure", procedure.procedure_id, {"ProcedurePlanned", "ProgrammePublished"}),
            ("programme", resting.programme_id, {"ProgrammePublished", "PlanItemPlanned"}),
        )
        for kind, subject_id, topics in subjects:
            bundle, found = made(house, asked(house, kind, subject_id, "public"))
            assert is_right(bundle)
            assert topics <= {str(each["topic"]) for each in events(bundle)}
            assert found.counted["destroyed"] == 0


def test_a_sign_that_the_font_lacks_keeps_no_report_from_being_printed() -> None:
    said = Section("Kop", ("Een zin met \N{GRINNING FACE} en ü.",), (("a", "b"),))
    shown = Report("Bewijs", "nl", "0" * 64, make.MONDAY.date(), (said,))
    assert b"0" * 64 in bundling.pdf_of(shown)
    assert "\N{GRINNING FACE}".encode() in b"".join(page(shown))


@pytest.mark.row("AU-05", "AU-12")
def test_an_old_bundle_is_right_after_its_events_got_new_versions(
    told: House, tmp_path: Path
) -> None:
    if WRITE_GOLDEN and not GOLDEN.exists():
        GOLDEN.write_bytes(made(told, asked(told, "contract", CONTRACT, "council_member"))[0])
    bundle = GOLDEN.read_bytes()
    assert is_right(bundle)
    for name, text in contents(bundle).items():
        for each in text.splitlines() if "json" in name else ():
            assert each == rfc8785.dumps(json.loads(each)), name

    class Renamed(ContractConcluded):
        version = 2
        said_anew: str

    def upcast(data: dict[str, object]) -> dict[str, object]:
        return {**data, "said_anew": str(data["number"])}

    codec = Codec({**EVENTS, "ContractConcluded": Renamed}, {("ContractConcluded", 1): upcast})
    (concluded,) = [each for each in events(bundle) if each["topic"] == "ContractConcluded"]
    event = codec.decode("ContractConcluded", str(concluded["state"]).encode())
    assert isinstance(event, Renamed)
    assert event.said_anew == NUMBERS[0]
    newer = {"ContractConcluded": Renamed}
    with pytest.raises(NoSchemaError):
        schema_of("ContractConcluded", 1, newer, tmp_path)
    kept = contents(bundle)["schemas/ContractConcluded.1.json"]
    (tmp_path / "ContractConcluded.1.json").write_bytes(kept)
    assert schema_of("ContractConcluded", 1, newer, tmp_path) == json.loads(kept)
    assert schema_of("DocumentFiled", DocumentFiled.version)["required"][0] == "v"
