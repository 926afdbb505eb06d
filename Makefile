# Everything is set up by itself: a virtual environment in .venv, made once and
# made anew when the dependencies change.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 6

.PHONY: demo tour test check bench screenshots clean

demo: $(VENV)/ready
	@$(BIN)/crm demo

tour: $(VENV)/ready
	@$(BIN)/crm tour

test: $(VENV)/ready
	@$(BIN)/pytest -n $(JOBS) -m 'not tmux'

check: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/ready
	@$(BIN)/python -m benchmarks

screenshots: $(VENV)/ready
	@$(BIN)/python docs/screenshots.py

# pip compiles bytecode while it installs; the package itself is compiled here, since
# an editable install is not. The compat mode is a plain path: setuptools' import finder
# would cost every start of Python 18 ms.
$(VENV)/ready: pyproject.toml constraints.txt
	@echo "Setting up $(VENV) (about a minute, once) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt \
		--config-settings editable_mode=compat -e '.[dev]'
	@$(BIN)/python -m compileall -q crm_tui
	@touch $@

clean:
	rm -rf $(VENV)
