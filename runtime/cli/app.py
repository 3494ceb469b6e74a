"""All commands in one list."""

import typer

from runtime.cli import (
    announcing,
    audit,
    changes,
    contracts,
    files,
    projections,
    running,
    sheets,
    simulating,
)

app = typer.Typer(
    name="inkoopspoor",
    help="Keeps a regional youth-care procurement programme on its track.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for group in (running.app, files.app, simulating.app, sheets.app):
    app.registered_commands += group.registered_commands
app.add_typer(audit.app, name="audit")
app.add_typer(contracts.app, name="contract")
changes.app.registered_commands += announcing.app.registered_commands
app.add_typer(changes.app, name="change")
app.add_typer(running.clock_app, name="clock")
app.add_typer(projections.app, name="projections")
