"""The process in which one document is decoded: `python -m onrecord.uploads.process`, document in, pictures out.

With `logo` behind it, one small picture. It is given nothing but the document: no environment, no open file, no more time and memory than a document needs. What it
answers with begins with a line of JSON, either a fault or the lengths of the pictures that follow.
"""

from __future__ import annotations

import json
import resource
import sys
from contextlib import suppress

from onrecord.uploads.faults import Fault, Unfit
from onrecord.uploads.limits import BYTES_OF_MEMORY, SECONDS_OF_WORK

LOGO = "logo"
"""What is wanted instead of the pictures: the first one, small."""
FILES = 64
"""Open at most: libraries are files, too."""


def main() -> None:
    _confine()
    try:
        from onrecord.uploads import decoding  # only now: decoders get no more memory than the rest

        content = sys.stdin.buffer.read()
        made = [decoding.logo(content)] if LOGO in sys.argv else list(decoding.pictures(content))
        answer: dict[str, object] = {"lengths": [len(one) for one in made]}
    except Unfit as unfit:
        made, answer = [], {"fault": unfit.fault, "found": unfit.found}
    except MemoryError:
        made, answer = [], {"fault": Fault.LONG}
    except Exception:  # each decoder has its own ways of saying that a file is broken
        made, answer = [], {"fault": Fault.BROKEN}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + b"".join(made))


def _confine() -> None:
    limits = {
        resource.RLIMIT_AS: BYTES_OF_MEMORY,
        resource.RLIMIT_CPU: SECONDS_OF_WORK,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: FILES,
        resource.RLIMIT_CORE: 0,
    }
    for limit, most in limits.items():
        with suppress(ValueError, OSError):  # macOS knows no limit of memory
            resource.setrlimit(limit, (most, most))


if __name__ == "__main__":
    main()
