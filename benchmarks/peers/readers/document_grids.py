"""Tables of documents as other programs give them: ``document_grids.py pdfplumber|camelot|rapidocr FOLDER``.

Prints one line of JSON: the grids of each file in the order of their names, CPU seconds, peak megabytes.
"""

import json
import sys
import time
from functools import cache
from pathlib import Path

from memory import peak_megabytes

Grid = list[list[str | None]]


def by_pdfplumber(path: Path) -> list[Grid]:
    """All tables, page by page."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return [table for page in pdf.pages for table in page.extract_tables()]


def by_camelot(path: Path) -> list[Grid]:
    """The same; ``lattice`` is its way for tables with rules."""
    import camelot

    return [table.df.to_numpy().tolist() for table in camelot.read_pdf(str(path), pages="all", flavor="lattice")]


def by_rapidocr(path: Path) -> list[Grid]:
    """Its own arrangement of what it reads: a row of words for each line of its Markdown, a grid for each page."""
    from PIL import Image, ImageSequence

    read = _rapidocr()
    with Image.open(path) as pictures:
        pages = [page.convert("RGB") for page in ImageSequence.Iterator(pictures)]
    return [[line.split() for line in read(page).to_markdown().splitlines()] for page in pages]


@cache
def _rapidocr():
    """The program with the models of its wheel, on one thread as ours; loading them takes a second."""
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": 1})


def main() -> None:
    """Read the folder."""
    read = {"pdfplumber": by_pdfplumber, "camelot": by_camelot, "rapidocr": by_rapidocr}[sys.argv[1]]
    start = time.process_time()
    grids = []
    for path in sorted(Path(sys.argv[2]).iterdir()):
        try:
            grids.append(read(path))
        except ImportError:
            raise
        except Exception as error:  # noqa: BLE001 - what a library raises on a file is a result of the benchmark
            print(f"{path.name}: {type(error).__name__}: {error}", file=sys.stderr)
            grids.append([])
    seconds = time.process_time() - start
    print(json.dumps({"grids": grids, "seconds": seconds, "megabytes": peak_megabytes()}, ensure_ascii=False))


main()
