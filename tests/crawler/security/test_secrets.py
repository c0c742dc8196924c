"""What nobody else may know must not stand in a log or a message: passwords in addresses, webhooks, keys."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.logs.log import JsonFormatter, LineFormatter
from crawler.masking import mask, secrets_of
from crawler.urls import parse_web_address
from tests.crawler.crawling import FAST, scrapy
from tests.crawler.fault_server import listing, serve

SECRET = "s3cr3t-w0rd"


@pytest.mark.parametrize(
    "text",
    [
        f"postgresql://nianbao:{SECRET}@db.example/nianbao",
        f"postgresql+psycopg://nianbao:a@{SECRET}@db.example:5432/nianbao",
        f"postgresql://db.example/nianbao?user=x&password={SECRET}",
        f"ftp://{SECRET}@feeds.example/out.json",
        f"s3://KEY:{SECRET}@bucket/out.json",
        f"https://hook.example/?token={SECRET}&x=1",
        f"could not connect to 'postgresql://u:{SECRET}@h/db?sslmode=require': refused",
    ],
)
def test_password_in_an_address_is_masked(text: str) -> None:
    assert SECRET not in mask(text)
    assert mask(mask(text)) == mask(text)


@pytest.mark.parametrize(
    "text", ["http://a.example/x@y.html", "http://a.example/?keyword=年报&id=12", "zwgk@a.gov.cn", "2020: 3 @ 4"]
)
def test_address_without_a_password_stands_as_it_is(text: str) -> None:
    assert mask(text) == text


def test_time_to_mask_grows_with_the_text_only() -> None:
    mask("://" + "a" * 1_000_000)
    mask("?token=" * 100_000)
    mask("://@" * 200_000)


def test_settings_that_are_secret_are_known_by_their_names() -> None:
    settings = Settings(
        {"ALARM_WEBHOOK": "https://hook.example/T0K", "AWS_SECRET_ACCESS_KEY": SECRET, "BOT_NAME": "nb"}
    )
    assert set(secrets_of(settings)) == {"https://hook.example/T0K", SECRET}


@pytest.mark.parametrize("formatter", [LineFormatter("%(message)s", None, [SECRET]), JsonFormatter([SECRET])])
def test_traceback_tells_no_secret(formatter: logging.Formatter) -> None:
    try:
        raise OSError(f"no route to https://x:{SECRET}@h/ with {SECRET}")
    except OSError as error:
        info = (OSError, error, error.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, "", 0, "broken", (), info)
    assert SECRET not in formatter.format(record)
    assert "no route to" in formatter.format(record)


def test_address_that_is_refused_is_told_without_its_password() -> None:
    for url in (f"http://u:{SECRET}@a.example/", f"ftp://u:{SECRET}@a.example/"):
        with pytest.raises(ValueError, match="address") as raised:
            parse_web_address(url)
        assert SECRET not in str(raised.value)


def test_run_tells_no_secret(tmp_path: Path) -> None:
    """Of its settings, nor of a feed that can't be stored."""
    with serve({"/zfxxgknb/": listing({})}) as server:
        settings = (
            f"AWS_SECRET_ACCESS_KEY={SECRET}",
            f"FTP_PASSWORD={SECRET}",
            "LOG_LEVEL=DEBUG",
            "FEED_STORAGE_FTP_ACTIVE=1",
        )
        options = [part for setting in settings for part in ("-s", setting)]
        feed = f"ftp://u:{SECRET}@127.0.0.1:{server.port}/out.json"
        run = scrapy("crawl", "yearly_reports", *FAST, "-a", f"url={server.home}zfxxgknb/", *options, "-O", feed)
    assert "Overridden settings" in run.stderr
    assert SECRET not in run.stderr


def test_wrong_usage_tells_no_secret() -> None:
    run = scrapy("crawl", "yearly_reports", "-a", "url=http://127.0.0.1:9/", "-O", f"gopher://u:{SECRET}@h/out.json")
    assert run.returncode == 2
    assert SECRET not in run.stderr + run.stdout


def test_lines_of_json_can_be_read(tmp_path: Path) -> None:
    """From the first line to the last one of the log, whose file is begun anew if that is asked for."""
    log = tmp_path / "log.jsonl"
    log.write_text("an older log")
    with serve({"/zfxxgknb/": listing({"/a/1.html": "松汀镇2020年政府信息公开工作年度报告"})}) as server:
        settings = ("LOG_JSON=True", f"LOG_FILE={log}", "LOG_FILE_APPEND=False")
        options = (*(part for setting in settings for part in ("-s", setting)), "-O", str(tmp_path / "out.json"))
        scrapy("crawl", "yearly_reports", *FAST, "-a", f"url={server.home}zfxxgknb/", *options)
        lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
        (gone,) = (line for line in lines if line.get("kind") == "gone")
        assert (gone["level"], gone["portal"]) == ("WARNING", f"{server.host}:{server.port}")
        assert gone["url"] == f"{server.home}a/1.html"
    assert set(lines[0]) == {"time", "level", "logger", "portal", "url", "message"}
