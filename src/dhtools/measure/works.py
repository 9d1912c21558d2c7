"""Cited works: who cites what, with which book, in which year, in what company.

The functions stand in modules of their own; this is the door to them.
"""

from __future__ import annotations

from dhtools.measure.cited_works import by_book, by_year, citations
from dhtools.measure.work_graphs import edges, network, nodes, together

__all__ = ["by_book", "by_year", "citations", "edges", "network", "nodes", "together"]
