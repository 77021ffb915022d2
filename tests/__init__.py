"""The tests. What they write goes to memory where there is room: none of it has to outlive the machine."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from tests.rounds import LONG

MEMORY, ENOUGH = Path("/dev/shm"), 4 * 2**30

if not LONG and "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH:
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None
