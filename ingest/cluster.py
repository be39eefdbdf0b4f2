"""Reading on other machines: a Dask cluster behind the same interface as the processes of this machine.

    dask scheduler                                    on one machine
    dask worker tcp://HOST:8786 --nthreads 2          on each that is to read, where this project is installed too
    python -m ingest add reports/ --cluster tcp://HOST:8786

Documents travel to the workers and reports come back; only the process that was started writes. A worker reads in
processes with limits as well, and what one worker had under way when it died is read by another.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import cache

from ingest.errors import ClusterError
from ingest.knowledge import DATA, edition_of_reading
from ingest.outcome import Rejected
from ingest.pool import Pool
from ingest.report import Report
from ingest.worker.task import Task, read_task

_TO_ANSWER = 10.0
"""Seconds for the scheduler to answer, and for a first worker to be there."""

_MOST_AT_ONCE = 64
"""Processes in one worker; Dask itself begins no more tasks than the worker has threads."""


@contextmanager
def cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """The cluster's executor, and how many documents it can read at once. Raises ClusterError."""
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterError(
            "没有安装集群扩展；请运行 pip install 'gongkai[cluster]'。",
            "The cluster extra is not installed; run pip install 'gongkai[cluster]'.",
        ) from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=_TO_ANSWER, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise ClusterError(
            f"连不上集群 {address}；请检查地址，并确认 dask scheduler 正在运行。",
            f"The cluster {address} does not answer; check the address and that dask scheduler is running.",
        ) from error
    try:
        yield client.get_executor(pure=False), _threads(client, address)
    finally:
        client.close(timeout=_TO_ANSWER)


def _threads(client: object, address: str) -> int:
    try:
        client.wait_for_workers(1, timeout=_TO_ANSWER)  # type: ignore[attr-defined]
    except TimeoutError as error:
        raise ClusterError(
            f"集群 {address} 中没有工作进程；请用 dask worker {address} 启动。",
            f"The cluster {address} has no workers; begin some with dask worker {address}.",
        ) from error
    return sum(client.nthreads().values())  # type: ignore[attr-defined]


def read_there(task: Task) -> Report | Rejected:
    """What a worker of the cluster does with a document. Raises ClusterError where it would read it otherwise."""
    if _edition(task.agency, task.year) != task.reader:
        raise ClusterError(
            "集群中有工作进程的程序或数据版本与本机不同；请在各机器上安装同一版本后重新运行。",
            "A worker of the cluster has another version of the program or its data; install the same on all and run again.",
        )
    return _pool().submit(read_task, task).result()


@cache
def _pool() -> Pool:
    return Pool(_MOST_AT_ONCE)


@cache
def _edition(agency: str | None, year: int | None) -> str:
    return edition_of_reading(DATA, agency, year)
