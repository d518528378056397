#!/bin/sh
# Makes .venv with the exact, hash-checked versions of requirements.lock and this checkout, editable.
# On Debian it installs the package that venv needs where it is missing and it may; elsewhere it says what to do.
set -eu
cd "$(dirname "$0")/.."

find_python() {
    for name in python3.11 python3.12 python3.13 python3.14 python3 python; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$name"
            return
        fi
    done
    echo "setup: needs Python 3.11 or later; none was found on the PATH" >&2
    exit 1
}

install_venv() {
    version=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    root=""
    [ "$(id -u)" = 0 ] || root="sudo"
    if command -v apt-get >/dev/null 2>&1; then
        $root apt-get update -q && { $root apt-get install -qy "python$version-venv" || $root apt-get install -qy python3-venv; }
    else
        echo "setup: this Python has no venv with pip; install it with your system's packages and run again" >&2
        exit 1
    fi
}

python=$(find_python)
if [ ! -x .venv/bin/pip ]; then
    rm -rf .venv
    "$python" -m venv .venv >/dev/null 2>&1 || { rm -rf .venv; install_venv "$python"; "$python" -m venv .venv; }
fi
echo "setup: installing locked packages into .venv" >&2
.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r tools/uv.lock
.venv/bin/uv pip install -q --python .venv/bin/python --require-hashes -r requirements.lock
.venv/bin/uv pip install -q --python .venv/bin/python --no-deps --no-build-isolation -e .
touch .venv/.installed
