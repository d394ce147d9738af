# Go is needed, and Node.js with npm for the scripts of the web pages; without npm all else is made. `make help` lists what can be made.

GO       ?= go
FUZZTIME ?= 1m

# Fetched and built on first use, at this version; it does not become a dependency of the module.
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2

WEB     = internal/ui/web
LISTEN ?= 127.0.0.1:8080

.PHONY: help web build demo test bench fuzz lint clean

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' Makefile

# Pages work without their scripts, but for the map and single keys; the program says so where it was built without.
web: ## the scripts and the base map of the web pages
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory internal/ui/assets/dist/app.js; \
	else echo "npm is not there: the web pages go without their scripts and the map"; fi

internal/ui/assets/dist/app.js: $(WEB)/package-lock.json $(WEB)/build.mjs $(WEB)/basemap.mjs $(wildcard $(WEB)/src/*.ts $(WEB)/src/*/*.ts)
	cd $(WEB) && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build
	@touch $@

# Without the tables for debuggers the program is a sixth smaller.
build: web ## bin/sitrep
	@mkdir -p bin
	$(GO) build -trimpath -ldflags '-s -w' -o bin/ ./cmd/sitrep

# The reports of samples/demo.jsonl are invented: a war that is not, with copies of one wire story, figures that differ and a town that changes hands.
demo: build ## build, read a war's reports, and show them in the browser: make demo NO_BROWSER=1 to open none
	@rm -rf bin/demo && mkdir -p bin/demo
	bin/sitrep ingest --archive bin/demo samples/demo.jsonl
	bin/sitrep events --archive bin/demo --limit 5
	@echo; echo "Ctrl-C ends it."
	bin/sitrep serve --archive bin/demo --listen $(LISTEN) --quiet $(if $(NO_BROWSER),--no-browser)

test: web ## run every test
	@if command -v npm >/dev/null; then cd $(WEB) && npm run --silent check && npm test --silent; fi
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
	rm -rf bin $(WEB)/node_modules
	find internal/ui/assets/dist -type f ! -name .keep -delete
