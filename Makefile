# Two commands matter: `make demo` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
# Every process of the tests, and the solver's, begins with the modules compiled before.
unexport PYTHONDONTWRITEBYTECODE
BROWSER_INPUTS := package.json package-lock.json vendor.toml .npmrc hatch_build.py $(wildcard app/static/*.js app/static/field/*.js)

.PHONY: help demo demo-reset test nightly check bench format messages lock screenshot

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# uv comes pinned by hash; where it cannot be installed, pip does the same work slower.
.venv/.runtime: requirements.txt requirements-uv.txt requirements-node.txt pyproject.toml $(BROWSER_INPUTS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Repère needs Python 3.11 or later: make demo PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "Python cannot make a virtual environment here. On Debian: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-uv.txt 2>/dev/null || echo "uv is not to be had; going on with pip"
	@command -v npm >/dev/null || $(call install,requirements-node.txt)
	@$(call install,requirements.txt)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.development: .venv/.runtime requirements-dev.txt
	@$(call install,requirements-dev.txt)
	@touch $@

define install
if test -x $(BIN)/uv; then $(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r $(1); else $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $(1); fi
endef

demo: .venv/.runtime ## serve the demonstration on http://127.0.0.1:8000 (PORT=…)
	@$(BIN)/repere demo --port $(PORT)

demo-reset: .venv/.runtime ## the same, starting over with fresh data
	@$(BIN)/repere demo --port $(PORT) --reset

format: .venv/.development ## put the code in order
	@$(BIN)/ruff format -q . && $(BIN)/ruff check -q --fix .

# Some processes, a file of tests in one of them; browsers come last in each.
WORKERS ?= 3
check: .venv/.development ## format, lint, types, translations, fast tests
	@$(BIN)/ruff format --check -q . || { echo "Run: make format"; exit 1; }
	@$(BIN)/ruff check -q .
	@$(BIN)/djlint app/templates --lint --quiet
	@$(BIN)/mypy
	@$(BIN)/pytest -q -n $(WORKERS) --dist loadfile -m "not slow and not browser and not nightly"

test: .venv/.development ## everything but nightly, both databases, browsers (WORKERS=3)
	@bash tests/need_chromium.sh
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not nightly" $(ONLY)

nightly: .venv/.development ## what takes longer
	@bash tests/need_chromium.sh
	@$(BIN)/pytest -m nightly --timeout 3600

bench: .venv/.development ## the measurements of docs/benchmarks.md (ONLY=…, BENCH_QUICK=1)
	@$(BIN)/python -m bench $(ONLY)

FRENCH := app/locale/fr/LC_MESSAGES/messages.po
messages: .venv/.development ## collect the words to translate into the French catalogue
	@mkdir -p var
	@$(BIN)/pybabel -q extract -F babel.cfg -k lazy -k _ --no-location --sort-output --omit-header -o var/messages.pot app
	@sed '/^$$/q' $(FRENCH) > var/header.po  # says how plurals go; written anew it would name dates
	@$(BIN)/pybabel -q update -i var/messages.pot -d app/locale -l fr --no-fuzzy-matching --ignore-obsolete --omit-header
	@cat var/header.po $(FRENCH) > var/messages.po && mv var/messages.po $(FRENCH)

screenshot: .venv/.development ## take the README's picture
	@$(BIN)/python docs/screenshot.py

lock: .venv/.runtime ## compile the hash-pinned requirements anew
	@for extra in "" "--extra dev"; do \
	  out=requirements$$( [ -z "$$extra" ] || echo -dev ).txt; \
	  $(BIN)/uv pip compile pyproject.toml --extra build $$extra --generate-hashes --no-emit-index-url --no-emit-find-links --universal --python-version 3.11 -q --no-header -o $$out; done
