# make site   build the demonstration newsroom into site/
# make test   install what the tests need, and pass them: three minutes on two cores. The slow ones too, and every
#             example of the laws, with TESTS="-m ''"
# make lint   what CI checks besides: style and types
# make docs   write the schemas into docs/content.md
# make words  bring the catalogues in layouts/words/ up to date

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

site: $(VENV)/build.stamp
	@$(BIN)/python build.py build
	@echo "Open site/index.html, or serve it: python3 -m http.server --directory site 8000"

test: $(VENV)/test.stamp
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(TESTS)

lint: $(VENV)/lint.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.gitlab-ci docs/recipes/gitlab-ci.yml
	@$(BIN)/zizmor --quiet --offline .github/workflows

docs: $(VENV)/build.stamp
	@$(BIN)/python docs/tables.py

words: $(VENV)/build.stamp
	@$(BIN)/python docs/words.py

# Each stamp is made anew when what is to be installed changes.
$(VENV)/build.stamp: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --use-pep517 --editable .
	@touch $@

$(VENV)/test.stamp: $(VENV)/build.stamp
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --use-pep517 --editable '.[test]'
	@touch $@

$(VENV)/lint.stamp: $(VENV)/test.stamp
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --use-pep517 --editable '.[test,lint]'
	@touch $@

.PHONY: site test lint docs words
