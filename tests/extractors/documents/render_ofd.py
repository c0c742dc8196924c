"""Typeset pages as OFD files (GB/T 33190-2016)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from random import Random
from xml.sax.saxutils import escape

from tests.extractors.documents.typeset import HEIGHT, WIDTH, Line, Run, Sheet, advance

_MM = 25.4 / 72
_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class Style:
    """How a writer prints."""

    repeats: bool = True
    """Equal steps as ``g``."""
    scaled: bool = False
    """Text in hundredths of a millimetre under a matrix."""
    rectangles: bool = False
    """Lines as thin filled rectangles."""
    template: bool = False
    """Lines in a template page."""
    absolute: bool = False
    """Locations from the package's root."""
    character_objects: bool = False
    """A text object for each character."""


def some_style(random: Random) -> Style:
    """Any of them."""
    return Style(*(random.random() < 0.5 for _ in fields(Style)))


def write_ofd(
    sheets: Sequence[Sheet], style: Style | None = None, more: Mapping[str, str | bytes] | None = None
) -> bytes:
    """An OFD file; ``more`` are parts that replace or join its own."""
    style = style or Style()
    root = "/Doc_0/" if style.absolute else ""
    parts: dict[str, str | bytes] = {
        "OFD.xml": f'{_HEAD}<ofd:OFD {_SPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/>'
        f"<ofd:DocRoot>{'/' if style.absolute else ''}Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": _document(len(sheets), root, style),
    }
    for number, sheet in enumerate(sheets):
        lines = "".join(_line(line, style) for line in sheet.lines)
        text = "".join(_text(run, style) for run in _runs(sheet.runs, style))
        if style.template:
            parts[f"Doc_0/Tpls/Tpl_{number}/Content.xml"] = _page(lines)
        used = f'<ofd:Template TemplateID="{500 + number}" ZOrder="Background"/>' if style.template else ""
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = _page(text if style.template else lines + text, used)
    return pack({**parts, **(more or {})})


def write_scanned_ofd(pictures: Sequence[bytes]) -> bytes:
    """An OFD file whose pages are pictures."""
    media = "".join(
        f'<ofd:MultiMedia ID="{900 + n}" Type="Image" Format="PNG"><ofd:MediaFile>p{n}.png</ofd:MediaFile></ofd:MultiMedia>'
        for n in range(len(pictures))
    )
    more: dict[str, str | bytes] = {
        "Doc_0/DocumentRes.xml": f'{_HEAD}<ofd:Res {_SPACE} BaseLoc="Res"><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>'
    }
    for number, picture in enumerate(pictures):
        more[f"Doc_0/Res/p{number}.png"] = picture
        image = f'<ofd:ImageObject ID="7" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="{900 + number}"/>'
        more[f"Doc_0/Pages/Page_{number}/Content.xml"] = _page(image)
    return write_ofd([Sheet() for _ in pictures], more=more)


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of the parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _document(count: int, root: str, style: Style) -> str:
    templates = "".join(
        f'<ofd:TemplatePage ID="{500 + n}" BaseLoc="{root}Tpls/Tpl_{n}/Content.xml"/>'
        for n in range(count)
        if style.template
    )
    pages = "".join(f'<ofd:Page ID="{n + 1}" BaseLoc="{root}Pages/Page_{n}/Content.xml"/>' for n in range(count))
    return (
        f"{_HEAD}<ofd:Document {_SPACE}><ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID><ofd:PageArea>"
        f"<ofd:PhysicalBox>0 0 {WIDTH * _MM:.3f} {HEIGHT * _MM:.3f}</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>{templates}</ofd:CommonData>"
        f"<ofd:Pages>{pages}</ofd:Pages></ofd:Document>"
    )


def _page(objects: str, used: str = "") -> str:
    return (
        f'{_HEAD}<ofd:Page {_SPACE}>{used}<ofd:Content><ofd:Layer ID="9" Type="Body">'
        f'<ofd:PageBlock ID="8">{objects}</ofd:PageBlock></ofd:Layer></ofd:Content></ofd:Page>'
    )


def _runs(runs: Sequence[Run], style: Style) -> list[Run]:
    if not style.character_objects:
        return list(runs)
    return [
        Run(char, run.x + advance(run.text[:index], run.size), run.baseline, run.size)
        for run in runs
        for index, char in enumerate(run.text)
    ]


def _text(run: Run, style: Style) -> str:
    size, left, top = run.size * _MM, run.x * _MM, (run.baseline - run.size) * _MM
    factor = 100 if style.scaled else 1
    matrix = ' CTM="0.01 0 0 0.01 0 0"' if style.scaled else ""
    steps = [f"{advance(char, size) * factor:.4f}" for char in run.text[:-1]]
    if style.repeats and len(set(steps)) == 1:
        steps = ["g", str(len(steps)), steps[0]]
    deltas = f' DeltaX="{" ".join(steps)}"' if steps else ""
    width = advance(run.text, size)
    return (
        f'<ofd:TextObject ID="5" Boundary="{left:.4f} {top:.4f} {width:.4f} {size * 1.2:.4f}"{matrix} Font="1" '
        f'Size="{size * factor:.4f}"><ofd:TextCode X="0" Y="{size * factor:.4f}"{deltas}>{escape(run.text)}'
        "</ofd:TextCode></ofd:TextObject>"
    )


def _line(line: Line, style: Style) -> str:
    x0, y0, x1, y1 = (value * _MM for value in line)
    if style.rectangles:
        width, height = max(x1 - x0, 0.2), max(y1 - y0, 0.2)
        path = f"M 0 0 L {width:.3f} 0 L {width:.3f} {height:.3f} L 0 {height:.3f} C"
        return (
            f'<ofd:PathObject ID="6" Boundary="{x0 - 0.1:.4f} {y0 - 0.1:.4f} {width:.3f} {height:.3f}" Fill="true" '
            f'Stroke="false"><ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>'
        )
    return (
        f'<ofd:PathObject ID="6" Boundary="{x0:.4f} {y0:.4f} {x1 - x0:.4f} {y1 - y0:.4f}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0:.4f} {y1 - y0:.4f}</ofd:AbbreviatedData></ofd:PathObject>"
    )
