"""What tests give to reading processes: it must be importable there."""

from __future__ import annotations

import os
import signal
import time

from ingest.worker import limits


def double(number: int) -> int:
    return 2 * number


def fail(sentence: str) -> None:
    raise ValueError(sentence)


def stumble() -> None:
    raise FileNotFoundError("it is the task that did not find it, not the pipe that broke")


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def leave() -> None:
    os._exit(0)


def sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def sleep_with_leave(seconds: float) -> float:
    limits.ask(seconds + 30)
    time.sleep(seconds)
    return seconds


def hold(size: int) -> int:
    return len(bytearray(size))


def hold_with_leave(size: int) -> int:
    limits.ask(30, 4 * size)
    return len(bytearray(size))


def chatter() -> str:
    os.write(1, b"what libraries print goes nowhere" * 1000)
    return "answer"


def me() -> int:
    return os.getpid()
