# Every command of the project; `make` alone lists them.
# Standard output of `make run` belongs to the server: whatever prepares it speaks on standard error.

.DEFAULT_GOAL := help
.ONESHELL:
.NOTPARALLEL:
.PHONY: help run test tests tests-counted build lint format drift bench image clean system test-system
.PHONY: torture torture-system bench-system sanitize fuzz order
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
# GNU make 4.3 names its folder for `make -C DIR` all the same; for `make -sC DIR` none does.
MAKEFLAGS += --no-print-directory

# Arguments of the server: make run ARGS="--port 0 --database mpa.sqlite"
ARGS ?=
IMAGE ?= mpa-local
# With Swift's own libraries inside it starts sooner, and takes less memory. Nothing links to the
# program, so what it does not call itself can be left out.
# Nor does the loader look for libraries beside it.
# The linker looks into a folder first that has C++'s library, which Swift's own need, in its static
# form alone. Where that is not to be found, it takes the shared one.
# Swift's own linker lays what a start needs side by side, so that less of the program is read. And
# it packs the table of the addresses that the loader mends at each start, which the C library has
# to be able to read: glibc from 2.36 on. Without the one or the other it is linked as Swift links.
swift_tools := "$$(dirname "$$(readlink -f "$$(command -v swift)")")"
clang := $(swift_tools)/clang
release := { mkdir -p .build/static && rm -f .build/static/libstdc++.a \
    && archive=$$($(clang) -print-file-name=libstdc++.a) && [ -f "$$archive" ] \
    && ln -s "$$archive" .build/static/; } 2>/dev/null || true; \
    linker=(); if [ -x $(swift_tools)/ld.lld ] && { echo 'glibc 2.36'; getconf GNU_LIBC_VERSION; } \
    2>/dev/null | sort -CV 2>/dev/null; then \
    linker=(-Xswiftc -use-ld=lld -Xlinker -z -Xlinker pack-relative-relocs \
    -Xlinker "--symbol-ordering-file=$(CURDIR)/Sources/start-order.txt" \
    -Xlinker --no-warn-symbol-ordering); fi; \
    swift build -c release --product mpa-local --static-swift-stdlib --disable-local-rpath \
    "$${linker[@]}" -Xlinker --no-export-dynamic -Xlinker "-L$(CURDIR)/.build/static"
SWIFT_SOURCES := Sources Tests Package.swift
# Absolute, because the tests start it from folders of their own.
export MPA_LOCAL_BINARY := $(CURDIR)/.build/debug/mpa-local

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

ifneq ($(shell command -v swift),)
run: system ## install what is missing, build for release, serve; ARGS="--port 0"
	@$(release) >&2
	exec .build/release/mpa-local $(ARGS)
else
# The container listens on the port that it is reached at, so that what the server says of itself
# is right outside, too. Docker publishes no free port of that kind: 0 is one where nobody answers.
# Where it listens inside and where its database lies there is not what the options say: these
# words are taken out, and variables tell the server what it needs instead.
run:
	@if ! docker info >/dev/null 2>&1; then
	    echo 'make run: install Swift 6.2 or later (https://www.swift.org/install/linux) or start a Docker engine' >&2
	    exit 1
	fi
	docker build -t $(IMAGE) . >&2
	host=$${MPA_LOCAL_HOST:-127.0.0.1} port=$${MPA_LOCAL_PORT:-6720}
	database=$${MPA_LOCAL_DATABASE:-} words=()
	set -- $(ARGS)
	while [ $$# -gt 0 ]; do
	    # With a bracket before them, since make takes dashes at the start of a line for its own.
	    case $$1 in
	    (--host=* | --port=* | --database=*) declare "$${1#--}" ;;
	    (--host | --port | --database) declare "$${1#--}=$${2-}"; shift $$(($$# > 1)) ;;
	    (*) words+=("$$1") ;;
	    esac
	    shift
	done
	[ "$$host" != localhost ] || host=127.0.0.1
	[[ $$host != *:* ]] || host="[$$host]"
	if [[ $$port =~ ^0+$$ ]]; then
	    until port=$$((RANDOM % 10000 + 20000)); ! (: >"/dev/tcp/127.0.0.1/$$port"); do :; done 2>/dev/null
	fi
	options=(--rm --publish "$$host:$$port:$$port" --env "MPA_LOCAL_PORT=$$port")
	for name in $$(compgen -A export MPA_LOCAL_); do
	    [[ $${name#MPA_LOCAL_} =~ ^(HOST|PORT|DATABASE|BINARY)$$ ]] || options+=(--env "$$name")
	done
	if [ -n "$$database" ]; then
	    # As this user, whose files they are; the image's own could not write there.
	    folder=$$(cd "$$(dirname "$$database")" && pwd)
	    options+=(--user "$$(id -u):$$(id -g)" --volume "$$folder:/data")
	    options+=(--env "MPA_LOCAL_DATABASE=/data/$${database##*/}")
	fi
	exec docker run "$${options[@]}" $(IMAGE) mpa-local "$${words[@]}" \
	    > >(exec sed -u "s|//0\.0\.0\.0:|//$$host:|")
endif

# Below a recipe that failed make writes a line of its own, and the count is to be the last line.
# Silent is only make's answer to `make --question`, "something is left to do": so `make test` asks
# that, runs the tests all the same, and leaves something to do when one failed.
FAILED := .build/reports/failed
ifeq ($(MAKECMDGOALS)$(findstring n,$(filter-out -%,$(firstword $(MAKEFLAGS)))),test)
MAKEFLAGS += --question
even_so := MAKEFLAGS=
endif

test: tests ## install what is missing, run every test
	$(if $(shell [ ! -e $(FAILED) ] || echo failed),@exit 1)

tests:
	@$(even_so) $(MAKE) --no-print-directory tests-counted $(MAKEOVERRIDES)

tests-counted: test-system lint build .build/venv/installed
	@rm -f $(FAILED)
	python3 Tests/run || touch $(FAILED)

build: system ## build for debugging, tests included; a warning is an error
	@swift build --build-tests

lint: ## check the form of the Swift code
	@swift format lint --strict --parallel --recursive $(SWIFT_SOURCES)

format: ## put the Swift code into its form
	@swift format --in-place --parallel --recursive $(SWIFT_SOURCES)

drift: test-system build ## compare our description of the API with that of the newest boto3
	@python3 -m venv .build/venv-newest
	.build/venv-newest/bin/pip install -q --disable-pip-version-check --upgrade boto3 botocore pytest
	.build/venv-newest/bin/python -m pytest Tests/SDKTests/test_drift.py

bench: bench-system ## measure the release build against bare libmicrohttpd and SQLite; ARGS="--only speed"
	@$(release) >&2
	python3 Tests/Benchmarks/bench.py $(ARGS)

order: bench-system ## write down anew what a start needs, for the linker to lay side by side
	@$(release) >&2
	python3 Tests/Benchmarks/order.py

torture: torture-system ## try to break the release build; ARGS="--seconds 300 --seed 7"
	@$(release) >&2
	MPA_LOCAL_BINARY=$(CURDIR)/.build/release/mpa-local python3 Tests/Torture/torture.py $(ARGS)

# Five minutes each, unless ARGS say otherwise; what was found lies in .build/corpus.
FUZZED := target input signature filters token seed
fuzz: system ## fuzz the parsers under AddressSanitizer; ARGS="-max_total_time=60"
	@export MPA_LOCAL_FUZZ=1
	swift build -c release --product Fuzz --scratch-path .build/fuzz \
	    --sanitize=fuzzer -Xswiftc -sanitize=fuzzer,address
	for target in $(FUZZED); do
	    export FUZZ_TARGET=$$target FUZZ_CORPUS=.build/corpus/$$target
	    mkdir -p "$$FUZZ_CORPUS"
	    [ $$target != seed ] || cp fixtures/seeds/*.json "$$FUZZ_CORPUS"
	    SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 .build/fuzz/release/Fuzz "$$FUZZ_CORPUS" \
	        -max_total_time=300 -detect_leaks=0 -artifact_prefix=".build/corpus/$$target-" $(ARGS)
	done

# Leaks are not looked for: what the Swift runtime keeps for good looks like one.
sanitize: system ## run the Swift tests under ThreadSanitizer, then AddressSanitizer
	@mkdir -p .build
	$(clang) -O2 -fPIC -shared \
	    -o .build/mutex.so Tests/Sanitizers/mutex.c
	swift build --build-tests --sanitize=thread --scratch-path .build/thread
	LD_PRELOAD=$(CURDIR)/.build/mutex.so \
	    swift test --skip-build --disable-xctest --sanitize=thread --scratch-path .build/thread
	ASAN_OPTIONS=detect_leaks=0 \
	    swift test --disable-xctest --sanitize=address --scratch-path .build/address

image: ## build the container image
	@docker build -t $(IMAGE) .

clean: ## remove everything that was built or installed here
	@rm -rf .build

# A virtual environment with exactly the pinned packages, made anew when the pins change.
REQUIREMENTS := Tests/SDKTests/requirements.txt Tests/PortalTests/requirements.txt
AXE := Tests/PortalTests/axe.txt
.build/venv/installed: $(REQUIREMENTS) $(AXE)
	@python3 -m venv --clear .build/venv
	.build/venv/bin/pip install -q --disable-pip-version-check $(REQUIREMENTS:%=-r %)
	.build/venv/bin/pip install -q --disable-pip-version-check --no-deps -r $(AXE)
	touch $@

# Each system package beside a command that succeeds where it is there: only missing ones are
# installed, so that a second run is quick and needs no network.
define install-missing
missing=()
need() { "$${@:2}" >/dev/null 2>&1 || missing+=("$$1"); }
$(1)
[ $${#missing[@]} -gt 0 ] || exit 0
echo "installing $${missing[*]}" >&2
if ! command -v apt-get >/dev/null; then
    echo "no apt-get here: install the like of $${missing[*]} with this system's own tools" >&2
    exit 1
fi
root=()
[ "$$(id -u)" = 0 ] || root=(sudo)
{
    "$${root[@]}" apt-get update -q
    "$${root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends "$${missing[@]}"
} >&2
endef

define packages
need git git --version
need pkg-config pkg-config --version
need libmicrohttpd-dev pkg-config --exists libmicrohttpd
need libsqlite3-dev pkg-config --exists sqlite3
endef

system:
	@$(call install-missing,$(packages))

# Debian parts ensurepip from Python; without it no virtual environment gets its pip. The README's
# examples are run as they stand there, with curl. The web pages are looked at in a real browser.
define test-packages
need python3-venv python3 -c 'import ensurepip'
need curl curl --version
need chromium chromium --version
need chromium-driver chromedriver --version
need faketime command -v faketime
endef

define bench-packages
need wrk command -v wrk
need valgrind valgrind --version
need gcc cc --version
need binutils strip --version
endef

# For slow clients of many kinds, and a machine whose clock jumps.
define torture-packages
need slowhttptest command -v slowhttptest
need faketime command -v faketime
endef

torture-system: system
	@$(call install-missing,$(torture-packages))

bench-system: system
	@$(call install-missing,$(bench-packages))

test-system: system
	@$(call install-missing,$(test-packages))
