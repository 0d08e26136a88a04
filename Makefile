# Two commands do all the set-up: `make demo` and `make test`. Everything lives in .venv; nothing else is touched.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
export TOKENIZERS_PARALLELISM := false
unexport PYTHONDONTWRITEBYTECODE  # what is not kept compiled is compiled anew by each of the many processes of a test run

.PHONY: demo test test-service test-rooms serve bench bench-scale bench-load evaluate gate guide lint clean

$(BIN)/.installed: pyproject.toml
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(BIN)/.installed-test: $(BIN)/.installed
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	@touch $@

demo: $(BIN)/.installed            ## the main job: a French .docx in, a ranked, balanced, explained shortlist out
	$(BIN)/expertmatch demo --out demo-out

serve: $(BIN)/.installed           ## the web application on the sample roster
	$(BIN)/expertmatch serve

PYTEST := $(BIN)/python -m pytest --dist loadfile --no-loadscope-reorder

test: test-rooms test-service      ## the whole suite

test-service: $(BIN)/.installed-test ## the tests of the service, its pages and its databases; they wait for servers and disks
	$(PYTEST) -n 3 tests/api

test-rooms: $(BIN)/.installed-test ## all others; branch coverage of matching/ and embeddings/ by their own tests
	$(PYTEST) -n 2 tests --ignore=tests/api --cov --cov-report=term

lint: $(BIN)/.installed-test       ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(BIN)/.installed-test      ## speed and memory, as ratios measured side by side in one run
	$(BIN)/python -m bench

bench-scale: $(BIN)/.installed-test ## a shortlist as the roster grows to a million people (23 GB of disk)
	$(BIN)/python -m bench.scale

bench-load: $(BIN)/.installed-test ## two hundred officers at work on a roster of 100,000 people, for ten minutes (3 GB of disk)
	$(BIN)/python -m bench.load --people 100000 --officers 200 --minutes 10 --processes 2

evaluate: $(BIN)/.installed-test   ## how good: the served function against the sample's judgements
	$(BIN)/python -m evaluation

gate: $(BIN)/.installed-test       ## the quick evaluation, which may not fall below the committed figures
	$(BIN)/python -m evaluation --quick --gate

guide: $(BIN)/.installed-test      ## the pictures of docs/guide, taken anew
	GUIDE_PICTURES=1 $(BIN)/python -m pytest -q tests/api/browser/test_guide.py

clean:
	rm -rf $(VENV) demo-out bench-out evaluation-out .mypy_cache .ruff_cache .pytest_cache .coverage
