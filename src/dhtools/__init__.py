"""Reading-note posts turned into linked tables of quotes, commentary and citations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dhtools.corpus import Corpus, load_corpus, read_tables

__version__ = "0.1.0"
__all__ = ["Corpus", "__version__", "load_corpus", "read_tables"]


def __getattr__(name: str) -> Any:
    # pandas takes a second to import; `dhtools --version` and `import dhtools` should not wait for it.
    if name in ("Corpus", "load_corpus", "read_tables"):
        from dhtools import corpus

        return getattr(corpus, name)
    raise AttributeError(f"module 'dhtools' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
