# What CI runs is what you run: `make test`. `make` alone lists the verbs.
PYTHON ?= python3
BIN := .venv/bin
# Processes that share the tests, whole files each: as many as the smallest machine of CI has cores.
WORKERS ?= 2
FORM := var/form
PLAN := var/plan
# Networks that are held against each other, all trained alike: 5,600 repetitions, eight epochs.
NETWORKS := rep-tcn rep-bilstm clip-standard clip-high-accuracy
.DEFAULT_GOAL := help
.PHONY: help run test setup lint types fmt e2e bench train docs release-check

help: ## list these verbs
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1|/p' Makefile | awk -F'|' '{printf "  make %-14s %s\n", $$1, $$2}'

run: ## set up what is missing, then serve on 127.0.0.1:8000
	@$(PYTHON) scripts/setup.py --sample && exec $(BIN)/spotter serve

test: setup lint types ## everything CI checks: lint, walls, types and all tests
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

setup: ## install everything for development
	@$(PYTHON) scripts/setup.py --dev

lint: ## ruff and the walls between rooms
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

types: ## mypy, strict
	@$(BIN)/mypy

fmt: ## let ruff put the code in order
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

e2e: setup ## only the tests that drive a real browser
	@$(BIN)/python -m pytest -m browser

bench: ## measure import and plan speed against peers in the same run
	@$(PYTHON) scripts/setup.py --dev --bench
	@set -e; for file in $$(grep -l __main__ benchmarks/*.py); do echo "== $$file"; $(BIN)/python $$file; done

train: setup ## make the networks that are shipped, their cards, and what they are compared with (an hour)
	@$(BIN)/spotter lab form generate --out $(FORM)/reps --exercise all --reps 25200 --seed 1
	@$(BIN)/spotter lab form generate --out $(FORM)/clear --exercise all --reps 16800 --seed 2 --noise 0
	@$(BIN)/spotter lab form generate --out $(FORM)/clear30 --exercise all --reps 16800 --seed 4 --noise 0 --fps 30
	@$(BIN)/spotter lab form train --data $(FORM)/reps --also $(FORM)/clear --out $(FORM)/rep-tcn --epochs 30 --seed 7
	@$(BIN)/spotter lab form train --data $(FORM)/reps --also $(FORM)/clear30 --begin-with $(FORM)/rep-tcn/best.keras --phase 1 --learning-rate 0.0003 --no-augment --out $(FORM)/rep-tcn-fine --epochs 6 --seed 7
	@$(BIN)/spotter lab form export --model $(FORM)/rep-tcn-fine/best.keras --data $(FORM)/reps --out $(FORM)/files --quantize --test
	@$(BIN)/spotter lab form ship --run $(FORM)/rep-tcn-fine --files $(FORM)/files --data $(FORM)/reps
	@$(BIN)/python -m spotter.lab.form.recognition
	@$(BIN)/spotter lab form generate --out $(FORM)/few --exercise all --reps 5600 --seed 3
	@for one in $(NETWORKS); do $(BIN)/spotter lab form train --model $$one --data $(FORM)/few --out $(FORM)/few-$$one --epochs 8 --seed 7 || exit 1; done
	@$(BIN)/spotter lab form compare --blocks 1 $(foreach one,rep-tcn-fine $(addprefix few-,$(NETWORKS)),--model $(FORM)/$(one)/best.keras) > $(FORM)/comparison.md
	@mv $(FORM)/comparison.md docs/models/comparison.md
	@$(BIN)/spotter lab prescribe simulate --out $(PLAN)/sessions.npz --athletes 520 --days 21 --processes 2
	@$(BIN)/spotter lab prescribe train --data $(PLAN)/sessions.npz

docs: setup ## check that everything that must be documented is
	@$(BIN)/python -m pytest -k "docs or documented"

release-check: test bench ## everything, before a release
