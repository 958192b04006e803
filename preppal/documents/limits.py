"""How much of an upload we take. Generous for a résumé, small for an attack."""

MAX_FILE_BYTES = 5_000_000
MAX_PAGES = 15
MAX_TEXT_BYTES = 40_000

# What an archive may unpack to, and how far a PDF stream may.
MAX_UNPACKED_BYTES = 30_000_000
MAX_ARCHIVE_ENTRIES = 500
MAX_PDF_STREAM_BYTES = 10_000_000

CHILD_MEMORY_BYTES = 768_000_000
CHILD_CPU_S = 8
CHILD_WALL_S = 30.0
"""Wall clock, for what waits instead of working, and for systems without CPU limits. A busy machine is no bad file."""

MAX_CHILDREN = 2
WAIT_FOR_CHILD_S = 20.0
