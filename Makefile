# `make help` lists the targets. Everything runs in .venv; nothing but Python 3.11+ is needed.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.installed
DEV := $(VENV)/.installed-dev

# npm packages that only tests and generators use, installed with the Node of requirements.txt.
JS_TOOLS := $(patsubst %/package-lock.json,%/node_modules/.installed,$(wildcard audio_worklet/package-lock.json tests/emulators/*/package-lock.json))

.PHONY: help run dev setup test check proto bench soak clean

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(RUN): requirements.txt
	test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(DEV): $(RUN) requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

%/node_modules/.installed: %/package-lock.json $(DEV)
	PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix $* ci --silent --no-audit --no-fund
	touch $@

setup: $(DEV) $(JS_TOOLS) ## install everything that tests need, except programs of the system

run: $(RUN) ## migrate and serve the production build on http://localhost:3000 (PORT=, HOST=)
	$(BIN)/python -m preppal run

dev: $(RUN) ## hot reload, for people who work on the UI
	$(BIN)/reflex run

test: setup ## every test; what needs a missing program is skipped with a line that says what to install
	$(BIN)/python -m pytest $(ARGS)

check: $(DEV) ## format, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy preppal audio_worklet

proto: $(DEV) ## generate the Protobuf code for Python and the browser
	$(BIN)/python -m grpc_tools.protoc -I proto --python_out=preppal/wire --pyi_out=preppal/wire proto/interview.proto
	PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix audio_worklet run generate

bench: setup ## the benchmarks, printed as tables
	$(BIN)/python -m benchmarks

soak: setup ## long runs
	$(BIN)/python -m benchmarks --soak

clean: ## remove what was built (never data/)
	rm -rf .web .states .mypy_cache .pytest_cache .ruff_cache .hypothesis
