"""What depends on other entities: inverse relations, inherited values, orphans."""

from catalog.stitching.due import stitch_all, stitch_due
from catalog.stitching.stitch import Inherited, Inputs, Stitched, stitch

__all__ = ["Inherited", "Inputs", "Stitched", "stitch", "stitch_all", "stitch_due"]
