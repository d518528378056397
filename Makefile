# Everything a contributor runs. `make help` lists it.
.DEFAULT_GOAL := help
.PHONY: help demo test lint accept prove rule lock screenshots ci
BIN := .venv/bin
READY := .venv/.installed
ENGINES := .venv/.engines
DEMO := vitalfew-demo
WORKERS := $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN) + 1 )))

help: ## list these targets, and how old the evidence is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@python3 tools/evidence.py age 2>/dev/null || true

$(READY): requirements.lock pyproject.toml tools/setup.sh tools/uv.lock
	sh tools/setup.sh

$(ENGINES): tools/engines.lock tools/engines.sh | $(READY)
	sh tools/engines.sh

demo: $(READY) ## set up, then write, measure, audit and show the demo organisation (NO_SERVE=1: scorecard only)
	$(BIN)/vitalfew demo $(DEMO) $(if $(NO_SERVE),--no-serve)

test: $(READY) $(ENGINES) ## set up, then run every test on all cores (one more at a time, since many wait for a server)
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadgroup

lint: $(READY) $(ENGINES) ## check format, style, types, layers and the generated reference
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/reference.py --check
	$(BIN)/python tools/requirements.py --check
	$(BIN)/python tools/messages.py --check
	$(BIN)/python tools/catalogue.py --check

accept: $(READY) $(ENGINES) ## rewrite what is generated: formatting, reference pages, texts to translate, snapshots
	$(BIN)/ruff check -q --fix . || true
	$(BIN)/ruff format -q .
	$(BIN)/python tools/reference.py
	$(BIN)/python tools/requirements.py
	$(BIN)/python tools/messages.py
	$(BIN)/python tools/catalogue.py
	$(BIN)/python tools/evidence.py page
	$(BIN)/python tools/picture.py
	VITALFEW_ACCEPT=1 $(BIN)/python -m pytest -q -n auto --dist loadgroup

prove: $(READY) $(ENGINES) ## run the long proofs in full (NAME=kill: one), keep their figures, write docs/benchmarks.md
	$(BIN)/python tools/evidence.py prove $(NAME)

rule: $(READY) ## scaffold an alignment rule: make rule NAME=missing_owner FAMILY=OWN
	$(BIN)/python tools/rule.py $(NAME) $(FAMILY)

lock: $(READY) ## resolve requirements.lock anew from pyproject.toml
	$(BIN)/uv pip compile -q pyproject.toml --group dev --all-extras --generate-hashes --universal --python-version 3.11 \
		--no-emit-index-url --no-header --upgrade -o requirements.lock
	$(BIN)/uv pip compile -q --group engines --generate-hashes --universal --python-version 3.11 \
		--no-emit-index-url --no-header --upgrade -c requirements.lock -o tools/engines.lock

screenshots: $(READY) $(ENGINES) ## take a picture of every page of the demo into docs/screens/ (NAME=map: one)
	$(BIN)/python -m tools.screenshots $(NAME)

ci: test lint ## what continuous integration runs
