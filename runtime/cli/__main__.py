"""`python -m runtime.cli`, for processes that we start ourselves."""

from runtime.cli.app import main

main()
