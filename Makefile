# Relative paths only, and programs called as modules: the folder's own path may hold spaces and Japanese.
PORT ?= 8000
PYTHON ?=
PY := .venv/bin/python
MANAGE := $(PY) manage.py
PIP := $(PY) -m pip install --quiet --disable-pip-version-check
# Stands for a server's settings where the deployment check runs.
PRODUCTION := env REVIEWSHEETS_ENV=production ALLOWED_HOSTS=example.go.jp DATABASE_URL=sqlite:///unused.sqlite3 \
	SECRET_KEY=0123456789abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEFG
export PYTHONUNBUFFERED := 1
ENGLISH := reviewsheets/locale/en/LC_MESSAGES/django.po

.PHONY: help run dev test lint bench check messages official clean

help: ## この一覧 / this list
	@sed -n 's/^\([a-z]*\):[^#]*## /make \1\t/p' Makefile

run: .venv/run.stamp ## 準備して http://localhost:8000/ で動かす / set up and serve (PORT=8001)
	@$(MANAGE) serve --port $(PORT)

dev: .venv/test.stamp ## 開発用サーバー / development server, reloads
	@DEBUG=1 $(MANAGE) setup
	@DEBUG=1 $(MANAGE) runserver $(PORT)

test: .venv/test.stamp ## SQLite と PostgreSQL でテスト / tests on SQLite and PostgreSQL
	@$(PY) tests/run.py

lint: .venv/test.stamp ## 書式・静的検査・設定 / format, lint, types, settings, migrations
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(MANAGE) check --fail-level WARNING
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	$(MANAGE) makemigrations --check --dry-run
	@if docker compose version >/dev/null 2>&1; then \
		POSTGRES_PASSWORD=x SECRET_KEY=x ALLOWED_HOSTS=x docker compose config --quiet; \
	else echo "実行しなかったもの / Not run: docker compose config (no docker compose here)"; fi

bench: .venv/test.stamp ## 取り込み・ページ・CSV・図の速さを測る / speed of the import, pages, CSV and charts (ROUNDS=3)
	@import=0; $(PY) tests/benchmarks/bench_import.py || import=$$?; $(PY) tests/benchmarks/bench_site.py && exit $$import

check: lint test ## CI と同じ全検査 / all that CI checks

messages: .venv/test.stamp ## 英語訳を更新（gettext が必要） / update the English translation (needs gettext)
	$(MANAGE) makemessages --locale en --ignore .venv --ignore var --ignore tests --ignore static \
		--no-wrap --no-obsolete --add-location file
	@sed -i '/^"POT-Creation-Date/d' $(ENGLISH)
	$(MANAGE) compilemessages --locale en --ignore .venv

official: .venv/run.stamp ## 公式データを取得して取り込む / fetch and import the official data (YEAR=2025)
	@test -n "$(YEAR)" || { echo "年度を指定してください / say which year: make official YEAR=2025" >&2; exit 2; }
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) fetch_official --year "$(YEAR)" --import

clean: ## 仮想環境を消す（データは残す） / remove the virtual environment, keep the data
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis

# A Python that is gone (an upgraded system) is a missing target here: the environment is made anew.
.venv/bin/python:
	@for python in $(or $(PYTHON),python3 python3.13 python3.12 python3.11); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		"$$python" -c 'import ensurepip, venv' 2>/dev/null || { \
			echo "Python の venv がありません / Python has no venv module: apt install python3-venv" >&2; exit 1; }; \
		echo "準備しています（初回は1分ほど） / setting up (a minute the first time)"; \
		exec "$$python" -m venv --clear .venv; \
	done; \
	echo "Python 3.11 以上が必要です / Python 3.11 or newer is needed: apt install python3 python3-venv, or make PYTHON=…" >&2; exit 1

.venv/run.stamp: requirements.txt .venv/bin/python
	@$(PIP) -r requirements.txt
	@touch $@

.venv/test.stamp: requirements.txt tests/requirements.txt .venv/bin/python
	@$(PIP) -r tests/requirements.txt
	@touch $@ .venv/run.stamp
