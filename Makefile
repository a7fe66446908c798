# Needs Python 3.10 or later with its venv module, and make; `make help` lists the targets.

PYTHON ?= python3
BIN := .venv/bin

# The stamp's name holds the folder: a copied .venv still points at the folder that it was copied from.
STAMP := .venv/.installed-$(shell printf %s '$(CURDIR)' | cksum | cut -d ' ' -f 1)
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: help demo test check catalogue reference clients fuzz image dist bench lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "%-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: $(STAMP) ## rewrite a rendered chart: the coloured diff, then the table of references
	@echo '# The rendered chart, rewritten by a map file: what changes'
# 1 says that there are changes; without any, the demo is broken.
	@$(BIN)/regswap rewrite --diff --color always -r fixtures/maps/demo.map fixtures/demo/rendered.yaml; [ $$? -eq 1 ]
	@echo
	@echo '# Its references: where each is, what it becomes'
	@$(BIN)/regswap images -r fixtures/maps/demo.map fixtures/demo/rendered.yaml

test: check ## check, then run the tests and measure their coverage (PYTEST_ARGS=... for some, unmeasured)
	$(BIN)/python -m pytest -n auto $(if $(PYTEST_ARGS),$(PYTEST_ARGS),--cov --cov-report=)

check: $(STAMP) ## format, lint, types and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

catalogue: $(STAMP) ## compile transformer/regswap/places/catalogue/*.yaml
	$(BIN)/python tools/compile_catalogue.py

reference: $(STAMP) ## write docs/reference/commands.md from the table of options
	$(BIN)/python tools/write_reference.py

clients: $(STAMP) ## install helm, kustomize, regsync and other real programs into .clients (CLIENTS_ARGS=--require-all)
	$(BIN)/python tools/install_clients.py $(CLIENTS_ARGS)

fuzz: $(STAMP) ## look for streams that are read differently (FUZZ_SECONDS=60 FUZZ_SEED=... FUZZ_ARGS=--keep-going)
	$(BIN)/python tools/install_clients.py --only readers --require-all
	$(BIN)/python -m tools.fuzz --seconds $(or $(FUZZ_SECONDS),60) $(addprefix --seed ,$(FUZZ_SEED)) $(FUZZ_ARGS)

image: clients ## build the image without an engine into build/image (root, buildah, debootstrap)
	$(BIN)/python tools/build_image.py

dist: $(STAMP) ## build the archive of sources and the wheel into dist
	rm -rf dist
	$(BIN)/python -m hatchling build -d dist

bench: $(STAMP) ## measure against the peers
	$(BIN)/python -m benchmarks

lock: ## write constraints.txt and the image's requirements (LOCK_ARGS=--upgrade renews the pins)
	PYTHON='$(PYTHON)' tools/lock.sh $(LOCK_ARGS)

clean: ## remove everything that the other targets made
	rm -rf .venv .clients .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .coverage .coverage.* build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv --clear .venv
	$(PIP) install -c constraints.txt hatchling
	$(PIP) install -c constraints.txt --no-build-isolation -e '.[test,dev]'
	@touch '$@'
