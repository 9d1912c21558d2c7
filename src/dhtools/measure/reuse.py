"""Words used again: what answers take up, what is quoted without marks, several times, or not truly.

The measures stand in modules of their own and are gathered here.
"""

from __future__ import annotations

from dhtools.measure.diffs import diff
from dhtools.measure.echo import echo, echoes
from dhtools.measure.fidelity import fidelity
from dhtools.measure.places import in_file
from dhtools.measure.repeated import occurrences, repeated
from dhtools.measure.unmarked import unmarked

__all__ = ["diff", "echo", "echoes", "fidelity", "in_file", "occurrences", "repeated", "unmarked"]
