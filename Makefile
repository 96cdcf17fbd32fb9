# Two commands on a fresh machine: `make demo` and `make test`. Both make their own environment in .venv.
PYTHON ?= python3
VENV ?= .venv
BIN := $(abspath $(VENV))/bin
# What is imported is compiled when it is imported: pip would compile everything, on one core.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --only-binary :all: --constraint constraints.txt
# Two processes, and of plugins those alone that are used: others cost each process seconds.
PYTEST := $(BIN)/python -m pytest --disable-plugin-autoload -p xdist -p _hypothesis_pytestplugin -n 2 -q

# Tests start hundreds of processes: without bytecode each would compile the package anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-thorough test-browser lint gate bench clean

demo: $(VENV)/.installed
	@rm -rf demo-output && mkdir demo-output
	@cp -R src/onrecord/data/sample demo-output/sample
	@echo '$$ onrecord add articles'
	@cd demo-output/sample && $(BIN)/onrecord add articles
	@echo; echo '$$ onrecord status'
	@cd demo-output/sample && $(BIN)/onrecord status
	@echo; echo '$$ onrecord said --act threat'
	@cd demo-output/sample && $(BIN)/onrecord said --act threat
	@echo; echo '$$ onrecord export -f brief -o brief.html'
	@cd demo-output/sample && $(BIN)/onrecord export -f brief -o brief.html >/dev/null
	@echo; echo 'Look at:'
	@echo '  demo-output/sample/brief.html          the brief: open it in a browser'
	@echo '  demo-output/sample/record.onrecord     the record: ask it, for example'
	@echo '      cd demo-output/sample && $(BIN)/onrecord timeline --step year'
	@echo '      cd demo-output/sample && $(BIN)/onrecord serve --open          the record in the browser'

# Beside each other: the check of types leaves a core idle, and so does the gate at its end.
test: $(VENV)/.installed-dev
	$(MAKE) --no-print-directory --jobs 2 lint gate
	$(PYTEST) --dist loadfile --no-loadscope-reorder --ignore=tests/browser --ignore=tests/web/test_openapi.py

# Before a release: what is tried at random is tried more often, and writers are killed at more moments.
test-thorough: export THOROUGH = 1
test-thorough: test

# The workbench in a real browser (Debian's Chromium, which is installed where it is missing and that is allowed), and its
# interface asked by schemathesis.
test-browser: $(VENV)/.installed-browser
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && apt-get update -qq && apt-get install -y -qq chromium; } || \
	  { echo "these tests need Chromium: apt install chromium"; exit 1; }
	$(PYTEST) tests/browser tests/web/test_openapi.py

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check src tests bench training
	$(BIN)/ruff format --check src tests bench training
	$(BIN)/mypy src/onrecord
	$(BIN)/lint-imports

gate: $(VENV)/.installed-dev
	$(BIN)/python bench/gate.py

bench: $(VENV)/.installed-dev
	$(BIN)/python bench/speed.py

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "OnRecord needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# One run of pip for each: whoever has more installed has the others' too.
$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) --editable '.[dev]'
	@touch $(VENV)/.installed $@

$(VENV)/.installed-browser: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) --editable '.[browser]'
	@touch $(VENV)/.installed $(VENV)/.installed-dev $@

clean:
	rm -rf $(VENV) demo-output build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
