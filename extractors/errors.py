"""What can go wrong while a document is read.

::

    ExtractionError
    ├─ ConfigError     a portal, platform or form file is wrong; raised while loading, before any request
    └─ DocumentError   the bytes can't be read as what they claim to be: truncated, encrypted, over a limit
       ├─ MissingReader  they may well be whole, but what reads them is not installed here
       └─ EndedReader    they may well be whole, but what read them was ended

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


class DocumentError(ExtractionError):
    """The bytes can't be read as what they claim to be: truncated, encrypted, over a limit.

    Ends as a rejection; ``reason`` is one of the closed list of ``Rejection.reason``.
    """

    def __init__(self, reason: RejectionReason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class MissingReader(DocumentError):
    """What reads this medium is not installed: ``needs`` names the optional group of pyproject.toml, or the program.

    >>> str(MissingReader("ocr"))
    "needs the optional group 'ocr', which is not installed"
    """

    def __init__(self, needs: str, message: str | None = None) -> None:
        super().__init__("unreadable", message or f"needs the optional group {needs!r}, which is not installed")
        self.needs = needs


class EndedReader(DocumentError):
    """The system ended what read the document, most likely for want of memory: another time it may not."""

    def __init__(self) -> None:
        super().__init__("too_large", "the system ended the reader, most likely for want of memory")
