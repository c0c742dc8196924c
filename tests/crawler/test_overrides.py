"""A setting of one run is checked before anything starts."""

import pytest
from scrapy.settings import Settings

from crawler.overrides import check_overrides
from crawler.selection import UnusableArgument


def overridden(**given: str) -> Settings:
    settings = Settings()
    settings.setdict(given, priority="cmdline")
    return settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DOWNLOAD_DELAY", "0.5"),
        ("CLOSESPIDER_TIMEOUT", "1.5"),
        ("FEED_CHANGES_ONLY", "True"),
        ("LEDGER", ""),
        ("ATTACHMENTS", "all"),
        ("SOMEBODYS_PLUGIN", "x"),
    ],
)
def test_right_one_passes(name: str, value: str) -> None:
    check_overrides(overridden(**{name: value}))


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("DOWNLOAD_DELAY", "slow", "setting DOWNLOAD_DELAY is a number, not 'slow'"),
        ("FEED_CHANGES_ONLY", "perhaps", "setting FEED_CHANGES_ONLY is True or False, not 'perhaps'"),
        ("ATTACHMENTS", "some", "setting ATTACHMENTS is one of needed, all, none, not 'some'"),
        ("LEGDER", "x.sqlite", "no setting LEGDER; perhaps LEDGER"),
        ("ledger", "x.sqlite", "no setting ledger; perhaps LEDGER"),
    ],
)
def test_slip_is_told(name: str, value: str, message: str) -> None:
    with pytest.raises(UnusableArgument, match=f"^{message}$"):
        check_overrides(overridden(**{name: value}))


def test_settings_of_a_project_are_its_own() -> None:
    settings = Settings()
    settings.set("DOWNLOAD_DELEY", "slow", priority="project")
    check_overrides(settings)
