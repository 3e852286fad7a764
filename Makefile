# Everything a person or a build server runs. `make` alone lists it.
# Needs Python 3.11 or newer and Node 20; the rest is put into .venv and frontend/dist.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev browser demo test test-long checked lint lint-service lint-pages test-pages format bench \
	pictures openapi lock clean

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
# Stamps lie in .venv, so that removing it also forgets what was installed.
REQUIREMENTS := .venv/.installed-requirements
RUNTIME := .venv/.installed-runtime
DEVELOPMENT := .venv/.installed-development
FRONT_END := frontend/dist/index.html
NPM_INSTALLED := frontend/node_modules/.package-lock.json
LOCKING := $(BIN)/pip-compile --quiet --no-config --generate-hashes --allow-unsafe --strip-extras --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
	--build-deps-for wheel --build-deps-for editable
# Files in the order of tests/conftest.py, which begins with what takes longest.
PYTEST := $(BIN)/pytest -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

help: ## List these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-10s %s\n", $$1, $$2 }'

setup: $(RUNTIME) $(FRONT_END) ## Make .venv with the quarterdeck command, and the built front end

setup-dev: setup $(DEVELOPMENT) ## Add what tests and checks need

demo: setup ## Serve an example council at http://127.0.0.1:8000
	$(BIN)/quarterdeck demo

test: checked ## Check the code, then test it on SQLite and PostgreSQL and in a browser
	$(PYTEST)

test-long: checked ## The same with the long tests
	$(PYTEST) -m "long or not long"

# What uses one processor and does not wait for the other goes beside it.
checked:
	+$(MAKE) --jobs=2 --output-sync=target --no-print-directory setup-dev browser
	+$(MAKE) --jobs=2 --output-sync=target --no-print-directory lint test-pages

lint: lint-service lint-pages ## ruff, mypy --strict, import-linter; biome, tsc, knip

lint-service: setup-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports

lint-pages: setup-dev
	cd frontend && npm run --silent lint

test-pages: setup-dev
	cd frontend && npm run --silent test

format: setup-dev ## Let ruff and biome put right what they can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	cd frontend && npm run --silent format

bench: setup-dev browser ## Measure: the service as ratios side by side, pages in plain figures
	$(BIN)/python -m bench smoke

pictures: setup-dev browser ## Take docs/pictures again: every screen of the demo, wide and narrow, light and dark
	$(BIN)/python -m tests.browser.pictures

openapi: setup-dev ## Write openapi.yaml and the front end's types again after a change to the API
	$(BIN)/quarterdeck openapi > openapi.yaml.new
	mv openapi.yaml.new openapi.yaml
	cd frontend && npm run --silent api

lock: setup-dev ## Resolve the locked versions again (add UPGRADE=--upgrade for the newest)
	$(LOCKING) $(UPGRADE) --output-file requirements.lock pyproject.toml
	$(LOCKING) $(UPGRADE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean: ## Remove what was built and installed; the data of `make demo` stays
	rm -rf .venv frontend/dist frontend/node_modules bench/out .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find backend tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The browser that tests drive. Debian and Ubuntu have it as a package; elsewhere install Chromium or Chrome.
browser:
	@command -v chromium chromium-browser google-chrome >/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends chromium; \
		else \
			echo "The tests need Chromium. On Debian: sudo apt-get install chromium" >&2; exit 1; \
		fi; \
	}

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Quarterdeck needs Python 3.11 or newer; set PYTHON=/path/to/python3.11" >&2; exit 1; }
	@if ! $(PYTHON) -c 'import ensurepip' 2>/dev/null; then \
		version=$$($(PYTHON) -c 'import sys; print("python%d.%d" % sys.version_info[:2])'); \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy "$$version-venv"; \
		else \
			echo "This Python cannot make a virtual environment. On Debian: sudo apt-get install $$version-venv" >&2; exit 1; \
		fi; \
	fi
	$(PYTHON) -m venv .venv

$(REQUIREMENTS): requirements.lock | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

# The front end comes first because the package takes it along.
$(RUNTIME): pyproject.toml $(REQUIREMENTS) $(FRONT_END)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(DEVELOPMENT): requirements-dev.lock $(RUNTIME)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

# `npm ci` installs what package-lock.json names, with its hashes; no package runs a script of its own.
$(NPM_INSTALLED): frontend/package.json frontend/package-lock.json frontend/.npmrc
	cd frontend && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

$(FRONT_END): $(NPM_INSTALLED) frontend/index.html frontend/vite.config.ts frontend/compress.mjs $(shell find frontend/src frontend/public -type f 2>/dev/null)
	cd frontend && npm run --silent build -- --logLevel warn
