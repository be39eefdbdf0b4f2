"""Reading processes on this machine, as an Executor: each task runs in a process with limits, and hurts nobody else.

A process that ends, hangs or takes too much memory costs its own task alone: the next one begins in a new process.
The same interface is that of a cluster (`cluster`), so that whoever submits need not know where reading happens.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Lock, Semaphore, Thread, Timer
from typing import Any, TypeVar

T = TypeVar("T")
_TASKS_A_PROCESS = 500
"""After so many a new process begins: what libraries leak never adds up to the limit."""

_TO_START = 120.0


@dataclass(frozen=True, slots=True)
class Limits:
    """For one task: seconds on the clock, and bytes of memory for the process."""

    seconds: float = 30.0
    memory: int = 2**30


class TookTooLong(Exception):
    """The task was ended because its time was up."""


class Ended(Exception):
    """The process ended in the middle of the task: it crashed, or the system killed it."""


class _Process:
    """One reading process. `run` raises TookTooLong or Ended, and then it is of no further use."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._late = self._gone = False
        self.tasks = 0
        command = [sys.executable, "-m", "ingest.worker", str(limits.memory)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._exchange(None, _TO_START)

    @property
    def usable(self) -> bool:
        """Whether another task can be run in it."""
        return not self._gone and self.tasks < _TASKS_A_PROCESS

    def run(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        """The function's result, or the error that it raised."""
        self.tasks += 1
        what, value = self._exchange((function, arguments, self._limits.seconds), self._limits.seconds)
        if what == "failed":
            self._gone = self._gone or isinstance(value, MemoryError)
            raise value
        return value

    def kill(self) -> None:
        """Ends the process at once."""
        self._gone = True
        self._process.kill()

    def close(self) -> None:
        """Ends the process and waits until it has."""
        self.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was not sent yet has nobody to go to
                    pipe.close()
        self._process.wait()

    def _exchange(self, message: Any, seconds: float) -> tuple[str, Any]:
        """Sends a task and waits for its answer; more time is given as it is asked for."""
        watch = self._watch(seconds)
        try:
            if message is not None:
                pickle.dump(message, self._process.stdin)  # type: ignore[arg-type]
                self._process.stdin.flush()  # type: ignore[union-attr]
            while True:
                what, value = pickle.load(self._process.stdout)  # type: ignore[arg-type]
                if what != "time":
                    return what, value
                watch.cancel()
                watch = self._watch(value)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self.kill()
            raise (TookTooLong if self._late else Ended)() from error
        finally:
            watch.cancel()

    def _watch(self, seconds: float) -> Timer:
        watch = Timer(seconds, self._time_is_up)
        watch.daemon = True
        watch.start()
        return watch

    def _time_is_up(self) -> None:
        self._late = True
        self.kill()


@dataclass(frozen=True, slots=True)
class _Job:
    future: Future[Any]
    function: Callable[..., Any]
    arguments: tuple[Any, ...]


class Pool(Executor):
    """`jobs` reading processes, each begun when it is first needed and kept for the next task."""

    def __init__(self, jobs: int, limits: Limits | None = None) -> None:
        self._jobs = max(1, jobs)
        self._limits = limits or Limits()
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._idle = Semaphore(0)
        self._lock = Lock()
        self._threads: list[Thread] = []
        self._processes: set[_Process] = set()
        self._closed = False

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Runs an importable function elsewhere. Its future raises TookTooLong, Ended, or what the function raised."""
        if kwargs:
            raise TypeError("tasks take their arguments by place")
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("the pool is closed")
            self._queue.put(_Job(future, fn, args))
            if not self._idle.acquire(blocking=False) and len(self._threads) < self._jobs:
                thread = Thread(target=self._serve, daemon=True)
                self._threads.append(thread)
                thread.start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Ends the processes: at once with `cancel_futures`, else when everything submitted is done."""
        with self._lock:
            self._closed = True
            if cancel_futures:
                while not self._queue.empty():
                    job = self._queue.get()
                    if job is not None:
                        job.future.cancel()
                for process in list(self._processes):
                    process.kill()
            for _ in self._threads:
                self._queue.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def _serve(self) -> None:
        """One thread's work: a process of its own, and the tasks of the queue one after the other."""
        process: _Process | None = None
        try:
            while (job := self._queue.get()) is not None:
                if job.future.set_running_or_notify_cancel():
                    process = self._run(process, job)
                self._idle.release()
        finally:
            self._drop(process)

    def _run(self, process: _Process | None, job: _Job) -> _Process | None:
        try:
            if process is None or not process.usable:
                self._drop(process)
                process = None
                process = self._begun()
            job.future.set_result(process.run(job.function, job.arguments))
        except BaseException as error:
            job.future.set_exception(error)
        return process

    def _begun(self) -> _Process:
        process = _Process(self._limits)
        with self._lock:
            self._processes.add(process)
            if self._closed:
                process.kill()
        return process

    def _drop(self, process: _Process | None) -> None:
        if process is not None:
            with self._lock:
                self._processes.discard(process)
            process.close()
