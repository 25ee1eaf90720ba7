# Everything a person needs to try, test and change Alongside. `make` lists it.
#
# Each target sets up what it needs in a virtual environment of this folder, from the locked
# versions; when that is already done it takes no time.

PYTHON ?= python3
VENV ?= .venv
UV := uv>=0.13,<0.14
BIN := $(VENV)/bin
RUNTIME := $(VENV)/runtime-installed
TESTING := $(VENV)/testing-installed
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help demo serve test test-long check words screens html lock

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(RUNTIME) ## Show the site with invented people, in a throw-away folder (ARGS="--port 9000")
	@$(BIN)/mentorship demo $(ARGS)

serve: $(RUNTIME) ## Serve this folder's own installation, to this machine alone
	@$(BIN)/mentorship serve --local $(ARGS)

# Every program that the tests start would compile everything anew where nothing may be kept.
test test-long: export PYTHONDONTWRITEBYTECODE :=

test: $(TESTING) ## Run every test at small size, on SQLite and on PostgreSQL (ARGS="tests/web")
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

test-long: $(TESTING) ## Run every test at full size, browsers on both databases too
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/python -m pytest -n 2 --dist worksteal --long -o faulthandler_timeout=7200 $(ARGS)

check: $(TESTING) ## Check style, types and the rules of the architecture
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest tests/test_architecture.py

words: $(TESTING) ## Bring the catalogues of all languages up to date with the sentences
	@$(BIN)/python -m tests.catalogues

screens: $(TESTING) ## Take pictures of every page, to be looked at (FOLDER=var/screens ARGS=phone-dark)
	@$(BIN)/python -m tests.browser.screens $(or $(FOLDER),var/screens) $(ARGS)

html: $(TESTING) ## Have the Nu checker read every page (VNU=path/to/vnu.jar; needs Java)
	@$(BIN)/python -m tests.browser.nu $(VNU)

lock: ## Lock the newest versions that pyproject.toml allows, with hashes
	@$(PYTHON) -m venv --clear $(VENV)-lock
	@$(VENV)-lock/bin/pip --disable-pip-version-check --quiet install '$(UV)'
	@PATH="$(CURDIR)/$(VENV)-lock/bin:$$PATH" requirements/lock
	@rm -r $(VENV)-lock

# Debian's python3 makes half an environment where python3-venv is missing, so pip is what counts.
$(BIN)/pip:
	@$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements/runtime.txt pyproject.toml | $(BIN)/pip
	@echo "Installing what Alongside needs (once) ..."
	@$(PIP) install --require-hashes -r requirements/runtime.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(TESTING): requirements/test.txt $(RUNTIME)
	@echo "Installing what its tests need (once) ..."
	@$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@
