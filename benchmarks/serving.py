"""The page and the API under load on this machine, beside Datasette serving the same figure from the same file.

python -m benchmarks.serving [--db FILE] [--seconds N]: requests a second, the median and the 99th of a hundred, with one and
two workers, by wrk where it is installed, else by a client of asyncio in a process of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[1]
FIELD = "permits.decided"
CONNECTIONS = 16
_UNIT = {"us": 1e-3, "ms": 1.0, "s": 1e3}


@dataclass(frozen=True)
class Load:
    """What a load gave: requests a second, milliseconds, and how many were not answered with 200."""

    rate: float
    median: float
    last: float
    failed: int


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as sock:
        return int(sock.getsockname()[1])


@contextmanager
def serving(command: list[str], port: int, path: str, **environment: str) -> Iterator[str]:
    """The address of a server while it lasts, once it answers `path`."""
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(address + path, timeout=5).read()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def load(url: str, seconds: int) -> Load:
    """Sixteen connections that ask again as soon as they are answered."""
    for _ in range(50):  # the first requests work out what later ones find
        urllib.request.urlopen(url, timeout=30).read()
    if shutil.which("wrk"):
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s", "--latency", url]
        return _of_wrk(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    client = [sys.executable, "-m", "benchmarks.serving", "--client", url, "--seconds", str(seconds)]
    return Load(**json.loads(subprocess.run(client, check=True, capture_output=True, text=True, cwd=ROOT).stdout))


def _of_wrk(said: str) -> Load:
    def latency(share: str) -> float:
        found = re.search(rf"^\s+{share}%\s+([\d.]+)(us|ms|s)\s*$", said, re.MULTILINE)
        assert found is not None, said
        return float(found[1]) * _UNIT[found[2]]

    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    assert rate is not None, said
    return Load(float(rate[1]), latency("50"), latency("99"), int(failed[1]) if failed else 0)


async def _client(url: str, seconds: int) -> Load:
    parts, taken, failed = urlsplit(url), list[float](), 0
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    request = f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
    end = time.perf_counter() + seconds

    async def one() -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        while time.perf_counter() < end:
            begun = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            await reader.readexactly(int(length[1]) if length else 0)
            taken.append((time.perf_counter() - begun) * 1000)
            failed += not head.startswith(b"HTTP/1.1 200")
        writer.close()

    await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    taken.sort()
    return Load(len(taken) / seconds, taken[len(taken) // 2], taken[int(len(taken) * 0.99)], failed)


def figure_of(db: Path) -> tuple[str, int, int]:
    """Id and number of an agency, and the year, of a report that holds the figure."""
    sql = f'SELECT a.id, a.no, f.year FROM figures f JOIN agency a ON a.no = f.agency WHERE "{FIELD}" > 0 LIMIT 1'
    with closing(sqlite3.connect(f"file:{quote(str(db))}?mode=ro", uri=True)) as connection:
        id, no, year = connection.execute(sql).fetchone()
    return id, no, year


def measure(db: Path, seconds: int) -> None:
    """Datasette first, then the site with one and two workers; rates as multiples of Datasette's."""
    id, no, year = figure_of(db)
    sql = f'select "{FIELD}" from figures where year = {year} and agency = {no}'
    theirs = f"/{db.stem}.json?{urlencode({'sql': sql, '_shape': 'array'})}"
    paths = {
        "a figure by the API": f"/api/v1/figures?{urlencode({'agency': id, 'year': year, 'field': FIELD})}",
        "an answer by the API": f"/api/v1/ask?{urlencode({'q': f'{year}年行政许可最多的是哪里'})}",
        "an answer as a page": f"/ask?{urlencode({'q': f'{year}年行政许可最多的是哪里', 'talk': 'load', 'turn': '1'})}",
        "a report as a page": f"/agencies/{id}/{year}",
    }
    port = free_port()
    datasette = [sys.executable, "-m", "datasette", "serve", str(db), "--port", str(port)]
    with serving(datasette, port, theirs) as site:
        base = load(site + theirs, seconds)
    _tell("Datasette: the same figure, by SQL", base, base)
    free = {"GONGKAI_WEB_LIMITS_PER_MINUTE": "1000000", "GONGKAI_WEB_LIMITS_BURST": "100000"}
    for workers in (1, 2):
        port = free_port()
        with TemporaryDirectory() as state:
            own = ["--db", str(db), "--port", str(port), "--workers", str(workers), "--state", state]
            with serving([sys.executable, "-m", "bot", "web", *own], port, "/api/v1/kinds", **free) as site:
                for name, path in paths.items():
                    _tell(f"{name}, workers: {workers}", load(site + path, seconds), base)


def _tell(name: str, found: Load, base: Load) -> None:
    times = f"× {found.rate / base.rate:5.2f}"
    failed = f"   NOT ANSWERED: {found.failed}" if found.failed else ""
    print(f"{name:36} {found.rate:8.0f}/s {times}   p50 {found.median:7.1f} ms   p99 {found.last:7.1f} ms{failed}", flush=True)


def main() -> None:
    """Measures, or is the client of a measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path, default=Path("data/reports.db"))
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--client", metavar="URL", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.client:
        print(json.dumps(vars(asyncio.run(_client(options.client, options.seconds)))))
    else:
        measure(options.db.resolve(), options.seconds)


if __name__ == "__main__":
    main()
