"""Data files beside the modules that use them: TOML, read with errors that name the file."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from extractors.errors import ConfigError


def load_toml(package: str, file: str) -> dict[str, Any]:
    """What a file of a package holds. :exc:`~extractors.errors.ConfigError` where it is no TOML."""
    return parse_toml(file, (files(package) / file).read_text("utf-8"))


def parse_toml(file: str, text: str) -> dict[str, Any]:
    """What a text holds; ``file`` is for the message. :exc:`~extractors.errors.ConfigError` where it is no TOML.

    >>> parse_toml("walls.toml", "a = 1")
    {'a': 1}
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(file, "(file)", str(error)) from error
