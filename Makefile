# Each target makes .venv from requirements.lock by itself; nothing outside this folder is changed.

# The Python to make .venv with, 3.11 or newer.
PYTHON ?= python3
# What installs: uv, or pip where uv will not run (make test PIP=pip).
PIP ?= uv
UV_VERSION := 0.13.8
# More arguments for the program a target runs: make test ARGS="-n2 -k pages".
ARGS ?=

INSTALLED := .venv/.installed
BIN := .venv/bin
# Errors only: a machine's own pip settings can warn once for every package.
PIP_INSTALL := $(BIN)/python -m pip install -qq
CODE := $(wildcard src tests tools notebooks)
NOTEBOOKS := $(wildcard notebooks/*.ipynb)

# Without a home folder to write to (containers, class servers) uv, Jupyter and matplotlib would each fail on
# their own cache: give them one here.
ifneq ($(shell test -w "$$HOME/." && echo writable),writable)
export HOME := $(CURDIR)/build/home
$(shell mkdir -p "$(HOME)")
endif
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test lint accuracy critique model statistics figures docs lessons lab lock clean

help: ## list these targets (the default)
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

demo: $(INSTALLED) ## everything dhtools makes of the sample corpus, into build/demo
	$(BIN)/dhtools demo --out build/demo $(ARGS)

test: $(INSTALLED) ## the tests, the examples in docstrings among them
	$(BIN)/python -m pytest $(ARGS)

lint: $(INSTALLED) ## check style and format, and that notebooks carry no output
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(if $(NOTEBOOKS),$(BIN)/nbstripout --keep-id --verify $(NOTEBOOKS))

accuracy: $(INSTALLED) ## docs/accuracy.md anew, where labelled posts are at hand
	$(BIN)/python tools/accuracy.py $(ARGS)

critique: $(INSTALLED) ## docs/critique.md anew, where labelled posts are at hand (some minutes)
	$(BIN)/python tools/critique.py $(ARGS)

model: $(INSTALLED) ## the model of critical sentences anew, where labelled posts are at hand
	$(BIN)/python tools/train.py $(ARGS)

statistics: $(INSTALLED) ## docs/statistics.md anew, from simulated corpora (some minutes)
	$(BIN)/python tools/simulate.py $(ARGS)

figures: $(INSTALLED) ## the pictures of docs/ anew, from the sample notes
	$(BIN)/python tools/figures.py $(ARGS)

docs: $(INSTALLED) ## the documentation as a small book, into build/docs
	$(BIN)/python tools/docs_pages.py
	$(BIN)/sphinx-build -q -W --keep-going docs build/docs $(ARGS)
	@echo "Open build/docs/index.html in a browser."

lessons: $(INSTALLED) ## lessons without solutions and with, slides and handouts, into build/lessons
	$(BIN)/python tools/lessons.py $(ARGS)

# JupyterLab asks the package index for a newer JupyterLab, and the reader whether to fetch its news: not here.
OFFLINE := --LabApp.app_settings_dir=tools/jupyterlab
lab: $(INSTALLED) ## the notebooks in JupyterLab
	$(BIN)/jupyter lab notebooks/01-corpus.ipynb --ServerApp.root_dir=. $(OFFLINE) $(ARGS)

# A pin moves only where pyproject.toml asks for it; ARGS=--upgrade moves them all. The build's own needs
# are locked with the rest, so that installing the project itself asks no registry.
lock: | $(BIN)/python ## requirements.lock and environment.yml anew from pyproject.toml
	@$(PIP_INSTALL) uv==$(UV_VERSION)
	$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' \
	| $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --all-extras --generate-hashes --no-annotate \
	    --custom-compile-command "make lock" --output-file requirements.lock pyproject.toml - $(ARGS)
	@$(MAKE) --silent $(INSTALLED)
	$(BIN)/pyproject2conda project --overwrite force

clean: ## remove .venv and all that was made
	rm -rf .venv build dist .pytest_cache .ruff_cache .hypothesis

$(INSTALLED): requirements.lock pyproject.toml | $(BIN)/python
	@if test "$(PIP)" = uv && $(PIP_INSTALL) uv==$(UV_VERSION) \
	    && $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock; then :; \
	else \
	    echo "Installing with plain pip: this takes a minute or two."; \
	    $(PIP_INSTALL) --require-hashes -r requirements.lock; \
	fi
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "dhtools needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.12")'
	@echo "Making .venv from requirements.lock, once."
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
