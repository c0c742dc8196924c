"""What can go wrong while a document is read.

::

    ExtractionError
    ├─ ConfigError     a portal, platform or form file is wrong; raised while loading, before any request
    ├─ PageError       not the page that was asked for: wall, login, placeholder, empty shell
    ├─ DocumentError   the bytes can't be read as what they claim to be: truncated, encrypted, over a limit
    └─ AlignmentError  a label matched no row, or several; caught per table

Doubt about content is a finding on the report, never an exception.
"""

from __future__ import annotations

from extractors.report import RejectionReason


class ExtractionError(Exception):
    """Base of every error that this project raises itself."""


class ConfigError(ExtractionError):
    """A data file is wrong. Names the file and the key; raised while loading, before any request."""

    def __init__(self, file: object, key: str, problem: str) -> None:
        super().__init__(f"{file}: {key}: {problem}")
        self.file = str(file)
        self.key = key
        self.problem = problem


class _Rejected(ExtractionError):
    """An error that ends as a rejection; ``reason`` is one of the closed list of ``Rejection.reason``."""

    def __init__(self, reason: RejectionReason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class PageError(_Rejected):
    """The page is not the one that was asked for: a wall, a login, a placeholder, an empty shell."""


class DocumentError(_Rejected):
    """The bytes can't be read as what they claim to be: truncated, encrypted, over a limit."""


class AlignmentError(ExtractionError):
    """A label matched no row of its table, or several."""

    def __init__(self, table: str, label: str, candidates: list[str]) -> None:
        super().__init__(f"{table}: label {label!r} matches {candidates or 'no row'}")
        self.table = table
        self.label = label
        self.candidates = candidates
