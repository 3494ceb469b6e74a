"""Where the keys come from that sign checkpoints, and by which they are known (AU-04).

In production from the environment, or from a file that only we can read. A practice copy makes
one and keeps it beside its data. How keys are changed stands in docs/proofs.md.
"""

import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from proofs.checkpoint import SEED_BYTES, Signer, Verifier, new_signer, read_signer, read_verifier
from runtime.settings import Settings

KEY_FILE = "checkpoint.key"
PRACTICE_NAME = "inkoopspoor.example/practice"


@dataclass(frozen=True, slots=True)
class Keys:
    """Each of `signers` signs; `verifiers` are theirs and those of the keys before them.

    `witnesses` are whose cosignatures are taken in.
    """

    signers: tuple[Signer, ...] = ()
    verifiers: tuple[Verifier, ...] = ()
    witnesses: tuple[Verifier, ...] = ()


def keys(settings: Settings) -> Keys:
    """The keys of this system; without signers if none was set. Raises `Unproven`, showing none.

    Raises ValueError if the signing keys do not have one name: it is the log's own. A practice
    copy for which nothing was set has one that follows from where its database is. A process that
    only shows and checks checkpoints needs no signing key: public ones are enough.
    """
    written = settings.checkpoint_key.get_secret_value() if settings.checkpoint_key else ""
    if settings.checkpoint_key_file and not written:
        written = settings.checkpoint_key_file.read_text()
    signers = tuple(map(read_signer, _parts(written)))
    if not signers and settings.practice and not settings.checkpoint_verifiers:
        seed = hmac.digest(b"checkpoints", settings.database_url.encode(), "sha256")
        signers = (new_signer(PRACTICE_NAME, seed),)
    if len({each.name for each in signers}) > 1:
        raise ValueError("all keys in CHECKPOINT_KEY bear one name: that of the log")
    older = map(read_verifier, _parts(settings.checkpoint_verifiers))
    witnesses = map(read_verifier, _parts(settings.checkpoint_witnesses))
    verifiers = dict.fromkeys([*(each.verifier for each in signers), *older])
    return Keys(signers, tuple(verifiers), tuple(witnesses))


def drawn(name: str) -> Signer:
    """A new key of this name. Raises `Unproven` for a name with spaces or a plus."""
    return new_signer(name, secrets.token_bytes(SEED_BYTES))


def keep_key(folder: Path) -> Path:
    """The file with the key of the practice copy in this folder; made if there is none yet."""
    file = folder / KEY_FILE
    if not file.exists():
        fresh = file.with_name(f"{KEY_FILE}.{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as opened:
            opened.write(f"{drawn(PRACTICE_NAME).secret()}\n")
        fresh.replace(file)
    return file


def _parts(text: str) -> list[str]:
    return text.replace(",", " ").split()
