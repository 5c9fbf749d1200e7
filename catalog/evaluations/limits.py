"""How much of a run is kept; what is more is a problem, never a failure."""

LONGEST_NAME = 255  # of runs, metrics, params, tags, versions, splits
LONGEST_TEXT = 10_000  # of a param's or tag's value, a URL, a digest
LONGEST_SHOWN = 255  # of a param's value that can be filtered and sorted by
MOST_RESULTS = 200_000  # of a run
MOST_PARAMS = 10_000  # params and tags of a run
MOST_POINTS = 25_000  # of a series; longer ones are thinned
MOST_SERIES = 2_000
MOST_CURVES = 200
MOST_CURVE_POINTS = 10_000
MOST_ARTIFACTS = 1_000
MOST_EXAMPLE_BYTES = 20 * 1024 * 1024
MOST_EXAMPLE_SLICES = 20  # names of slices that examples belong to
MOST_PROBLEMS = 20  # told of one run
LATEST_TIME = 253_402_300_800.0  # the year 10000: whoever says more counts in milliseconds
