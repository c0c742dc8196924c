"""Typeset pages as pictures: what a scanner or a screen makes of them, with skew, blur, noise and compression."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import NamedTuple

import numpy
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.extractors.documents.typeset import HEIGHT, WIDTH, Sheet

FAMILIES = {
    "song": ("SimSun", "Noto Serif CJK SC", "Noto Serif SC", "AR PL UMing CN"),
    "hei": ("SimHei", "Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Zen Hei"),
    "other": ("WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Noto Sans CJK SC"),
    "ming": ("AR PL UMing CN", "FangSong", "Noto Serif CJK SC"),
}
"""Looks of print → families, the first one that is installed draws it."""


class Font(NamedTuple):
    """A face of a font file."""

    family: str
    file: str
    index: int


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


@cache
def present_fonts() -> dict[str, Font]:
    """The font of each look; a look of which no family is installed is missing. Asks fontconfig."""
    if shutil.which("fc-match") is None:
        return {}
    found = {look: [font for name in names if (font := _font(name))] for look, names in FAMILIES.items()}
    return {look: fonts[0] for look, fonts in found.items() if fonts}


def _font(family: str) -> Font | None:
    """Its regular face; ``None`` if fontconfig names another family instead."""
    command = ["fc-match", family, "--format", "%{family}\t%{file}\t%{index}"]
    families, file, index = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\t")
    return Font(family, file, int(index)) if family in families.split(",") else None


def some_scan(random: Random) -> Scan:
    """A scan as offices make them; the resolution is the caller's. Installed fonts change no other choice."""
    look = random.choice(list(FAMILIES))
    return Scan(
        font=look if look in present_fonts() else next(iter(present_fonts())),
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
            _, file, index = present_fonts()[scan.font]
            fonts[size] = ImageFont.truetype(file, size, index=index)
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
