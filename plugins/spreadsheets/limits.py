"""How much of a spreadsheet is read; what is more is told, never a failure."""

MOST_ROWS = 1_000_000
MOST_COLUMNS = 2_000
MOST_RESULTS = 100_000  # numbers kept of one sheet
MOST_RUNS = 20_000  # of one sheet
MOST_PROBLEMS = 100  # told one by one; the others are counted
LONGEST_TEXT = 1_000  # characters of a cell that are kept
LONGEST_NAME = 255  # of a metric, param, slice, version
LONGEST_FIELD = 1 << 20  # characters of one cell of a text file
SAMPLE_ROWS = 1_000  # looked at to tell decimals and columns apart
MIB = 1 << 20
LARGEST_FILE = 64 * MIB
LARGEST_PART = 256 * MIB  # of a workbook, unpacked
LARGEST_PARTS = 384 * MIB  # all of them, unpacked
MOST_PARTS = 5_000
MOST_RATIO = 200  # times larger unpacked, of parts that are larger than ALWAYS_FINE
ALWAYS_FINE = 4 * MIB
MOST_TEXT = 384 * MIB  # of all cells of a worksheet, texts that are shared counted for each
MOST_AREA = 10_000_000  # cells between the first and the last of a worksheet, empty ones too
