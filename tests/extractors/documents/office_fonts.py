"""The fonts with which LibreOffice sets the reports of tests: the same on every machine, whatever else is installed there.

Lines wrap and pages break by the widths of characters, and a program takes another font for one that is missing.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

FACES = (
    *("NotoSansCJKsc-Regular", "NotoSansCJKsc-Bold", "NotoSerifCJKsc-Regular", "NotoSerifCJKsc-Bold"),
    *("DejaVuSans", "DejaVuSans-Bold", "DejaVuSerif", "DejaVuSerif-Bold", "DejaVuSansMono", "DejaVuSansMono-Bold"),
)
"""By their PostScript names: what Debian's packages fonts-noto-cjk and fonts-dejavu-core hold, but for other languages."""


@cache
def folders() -> Sequence[Path]:
    """Where the faces are installed; empty if one of them is not."""
    program = shutil.which("fc-list")
    if program is None:
        return ()
    listed = subprocess.run(
        [program, "--format", "%{postscriptname}\t%{file}\n"], check=True, capture_output=True, text=True
    )
    files = dict(line.split("\t", 1) for line in listed.stdout.splitlines())
    return sorted({Path(files[face]).parent for face in FACES}) if files.keys() >= set(FACES) else ()


def write_config(place: Path) -> None:
    """Write what makes fontconfig know these faces and no others, nor the machine's own preferences among them."""
    accepted = "".join(
        f'<pattern><patelt name="postscriptname"><string>{face}</string></patelt></pattern>' for face in FACES
    )
    place.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        + "".join(f"<dir>{escape(str(folder))}</dir>" for folder in folders())
        + '<cachedir prefix="xdg">fontconfig</cachedir>'
        + f"<selectfont><rejectfont><pattern/></rejectfont><acceptfont>{accepted}</acceptfont></selectfont></fontconfig>",
        encoding="utf-8",
    )
