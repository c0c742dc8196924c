"""Vocabulary kept as data beside the modules that use it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from extractors.errors import ConfigError

T = TypeVar("T")


def load_vocabulary(name: str, build: Callable[[Mapping[str, Any]], T]) -> T:
    """Read ``<name>.toml`` of this package and make of it what a module needs.

    :exc:`~extractors.errors.ConfigError` names the file and the key that is missing or the pattern that is wrong.
    """
    file = Path(__file__).with_name(f"{name}.toml")
    try:
        return build(tomllib.loads(file.read_text("utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(file, "(file)", str(error)) from error
    except KeyError as error:
        raise ConfigError(file, str(error.args[0]), "missing") from error
    except re.error as error:
        raise ConfigError(file, "(pattern)", f"{error}: {error.pattern!r}"[:200]) from error
