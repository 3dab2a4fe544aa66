# Everything a person types: `make run` and `make test` set up what they need first. See `make help`.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup run check test bench soak format clean

BIN := .venv/bin
READY := .venv/ready
FAST := tests/core tests/house tests/gui/session tests/gui/style tests/gui/wording

# Scripts in .venv name the folder they were made in: a checkout that was moved is set up again.
ifneq "$(shell cat $(READY) 2>/dev/null)" "$(CURDIR)"
.PHONY: $(READY)
endif

help:
	@echo 'make run     open Thalweg; where there is no display, render the gallery into out/'
	@echo 'make check   format, lint, types, import contracts and the fast tests: about a minute'
	@echo 'make test    the same with all tests, in parallel: about twelve minutes on two cores'
	@echo 'make bench   measure the budgets; against Manim too where MANIM_PYTHON names a Python that has it'
	@echo 'make soak    thousands of pictures and user actions with fixed seeds; reports errors, warnings and leaks;'
	@echo '             with SEED=n it also checks every sentence at random settings, for 40 minutes'
	@echo 'make setup   system libraries, .venv and pinned packages; all but clean call it'
	@echo 'make format  lay out the code and mend what ruff can'
	@echo 'make clean   remove .venv, caches and builds'

setup: $(READY)

$(READY): pyproject.toml constraints.txt .ci/setup resources/data/system-libraries.txt
	@.ci/setup

$(READY)-bench: $(READY)
	@.ci/setup bench

run: $(READY)
	@if [ "$$(uname)" = Linux ] && [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	  echo 'There is no display, so no window can open: the gallery goes into out/ instead.'; \
	  exec $(BIN)/thalweg gallery out; \
	else \
	  exec $(BIN)/thalweg; \
	fi

# One process of tests for each core, four at most: each holds an application of its own.
PYTEST := $(BIN)/pytest --numprocesses auto --maxprocesses 4

check: lint
	$(PYTEST) -m 'not slow' $(FAST)

test: lint
	$(PYTEST)

.PHONY: lint
lint: $(READY)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)-bench
	$(BIN)/python tests/benchmarks/budgets.py

soak: $(READY)
	$(BIN)/python tests/soak/soak.py $(if $(SEED),--seed $(SEED))

format: $(READY)
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

clean:
	rm -rf .venv .benchmarks .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
