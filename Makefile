# Only Go is needed. `make help` lists what can be made.

GO       ?= go
FUZZTIME ?= 1m

# Fetched and built on first use, at this version; it does not become a dependency of the module.
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2

.PHONY: help build demo test bench fuzz lint clean

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' Makefile

# Without the tables for debuggers the program is a sixth smaller.
build: ## bin/sitrep
	@mkdir -p bin
	$(GO) build -trimpath -ldflags '-s -w' -o bin/ ./cmd/sitrep

# The reports of samples/demo.jsonl are invented: a war that is not, with copies of one wire story, figures that differ and a town that changes hands.
demo: build ## build, read a war's reports, and write a brief of it
	@rm -rf bin/demo && mkdir -p bin/demo
	bin/sitrep extract --format text --date 2016-11-20 samples/iraq-agency-2016.txt
	bin/sitrep ingest --archive bin/demo samples/demo.jsonl
	bin/sitrep events --archive bin/demo --limit 8
	bin/sitrep control --archive bin/demo --place Sirte
	bin/sitrep brief --archive bin/demo --country Libya --from 2031-03 --to 2031-04 --format html > bin/demo/brief.html
	@echo; echo "The brief, with map, timeline, figures and every sentence it stands on: open bin/demo/brief.html"

test: ## run every test
	$(GO) test ./...

# The stages first, on one core and over 23 reports of samples/, always the same: "extraction" is the whole, from bytes to claims.
bench: ## run every benchmark
	$(GO) test -run '^$$' -bench '^BenchmarkStages$$' -cpu 1 ./internal/extract
	$(GO) test -run '^$$' -bench . -skip '^BenchmarkStages$$' -benchmem ./...
	$(GO) test -run '^TestMeasure' -measure -items 100000 -timeout 60m -v ./internal/store

fuzz: ## fuzz every target for FUZZTIME each: make fuzz FUZZTIME=10m
	@for package in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$package || exit 1; \
		done; \
	done

lint: ## gofmt, go vet, staticcheck
	@unformatted=$$(gofmt -l .); if [ -n "$$unformatted" ]; then echo "gofmt -w these:"; echo "$$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...

clean: ## remove what was built
	rm -rf bin
