"""Files that replace those of an earlier build all together, or not at all."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dhtools.errors import TableError
from dhtools.export import manifest

FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Gives a temporary folder to write to, and moves its files into place when all are written.

    Files of the earlier build that the new manifest does not list are removed; files that dhtools did
    not write are left alone. Whatever goes wrong before the move leaves `folder` as it was.

    Args:
        folder: where the files are to be; made if need be.

    Yields:
        The temporary folder. The body writes its files there, a manifest among them.

    Raises:
        TableError: the folder cannot be written, or holds a file of somebody else's with the same name.
    """
    try:
        with tempfile.TemporaryDirectory(dir=_anchor(folder), prefix=".dhtools-") as temporary:
            yield Path(temporary)
            _move(Path(temporary), folder)
    except OSError as error:
        advice = "free some space" if error.errno in FULL else "choose a folder that can be written"
        raise TableError(f"cannot write tables to {folder}: {error.strerror or error}; {advice}") from error


def _anchor(folder: Path) -> Path:
    """Where the temporary folder goes: into `folder`, or where that is to be made.

    On the same file system a move is a renaming. `folder` itself may be a mount point, so the place beside
    it would not do.
    """
    folder = folder.absolute()
    return next(place for place in (folder, *folder.parents) if place.exists())


def _move(stage: Path, folder: Path) -> None:
    before, now = manifest.files(folder), manifest.files(stage)
    made = sorted(stage.iterdir(), key=lambda file: file.name == manifest.NAME)
    for file in made:
        place = folder / file.name
        if place.is_dir() or (place.exists() and file.name not in before):
            raise TableError(
                f"{place} is there and dhtools did not write it: move it, or choose another folder"
            )
    folder.mkdir(parents=True, exist_ok=True)
    for file in made:
        file.replace(folder / file.name)
    for name in before - now:
        (folder / name).unlink(missing_ok=True)
