# README's two commands: `make demo` renders the example case, `make test` runs every check. Both set everything up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test suite setup bench catalogues lock check clean
.DEFAULT_GOAL := demo

demo: setup
	mkdir -p out
	$(BIN)/docgen example --all > out/case.json
	$(BIN)/docgen render out/case.json --out out --index --format docx --format pdf --format form --format packet
	@echo "Open out/index.html to look at the documents."

# The two side by side.
test: setup
	$(MAKE) --jobs 2 check suite

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/docgen lint

# One worker more than cores: many tests wait for a browser, a server or a process that was killed.
suite: setup
	$(BIN)/python -m pytest -n $$(($$(nproc) + 1))

bench: setup .venv-peers/.done
	$(BIN)/python -m tests.bench

# PyPDFForm wants an older pypdf than we do, so the bench runs it in an environment of its own.
.venv-peers/.done: tests/bench/peers.lock
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/pip install --quiet --disable-pip-version-check --require-hashes -r tests/bench/peers.lock
	touch $@

# After a change of a sentence: every messages.po gets the keys of the source; prints what is still to be translated.
catalogues: setup
	$(BIN)/python -m tests.catalogues update

setup: $(VENV)/.done node_modules/.package-lock.json api/web/static/app.css

$(VENV)/.done: requirements.lock requirements.build.lock pyproject.toml .ci/system
	sh .ci/system base
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock -r requirements.build.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --silent
	touch $@

# Styles, scripts and fonts of the pages, out of the packages that package.json names.
api/web/static/app.css: node_modules/.package-lock.json $(wildcard api/web/front/* api/web/pages/*.html)
	npm run --silent assets

# After a change of pyproject.toml: writes the lock files anew (needs uv).
lock:
	uv pip compile --quiet --generate-hashes --no-header --python-version 3.11 pyproject.toml --group dev -o requirements.lock
	printf 'hatchling==1.33.0\neditables==0.6\n' | uv pip compile --quiet --generate-hashes --no-header --python-version 3.11 - -o requirements.build.lock
	printf 'pypdfform==6.0.1\n' | uv pip compile --quiet --generate-hashes --no-header --python-version 3.11 - -o tests/bench/peers.lock

clean:
	rm -rf $(VENV) .venv-peers node_modules out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
