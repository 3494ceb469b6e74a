"""Where the keys for checkpoints come from, and that none is ever shown."""

from pathlib import Path

import pytest

from proofs.checkpoint import WITNESS, Unproven, new_signer
from runtime.checkpoint_keys import PRACTICE_NAME, drawn, keep_key, keys
from runtime.settings import Settings

NAME = "inkoop.example/log"
KEY, OLD = new_signer(NAME, b"1" * 32), new_signer(NAME, b"2" * 32)
WATCHER = new_signer("rekenkamer.example/w", b"3" * 32, WITNESS)


def of(**given: object) -> Settings:
    return Settings.model_validate({"database_url": "postgresql://nowhere", **given})


def test_production_has_the_keys_that_were_set_and_no_others() -> None:
    assert keys(of()).signers == ()
    found = keys(
        of(
            checkpoint_key=KEY.secret(),
            checkpoint_verifiers=str(OLD.verifier),
            checkpoint_witnesses=str(WATCHER.verifier),
        )
    )
    assert [each.verifier for each in found.signers] == [KEY.verifier]
    assert found.verifiers == (KEY.verifier, OLD.verifier)
    assert found.witnesses == (WATCHER.verifier,)


def test_a_process_that_only_checks_needs_no_signing_key() -> None:
    found = keys(of(practice=True, checkpoint_verifiers=f"{KEY.verifier},{OLD.verifier}"))
    assert (found.signers, found.verifiers) == ((), (KEY.verifier, OLD.verifier))


@pytest.mark.row("AU-04")
def test_two_keys_sign_while_one_takes_over_from_the_other(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(f"{KEY.secret()}\n{OLD.secret()}\n")
    found = keys(of(checkpoint_key_file=file))
    assert found.verifiers == (KEY.verifier, OLD.verifier)
    assert len(found.signers) == 2


def test_keys_of_two_logs_are_refused() -> None:
    other = drawn("elsewhere.example/log")
    with pytest.raises(ValueError, match="bear one name"):
        keys(of(checkpoint_key=f"{KEY.secret()},{other.secret()}"))


def test_a_damaged_key_is_refused_and_not_shown() -> None:
    with pytest.raises(Unproven) as refused:
        keys(of(checkpoint_key=KEY.secret()[:-4]))
    assert KEY.secret()[-30:-4] not in str(refused.value)
    assert KEY.secret() not in repr(of(checkpoint_key=KEY.secret()))


def test_a_practice_copy_keeps_its_key_for_itself(tmp_path: Path) -> None:
    file = keep_key(tmp_path)
    assert file.stat().st_mode & 0o777 == 0o600
    kept = keys(of(practice=True, checkpoint_key_file=file)).verifiers
    assert keep_key(tmp_path) == file
    assert keys(of(practice=True, checkpoint_key_file=file)).verifiers == kept
    assert [each.name for each in kept] == [PRACTICE_NAME]
    assert [each.name for each in tmp_path.iterdir()] == [file.name]
    assert keys(of(practice=True)).verifiers not in ((), kept)
