"""Lines of print to text, each character with how sure the model is of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy
import onnxruntime
import rapidocr

from extractors.documents.pictures.picture_rules import Picture

_HEIGHT = 48
"""Pixels of a line as the model takes it."""
_MAX_WIDTH = 3_200
_MIN_WIDTH = 48
_BATCH_PIXELS = 4_800
"""Width of all lines of a batch together; bounds the memory of one run."""
ZEROS = "0Oo〇○ОοΟōŌöÖóÓ"
RINGS = ZEROS + "。ｏ°º₀σ"
"""By themselves they look alike: the probability of each is that of all. Only the first are a 0 among digits."""
_THREADS = 1
_DETECTED_SIDE = 1_400
"""Pixels of the longer side of a page on which lines are looked for; finding them needs less than reading them."""


class Reading(NamedTuple):
    """Text of a line."""

    text: str
    sure: tuple[float, ...]
    """Probability of each character, 0 … 1."""

    @property
    def least(self) -> float:
        """Probability of the character that is least sure; 0 where nothing was read."""
        return min(self.sure, default=0.0)


def recognise(lines: Sequence[Picture]) -> list[Reading]:
    """Read pictures of single lines (rows × columns × RGB), in order."""
    session, characters = _recogniser()
    name = session.get_inputs()[0].name
    rings = [characters.index(char) for char in RINGS if char in characters]
    readings = [Reading("", ())] * len(lines)
    for batch in _batches([_width(line) for line in lines]):
        widest = max(_width(lines[index]) for index in batch)
        inputs = numpy.ones((len(batch), 3, _HEIGHT, widest), dtype=numpy.float32)  # paper behind shorter lines
        for place, index in enumerate(batch):
            scaled = cv2.resize(lines[index], (_width(lines[index]), _HEIGHT), interpolation=cv2.INTER_LINEAR)
            # the model was trained on BGR
            inputs[place, :, :, : scaled.shape[1]] = scaled[..., ::-1].transpose(2, 0, 1) / 127.5 - 1.0
        for place, steps in enumerate(session.run(None, {name: inputs})[0]):
            readings[batch[place]] = _decoded(steps, characters, rings)
    return readings


def detect(picture: Picture) -> list[tuple[float, float, float, float]]:
    """Boxes (left, top, right, bottom) of the lines of print in a picture."""
    found = _detector()(picture[..., ::-1], use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None:
        return []
    return [
        (float(box[:, 0].min()), float(box[:, 1].min()), float(box[:, 0].max()), float(box[:, 1].max()))
        for box in found.boxes
    ]


def _decoded(steps: Any, characters: Sequence[str], rings: Sequence[int]) -> Reading:
    """Text of the model's steps (steps × characters): repeats are one character, the first of the list is none."""
    best, sure = steps.argmax(axis=1), steps.max(axis=1)
    sure = numpy.where(numpy.isin(best, rings), steps[:, rings].sum(axis=1), sure)
    text, probabilities = [], []
    last = 0
    for index, probability in zip(best.tolist(), sure.tolist(), strict=True):
        if index and index != last:
            text.append(characters[index])
            probabilities.append(probability)
        elif index:
            probabilities[-1] = max(probabilities[-1], probability)
        last = index
    return Reading("".join(text), tuple(probabilities))


def _width(line: Picture) -> int:
    height, width = line.shape[:2]
    return int(min(_MAX_WIDTH, max(_MIN_WIDTH, round(_HEIGHT * width / height))))


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Indexes of lines of like width, so that little is filled up."""
    batch: list[int] = []
    for index in sorted(range(len(widths)), key=widths.__getitem__):
        if batch and (len(batch) + 1) * widths[index] > max(_BATCH_PIXELS, widths[index]):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


@cache
def _recogniser() -> tuple[Any, list[str]]:
    """The recognition model that comes with rapidocr, and its characters by index."""
    models = Path(rapidocr.__file__).parent / "models"
    model = next(iter(sorted(models.glob("*_rec_*.onnx"))))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _THREADS
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    return session, ["", *session.get_modelmeta().custom_metadata_map["character"].splitlines(), " "]


@cache
def _detector() -> Any:
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.max_side_len": _DETECTED_SIDE,
            "Det.limit_type": "max",
            "Det.limit_side_len": _DETECTED_SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
        }
    )
