"""Rules are found by several threads at once, as a server does that has only begun."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from vitalfew.rules.engine import rules

sys.setswitchinterval(1e-6)
together = Barrier(8)
def find(_):
    together.wait()
    return len(rules())
with ThreadPoolExecutor(8) as pool:
    print(*set(pool.map(find, range(8))))
"""


def test_whoever_comes_while_rules_are_found_finds_all_of_them() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, encoding="utf-8", check=False)
    assert (done.stderr, done.stdout.split()) == ("", [done.stdout.strip()])
    assert int(done.stdout) > 100
