"""Running in public: several workers, health and counts, limits, slow and distrusted clients, disks that cannot be written."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from bot.channels.web.workers import listen
from tests.bot.channels.web.serving import ROOT, database, served, started

ASK = "/api/v1/ask"
QUESTION = "川汇区卫健委2024年行政许可多少件"
WAIT = 20.0


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as sock:
        return int(sock.getsockname()[1])


def once(site: str, path: str, **params: str) -> httpx.Response:
    """Over a connection of its own, which any of the workers may take."""
    return httpx.get(f"{site}{path}", params=params, trust_env=False, timeout=WAIT)


def children(number: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{number}/task/{number}/children").read_text().split()]


def waited(found: object, within: float = WAIT) -> None:
    end = time.monotonic() + within
    while not found():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for workers in /proc")
def test_several_workers_are_one_site(tmp_path: Path) -> None:
    """Conversations, counts and a database that is replaced are the same whichever worker answers; one that dies is replaced;
    SIGTERM ends all of them."""
    shutil.copy(database(), tmp_path / "reports.db")
    health = free_port()
    said = {"GONGKAI_WEB_WORKERS": "2", "GONGKAI_WEB_HEALTH_PORT": str(health), "GONGKAI_WEB_LOG_ACCESS": "true"}
    said |= {"GONGKAI_WEB_LOG_LEVEL": "info", "GONGKAI_WEB_LOG_FORMAT": "json"}
    with started(tmp_path / "reports.db", tmp_path / "state", **said) as (process, site):
        waited(lambda: len(children(process.pid)) == 2)
        for turn in range(6):
            once(site, ASK, q="红旗区2022年行政处罚几件", talk=f"talk-number-{turn}")
            assert [fact["value"] for fact in once(site, ASK, q="许可呢", talk=f"talk-number-{turn}").json()["facts"]] == [1344]
        counts = once(f"http://127.0.0.1:{health}", "/metrics").text
        assert 'gongkai_web_requests_total{method="GET",route="/api/v1/ask",status="200"} 12.0' in counts
        assert once(f"http://127.0.0.1:{health}", "/healthz").json()["ok"] is True
        assert once(f"http://127.0.0.1:{health}", ASK, q="help").status_code == 404
        assert once(site, "/metrics").status_code == once(site, "/healthz").status_code == 404

        gone = children(process.pid)[0]
        os.kill(gone, signal.SIGKILL)
        waited(lambda: len(children(process.pid)) == 2 and gone not in children(process.pid))
        assert all(once(site, ASK, q=QUESTION).json()["facts"][0]["value"] == 2906 for _ in range(6))

        other = [sys.executable, "-m", "bot", "web", "--db", str(database()), "--port", site.rpartition(":")[2]]
        again = subprocess.run(other, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
        assert again.returncode == 1 and "taken" in again.stderr and "Traceback" not in again.stderr

        table = tmp_path / "other.csv"
        table.write_text("agency,year,field,value\n川汇区卫生健康委员会,2024,permits.decided,77\n", "utf-8")
        add = [sys.executable, "-m", "ingest", "add", str(table), "--db", str(tmp_path / "new.db")]
        subprocess.run(add, check=True, capture_output=True, cwd=ROOT)
        os.replace(tmp_path / "new.db", tmp_path / "reports.db")
        assert {once(site, ASK, q=QUESTION).json()["facts"][0]["value"] for _ in range(8)} == {77}

        workers = children(process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(WAIT) == 0
        assert not any(Path(f"/proc/{one}").exists() for one in workers)
        assert process.stderr is not None
        lines = [json.loads(line) for line in process.stderr.read().splitlines() if line.startswith("{")]
        seen = [line for line in lines if line["event"] == "request"]
        assert len(seen) >= 20 and {"route", "status", "ms", "method"} <= seen[0].keys()
        assert "行政" not in json.dumps(lines, ensure_ascii=False) and "127.0.0.1" not in json.dumps(seen)


@pytest.mark.parametrize("count", [1, 2])
def test_no_answer_waits_for_its_head_to_be_acknowledged(count: int) -> None:
    """Head and body are two packets: without this the second would wait until the first is acknowledged, 40 ms."""
    sockets = listen("127.0.0.1", 0, count)
    port = sockets[-1].getsockname()[1]
    for sock in sockets[:-1]:
        sock.close()
    with sockets[-1] as sock, socket.create_connection(("127.0.0.1", port)), closing(sock.accept()[0]) as accepted:
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_limits_are_of_each_address_and_static_files_are_free(tmp_path: Path) -> None:
    said = {"GONGKAI_WEB_LIMITS_PER_MINUTE": "6", "GONGKAI_WEB_LIMITS_BURST": "3", "GONGKAI_WEB_LIMITS_BODY_BYTES": "4096"}
    said |= {"GONGKAI_WEB_TRUSTED_PROXIES": "127.0.0.1", "GONGKAI_WEB_LIMITS_HEADER_SECONDS": "1"}
    with served(database(), tmp_path / "state", **said) as site, httpx.Client(base_url=site, trust_env=False) as client:

        def asked(address: str, path: str = f"{ASK}?q=help", **more: str) -> httpx.Response:
            return client.get(path, headers={"X-Forwarded-For": address, "Accept-Language": "en", **more})

        assert [asked("203.0.113.1").status_code for _ in range(4)] == [200, 200, 200, 429]
        refused = asked("203.0.113.1")
        assert refused.headers["Content-Type"] == "application/problem+json" and 1 <= int(refused.headers["Retry-After"]) <= 10
        page = asked("203.0.113.1", "/")
        assert page.status_code == 429 and "moment" in page.text and page.headers["Content-Type"].startswith("text/html")
        assert asked("203.0.113.1", "/static/style.css").status_code == 200
        assert asked("203.0.113.2").status_code == 200
        # What a client claims stands before what the proxy saw, and is not believed.
        assert asked("198.51.100.9, 203.0.113.1").status_code == 429
        # One subscriber of IPv6 has a whole /64.
        assert [asked(f"2001:db8:1:2::{n}").status_code for n in range(4)] == [200, 200, 200, 429]
        assert asked("2001:db8:1:3::1").status_code == 200
        assert client.post(ASK, content=b"{" + b" " * 5000, headers={"X-Forwarded-For": "203.0.113.3"}).status_code == 413
        # Behind a proxy nobody is near.
        assert asked("203.0.113.4", "/metrics").status_code == 404
        assert client.get("/healthz").json()["ok"] is True
        counts = client.get("/metrics").text
        assert "gongkai_web_limited_total 5.0" in counts and "203.0.113" not in counts
        host, port = site.rpartition("/")[2].split(":")
        with socket.create_connection((host, int(port)), timeout=WAIT) as slow:
            slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            assert slow.recv(1000).startswith(b"HTTP/1.1 408")
            assert slow.recv(1000) == b""


def test_nobody_but_a_trusted_proxy_says_who_asks(tmp_path: Path) -> None:
    said = {"GONGKAI_WEB_LIMITS_PER_MINUTE": "6", "GONGKAI_WEB_LIMITS_BURST": "2"}
    with served(database(), tmp_path / "state", **said) as site, httpx.Client(base_url=site, trust_env=False) as client:
        found = [client.get("/", headers={"X-Forwarded-For": f"203.0.113.{n}"}).status_code for n in range(3)]
        assert found == [200, 200, 429]
        assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 429


@pytest.mark.skipif(os.name != "posix", reason="needs rights of files")
def test_a_disk_that_cannot_be_written_costs_no_answer(tmp_path: Path) -> None:
    """As on a read-only mount: neither the database nor the folder of conversations can be written."""
    under = ("setpriv", "--inh-caps=-all", "--bounding-set=-all", "--") if os.getuid() == 0 else ()
    if under and shutil.which("setpriv") is None:
        pytest.skip("root may write everywhere, and there is no setpriv to take that right away")
    folder = tmp_path / "disk"
    folder.mkdir()
    shutil.copy(database(), folder / "reports.db")
    (folder / "reports.db").chmod(0o444)
    folder.chmod(0o555)
    try:
        with started(folder / "reports.db", folder, under=under) as (_, site):
            assert once(site, ASK, q=QUESTION).json()["facts"][0]["value"] == 2906
            once(site, ASK, q="红旗区2022年行政处罚几件", talk="kept-in-memory")
            assert once(site, ASK, q="许可呢", talk="kept-in-memory").json()["facts"][0]["value"] == 1344
            assert once(site, "/ask", q=QUESTION).status_code == 200
            assert once(site, "/healthz").json()["ok"] is True
        assert {one.name for one in folder.iterdir()} == {"reports.db"}
    finally:
        folder.chmod(0o755)


def test_what_is_under_way_is_finished_when_told_to_end(tmp_path: Path) -> None:
    with started(database(), tmp_path / "state") as (process, site), ThreadPoolExecutor(8) as pool:
        whole = once(site, "/api/v1/figures", format="csv").text
        asked = [pool.submit(once, site, "/api/v1/figures", format="csv") for _ in range(8)]
        waited(lambda: any(one.done() for one in asked))
        process.send_signal(signal.SIGTERM)
        got = [one.result() for one in asked if one.exception() is None]
        assert got and all(one.text == whole for one in got)
        assert process.wait(WAIT) == 0
