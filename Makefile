# Two commands do everything on a fresh Debian or Ubuntu with Go and Node:
#   make run     build, start a local relay and open the desktop app on a sample firm
#   make test    every check; ends with "N passed, N failed"

SHELL := /bin/bash
export PATH := $(shell go env GOPATH)/bin:$(PATH)

# What the programs and their tests need from Debian. chromium, xvfb, xdotool,
# at-spi and python3-gi drive the screens; poppler, qpdf and openssl are the
# independent witnesses of the PDF tests; samba and impacket are the file server
# and the clients of app/folder/sambatest.
PACKAGES := gcc libc6-dev pkg-config libwebkit2gtk-4.1-dev libgtk-3-dev \
  curl xvfb xauth xdotool x11-utils chromium at-spi2-core gir1.2-atspi-2.0 python3-gi \
  dbus dbus-daemon gnome-keyring libsecret-tools \
  poppler-utils poppler-data qpdf openssl imagemagick fonts-dejavu-core \
  fonts-droid-fallback util-linux xdg-utils samba python3-impacket

CACHE := .cache
NPM := npx --yes npm@11
TAGS_DEV := dev,webkit2_41
TAGS_PROD := desktop,production,webkit2_41
LDFLAGS := -s -w

.PHONY: run link bench test chaos sim packages frontend bindings generated build fmt clean

run: packages frontend build
	@build/run.sh

# A new sign-in link for the sample's client, while make run runs.
link:
	@build/bin/tieout-relay --data .cache/run/firm/relay sign-in-link ruth@acme.example --url http://127.0.0.1:$(or $(PORT),8780)

test: packages frontend build
	@go run ./build/testall

# The long runs: real processes killed ROUNDS times (kill -9), then SEEDS random days of an office.
chaos: packages frontend
	ROUNDS=$(or $(ROUNDS),200) go test -count=1 -timeout 6h -v -run TestKillAtAnyMoment ./sync/synctest
	TIEOUT_SEEDS=$(or $(SEEDS),50) go test -count=1 -timeout 6h -v -run TestChaos ./sync/synctest

# Lives of a simulated office, by seed: make sim N=1000000 FROM=600 WORKERS=1
sim: packages
	TIEOUT_SEEDS=$(or $(N),10000) TIEOUT_FROM=$(or $(FROM),0) TIEOUT_WORKERS=$(WORKERS) go test -timeout 0 -count 1 -v -run 'TestLives$$' ./app/folder/foldersim

# How fast a save reaches the other side, beside other folder syncs that are
# installed (as root). SYNCBENCH is the folder of the harness; CASES and PEERS choose.
bench: packages frontend
	@mkdir -p build/bin
	CGO_ENABLED=0 go build -trimpath -ldflags "$(LDFLAGS)" -o build/bin/ ./sync/cmd/tieout-relay ./app/cmd/tieout-agent ./build/bench/longline
	@build/bench/run.sh

# --- what must be there -------------------------------------------------------

packages: $(CACHE)/packages

# The tests start an smbd of their own: installing it is to open no port, so where
# systemd runs, its services are masked first (systemctl unmask smbd nmbd brings them back).
$(CACHE)/packages: Makefile
	@mkdir -p $(CACHE)
	@missing=$$(for p in $(PACKAGES); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done); \
	if [ -n "$$missing" ]; then \
	  command -v apt-get >/dev/null || { echo "Please install:" $$missing; exit 1; }; \
	  sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  echo "Installing" $$missing; \
	  case " $$missing " in *" samba "*) \
	    [ ! -d /run/systemd/system ] || $$sudo systemctl mask smbd nmbd;; esac; \
	  $$sudo apt-get -o DPkg::Lock::Timeout=900 update -qq && \
	  DEBIAN_FRONTEND=noninteractive $$sudo apt-get -o DPkg::Lock::Timeout=900 install -y -qq --no-install-recommends $$missing; \
	fi
	@touch $@

frontend/node_modules/.package-lock.json: frontend/package.json frontend/package-lock.json
	cd frontend && $(NPM) ci --no-fund --no-audit
	@touch $@

PAGES := $(shell find frontend/src frontend/public frontend/*.html frontend/vite.config.ts -type f 2>/dev/null)

frontend: frontend/dist/.built

frontend/dist/.built: frontend/node_modules/.package-lock.json $(PAGES)
	cd frontend && npm run build
	@touch $@

# --- programs -----------------------------------------------------------------

build: packages frontend
	@mkdir -p build/bin
	CGO_ENABLED=0 go build -trimpath -ldflags "$(LDFLAGS)" -o build/bin/tieout-relay ./sync/cmd/tieout-relay
	CGO_ENABLED=0 go build -trimpath -ldflags "$(LDFLAGS)" -o build/bin/tieout-agent ./app/cmd/tieout-agent
	CGO_ENABLED=0 go build -o build/bin/tieout-sample ./build/sample
	go build -tags $(TAGS_DEV) -o build/bin/tieout-dev .
	go build -tags $(TAGS_PROD) -trimpath -ldflags "$(LDFLAGS)" -o build/bin/tieout .

# --- generated files, committed; the test fails when they differ ---------------

bindings:
	CGO_ENABLED=0 tsoutputtype=interfaces go run -tags bindings .

generated: bindings
	cd frontend && npm run --silent portal-api -- --check
	git diff --exit-code -- frontend/wailsjs

fmt:
	gofmt -w app build sync main.go arrows_test.go frontend/embed.go
	cd frontend && npm run format

clean:
	rm -rf build/bin build/dist $(CACHE) frontend/dist/* frontend/node_modules
	git checkout -- frontend/dist/.gitkeep 2>/dev/null || true
