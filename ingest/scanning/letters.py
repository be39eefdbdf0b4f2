"""What a line of text says: the recognition model that comes with rapidocr, run by onnxruntime.

A line is given as a grey picture, and comes back as its text with how sure every letter is. Lines of like width go
through the model together; nothing is asked of the network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from ingest.scanning import model_file
from ingest.scanning.pictures import Grey

HEIGHT = 48
_NARROWEST = 48
_STEP = 16
_TOGETHER = 2048
"""Columns of dots that go through the model at once."""
_THREADS = 2
_WIDEST = 3200


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. `sure` is the likelihood of its least certain letter, 0 to 1; 0 where nothing was read."""

    text: str
    sure: float


NOTHING = Reading("", 0.0)


@cache
def _model() -> tuple[onnxruntime.InferenceSession, tuple[str, ...]]:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _THREADS
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False
    session = onnxruntime.InferenceSession(str(model_file()), options, providers=["CPUExecutionProvider"])
    letters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return session, ("", *letters, " ")


def read_lines(pictures: Sequence[Grey]) -> list[Reading]:
    """What each picture of one line says."""
    sized = [_sized(picture) for picture in pictures]
    order = sorted(range(len(sized)), key=lambda place: sized[place].shape[1])
    readings = [NOTHING] * len(sized)
    batch: list[int] = []
    for place in order:
        if batch and (len(batch) + 1) * _padded(sized[place]) > _TOGETHER:
            _read_batch(sized, batch, readings)
            batch = []
        batch.append(place)
    if batch:
        _read_batch(sized, batch, readings)
    return readings


def _sized(picture: Grey) -> Grey:
    height, width = picture.shape
    wide = min(_WIDEST, max(1, round(width * HEIGHT / height)))
    way = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (wide, HEIGHT), interpolation=way), np.uint8)


def _padded(picture: Grey) -> int:
    return max(_NARROWEST, -(-int(picture.shape[1]) // _STEP) * _STEP)


def _read_batch(pictures: Sequence[Grey], batch: Sequence[int], readings: list[Reading]) -> None:
    session, letters = _model()
    width = max(_padded(pictures[place]) for place in batch)
    given = np.zeros((len(batch), 3, HEIGHT, width), np.float32)
    for row, place in enumerate(batch):
        given[row, :, :, : pictures[place].shape[1]] = pictures[place].astype(np.float32) / 127.5 - 1
    likely: Any = session.run(None, {session.get_inputs()[0].name: given})[0]
    for row, place in enumerate(batch):
        readings[place] = _decoded(likely[row], letters)


def _decoded(likely: NDArray[np.float32], letters: Sequence[str]) -> Reading:
    """The letters step by step: what is repeated counts once, index 0 is nothing."""
    best = likely.argmax(1)
    how = likely.max(1)
    text: list[str] = []
    sure = 1.0
    last = 0
    for index, certain in zip(best.tolist(), how.tolist(), strict=True):
        if index and index != last:
            text.append(letters[index])
        if index:
            sure = min(sure, certain) if index != last else sure
        last = index
    return Reading("".join(text), sure if text else 0.0)
