"""Draw a Result: as matplotlib Axes, or as SVG for a page."""

from csat_methods.plots.draw import draw, svg

__all__ = ["draw", "svg"]
