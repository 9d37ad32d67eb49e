# Everything that is needed: Python 3.11 or newer, and make.
#   make run    install, build the index, open the console; with DISCORD_TOKEN set, start the bot
#   make test   install what the tests need, and run them all
#   make check  lint, formatting and types
#   make bench  measure speed and scale

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

.PHONY: run test check bench clean

run: $(VENV)/.run
	@if $(BIN)/python -m bot.wanted; then exec $(BIN)/python -m bot; else exec $(BIN)/kvbot; fi

test: $(VENV)/.dev
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.dev
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.briefings
	@$(BIN)/python -m bench.names
	@$(BIN)/python -m bench.questions
	@$(BIN)/python -m bench.interactions

clean:
	rm -rf $(VENV)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "kvbot needs Python 3.11 or newer: make PYTHON=python3.11 run" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(BIN)/python pyproject.toml constraints.txt
	@echo "Installing (once) ..." >&2
	$(PIP) --editable '.[bot]'
	@$(BIN)/python -m compileall -q src bot
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	$(PIP) --editable '.[bot,dev]'
	@touch $@
