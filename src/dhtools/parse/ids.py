"""Stable ids, made from content."""

from __future__ import annotations

import zlib
from collections.abc import Callable


def hash8(text: str) -> str:
    """Eight hexadecimal digits of a text: CRC-32, which is quick, stable and enough within one post."""
    return f"{zlib.crc32(text.encode('utf-8', 'surrogatepass')):08x}"


def numbering(post_id: str, letter: str) -> Callable[[str], str]:
    """A function that makes ids of hashes: `<post_id>/<letter>-<hash8>`, then `-2`, `-3` for equal ones."""
    seen: dict[str, int] = {}
    prefix = f"{post_id}/{letter}-"

    def make(digest: str) -> str:
        count = seen[digest] = seen.get(digest, 0) + 1
        return prefix + digest if count == 1 else f"{prefix}{digest}-{count}"

    return make
