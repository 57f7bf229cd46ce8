# The front door. `make` alone prints what there is.

BUILD  ?= build
TYPE   ?= Release
PREFIX ?= /usr/local
JOBS   ?= $(shell nproc)
APP    ?= examples/hello.js
ARGS   ?=
CMAKE_ARGS ?=

EDDY := $(BUILD)/eddy
CONFIGURE = cmake -S . -G Ninja
# Given to test/run where a build has unit tests.
unit = $$(test ! -x $(1)/eddy-unit-tests || echo --unit $(1)/eddy-unit-tests)

# A second pass of the sanitizers' build moves every object at each of many collections, at random moments, to shake out
# stale pointers. (--gc-interval does nothing in a V8 that was built for release.)
STRESS_FLAGS := --stress-compaction --stress-marking=10 --stress-scavenge=10
ASAN_ENV := ASAN_OPTIONS=$(or $(ASAN_OPTIONS),detect_leaks=1:detect_stack_use_after_return=0:abort_on_error=1:allocator_may_return_null=1) \
            UBSAN_OPTIONS=$(or $(UBSAN_OPTIONS),print_stacktrace=1)

CXX_FILES = $(shell git ls-files --cached --others --exclude-standard '*.cc' '*.h')

.DEFAULT_GOAL := help
.PHONY: help deps build run test test-the-tests soak kill-writers kill-boxes fuzz fuzz-api tsan install bench bench-http bench-report packages native-packages package-suites peers races random random-http random-open replaced node-suite addons wpt asan fmt lint lint-format lint-js lint-cpp clean distclean bench-counts permission-walk

help:  ## print this
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

deps:  ## install what eddy is built from (apt-get, gem, npm)
	@deps/install

$(BUILD)/build.ninja: | deps
	@$(CONFIGURE) -B $(BUILD) -DCMAKE_BUILD_TYPE=$(TYPE) $(CMAKE_ARGS)

build: deps $(BUILD)/build.ninja  ## build eddy into build/
	@cmake --build $(BUILD) -j $(JOBS)

run: build  ## run a program: make run APP=examples/hello.js ARGS='...'
	@$(EDDY) $(APP) $(ARGS)

test: build  ## run every test: make test [MATCH=timers]
	@test/run --runtime $(EDDY) $(call unit,$(BUILD)) $(if $(MATCH),--match '$(MATCH)')

test-the-tests: build  ## break what each test uses, and name the tests that do not notice: make test-the-tests [MATCH=timers]
	@test/mutants/run --runtime $(EDDY) $(if $(MATCH),--match '$(MATCH)') $(ARGS)

install: build  ## install the program: make install PREFIX=/usr/local
	@cmake --install $(BUILD) --prefix '$(PREFIX)'

bench: build  ## measure side by side with Node, Bun and Deno: make bench [ARGS='--only startup']
	@deps/install bench
	@bench/run --eddy $(EDDY) $(ARGS)
	@$(if $(ARGS),,bench/counts --eddy $(EDDY))

bench-counts: build  ## count instructions, on however busy a machine, and fail where a row fell by more than 15 %: make bench-counts [ARGS=--record]
	@deps/install bench reference
	@bench/counts --eddy $(EDDY) $(ARGS)

bench-report: build  ## measure everything beside Node 24, Node 26, Bun and Deno, and write docs/performance.md (an hour)
	@deps/install bench reference
	@bench/report --eddy $(EDDY) $(ARGS)

bench-http: build  ## measure HTTP servers and clients side by side: make bench-http [ARGS='--match json']
	@deps/install bench reference
	@bench/http/run --eddy $(EDDY) $(ARGS)

packages: build  ## run real npm packages and compare with Node: make packages [NODE=path]
	@deps/install reference packages
	@test/packages/run --runtime $(EDDY) $(if $(NODE),--against $(NODE)) $(ARGS)

native-packages: build  ## run packages with binaries, also in workers that are ended at random: make native-packages [MATCH=sharp] [SEED=1]
	@deps/install reference native-packages
	@test/native-packages/run --runtime $(EDDY) --build $(BUILD) $(if $(NODE),--against $(NODE)) $(if $(SEED),--seed $(SEED)) \
	  $(if $(MATCH),--match '$(MATCH)') $(ARGS)

package-suites: build  ## run packages' own test suites, compared with Node: make package-suites [MATCH=glob] [MIRRORS=folder]
	@deps/install reference
	@test/package-suites/run --runtime $(EDDY) $(if $(NODE),--against $(NODE)) $(if $(MIRRORS),--mirrors '$(MIRRORS)') \
	  $(if $(MATCH),--match '$(MATCH)') $(ARGS)

replaced: build  ## replace methods of the language, and compare with Node what still runs: make replaced [NODE=path]
	@deps/install reference
	@test/replaced/run --runtime $(EDDY) $(if $(NODE),--against $(NODE)) $(ARGS)

races: build  ## find planted races by schedule fuzzing: make races [MATCH=agent] [SEEDS=200] [ARGS=--verbose]
	@test/races/run --runtime $(EDDY) --seeds $(or $(SEEDS),200) $(if $(MATCH),--match '$(MATCH)') $(ARGS)

random-open: build  ## fuzz the loop of random programs, and check their orders by Node's rules: make random-open [N=2000] [TWICE=500] [SEED=1]
	@test/random/run-open --runtime $(EDDY) -n $(or $(N),2000) --twice $(or $(TWICE),500) $(if $(SEED),--seed $(SEED))

random: build  ## compare random programs with Node: make random [N=500] [SEED=1] [NODE=path]
	@deps/install reference
	@test/random/run --runtime $(EDDY) $(if $(NODE),--against $(NODE)) $(if $(SEED),--seed $(SEED)) -n $(or $(N),500) $(ARGS)

random-http: build  ## compare random HTTP servers and clients with Node: make random-http [N=200 | SECONDS=60] [SEED=1]
	@deps/install reference
	@test/random-http/run --runtime $(EDDY) $(if $(NODE),--against $(NODE)) $(if $(SEED),--seed $(SEED)) \
	  $(if $(SECONDS),--seconds $(SECONDS),-n $(or $(N),200)) $(ARGS)

node-suite: build  ## run Node's own tests: make node-suite SUITE=<checkout of nodejs/node> [AREA=loop]
	@test -n '$(SUITE)' || { echo 'make node-suite needs SUITE=<checkout of nodejs/node>'; exit 2; }
	@test/node-suite/run $(EDDY) '$(SUITE)' $(if $(AREA),--area $(AREA)) $(if $(MATCH),--match '$(MATCH)') $(ARGS)

addons: build  ## run Node's tests of addons: make addons SUITE=<checkout of nodejs/node> [MATCH=test_object]
	@test -n '$(SUITE)' || { echo 'make addons needs SUITE=<checkout of nodejs/node>'; exit 2; }
	@test/addons/run $(EDDY) '$(SUITE)' $(if $(MATCH),--match '$(MATCH)') $(ARGS)

permission-walk: build  ## see under strace that a program with narrow permissions touches nothing else: make permission-walk [CALLS=100000] [SEED=1]
	@test/permission-walk/run --runtime $(EDDY) --calls $(or $(CALLS),100000) $(if $(SEED),--seed $(SEED))

soak: build  ## see that memory stays flat under long loads: make soak [SCALE=0.1] [MATCH=timers]
	@test/soak/run --runtime $(EDDY) --scale $(or $(SCALE),1) $(if $(MATCH),--match '$(MATCH)')

kill-writers: build  ## kill programs that write to SQLite databases at random moments, and check those: make kill-writers [KILLS=200] [SEED=…]
	@KILLS=$(or $(KILLS),200) $(if $(SEED),SEED=$(SEED)) $(EDDY) modules/sqlite/test/a_killed_writer_leaves_a_whole_database.js

kill-boxes: build  ## kill programs at random moments, and see that their black boxes name what they were in: make kill-boxes [KILLS=200] [SEED=…]
	@KILLS=$(or $(KILLS),200) $(if $(SEED),SEED=$(SEED)) $(EDDY) modules/loop/test/the_black_box_is_read_whenever_its_process_is_killed.js

tsan: deps  ## run the C++ unit tests, and those of worker threads and messages, under the thread sanitizer
	@test -f build-tsan/build.ninja || $(CONFIGURE) -B build-tsan -DCMAKE_BUILD_TYPE=Debug -DEDDY_SANITIZE=thread \
	  -DCMAKE_CXX_FLAGS_DEBUG=-O1 $(CMAKE_ARGS)
	@TSAN_OPTIONS=exitcode=0:log_path=build-tsan/building cmake --build build-tsan -j $(JOBS)
	@rm -f build-tsan/report.*
	@TSAN_OPTIONS=exitcode=0:log_path=build-tsan/report build-tsan/eddy-unit-tests --gtest_brief=1
	@TSAN_OPTIONS=exitcode=0:log_path=$(CURDIR)/build-tsan/report test/run --runtime build-tsan/eddy --timeout 300 \
	  --match '$(or $(MATCH),worker_threads|messaging)'
	@test/tsan_report $$(ls build-tsan/report.* 2>/dev/null)

fuzz: build  ## let libFuzzer look for bytes that our native halves cannot bear: make fuzz [SECONDS=60] [MATCH=http_client] [ARGS=--record]
	@deps/install fuzz
	@test -f build-fuzz/build.ninja || $(CONFIGURE) -B build-fuzz -DCMAKE_BUILD_TYPE=Debug -DEDDY_SANITIZE=fuzzer \
	  -DCMAKE_C_COMPILER=clang-14 -DCMAKE_CXX_COMPILER=clang++-14 -DCMAKE_CXX_FLAGS_DEBUG=-O1 -DEDDY_TESTS=OFF $(CMAKE_ARGS)
	@cmake --build build-fuzz -j $(JOBS) --target eddy-fuzz
	@test/fuzz/run --eddy $(EDDY) --seconds $(or $(SECONDS),60) $(if $(MATCH),--match '$(MATCH)') $(ARGS)

fuzz-api: build  ## give hostile arguments to every public function: make fuzz-api [SECONDS=60] [SEED=1] [EDDY=build-asan/eddy] [ARGS='--flags …']
	@test/fuzz/api_run --runtime $(EDDY) --seconds $(or $(SECONDS),60) $(if $(SEED),--seed $(SEED)) $(ARGS)

peers: build  ## talk TLS and HTTP/2 with openssl, nginx, Chromium …, be debugged by DevTools, have traces read by Perfetto: make peers [MATCH=debuggers]
	@deps/install reference peers
	@test/peers/run $(EDDY) $(if $(NODE),--against $(NODE)) $(if $(MATCH),--match $(MATCH))

wpt: build  ## run web-platform tests, compared with Node: make wpt WPT=<checkout> [AREA=streams]
	@deps/install reference
	@test -n '$(WPT)' || { echo 'make wpt needs WPT=<checkout of web-platform-tests, or test/fixtures/wpt of nodejs/node>'; exit 2; }
	@test/wpt/run $(EDDY) '$(WPT)' $(if $(NODE),--against $(NODE)) $(if $(AREA),--area $(AREA)) $(ARGS)

asan: deps  ## run every test under address and undefined-behaviour sanitizers, then again with a stressed GC
	@test -f build-asan/build.ninja || $(CONFIGURE) -B build-asan -DCMAKE_BUILD_TYPE=Debug -DEDDY_SANITIZE=ON \
	  -DCMAKE_CXX_FLAGS_DEBUG=-O1 $(CMAKE_ARGS)
	@ASAN_OPTIONS=detect_leaks=0 cmake --build build-asan -j $(JOBS)
	@$(ASAN_ENV) test/run --runtime build-asan/eddy $(call unit,build-asan) --timeout 300 \
	  $(if $(MATCH),--match '$(MATCH)')
	@echo 'again, with $(STRESS_FLAGS)'
	@$(ASAN_ENV) test/run --runtime build-asan/eddy --flags '$(STRESS_FLAGS)' --timeout 600 \
	  $(if $(MATCH),--match '$(MATCH)')

fmt:  ## format the C++
	@deps/install lint
	@clang-format -i $(CXX_FILES)

lint: lint-format lint-js lint-cpp  ## check format and style (make -k lint goes on after what it finds)

lint-format:  ## ... only that the C++ is formatted
	@deps/install lint
	@clang-format --dry-run -Werror $(CXX_FILES)

lint-js: build  ## ... only the rules for our JavaScript
	@test/lint_js --runtime $(EDDY)
	@test/lint_rooms

lint-cpp: build  ## ... only clang-tidy on our C++
	@deps/install lint
	@printf '%s\n' $(filter %.cc,$(CXX_FILES)) | xargs -P $(JOBS) -n 4 \
	  clang-tidy --quiet --extra-arg=-Wno-unknown-warning-option -p $(BUILD)

clean:  ## remove the builds
	rm -rf $(BUILD) build-asan build-tsan build-fuzz

distclean: clean  ## remove the builds and what deps/install fetched
	rm -rf deps/cache
