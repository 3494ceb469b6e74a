"""The ways in over HTTP: the API under `/v1`, and the pages."""
