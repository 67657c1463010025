# Everything a newcomer needs. `make run` and `make test` install what the machine lacks and say so.

USERS = 10000
GRANTS = 100000
PREFIX = /usr/local

# The same flags for every debug build, so that `check` and `test` compile nothing twice.
DEBUG = --explicit-target-dependency-import-check error -Xswiftc -warnings-as-errors
# The Swift runtime is linked in, so that the installed program runs where no toolchain is, and starts faster.
# `run`, `bench` and `install` share one build.
RELEASE = -c release --product permscope --static-swift-stdlib -Xlinker -s

.PHONY: help run release debug test check lint interop data bench install setup venv

help:
	@echo 'make run                      build the program and open the sample organisation'
	@echo 'make test                     build and run every test'
	@echo 'make check                    formatting, warnings and import rules'
	@echo 'make interop [SEED=n] [QUESTIONS=n]  ask the real packages and permscope the same random questions'
	@echo 'make data USERS=n GRANTS=n    make data/USERSxGRANTS.sqlite3'
	@echo 'make bench [GRANTS=n]         measure on generated databases'
	@echo 'make install [PREFIX=path]    install the program in PREFIX/bin'

setup:
	@Scripts/setup

# The real Django, from PyPI, for the tests that compare with it. Without it they fail; they are never skipped.
venv: setup
	@Scripts/setup-venv

release: setup
	swift build $(RELEASE)

debug: setup
	swift build --build-tests $(DEBUG)

run: release
	@.build/release/permscope demo

test: debug venv
	swift test --skip-build $(DEBUG) --xunit-output .build/tests.xml

lint:
	swift format lint --strict --recursive Sources Tests Resources Package.swift

check: lint debug

# Without a seed it takes a fresh one and prints it, so that a failure can be repeated.
interop: debug venv
	@.venv/bin/python Tests/Interop/interop.py $(if $(SEED),--seed $(SEED)) $(if $(QUESTIONS),--questions $(QUESTIONS))

data: setup
	Scripts/generate data/$(USERS)x$(GRANTS).sqlite3 $(USERS) $(GRANTS)

bench: release
	@$(if $(filter command line environment,$(origin GRANTS)),GRANTS=$(GRANTS)) Scripts/bench

install: release
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 .build/release/permscope $(DESTDIR)$(PREFIX)/bin/permscope
