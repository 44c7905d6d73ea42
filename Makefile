# The two commands: make start, make test. `make install` is their common first step; each does it by itself.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Where `make start` listens, and whether it opens a browser (OPEN=0 does not).
PORT ?= 8000
OPEN ?= 1
BENCHMARKS ?= one_subject interview recourse population whole_law flows bay load
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.PHONY: install system start test check lint types imports law unit postgres spark test-spark fuzz bench reference lock clean

install: $(VENV)/.installed system

$(VENV)/.installed: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Huanliu needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --require-hashes -r requirements.txt
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation -e .
	@touch $@

# What pip cannot bring: Pango and Chinese fonts for PDF, Chromium for the browser tests. Without them everything else works.
system:
	@sh tools/system_packages.sh

start: install
	@PORT=$(PORT) OPEN=$(OPEN) $(BIN)/huanliu serve

test: lint types imports law unit postgres

lint: install
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/ruff check src tests benchmarks

types: install
	$(BIN)/mypy

imports: install
	$(BIN)/lint-imports

law: install
	$(BIN)/huanliu law check

unit: install spark
	$(BIN)/python -m pytest -n 2 --dist loadgroup

# The portal's tests once more, on a PostgreSQL that they start; SQLite is what they are on without being told.
postgres: install
	@sh tools/system_packages.sh postgresql
	@if $(BIN)/python -m tests.portal.databases; then HUANLIU_TEST_DATABASE=postgresql $(BIN)/python -m pytest -n 2 --dist loadgroup tests/portal; fi

# Spark is 400 MB and needs Java: installed for the tests where there is one, and only then.
spark: install
	@if command -v java >/dev/null; then $(BIN)/python -m pip install -qq --require-hashes -r requirements-spark.txt; fi

test-spark: spark
	$(BIN)/python -m pytest tests/engine/sqltext/test_spark.py

fuzz: install
	$(BIN)/python -m pip install -qq --require-hashes -r requirements-fuzz.txt
	$(BIN)/python tests/drills/fuzz_atheris.py

bench: install
	$(BIN)/python -m pip install -qq --require-hashes -r requirements-bench.txt
	for script in $(BENCHMARKS); do $(BIN)/python benchmarks/$$script.py || exit 1; done

reference: install
	$(BIN)/huanliu law reference build/reference

lock: install
	$(COMPILE) --extra dev -o requirements.txt pyproject.toml
	$(COMPILE) --extra bench -o requirements-bench.txt pyproject.toml
	$(COMPILE) --extra spark -o requirements-spark.txt pyproject.toml
	$(COMPILE) --extra fuzz -o requirements-fuzz.txt pyproject.toml

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
