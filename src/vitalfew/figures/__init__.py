"""Drawings: sparklines, charts, the strategy map and trees, as SVG or as places of boxes."""
