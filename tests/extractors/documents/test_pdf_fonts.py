"""What a PDF's text layer gives does not depend on the fonts of the machine."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pypdfium2", reason="needs the group 'documents'")
pytest.importorskip("reportlab", reason="needs reportlab")

ROOT = Path(__file__).parents[3]
ON_A_BARE_MACHINE = """
from pypdfium2 import PdfSysfontBase
from extractors.documents.paper.pdf_fonts import LentFont
from tests.extractors.documents.filled import cells, filled_report
from tests.extractors.documents.render_pdf import Look, render_pdf
from tests.extractors.documents.test_pdf import report_of


class NoFonts(PdfSysfontBase):
    def EnumFonts(self, _, mapper):
        pass

    def MapFont(self, *_):
        return None


{fonts}
article = filled_report(3)
data = render_pdf(article.title, article.pieces, Look(rules="double"))
assert b"/STSong-Light" in data
truth = cells(article.truth["tables"])
found = cells(report_of(data).tables)
print(sum(found.get(place) == value for place, value in truth.items()), len(truth))
"""


def read_with(fonts: str) -> tuple[int, int]:
    """Cells that are read, of all; in a process of its own, since fonts are set up for all of it."""
    script = ON_A_BARE_MACHINE.format(fonts=fonts)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    right, all_ = map(int, done.stdout.split())
    return right, all_


def test_a_machine_without_fonts_reads_every_cell() -> None:
    right, all_ = read_with("LentFont(NoFonts()).setup()")
    assert right == all_


def test_a_font_is_needed_for_that() -> None:
    right, all_ = read_with("NoFonts().setup()")
    assert right < all_
