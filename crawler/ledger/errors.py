"""What can go wrong with a ledger itself."""

from __future__ import annotations

from sqlalchemy import URL

from extractors.errors import ConfigError


class LedgerError(ConfigError):
    """A ledger can't be opened, read or written. Names its address without the password."""

    def __init__(self, url: URL, problem: str) -> None:
        super().__init__(url.render_as_string(hide_password=True), "ledger", problem)


class LedgerLocked(LedgerError):
    """Another run has the ledger: ``holder`` is its host and process, ``since`` when it began; ``None`` where it does not say yet."""

    def __init__(self, url: URL, holder: str | None, since: str | None) -> None:
        told = f" ({holder}, since {since})" if holder else ""
        super().__init__(url, f"another run has it{told}")
        self.holder = holder
        self.since = since


class PortalTakenOver(LedgerError):
    """A worker tells of a portal that another one has begun since."""

    def __init__(self, url: URL, portal: str) -> None:
        super().__init__(url, f"another worker has taken over {portal}")


def first_line(error: BaseException) -> str:
    """What an error of the database says, without the statement and the address of its manual."""
    said = str(getattr(error, "orig", None) or error).strip()
    return said.splitlines()[0] if said else type(error).__name__
