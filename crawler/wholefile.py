"""Files that appear whole under their name: written beside it, renamed at the end."""

from __future__ import annotations

import fcntl
import glob
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Self

_TOKEN = "[0-9a-f]" * 8


class WholeFile:
    """A file being written beside ``path``; ``path`` itself changes only in :meth:`commit`.

    As a context it is committed at the end of the block, and discarded where that raises.

    What is no regular file (``/dev/stdout``, a pipe) can't be replaced and is written to directly.
    """

    def __init__(self, path: Path, *, append: bool = False) -> None:
        self.path = Path(os.path.realpath(path))  # a link keeps pointing where it points
        self.direct = self.path.exists() and not self.path.is_file()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.beside = self.path
        self.file: BinaryIO = self.path.open("wb") if self.direct else self._begin()
        if append and not self.direct and self.path.exists():
            try:
                self.file.write(self.path.read_bytes())
            except OSError:
                self.discard()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None:
            self.commit()
        else:
            self.discard()

    def _begin(self) -> BinaryIO:
        """Begin the file beside its place. Those of processes that were killed go: they are the ones that nobody has locked."""
        for left in self.path.parent.glob(f".{glob.escape(self.path.name)}.{_TOKEN}"):
            with suppress(OSError), left.open("rb") as dead:  # locked, or gone already
                fcntl.flock(dead, fcntl.LOCK_EX | fcntl.LOCK_NB)
                left.unlink()
        while True:
            self.beside = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}")
            file = self.beside.open("xb")
            fcntl.flock(file, fcntl.LOCK_EX)
            if self.beside.exists():  # else another process took it for left over before it was locked
                return file
            file.close()

    def commit(self) -> None:
        """Put the file in its place, with the permissions of the one that it replaces; nothing stays beside if that fails."""
        try:
            self._close(sync=not self.direct)
        except OSError:
            self.discard()
            raise
        if not self.direct:
            if self.path.exists():
                self.beside.chmod(self.path.stat().st_mode & 0o7777)
            self.beside.replace(self.path)

    def keep_partial(self) -> Path | None:
        """Leave ``path`` alone and keep what was written as ``<name>.partial``."""
        partial = None if self.direct else self.path.with_name(f"{self.path.name}.partial")
        try:
            self._close(sync=False)
        finally:  # on a full disk, as much as it took
            if partial is not None:
                self.beside.replace(partial)
        return partial

    def discard(self) -> None:
        """Leave ``path`` alone and remove what was written; never fails for what could not be written."""
        with suppress(OSError):  # the disk is full: closing writes the buffer, and closes although that fails
            self.file.close()
        if not self.direct:
            with suppress(FileNotFoundError):
                self.beside.unlink()

    def _close(self, *, sync: bool) -> None:
        if self.file.closed:
            return
        try:
            self.file.flush()
            if sync:
                os.fsync(self.file.fileno())
        finally:
            self.file.close()
