# Two environments, both made on demand: .venv/run holds the program alone, .venv/dev the locked tools too.
# A fresh machine needs Python 3.11 or newer and make; PYTHON=python3.12 chooses another interpreter.

PYTHON ?= python3
DEMO ?= examples/cumm-2024-t1/informe.txt

BIN := $(if $(filter Windows_NT,$(OS)),Scripts,bin)
RUN := .venv/run/$(BIN)
DEV := .venv/dev/$(BIN)
LOCK := .venv/lock/$(BIN)
SITE := .venv/site/$(BIN)

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# The tests start hundreds of processes: each would compile every module again.
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo check test campaigns goldens page pyz vscode site pictures bundles-test bench format lock clean python

help: ## muestra esta lista
	@echo "Uso: make OBJETIVO [PYTHON=python3.12]"
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1:\2/p' Makefile | awk -F: '{printf "%-16s %s\n", $$1, $$2}'

demo: .venv/run/ready ## instala poa-lint en .venv/run y revisa un informe de ejemplo
	@echo "$$ poa-lint $(DEMO)"
	@code=0; $(RUN)/poa-lint $(DEMO) || code=$$?; \
	if [ $$code -eq 1 ]; then code=0; echo "(poa-lint salió con código 1: el informe tiene hallazgos, como debe ser en esta demostración)"; fi; \
	exit $$code

check: .venv/dev/ready ## todas las comprobaciones, como en la integración continua
	$(DEV)/ruff format --check
	$(DEV)/ruff check
	$(DEV)/mypy
	$(DEV)/lint-imports --no-logo
	$(DEV)/poa-lint check-rules
	$(DEV)/poa-lint check-forms
	$(DEV)/python -m bundles.generate
	$(DEV)/python -m pytest -n 2

test: .venv/dev/ready ## solo las pruebas
	$(DEV)/python -m bundles.generate
	$(DEV)/python -m pytest -n 2

campaigns: .venv/dev/ready ## las pruebas largas, de las que la suite hace una parte (minutos)
	$(DEV)/python -m bundles.generate
	$(DEV)/python -m pytest -n 2 -m campaign

goldens: .venv/dev/ready ## vuelve a escribir las salidas esperadas y muestra qué cambió
	$(DEV)/python -m tests.goldens
	git --no-pager diff --stat -p -- examples docs

page: .venv/dev/ready ## hace dist/poa-lint.html, la página que revisa sin instalar nada; OFICINA=carpeta pone sus reglas (node y npm)
	$(DEV)/python -m bundles.page $(if $(OFICINA),--office "$(OFICINA)")

pyz: .venv/dev/ready ## hace dist/poa-lint.pyz y poa-lint.bat, el programa en un archivo, para quien tiene Python
	$(DEV)/python -m bundles.pyz

vscode: .venv/dev/ready ## hace dist/poa-lint.vsix, la extensión para VS Code (necesita node y npm)
	$(DEV)/python -m bundles.vscode

site: .venv/dev/ready .venv/site/locked ## hace dist/site, las páginas de docs/ y de las reglas como un sitio, en los dos idiomas
	$(DEV)/python -m bundles.site $(SITE)/python

bundles-test: .venv/dev/ready ## hace los tres y los prueba en navegadores de verdad, en un Python vacío y en node (minutos)
	$(DEV)/python -m pytest -m bundles tests/bundles tests/servers/test_vscode.py

pictures: .venv/dev/ready ## vuelve a tomar las imágenes de docs/img/ (necesita chromium, node, npm, LibreOffice y poppler)
	$(DEV)/python -m tests.page.pictures
	$(DEV)/python -m tests.page.treasury

bench: .venv/dev/ready ## mide los tiempos
	$(DEV)/python -m bundles.generate
	$(DEV)/python -m benchmarks

format: .venv/dev/ready ## da formato al código y corrige lo que ruff sabe corregir
	$(DEV)/ruff check --fix-only
	$(DEV)/ruff format

lock: python ## renueva requirements-dev.txt con las versiones más recientes
	$(PYTHON) -m venv --clear .venv/lock
	$(LOCK)/python -m pip install --quiet uv
	$(LOCK)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	  --output-file requirements-dev.txt pyproject.toml requirements-dev.in
	$(LOCK)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	  --output-file bundles/requirements.txt bundles/requirements.in
	$(LOCK)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	  --output-file bundles/site/requirements.txt bundles/site/requirements.in

clean: ## borra los entornos y lo que dejan las herramientas
	rm -rf .venv build dist poa_lint/core/built .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "poa-lint necesita Python 3.11 o posterior: make PYTHON=python3.12 ...")'

.venv/run/ready: pyproject.toml poa_lint/core/version.py | python
	@echo "Preparando .venv/run ..."
	@$(PYTHON) -m venv --clear .venv/run
	@$(RUN)/python -m pip install --quiet --editable .
	@touch $@

.venv/dev/locked: requirements-dev.txt | python
	@echo "Preparando .venv/dev ..."
	@$(PYTHON) -m venv --clear .venv/dev
	@$(DEV)/python -m pip install --quiet --require-hashes --requirement requirements-dev.txt
	@touch $@

.venv/site/locked: bundles/site/requirements.txt | python
	@echo "Preparando .venv/site ..."
	@$(PYTHON) -m venv --clear .venv/site
	@$(SITE)/python -m pip install --quiet --require-hashes --requirement bundles/site/requirements.txt
	@touch $@

.venv/dev/ready: .venv/dev/locked pyproject.toml poa_lint/core/version.py
	@$(DEV)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@$(DEV)/python -m pip check
	@touch $@
