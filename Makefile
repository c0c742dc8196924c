# Every target sets up what it needs: python3 (3.11 or newer, with venv or pip) and make are enough.
PYTHON ?= python3
# Groups of pyproject.toml; further ones: `ocr` for scans, `browser` for listings that only their own script writes.
EXTRAS ?= test,lint,documents,archive,xlsx,site
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: setup demo run test lint format bench clean

setup: $(READY)

# Debian's python3 has no ensurepip unless python3-venv is installed: then the system's pip fills the environment, with a pip
# too, or an activated environment would install into the system.
$(READY): pyproject.toml constraints.txt Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed, and $(PYTHON) is not; name one with PYTHON=…" >&2; exit 1; }
	@rm -f $(READY)
	@echo "Setting up $(VENV) with $(EXTRAS); a minute or so …"
	@if $(PYTHON) -c 'import ensurepip' 2>/dev/null; then \
	  $(PYTHON) -m venv $(VENV) && pip="$(BIN)/python -m pip"; \
	elif $(PYTHON) -m pip --version >/dev/null 2>&1; then \
	  $(PYTHON) -m venv --without-pip $(VENV) && pip="$(PYTHON) -m pip --python $(BIN)/python"; \
	else \
	  echo "$(PYTHON) has neither ensurepip nor pip: apt install python3-venv" >&2; exit 1; \
	fi && $$pip install --quiet --disable-pip-version-check -c constraints.txt pip -e '.[$(EXTRAS)]' \
	  || { echo "pip could not fill $(VENV), see above. Without network? PIP_INDEX_URL=… names a mirror" >&2; exit 1; }
	@$(BIN)/python -m compileall -q crawler extractors  # or each of several processes that begin at once would
	@touch $(READY)

demo: $(READY)
	$(BIN)/python -m crawler.simulator.demo

run: $(READY)
	$(BIN)/scrapy crawl yearly_reports -O out.json

test: $(READY)
	$(BIN)/python -m pytest -n auto --dist loadgroup

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(READY)
	$(BIN)/python -m benchmarks.extraction
	$(BIN)/python -m benchmarks.crawl

clean:
	rm -rf $(VENV) .venv-peers .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage* mutants build dist *.egg-info
