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

# Each sample was published on the day that its file of expected claims gives.
demo: build ## build, read the samples and show their claims
	@for report in samples/*.txt; do \
		date=$$(sed -n 's/.*"date": *"\([0-9-]*\)".*/\1/p' "$${report%.txt}.gold.json" | head -n 1); \
		echo; echo "$$ sitrep extract --format text $${date:+--date $$date }$$report"; echo; \
		bin/sitrep extract --format text $${date:+--date $$date} "$$report" || exit 1; \
	done

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
