# What can be typed here. Needs make and Python >= 3.11; everything else is fetched into this folder.
PYTHON ?= python3
VENV = .venv/bin/python
unexport PYTHONDONTWRITEBYTECODE # each start would read all source anew: three times as slow
.PHONY: run test test-floor check bench mutate lock clean messages

run: ## Start Tillid on http://127.0.0.1:8000 (PORT=8001 make run for another port)
	@$(PYTHON) tools/bootstrap.py run
	@$(VENV) -m tools.run

test: ## All tests, those in the browser included; ARGS="-k words" for some
	@$(PYTHON) tools/bootstrap.py test
	@$(VENV) -m pytest -n 2 --dist loadgroup $(ARGS)

test-floor: ## tests/cases on PostgreSQL 15, where one runs (POSTGRES_15_URL, or 127.0.0.1:5432)
	@$(PYTHON) tools/bootstrap.py test
	@$(VENV) -m tools.floor $(ARGS)

check: ## Format, lint, types, arrows, translations, migrations, templates
	@$(PYTHON) tools/bootstrap.py test
	@$(VENV) -m tools.check

bench: ## Queries and time of the pages that grow; writes .local/bench.json
	@$(PYTHON) tools/bootstrap.py test
	@$(VENV) -m tools.bench $(ARGS)

mutate: ## Drop each clause of the wall's SQL in turn: a test has to fail
	@$(PYTHON) tools/bootstrap.py test
	@$(VENV) -m tools.mutate $(ARGS)

messages: ## Bring locale/ up to date with the words in the code
	@$(PYTHON) tools/bootstrap.py test
	@$(VENV) -m tools.messages update

lock: ## Renew the locked requirements
	@$(PYTHON) tools/bootstrap.py lock

clean: ## Throw away what can be made again; .local/ with its data and keys stays
	@$(PYTHON) tools/bootstrap.py clean
