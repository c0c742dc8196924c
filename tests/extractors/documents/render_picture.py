"""Typeset pages as pictures: what a scanner or a screen makes of them, with skew, blur, noise and compression."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.extractors.documents.typeset import HEIGHT, WIDTH, Sheet

FONTS = {
    "song": "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "hei": "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "wqy": "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "ming": "/usr/share/fonts/truetype/arphic/uming.ttc",
}
"""Where Debian puts the fonts; the third of Noto's faces is the simplified one."""
_FACES = {"song": 2, "hei": 2}


@dataclass(frozen=True, slots=True)
class Scan:
    """How a page was scanned."""

    dpi: int = 150
    font: str = "song"
    skew: float = 0.0
    """Degrees, anticlockwise."""
    blur: float = 0.0
    """Radius in pixels."""
    noise: float = 0.0
    """Standard deviation of grey values."""
    quality: int = 0
    """Of JPEG; 0 leaves the picture as it is."""
    rule_grey: int = 0
    rule_width: float = 0.6
    """Points."""
    paper: int = 255
    turn: int = 0
    """Quarter turns, anticlockwise."""
    stamp: bool = False
    """A red seal over the last lines."""


def present_fonts() -> list[str]:
    """Names of the fonts that this machine has."""
    return [name for name, path in FONTS.items() if Path(path).exists()]


def some_scan(random: Random) -> Scan:
    """A scan as offices make them; the resolution is the caller's."""
    return Scan(
        font=random.choice(present_fonts()),
        skew=random.uniform(-1.5, 1.5),
        blur=random.choice((0, 0.5, 0.8)),
        noise=random.choice((0, 4, 8)),
        quality=random.choice((0, 85, 60, 40)),
        rule_grey=random.choice((0, 0, 120, 170)),
        rule_width=random.choice((0.5, 0.75, 1)),
        paper=random.choice((255, 245, 232)),
    )


def draw_pages(sheets: Sequence[Sheet], scan: Scan, seed: int = 0) -> list[numpy.ndarray]:
    """Pictures of the pages, RGB."""
    noise = numpy.random.default_rng(seed)
    return [_scanned(_draw(sheet, scan), scan, noise) for sheet in sheets]


def encode(picture: numpy.ndarray, form: str = "PNG", others: Sequence[numpy.ndarray] = ()) -> bytes:
    """A picture's file; ``others`` are the further pages of a TIFF."""
    out = io.BytesIO()
    pages = [Image.fromarray(other) for other in others]
    more = {"save_all": True, "append_images": pages} if pages else {}
    Image.fromarray(picture).save(out, form, **more)
    return out.getvalue()


def _draw(sheet: Sheet, scan: Scan) -> Image.Image:
    scale = scan.dpi / 72
    image = Image.new("RGB", (round(WIDTH * scale), round(HEIGHT * scale)), (scan.paper,) * 3)
    pen = ImageDraw.Draw(image)
    width = max(1, round(scan.rule_width * scale))
    for line in sheet.lines:
        pen.line([(line.x0 * scale, line.y0 * scale), (line.x1 * scale, line.y1 * scale)], (scan.rule_grey,) * 3, width)
    fonts: dict[float, ImageFont.FreeTypeFont] = {}
    for run in sheet.runs:
        size = run.size * scale
        if size not in fonts:
            fonts[size] = ImageFont.truetype(FONTS[scan.font], size, index=_FACES.get(scan.font, 0))
        x = run.x * scale
        for char in run.text:
            pen.text((x, run.baseline * scale), char, (20, 20, 20), fonts[size], anchor="ls")
            x += size * (0.5 if char.isascii() else 1.0)
    if scan.stamp and sheet.runs:
        last = sheet.runs[-2]
        x, y, r = (last.x + 60) * scale, last.baseline * scale, 55 * scale
        pen.ellipse([x - r, y - r, x + r, y + r], outline=(225, 60, 60), width=max(2, round(2 * scale)))
    return image


def _scanned(image: Image.Image, scan: Scan, random: numpy.random.Generator) -> numpy.ndarray:
    if scan.skew:
        image = image.rotate(scan.skew, Image.Resampling.BICUBIC, fillcolor=(scan.paper,) * 3)
    if scan.turn:
        image = image.rotate(90 * scan.turn, expand=True)
    if scan.blur:
        image = image.filter(ImageFilter.GaussianBlur(scan.blur))
    pixels = numpy.asarray(image)
    if scan.noise:
        grey = random.normal(0, scan.noise, pixels.shape[:2])[..., None]
        pixels = numpy.clip(pixels + grey, 0, 255).astype(numpy.uint8)
    if scan.quality:
        out = io.BytesIO()
        Image.fromarray(pixels).save(out, "JPEG", quality=scan.quality)
        pixels = numpy.asarray(Image.open(out).convert("RGB"))
    return pixels
