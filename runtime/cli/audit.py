"""Commands for auditors: each in a module of its own, named here."""

import typer

from runtime.cli import (
    audit_bundle,
    audit_chain,
    audit_proofs,
    audit_replay,
    audit_retention,
    audit_seen_by,
    audit_verify,
    audit_why,
)

app = typer.Typer(no_args_is_help=True, help="What an auditor asks: replay, proof, evidence.")
for part in (
    audit_replay.app,
    audit_verify.app,
    audit_chain.app,
    audit_proofs.app,
    audit_why.app,
    audit_bundle.app,
    audit_seen_by.app,
    audit_retention.app,
):
    app.registered_commands += part.registered_commands
