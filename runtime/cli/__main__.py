"""`python -m runtime.cli`, for processes that we start ourselves."""

from runtime.cli import main

main()
