"""Reports of Evidently are read as Evidently writes them."""
