"""Tables of PDFs as pdfplumber and camelot give them: ``pdf_grids.py pdfplumber|camelot FOLDER``.

Prints one line of JSON: the grids of each file in the order of their names, CPU seconds, peak megabytes.
"""

import json
import resource
import sys
import time
from pathlib import Path

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


def main() -> None:
    """Read the folder."""
    read = {"pdfplumber": by_pdfplumber, "camelot": by_camelot}[sys.argv[1]]
    start = time.process_time()
    grids = []
    for path in sorted(Path(sys.argv[2]).glob("*.pdf")):
        try:
            grids.append(read(path))
        except Exception as error:  # noqa: BLE001 - what a library raises on a file is a result of the benchmark
            print(f"{path.name}: {type(error).__name__}: {error}", file=sys.stderr)
            grids.append([])
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"grids": grids, "seconds": seconds, "megabytes": peak}, ensure_ascii=False))


main()
