"""One alignment rule per module, with its page beside it; `engine.py` finds and runs them, `count.py` counts for them."""
