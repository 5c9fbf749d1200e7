"""Comparisons of versions and runs: comparability, differences, slices, examples, gates.

See README.md.
"""

from catalog.comparison.compare import compare
from catalog.comparison.views import Asked, Comparison

__all__ = ["Asked", "Comparison", "compare"]
