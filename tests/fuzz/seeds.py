"""Pages that mutations start from: reports and other pages, as portals, converters and the simulator print them."""

from __future__ import annotations

from collections.abc import Iterator

from tests.extractors import shapes
from tests.extractors.page_others import other_page
from tests.extractors.pages import report_page


def seed_pages(count: int) -> Iterator[bytes]:
    """Bytes of ``count`` pages of each kind; every shape of the tables, each form in turn."""
    for seed in range(count):
        yield report_page(seed).data
        yield other_page(seed).data
    for number, shape in enumerate((*shapes.COMPLETE, *shapes.LOSSY)):
        forms = shapes.FORMS[:2] if shape in shapes.NATIONAL else shapes.FORMS
        for seed in range(count // 10 + 1):
            sample = shapes.Sample(forms[(number + seed) % len(forms)], seed, blanks=0.2 * (seed % 3))
            yield shape(sample).encode()
