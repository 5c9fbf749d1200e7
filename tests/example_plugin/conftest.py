"""The plugin's folder is on the path, for those who did not install it."""

import sys
from pathlib import Path

# Last, so that its folder `tests` hides nobody else's.
sys.path.append(str(Path(__file__).parent))
