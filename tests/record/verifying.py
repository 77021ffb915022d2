"""Both verifiers at once."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from importlib import resources

from onrecord.record.verifier import Report

Verify = Callable[..., Report]
SMALL = runpy.run_path(str(resources.files("onrecord.record") / "onrecord_check.py"))
