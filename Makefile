# Everything that is done with this project, in one list: `make help` shows it.
# Needs Python 3.11 or newer, make and a network for the first time; all else comes by itself.

PYTHON ?= python3
AS_OF ?= 2021-05-03
FOLDER ?= .data/practice
PROGRAMMES ?= $(wildcard programmes/*.yaml programmes/examples/*.yaml)
PYTEST_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
PIP := $(BIN)/python -m pip --disable-pip-version-check
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help
.PHONY: help setup run test check format bench docs lock

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1:/' \
	  | awk -F: '{ printf "  make %-8s %s\n", $$1, $$2 }'

setup: $(READY) ## Make the virtual environment and install what the lock names

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name one with PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(READY): requirements-dev.txt pyproject.toml | $(BIN)/python
	@echo "Installing the locked packages (a minute, only when the lock changed) ..."
	$(PIP) install --quiet --require-hashes --no-deps --only-binary :all: -r requirements-dev.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q domain proofs eventstore projections workflows api runtime
	@touch $@

run: setup ## Start a practice copy with the example programmes; Ctrl-C stops it
	inkoopspoor up --as-of $(AS_OF) --folder $(FOLDER) $(PROGRAMMES)

test: setup ## Run all tests (PYTEST_ARGS="-k letters" for a part)
	python -m pytest $(PYTEST_ARGS)

check: setup ## Check formatting, lint, types, import rules, lock, generated docs, containers
	ruff format --check
	ruff check
	mypy
	lint-imports
	python -m pytest -q -p no:randomly tests/test_house.py
	python -m docs.make_rows --check
	python -m docs.make_events --check
	python -m docs.make_openapi --check
	check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	hadolint Dockerfile

format: setup ## Put the code in the agreed form
	ruff format
	ruff check --fix

bench: setup ## Measure, beside the raw limits and the slow peers
	python -m benchmarks

docs: setup ## Write the generated docs again
	python -m docs.make_rows
	python -m docs.make_events
	python -m docs.make_openapi

lock: setup ## Lock the dependencies again after a change of pyproject.toml (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header pyproject.toml -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt
