"""Writes docs/openapi.json: the API as programs see it. Its difference is read in review."""

import json

from docs.page import publish
from runtime.web import openapi

if __name__ == "__main__":
    publish("openapi.json", json.dumps(openapi(), indent=2, sort_keys=True) + "\n")
