# Two commands do all the set-up:  make ask Q="how many permits did 川汇区 issue in 2024"   and   make test
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help ask chat run test bench docs samples clean always

PY := .venv/bin/python
DB := data/reports.db
SAMPLES := $(wildcard data/reports/*.pdf data/reports/*.html data/reports/*.txt)
KNOWLEDGE := $(wildcard data/forms/*.toml) data/organs.toml data/regions.csv

# The question travels by the environment and unexpanded, so that quotes, dollar signs and question marks arrive as typed.
unexport Q
export GONGKAI_QUESTION := $(value Q)
export GONGKAI_DB := $(DB)

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
# What pip says is kept beside the environment and shown only where it failed. What is installed is compiled once: where the
# environment forbids Python to keep what it compiles, every process would compile it all anew.
define install
	@if command -v uv >/dev/null; then set -- uv pip install --python $(PY); \
	 else $(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null; set -- $(PY) -m pip install --disable-pip-version-check; fi; \
	 "$$@" --editable '$(1)' >.venv/install.log 2>&1 || { cat .venv/install.log >&2; exit 1; }
	@$(PY) -m compileall -q bot ingest || true
	@touch $@
endef

help: ## this list
	@echo 'make ask Q="how many permits did 川汇区 issue in 2024"'
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name does; do \
	  printf '  make %-8s %s\n' "$$name" "$$does"; done

ask: .venv/core .venv/read ## one question, answered from data/reports.db (Q="…")
	@if [ -z "$$GONGKAI_QUESTION" ]; then \
	  echo 'Ask something: make ask Q="how many permits did 川汇区 issue in 2024"' >&2; exit 2; fi
	@$(PY) -m bot ask -- "$$GONGKAI_QUESTION"

chat: .venv/core .venv/read ## a conversation in the terminal
	@$(PY) -m bot chat

run: .venv/core .venv/read ## the web page, and the Telegram bot where TELEGRAM_BOT_TOKEN is set (PORT=8000)
	@if [ -n "$$TELEGRAM_BOT_TOKEN" ]; then $(PY) -m bot telegram & bot=$$!; \
	 else echo '· no TELEGRAM_BOT_TOKEN: the page alone'; fi; \
	 $(PY) -m bot web --port $(or $(PORT),8000) & web=$$!; \
	 trap 'kill $$web $$bot 2>/dev/null' INT TERM HUP; \
	 wait $$web; code=$$?; kill $$web $$bot 2>/dev/null; wait; exit $$code

test: .venv/dev ## everything that is checked: tests, house rules, ruff, mypy, generated docs
	@$(PY) -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder -rs

bench: .venv/dev ## reading against bare pdfplumber, batches on one and two cores, answering against bare SQLite
	@$(PY) -m benchmarks.reading
	@$(PY) -m benchmarks.batch
	@$(PY) -m benchmarks.scans
	@$(PY) -m benchmarks.answering
	@$(PY) -m benchmarks.serving

docs: .venv/dev .venv/read ## write the generated parts of the READMEs and their picture again
	@$(PY) -m cogapp -r README.md README.zh-CN.md docs/json.md docs/telegram.md docs/telegram.zh-CN.md docs/mcp.md docs/mcp.zh-CN.md docs/web.md docs/web.zh-CN.md
	@$(PY) -m docs.picture

samples: .venv/dev ## write the sample reports of data/reports/ again
	@$(PY) -m tests.printing.samples

clean: ## remove the environment and the database
	@rm -rf .venv $(DB) $(DB)-wal $(DB)-shm $(DB:.db=.documents)

.venv/bin/python:
	@if command -v uv >/dev/null; then echo '· making .venv with uv'; exec uv venv --quiet --clear --python '>=3.11' .venv; fi; \
	for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  if "$$python" -c '$(NEW_ENOUGH)' 2>/dev/null; then \
	    echo "· making .venv with $$("$$python" --version)"; exec "$$python" -m venv --clear .venv; fi; \
	done; \
	echo 'No Python 3.11 or newer was found: install one, or name it: make ask PYTHON=/path/to/python3 Q="…"' >&2; exit 1

.venv/core: pyproject.toml | .venv/bin/python
	@echo '· installing what reading and answering need'
	$(call install,.)

.venv/dev: pyproject.toml | .venv/bin/python
	@echo '· installing what the tests need'
	$(call install,.[dev])
	@touch .venv/core

.venv/read: $(SAMPLES) $(KNOWLEDGE) $(if $(wildcard $(DB)),,always) | .venv/core
	@echo '· reading data/reports/'
	@$(PY) -m ingest add data/reports/
	@touch $@
