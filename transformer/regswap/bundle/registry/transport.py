"""HTTP to registries: a pool of connections for each host, patience, redirects without secrets."""

from __future__ import annotations

import threading
from urllib.parse import urlencode, urljoin, urlsplit

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, MaxRetryError, NewConnectionError, SSLError
from urllib3.util import Retry, Timeout

from regswap.bundle.registry.access import is_loopback
from regswap.bundle.registry.tls import is_plain, make_context
from regswap.bundle.store import AnswerError
from regswap.record import TYPE_CHECKING
from regswap.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Literal

    from urllib3 import BaseHTTPResponse, PoolManager

    from regswap.bundle.registry.access import Access

    Method = Literal["GET", "HEAD", "POST"]

TRIES = 5
LONGEST_WAIT = 60
"""Seconds that a registry can make a question wait before the next try."""

_PATIENCE = Timeout(connect=10, read=60)
_RETRY = Retry(
    total=TRIES - 1,
    connect=1,
    # Such as a certificate that is not trusted, which it will not be the next time.
    other=0,
    redirect=False,
    # That of the token server is a question, too.
    allowed_methods={"GET", "HEAD", "POST"},
    status_forcelist={429, 500, 502, 503, 504},
    backoff_factor=0.2,
    backoff_jitter=0.1,
    retry_after_max=LONGEST_WAIT,
    raise_on_status=False,
)
_LIMITED = 429
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5


class Transport:
    """Asks hosts; each has the certificates, and gets the secrets, that are its own."""

    def __init__(self, access: Access, connections: int) -> None:
        """Keep up to so many connections to each host."""
        self._access = access
        self._connections = connections
        self._pools: dict[str, PoolManager] = {}
        self._schemes: dict[str, str] = {}
        self._broken: dict[str, AnswerError] = {}
        self._lock = threading.Lock()

    def find_base(self, host: str) -> str:
        """Return ``scheme://host[:port]`` of a registry.

        HTTP without TLS is spoken where that is asked for, and where this machine itself answers without TLS.
        """
        with self._lock:
            if host not in self._schemes:
                self._schemes[host] = "http" if is_plain(host, self._access) else "https"
            return f"{self._schemes[host]}://{host}"

    def ask(
        self,
        method: Method,
        url: str,
        headers: Mapping[str, str],
        *,
        fields: Mapping[str, str] | None = None,
        preload: bool = True,
    ) -> BaseHTTPResponse:
        """Return the answer to a question, whatever its status, after redirects.

        ``preload`` reads the body whole. ``Authorization`` goes to no host but that of the URL. Raises AnswerError
        where there is no answer.
        """
        for _ in range(_MOST_REDIRECTS):
            answer = self._ask_once(method, url, headers, fields, preload=preload)
            if answer.status not in _REDIRECTS:
                return answer
            answer.drain_conn()
            answer.release_conn()
            target = urljoin(url, answer.headers.get("Location", ""))
            if _origin(target) != _origin(url):
                headers = {name: value for name, value in headers.items() if name.lower() != "authorization"}
            if urlsplit(url).scheme == "https" and urlsplit(target).scheme != "https":
                raise AnswerError("unasked", f"{_origin(url)} leads to {_origin(target)}, which is not safe by TLS")
            url = target
        raise AnswerError("unasked", f"{_origin(url)} leads from one address to the next without an end")

    def _ask_once(
        self, method: Method, url: str, headers: Mapping[str, str], fields: Mapping[str, str] | None, *, preload: bool
    ) -> BaseHTTPResponse:
        host = urlsplit(url).netloc
        broken = self._broken.get(host)
        if broken is not None:
            # A host that did not answer is not waited for again for each image.
            raise AnswerError(broken.code, broken.reason, broken.remedy)
        form = {} if fields is None else {"Content-Type": "application/x-www-form-urlencoded"}
        sent = {"User-Agent": f"regswap/{__version__}", **form, **headers}
        try:
            answer = self._find_pool(url).request(
                method,
                url,
                headers=sent,
                body=None if fields is None else urlencode(fields),
                retries=_RETRY,
                redirect=False,
                preload_content=preload,
            )
        except (HTTPError, OSError) as error:
            told = tell_failure(host, error)
            if _is_unreachable(error):
                self._broken[host] = told
            raise told from error
        if answer.status == _LIMITED:
            # After all the waiting that it asked for, every other question would be one more against the limit.
            wait = answer.headers.get("Retry-After", "")
            reason = f"{host} limits how much it is asked (429{f', Retry-After {wait}' if wait else ''})"
            self._broken[host] = AnswerError("unasked", reason, "repeat it later, log in, or use fewer --connections")
            raise self._broken[host]
        return answer

    def _find_pool(self, url: str) -> PoolManager:
        origin = _origin(url)
        with self._lock:
            pool = self._pools.get(origin)
            if pool is None:
                pool = self._pools[origin] = self._make_pool(urlsplit(url).scheme, urlsplit(url).netloc)
            return pool

    def _make_pool(self, scheme: str, host: str) -> PoolManager:
        from urllib.request import getproxies, proxy_bypass

        settings: dict[str, Any] = {"maxsize": self._connections, "block": True, "timeout": _PATIENCE}
        if scheme == "https":
            settings["ssl_context"] = make_context(host, self._access)
        proxy = getproxies().get(scheme)
        if proxy is None or is_loopback(host) or proxy_bypass(host):
            return urllib3.PoolManager(1, **settings)
        credentials = urlsplit(proxy)
        login = urllib3.make_headers(proxy_basic_auth=f"{credentials.username}:{credentials.password}")
        return urllib3.ProxyManager(proxy, 1, proxy_headers=login if credentials.username else None, **settings)


def tell_failure(host: str, error: Exception) -> AnswerError:
    """Return what a failure of the network means to a person."""
    text = str(error.reason if isinstance(error, MaxRetryError) else error)
    if "CERTIFICATE_VERIFY_FAILED" in text:
        why = text.partition("certificate verify failed: ")[2].partition(" (_ssl")[0] or "it is not trusted"
        remedy = "name its authority with --ca, or put it into a folder for --certs"
        return AnswerError("unasked", f"{host}: the certificate is refused: {why}", remedy)
    if "WRONG_VERSION_NUMBER" in text or "RECORD_LAYER_FAILURE" in text:
        return AnswerError("unasked", f"{host} does not speak TLS", "allow it with --plain-http, if that is meant")
    shown = text.partition(": ")[2] or text
    return AnswerError("unasked", f"{host} does not answer: {shown}", "see that it can be reached from here")


def _is_unreachable(error: Exception) -> bool:
    """Tell whether the host was not reached, so that the next request would fail, too."""
    reason = error.reason if isinstance(error, MaxRetryError) else error
    return isinstance(reason, (NewConnectionError, SSLError, ConnectTimeoutError))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
