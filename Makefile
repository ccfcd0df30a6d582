# The site and its proof. Needs Python 3.11.5 or newer, make and, the first time, a package index.
# Thin on purpose: what a target does is one command that you can also type yourself.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PROPERDOCS := build/properdocs
SYMPY := build/sympy
UV := uv==0.13.9

# Material warns in a banner about the coming MkDocs 2; pyproject.toml holds mkdocs below it.
export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help site verified built serve test check fuzz compare lock clean

help: ## Show what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Both at once, since the numbers do not depend on the pages' looks; nothing is published unless both succeed.
site: $(READY) ## Verify every number of the pages, and build them into site/
	@$(MAKE) --no-print-directory --jobs 2 verified built
	@rm -rf site
	@mv build/site site
	@echo "==> Done. Open site/index.html, or run: make serve"

verified: $(READY)
	@echo "==> Verifying the pages"
	@$(BIN)/mathdoctest check --strict docs README.md

built: $(READY)
	@echo "==> Building the pages"
	@$(BIN)/mkdocs build --strict --quiet --site-dir build/site

serve: $(READY) ## Show the site on this machine and follow edits
	@$(BIN)/mkdocs serve --strict

test: $(READY) $(SYMPY)/.ready ## Run every test, those in the pages too
	@echo "==> Testing all but the site, on all cores"
	@$(BIN)/python -m pytest --ignore tests/site -n auto --dist loadfile
	@echo "==> Testing the site"
	@$(BIN)/python -m pytest tests/site

check: $(READY) ## Format, lint, types, and every number of the pages
	@echo "==> Checking the format"
	@$(BIN)/ruff format --check
	@echo "==> Linting"
	@$(BIN)/ruff check
	@echo "==> Checking types"
	@$(BIN)/mypy
	@echo "==> Verifying the pages"
	@$(BIN)/mathdoctest check --strict docs README.md

fuzz: $(READY) ## Feed the checker a million hostile inputs (a quarter of an hour)
	@echo "==> Fuzzing"
	@$(BIN)/python scripts/fuzz.py

compare: $(READY) $(PROPERDOCS)/.ready ## Build the site with ProperDocs too, and compare the pages
	@echo "==> Building with MkDocs and with ProperDocs"
	@$(BIN)/mkdocs build --strict --quiet --site-dir build/with-mkdocs
	@PYTHONPATH=$(PROPERDOCS) $(BIN)/python -m properdocs build -f mkdocs.yml --strict --quiet --site-dir build/with-properdocs
	@$(BIN)/python scripts/compare_builds.py build/with-mkdocs build/with-properdocs

# ProperDocs takes the place of MkDocs wherever it can be imported, and SymPy wants an older mpmath than
# ours, so each has a folder of its own.
$(PROPERDOCS)/.ready $(SYMPY)/.ready: build/%/.ready: requirements-%.txt $(READY)
	@echo "==> Setting up build/$*"
	@rm -rf build/$*
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps --only-binary :all: \
	  --target build/$* -r requirements-$*.txt
	@touch $@

# The set-up runs again only when what it installs from has changed.
$(READY): requirements.txt pyproject.toml
	@echo "==> Setting up $(VENV) (this takes a minute, once)"
	@command -v $(PYTHON) >/dev/null || { \
	  echo "There is no $(PYTHON) on this machine. Install Python 3.11.5 or newer, or name yours: make PYTHON=python3.13 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11, 5) or sys.exit( \
	  "This needs Python 3.11.5 or newer; %s is %d.%d.%d. Name a newer one: make PYTHON=python3.13 ..." \
	  % (sys.executable, v[0], v[1], v[2]))'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make virtual environments: its venv module is missing. On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

lock: ## Resolve requirements.txt anew from pyproject.toml
	@echo "==> Locking requirements.txt"
	@$(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip install --quiet $(UV)
	@build/lock/bin/uv pip compile pyproject.toml --quiet --upgrade --universal \
	  --python-version 3.11.5 --fork-strategy fewest --only-binary :all: \
	  --all-extras --group dev --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
	  --output-file requirements.txt
	@build/lock/bin/uv pip compile pyproject.toml --quiet --upgrade --universal \
	  --python-version 3.11.5 --fork-strategy fewest --only-binary :all: \
	  --extra sybil --group build --group benchmark --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
	  --output-file benchmarks/requirements.txt
	@build/lock/bin/uv pip compile --quiet --upgrade --universal --no-deps \
	  --python-version 3.11.5 --only-binary :all: \
	  --group properdocs --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
	  --output-file requirements-properdocs.txt
	@build/lock/bin/uv pip compile --quiet --upgrade --universal \
	  --python-version 3.11.5 --only-binary :all: \
	  --group sympy --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
	  --output-file requirements-sympy.txt

clean: ## Remove all that make has made
	rm -rf $(VENV) build dist site docs/assets/generated
