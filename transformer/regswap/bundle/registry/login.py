"""Being let in: passwords, and the tokens that registries want for them.

https://distribution.github.io/distribution/spec/auth/token/, https://distribution.github.io/distribution/spec/auth/oauth/
"""

from __future__ import annotations

import base64
import threading
from urllib.parse import urlencode, urlsplit

from regswap.bundle.manifest import load
from regswap.bundle.registry.challenge import Challenge, choose_challenge, read_challenges
from regswap.bundle.store import AnswerError
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from urllib3 import BaseHTTPResponse

    from regswap.bundle.registry.credential import Credential
    from regswap.bundle.registry.transport import Transport

_REMEDY = "log in with `docker login`, or correct what docker's config.json says of it"
_CLIENT = "regswap"
_REFUSED = (400, 401, 403)


class Login:
    """Knows how one registry lets this client in; what it gives goes to that registry alone."""

    def __init__(self, host: str, transport: Transport, find_credential: Callable[[], Credential | None]) -> None:
        """Know nothing yet; the credential is looked for where one is asked for, once."""
        self._host = host
        self._transport = transport
        self._find = find_credential
        self._credential: Credential | None = None
        self._is_found = False
        self._challenge: Challenge | None = None
        self._given: dict[str, str] = {}
        """Values of ``Authorization``, by scope."""
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def prepare(self, scope: str) -> str:
        """Return what ``Authorization`` says in a question of a scope, empty where nothing was ever asked for.

        Raises AnswerError where access is refused.
        """
        challenge = self._challenge
        return "" if challenge is None else self._give(scope, challenge, "")

    def answer(self, headers: Iterable[str], scope: str, refused: str) -> str:
        """Return what to say after 401, empty where there is nothing more to say.

        ``headers`` are those of ``WWW-Authenticate``, and ``refused`` is what was said. Raises AnswerError where
        access is refused.
        """
        challenge = choose_challenge(read_challenges(headers))
        if challenge is None:
            return ""
        self._challenge = challenge
        return self._give(scope, challenge, refused)

    def _give(self, scope: str, challenge: Challenge, refused: str) -> str:
        key = scope if challenge.scheme == "bearer" else ""
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
        # One dance for each scope, however many threads ask at once.
        with lock:
            given = self._given.get(key, "")
            if not given or given == refused:
                given = self._given[key] = self._make(scope, challenge)
        return "" if given == refused else given

    def _make(self, scope: str, challenge: Challenge) -> str:
        credential = self._know()
        if challenge.scheme == "basic":
            return "" if credential is None or not credential.user else _basic(credential)
        if credential is not None and credential.registry_token:
            return f"Bearer {credential.registry_token}"
        return f"Bearer {self._fetch_token(scope, challenge, credential)}"

    def _know(self) -> Credential | None:
        with self._lock:
            if not self._is_found:
                self._credential = self._find()
                self._is_found = True
            return self._credential

    def _fetch_token(self, scope: str, challenge: Challenge, credential: Credential | None) -> str:
        realm, service = challenge.parameters.get("realm", ""), challenge.parameters.get("service", "")
        self._refuse_unsafe(realm)
        asked = {"scope": scope, **({"service": service} if service else {})}
        if credential is not None and credential.identity_token:
            form = {"grant_type": "refresh_token", "refresh_token": credential.identity_token, "client_id": _CLIENT}
            answer = self._transport.ask("POST", realm, {}, fields={**form, **asked})
        else:
            headers = {} if credential is None else {"Authorization": _basic(credential)}
            url = f"{realm}{'&' if '?' in realm else '?'}{urlencode(asked)}"
            answer = self._transport.ask("GET", url, headers)
        return self._read_token(answer, realm, has_credential=credential is not None)

    def _refuse_unsafe(self, realm: str) -> None:
        """Refuse to send a password in the open to where a registry that is safe by TLS sends us."""
        own = urlsplit(self._transport.find_base(self._host)).scheme
        scheme = urlsplit(realm).scheme
        if scheme not in ("http", "https") or (own == "https" and scheme != "https"):
            reason = f"{self._host} wants a token from `{realm}`, which is not an address that is safe by TLS"
            raise AnswerError("unasked", reason, "see the configuration of that registry")

    def _read_token(self, answer: BaseHTTPResponse, realm: str, *, has_credential: bool) -> str:
        if answer.status in _REFUSED:
            why = "refuses the user or the password" if has_credential else "gives no token without a password"
            raise AnswerError("unasked", f"{self._host}: {urlsplit(realm).netloc} {why}", _REMEDY)
        if answer.status != 200:  # noqa: PLR2004 - the status of success
            raise AnswerError("unasked", f"{self._host}: {urlsplit(realm).netloc} gives no token: {answer.status}")
        value = load(answer.data, f"what {urlsplit(realm).netloc} says")
        found = (value.get("token") or value.get("access_token")) if isinstance(value, dict) else None
        if not isinstance(found, str):
            raise AnswerError("unasked", f"{self._host}: {urlsplit(realm).netloc} gives no token")
        return found


def _basic(credential: Credential) -> str:
    return "Basic " + base64.b64encode(f"{credential.user}:{credential.password}".encode()).decode("ascii")
