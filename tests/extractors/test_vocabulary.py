"""Vocabulary files are checked when they are loaded."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import extractors
from extractors.errors import ConfigError
from extractors.vocabulary import load_vocabulary


def test_every_data_file_of_the_package_loads():
    """Else a wrong one would show at the first page of a crawl."""
    watch = """
import sys
sys.addaudithook(lambda event, arguments: event == "open" and print(arguments[0]))
from extractors import load_data
load_data()
"""
    done = subprocess.run([sys.executable, "-c", watch], check=True, capture_output=True, text=True)
    assert set(map(str, Path(extractors.__file__).parent.rglob("*.toml"))) <= set(done.stdout.splitlines())


@pytest.mark.parametrize(
    ("build", "key"), [(lambda data: data["no such key"], "no such key"), (lambda data: re.compile("("), "(pattern)")]
)
def test_wrong_vocabulary_names_file_and_key(build, key):
    with pytest.raises(ConfigError) as caught:
        load_vocabulary("sections", build)
    assert caught.value.key == key
    assert "sections.toml" in str(caught.value)
