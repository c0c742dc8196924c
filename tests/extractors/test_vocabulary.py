"""Vocabulary files are checked when they are loaded."""

import re

import pytest

from extractors import load_data
from extractors.errors import ConfigError
from extractors.vocabulary import load_vocabulary


def test_every_data_file_of_the_package_loads():
    load_data()


@pytest.mark.parametrize(
    ("build", "key"), [(lambda data: data["no such key"], "no such key"), (lambda data: re.compile("("), "(pattern)")]
)
def test_wrong_vocabulary_names_file_and_key(build, key):
    with pytest.raises(ConfigError) as caught:
        load_vocabulary("sections", build)
    assert caught.value.key == key
    assert "sections.toml" in str(caught.value)
