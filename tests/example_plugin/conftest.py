"""The plugin's folder is on the path, for those who did not install it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
