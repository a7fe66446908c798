"""A proxy before a registry: it makes the way long, counts what is asked, and fails where a test says so."""

from __future__ import annotations

import http.client
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Literal, NamedTuple

ROUND_TRIP = 0.05
"""Seconds to a registry far away, and back."""
_HOP = {"connection", "transfer-encoding", "keep-alive", "date", "server"}


class Request(NamedTuple):
    """A request that came in."""

    method: str
    path: str
    authorization: str


class Fault:
    """A failure that is answered instead of what the registry would say."""

    def __init__(
        self,
        pattern: str,
        kind: int | Literal["cut", "drop"],
        times: int = 1_000_000,
        headers: dict[str, str] | None = None,
    ) -> None:
        """Fail where the pattern is found in ``METHOD path``.

        ``kind`` is a status, ``cut`` for an end in mid-body, ``drop`` for one without a word.
        """
        self.pattern = re.compile(pattern)
        self.kind = kind
        self.times = times
        self.headers = headers or {}


class Proxy:
    """Stands before a host while the context is open; ``host`` is its own ``host:port``."""

    def __init__(self, upstream: str, *faults: Fault, delay: float = 0.0) -> None:
        """Pass on to a host that speaks HTTP; ``delay`` is in seconds, for each request."""
        self.upstream = upstream
        self.delay = delay
        self.faults = list(faults)
        self.requests: list[Request] = []
        self.most_at_once = 0
        self._now = 0
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _make_handler(self))
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Proxy:  # noqa: PYI034 - `Self` is of Python 3.11
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def enter(self, request: Request) -> Fault | None:
        """Note a request, and return how it fails."""
        with self._lock:
            self.requests.append(request)
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
            for fault in self.faults:
                if fault.times > 0 and fault.pattern.search(f"{request.method} {request.path}"):
                    fault.times -= 1
                    return fault
        return None

    def leave(self) -> None:
        """Note that a request was answered."""
        with self._lock:
            self._now -= 1


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def _make_handler(proxy: Proxy) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        def __init__(self, *arguments: Any) -> None:  # noqa: ANN401 - as its base takes them
            self.proxy = proxy
            super().__init__(*arguments)

    return Handler


class _Handler(BaseHTTPRequestHandler):
    """Passes on what comes on one connection."""

    proxy: Proxy
    protocol_version = "HTTP/1.1"
    # An answer goes out whole: without it Nagle's algorithm adds to the delay.
    wbufsize = -1
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.upstream = http.client.HTTPConnection(self.proxy.upstream, timeout=60)

    def finish(self) -> None:
        self.upstream.close()
        super().finish()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - as its base calls it
        """Say nothing."""

    def _pass_on(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else None
        fault = self.proxy.enter(Request(self.command, self.path, self.headers.get("Authorization", "")))
        try:
            time.sleep(self.proxy.delay)
            self._answer(fault, body)
        finally:
            self.proxy.leave()

    def _answer(self, fault: Fault | None, body: bytes | None) -> None:
        if fault is not None and fault.kind == "drop":
            self.close_connection = True
            return
        if fault is not None and isinstance(fault.kind, int):
            self._send(fault.kind, fault.headers, b"{}")
            return
        status, headers, data = self._ask(body)
        self._send(status, headers, data, end=len(data) // 2 if fault else None)
        self.close_connection = self.close_connection or fault is not None

    def _ask(self, body: bytes | None) -> tuple[int, dict[str, str], bytes]:
        # A header that comes several times, as regclient sends `Accept`, is one list.
        names = {name.lower() for name in self.headers} - _HOP
        headers = {name: ", ".join(self.headers.get_all(name, [])) for name in names}
        self.upstream.request(self.command, self.path, body, headers)
        answer = self.upstream.getresponse()
        kept = {name: value for name, value in answer.getheaders() if name.lower() not in _HOP}
        return answer.status, kept, answer.read()

    def _send(self, status: int, headers: dict[str, str], data: bytes, end: int | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data[:end])
        self.wfile.flush()

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _pass_on  # noqa: N815 - as its base looks for them
