# Everything a person or CI runs here. A fresh machine needs Python 3.11, make and, for the tests, a package manager.
PYTHON ?= python3.11
PYTHON := $(shell command -v $(PYTHON) || command -v python3)
BIN := .venv/bin
PG15 ?= /usr/lib/postgresql/15/bin
export HUISVREDE_VAR ?= $(CURDIR)/var
# Every command is a process of its own: compiling its packages anew each time takes longer than its work.
unexport PYTHONDONTWRITEBYTECODE
# Tests make and drop a database each: in memory where that has room, named after this folder.
SHM := /dev/shm/huisvrede-$(firstword $(shell pwd | cksum))
TESTS := HUISVREDE_VAR=$(if $(shell [ "$$(df --output=avail -k /dev/shm 2>/dev/null | tail -1)" -gt 6000000 ] 2>/dev/null && echo room),$(SHM),$(CURDIR)/build/test-var)

.PHONY: demo test quick setup setup-dev assets browser lint types imports bench soak postgresql-15 clean
.DELETE_ON_ERROR:

demo: setup assets  ## the five example organisations on http://localhost:8000
	$(BIN)/huisvrede demo

setup: .venv/base
assets: .venv/base
	@mkdir -p build/collected
	@$(BIN)/python -m huisvrede.foundation.ui.build
	@$(BIN)/python -m huisvrede.foundation.ui.translate

.venv/uv: requirements/uv.lock
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.lock
	@touch $@

# The tests' packages include the platform's, so a machine that has them needs nothing more.
.venv/base: .venv/uv requirements/base.lock pyproject.toml
	@if [ -e .venv/dev ]; then echo "packages are there"; else $(BIN)/uv pip sync --quiet --require-hashes requirements/uv.lock requirements/base.lock; fi
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: .venv/uv requirements/dev.lock pyproject.toml
	$(BIN)/uv pip sync --quiet --require-hashes requirements/uv.lock requirements/dev.lock
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@ .venv/base

setup-dev: .venv/dev

browser:  ## Chromium and a PDF reader, from the system's own packages
	@command -v chromium >/dev/null && command -v pdftotext >/dev/null || { \
	  SUDO=; [ "$$(id -u)" = 0 ] || SUDO=sudo; \
	  $$SUDO apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$SUDO apt-get install -y -qq chromium poppler-utils >/dev/null; }

test: setup-dev browser assets  ## everything, at most fifteen minutes on two cores
	$(MAKE) lint types imports
	rm -f build/clauses.json
	$(TESTS) $(BIN)/pytest -n 2 --dist loadgroup -q --cov

quick: setup-dev assets  ## before each commit, under a minute
	$(MAKE) lint imports
	$(TESTS) $(BIN)/pytest -n 2 -q -m "not slow and not browser and not soak" tests/core tests/architecture tests/foundation/walls tests/policy

lint:
	@$(BIN)/ruff check src tests bench

types:
	@$(BIN)/mypy

imports:
	@$(BIN)/lint-imports --no-logo >/dev/null || $(BIN)/lint-imports --no-logo

bench: setup-dev  ## ratios in one run: make bench NAME=walls
	HUISVREDE_VAR=$(CURDIR)/var/bench $(BIN)/python -m bench.$(or $(NAME),all)

postgresql-15:  ## the oldest server that is served, from the system's own packages
	@test -x $(PG15)/postgres || { \
	  SUDO=; [ "$$(id -u)" = 0 ] || SUDO=sudo; \
	  $$SUDO apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$SUDO apt-get install -y -qq postgresql-15 >/dev/null; }

build/mutants/made: .venv/uv requirements/mutants.lock
	@$(BIN)/uv venv --quiet --clear --python $(PYTHON) build/mutants
	@$(BIN)/uv pip sync --quiet --require-hashes --python build/mutants/bin/python requirements/mutants.lock
	@touch $@

soak: setup-dev assets postgresql-15 build/mutants/made  ## the proof of each night; its result is docs/reference/soak.md
	HUISVREDE_PG15=$(PG15) $(BIN)/python -m tests.soak $(PARTS)

clean:
	rm -rf build $(SHM)
