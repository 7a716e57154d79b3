# relay: `make demo` shows it, `make test` passes the tests. Both set up .venv by themselves, from locked, hashed
# requirements; needed are only Python >= 3.11 (with venv), make and git.

PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input install

.DEFAULT_GOAL := help
.PHONY: help setup demo run test chaos lint format bench replay fuzz lock clean

help: ## what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.runtime ## what relay needs to run, in .venv

demo: .venv/.runtime ## a county's website, a Telegram channel, and relay between them, on this machine (ARGS="--once --json")
	@$(BIN)/relay demo $(ARGS)

run: .venv/.runtime ## the daemon, with config.toml
	@$(BIN)/relay run $(ARGS)

COVERAGE ?=
# The tests start many a process: what one has compiled the others need not compile again.
test: export PYTHONDONTWRITEBYTECODE :=
test: .venv/.dev ## all tests (COVERAGE=1 counts what they go through, half as long again, and fails below the bound)
	@$(BIN)/python -m pytest $(if $(COVERAGE),--cov --cov-report=term) $(ARGS)

N ?= 200
SEED ?=
ONLY ?=
chaos: .venv/.dev ## break relay in every way we know: N=2000 deaths and more, SEED=1 and ONLY='...' repeat a run exactly
	@$(BIN)/python -m tests.chaos --n $(N) $(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only '$(ONLY)') $(ARGS)

lint: .venv/.dev ## ruff, mypy --strict, and the unit's hardening where systemd-analyze is there
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@sh systemd/check.sh

format: .venv/.dev ## put the code into shape
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

bench: .venv/.dev ## what relay costs, as a ratio to the bare libraries, in one run on this machine
	@$(BIN)/python -m tests.bench $(ARGS)

replay: .venv/.dev ## a year of releases, looked for by adaptive and by fixed polling: how long they wait
	@$(BIN)/python -m tests.bench.rhythm $(ARGS)

fuzz: .venv/.fuzz ## look for bytes that make relay fail, a minute for each of four targets (ARGS="parse 600")
	@$(BIN)/python -m tests.fuzz $(ARGS)

lock: ## write requirements*.txt anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url --no-annotate --quiet --output-file requirements.txt
	uv pip compile pyproject.toml --group build --group dev --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url --no-annotate --quiet --constraint requirements.txt \
		--output-file requirements-dev.txt
	uv pip compile --group fuzz --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url --no-annotate --quiet --output-file requirements-fuzz.txt

clean: ## remove what was made here
	rm -rf .venv build dist .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "relay needs Python 3.11 or newer; name it: make PYTHON=python3.12 ..." >&2; exit 1; }
	@echo "Setting up .venv (once, about a minute) ..." >&2
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "On Debian: apt install python3-venv" >&2; exit 1; }

.venv/.runtime: requirements.txt pyproject.toml | .venv/bin/python
	@echo "Installing what relay needs ..." >&2
	@$(PIP) --require-hashes --requirement requirements.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.runtime
	@echo "Installing what its tests need ..." >&2
	@$(PIP) --require-hashes --requirement requirements-dev.txt
	@touch $@

.venv/.fuzz: requirements-fuzz.txt .venv/.dev
	@echo "Installing what fuzzing needs ..." >&2
	@$(PIP) --require-hashes --requirement requirements-fuzz.txt
	@touch $@
