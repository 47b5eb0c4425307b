# Two commands do everything: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
READY := $(VENV)/.ready
# two at once; the tests of a file stay together, as what they share is costly
TOGETHER := -n 2 --dist loadfile

# what is compiled is kept, or each of the many processes that the tests start would compile it anew
unexport PYTHONDONTWRITEBYTECODE

.PHONY: dist wheelhouse demo test long quick clerk lint coverage mutants bench fuzz attack kill publications valid examples pictures clean

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新的版本：make PYTHON=/路径/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@

## the whole year of a made-up county, in demo/
demo: $(READY)
	rm -rf demo
	$(BIN)/xxgk demo demo

## linters, types, and all tests (those that need LibreOffice skip where it is not, except in CI)
test: $(READY) lint
	$(BIN)/pytest $(TOGETHER) -m "not long"

## seeded shares of the longer runs (fuzz, kill, attack, clerk, growth, prints), which CI runs after the tests; XXGK_UNTIL:
## the second since 1970 after which none begins any more, the files then in another order each time
long: $(READY)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[cluster]"
	$(BIN)/pytest $(TOGETHER) $(if $(XXGK_UNTIL),--no-loadscope-reorder -rs) -m long

# tests that together take some seconds: collecting all others would take longer
FAST := tests/test_imports.py tests/test_names.py tests/answers/test_digest.py tests/answers/test_foreign_text.py \
	tests/answers/test_lists.py tests/answers/test_spelling.py tests/form/test_definition.py tests/form/test_expression.py \
	tests/form/test_refused.py tests/form/test_spoken.py tests/layout/test_library_doors.py tests/layout/test_places.py \
	tests/report/test_tables.py tests/reporter tests/rules/test_across_units.py tests/year/test_calendar.py tests/year/test_roster.py

## between two edits: lint what changed, run the fast tests
quick: $(READY)
	@changed=$$(git diff --name-only --diff-filter=d HEAD -- '*.py'; git ls-files --others --exclude-standard -- '*.py'); \
	[ -z "$$changed" ] || { $(BIN)/ruff check $$changed && $(BIN)/ruff format --check $$changed; }
	$(BIN)/pytest $(TOGETHER) -m "not slow and not long and not office" $(FAST)

## which lines the tests run; below the floor of pyproject.toml it fails
coverage: $(READY)
	$(BIN)/pytest $(TOGETHER) -m "not long" --cov --cov-report=term

## change the judging and the adding up in small ways, one in each of the longer functions (its 13th mutant; N=7 for its
## seventh, N="*" for thousands, in hours; ONLY="toolkit.rules.exact*" for a part); what no test notices is named at the end: docs/mutants.md
mutants: $(READY)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[mutants]"
	$(BIN)/mutmut run --max-children 2 $(or $(ONLY),'*__mutmut_$(or $(N),13)')
	@$(BIN)/mutmut results | grep -v 'not checked' || true

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

## speed, side by side in one run, on an idle machine: writes docs/speed.md (some twenty minutes; QUICK=1: some five, writes nothing)
bench: $(READY)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[bench]"
	$(BIN)/python -m benchmarks.bench $(if $(QUICK),--quick,--write)

## thousands of mutated workbooks (the tests run a short seeded share)
fuzz: $(READY)
	XXGK_FUZZ=$(or $(N),20000) XXGK_FORMATS=$(or $(N),20000) XXGK_MUTANTS=$(or $(N),2000) XXGK_COMPANY=1 \
	$(BIN)/pytest tests/reading/test_same_verdict.py tests/reading/test_fuzz.py tests/reading/test_shown_formats.py tests/reading/test_mutants.py -n 2

## every kind of workbook and document that goes to a person, judged by the Open XML SDK's validator (needs npm)
valid: $(READY)
	$(BIN)/python -m examples.valid

## published reports of many kinds, in both forms, printed too; writes docs/publications.md
publications: $(READY)
	XXGK_PUBLICATIONS=$(or $(N),2) $(BIN)/pytest tests/published/test_publications.py tests/published/test_header_spans.py

## files made to cost much, at every door: what each of them costs is written into docs/attack.md (some 20 minutes)
attack: $(READY)
	XXGK_ATTACK=$(or $(ONLY),1) $(BIN)/pytest tests/test_attacks.py -q

## kill a check of 100 files at 100 random moments, then every command that writes at 20: what stands is whole
kill: $(READY)
	XXGK_KILLS=$(or $(N),100) XXGK_KILL_FILES=100 $(BIN)/pytest tests/year/test_journal.py -k killed -q -s
	XXGK_KILLS=$(or $(N),20) $(BIN)/pytest tests/cli/test_killed.py -q -n 2

## some forty mistakes typed in LibreOffice and mended by the words alone; writes docs/clerk.zh-CN.md (the tests run a share)
clerk: $(READY)
	XXGK_CLERK=1 $(BIN)/pytest tests/returns/test_clerk.py

## the pictures of the README, from examples/ (needs LibreOffice and poppler)
pictures: $(READY)
	$(BIN)/python -m examples.pictures

## write workbook_templates/*.xlsx, examples/ and docs/ anew from what they are made of
examples: $(READY)
	$(BIN)/python -m examples.make

## a folder that runs on machines of this kind without Python, with something to double-click: dist/xxgk
dist: $(READY)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[desk,dist]"
	$(BIN)/python -m installers.make dist
	$(BIN)/python -m installers.trial dist/xxgk

## wheels for machines without a network: Windows x86-64, Linux x86-64 and aarch64 (V="3.11" for one Python only)
wheelhouse: $(READY)
	$(BIN)/python -m installers.wheelhouse wheelhouse $(V)

clean:
	rm -rf $(VENV) build dist wheelhouse demo .pytest_cache .mypy_cache .ruff_cache
