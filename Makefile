# Each target works as the first command on a fresh clone: it makes .venv and installs what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export OMP_NUM_THREADS ?= 1

.DEFAULT_GOAL := help
.PHONY: help demo exports test lint bench lock clean

help:  ## Say what there is.
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(READY): requirements.txt pyproject.toml | $(BIN)/python
	$(BIN)/pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
	$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY)  ## Build a graph from the sample articles and ask it three questions.
	$(BIN)/kg build exports/demo/articles -o build/demo
	$(BIN)/kg query build/demo deals
	$(BIN)/kg query build/demo people
	$(BIN)/kg query build/demo indicators --param area=大板营村
	@echo "Look at build/demo/graph.html (the graph to see), graph.ttl (to take away), report.json (what was read and lost)."

exports: $(READY)  ## Make the committed results of the demo again.
	$(BIN)/python exports/make.py exports/demo

lint: $(READY)  ## Check form, style and types.
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy --strict kg

# The line that pytest closes with is the last of the output.
test: lint  ## Lint, then run all tests.
	@sh tests/system-packages.sh
	$(BIN)/pytest

bench: $(READY)  ## Measure speed against the bars of the design.
	$(BIN)/python tests/bench/bench.py

lock:  ## Choose versions anew, with hashes for all platforms.
	$(PYTHON) -m venv build/lock
	build/lock/bin/pip install --quiet uv
	{ sed -n '/^#/p' requirements.txt | head -2; \
	  build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-annotate --extra dev pyproject.toml; } > build/requirements.txt
	mv build/requirements.txt requirements.txt

clean:  ## Remove what was made, .venv too.
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
