"""Coverage-guided fuzzing of ``extractors.extract`` with atheris, by hand.

    python -m benchmarks.fuzz [--minutes N] [--slow SECONDS] [--out FOLDER]

Starts from generated pages, in an environment of its own. What raises, breaks a law of tests/fuzz/laws.py or takes too
long is saved once for each place in the code, cut down to what still shows it, and the run goes on. Exit status 1 if
there is anything.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

from benchmarks.peers.environment import CACHE, ROOT, environment
from tests.fuzz.seeds import seed_pages

MAX_INPUT = 300_000
"""Bytes."""
_WORDS = (
    "一、", "二、", "三、", "四、", "总体情况", "主动公开", "收到和处理", "行政复议", "行政诉讼", "第二十条第（一）项", "规章",
    "行政许可", "本年新收", "上年结转", "予以公开", "总计", "结果维持", "自然人", "年度报告", "政府信息公开", "2020年",
    "二〇二〇年", "1月1日", "12月31日", "人民政府", "联系电话：", "0878-6082790", "邮编", "传真", "地址：", "附件", "减12", "万元", "件",
    "<table>", "</table>", "<tr>", "<td>", "<td colspan=3>", "<td rowspan=2>", "<p>", "<br>", "<div id=zoom>", "</div>", "&nbsp;",
    "<meta name=PubDate content=", "<title>", "<h1>", "charset=gb2312", "（", "）", "|", "\t", "\xa0", "\f", "——",
)  # fmt: skip
"""What mutations put in: labels, tags and signs that the extractor looks for."""


def main() -> None:
    """Write the corpus and run the target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--slow", type=float, default=3, help="CPU seconds that no input may take (default 3)")
    parser.add_argument("--out", type=Path, default=CACHE / "fuzz", help="corpus, and what is found")
    options = parser.parse_args()
    python = environment("atheris", ["atheris"])
    corpus, found = options.out / "corpus", options.out / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(seed_pages(40)):
        (corpus / f"seed-{number:04}").write_bytes(page)
    words = options.out / "words.dict"
    words.write_text("".join(f'"{_escape(word)}"\n' for word in _WORDS), encoding="ascii")
    command = [
        str(python), "-m", "benchmarks.fuzz_target", str(found), str(options.slow), str(corpus),
        f"-max_total_time={int(60 * options.minutes)}", f"-max_len={MAX_INPUT}", f"-dict={words}",
        "-timeout=120", "-len_control=0", "-rss_limit_mb=4096", "-print_final_stats=1",
    ]  # fmt: skip
    # The same Python, so the project's own packages serve there too.
    paths = os.pathsep.join([str(ROOT), sysconfig.get_paths()["purelib"], sysconfig.get_paths()["platlib"]])
    subprocess.run(command, env=os.environ | {"PYTHONPATH": paths}, cwd=ROOT, check=True)
    results = sorted(found.glob("*.txt"))
    for result in results:
        print(result, result.read_text(encoding="utf-8"), sep="\n")
    print(f"{len(results)} findings in {found}")
    sys.exit(bool(results))


def _escape(word: str) -> str:
    """Bytes as the dictionary of libFuzzer writes them."""
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    main()
