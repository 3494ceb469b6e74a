"""The command that recomputes the whole log and says what is not as it was recorded."""

import typer

app = typer.Typer()


@app.command()
def verify() -> None:
    """Recompute everything from the database and name what was touched."""
