"""Figures of speed, as ratios within one run; `python -m bench NAME` prints one JSON object."""
