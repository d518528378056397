#!/bin/sh
# Adds what the suite compares engines and oracles with: PostgreSQL, Spark (Java), ClickHouse in process, promtool;
# Chromium, which looks at the pages, and wrk, which asks for them as fast as they come.
# Where a system package cannot be had, the tests that need it skip and say so.
set -eu
cd "$(dirname "$0")/.."

wanted=""
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || wanted="$wanted postgresql"
command -v promtool >/dev/null 2>&1 || wanted="$wanted prometheus"
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 ||
    wanted="$wanted chromium"
command -v wrk >/dev/null 2>&1 || wanted="$wanted wrk"
command -v java >/dev/null 2>&1 || wanted="$wanted default-jre-headless"

if [ -n "$wanted" ]; then
    root=""
    [ "$(id -u)" = 0 ] || root="sudo -n"
    if command -v apt-get >/dev/null 2>&1 && $root true >/dev/null 2>&1; then
        echo "setup: installing$wanted" >&2
        # shellcheck disable=SC2086  # a list of packages
        $root apt-get update -q >/dev/null && DEBIAN_FRONTEND=noninteractive $root apt-get install -qy --no-install-recommends $wanted >/dev/null
    else
        echo "setup: without$wanted; the tests that need them will skip" >&2
    fi
fi
echo "setup: installing the engines of the tests into .venv" >&2
.venv/bin/uv pip install -q --python .venv/bin/python --require-hashes -r tools/engines.lock
touch .venv/.engines
