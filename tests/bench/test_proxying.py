"""The proxy as it is deployed: desks stay where they are laid out, everything else goes to whoever has least to do."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from rich.console import Console

from bench.proxying import TEMPLATE, filled_in, proxy
from bench.waiting import GaveUp

pytestmark = pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
SLOW, MUCH = "/slow", "x" * 3_000_000


class Server(ThreadingHTTPServer):
    """Answers with its own name; one request of it may be kept waiting."""

    def __init__(self, name: str) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.name, self.reached, self.go = name, threading.Event(), threading.Event()


class Answering(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        if self.path == SLOW:
            self.server.reached.set()
            self.server.go.wait(30)
        said = f"{self.server.name} {self.headers['X-Forwarded-For']}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        assert len(self.rfile.read(size)) == size
        self.send_response(200)
        self.send_header("Content-Length", str(size))
        self.end_headers()
        self.wfile.write(b"y" * size)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(names: str) -> Iterator[list[Server]]:
    servers = [Server(name) for name in names]
    for one in servers:
        threading.Thread(target=one.serve_forever, daemon=True).start()
    try:
        yield servers
    finally:
        for one in servers:
            one.go.set()
            one.shutdown()
            one.server_close()


def asked(port: int, path: str, body: str | None = None) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST" if body else "GET", path, body, {"X-Forwarded-For": "203.0.113.9"})
    answer = connection.getresponse()
    status, said = answer.status, answer.read().decode()
    connection.close()
    return status, said


def test_a_desk_stays_with_one_process_and_nothing_else_waits_behind_another() -> None:
    with serving("abc") as servers, proxy([one.server_port for one in servers], Console()) as port:
        desks = [asked(port, f"/shortlists/shortlist_{number}") for number in range(40)]
        assert {status for status, _ in desks} == {200}
        assert len({said for _, said in desks}) == 3, "they are shared out"
        for number, before in enumerate(desks):
            assert asked(port, f"/shortlists/shortlist_{number}/try?a=1") == before
        waiting = threading.Thread(target=asked, args=(port, SLOW))
        waiting.start()
        until = time.monotonic() + 30
        while not (busy := [one for one in servers if one.reached.wait(0.05)]):
            assert time.monotonic() < until
        others = {asked(port, "/calls")[1].split()[0] for _ in range(9)}
        assert others == {"a", "b", "c"} - {busy[0].name}
        busy[0].go.set()
        waiting.join()
        _, said = asked(port, "/calls")
        assert said.split()[1] == "127.0.0.1", "nobody tells the proxy from where they come"
        assert asked(port, "/metrics")[0] == 403
        assert asked(port, "/calls", MUCH) == (200, "y" * len(MUCH))
        [lost] = [one for one in servers if one.name == desks[0][1].split()[0]]
        lost.shutdown()
        lost.server_close()
        status, said = asked(port, "/shortlists/shortlist_0")
        assert status == 200 and said != desks[0][1], "another takes over"


def test_a_proxy_that_does_not_begin_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.proxying.TEMPLATE", TEMPLATE.with_name("missing"))
    with pytest.raises(FileNotFoundError), proxy([1], Console()):
        pass
    monkeypatch.undo()
    monkeypatch.setattr("bench.proxying.filled_in", lambda *_: "nonsense;")
    with pytest.raises(GaveUp, match="nonsense"), proxy([1], Console()):
        pass


def test_nothing_of_the_template_is_left_to_be_filled_in() -> None:
    told = filled_in(TEMPLATE.read_text(encoding="utf-8"), 4000, [4001, 4002])
    words = "\n".join(line.split("#")[0] for line in told.splitlines())
    assert "${" not in words and "ssl" not in words and "service:" not in words
    assert words.count("server 127.0.0.1:4001 max_fails=1 fail_timeout=5s;") == 2
    assert "listen 127.0.0.1:4000;" in words
