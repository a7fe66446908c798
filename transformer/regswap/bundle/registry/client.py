"""Questions to registries."""

from __future__ import annotations

import threading
from urllib.parse import urljoin

from urllib3.exceptions import HTTPError

from regswap.bundle.manifest import (
    MANIFEST_LIMIT,
    MANIFEST_TYPES,
    digest_of,
    find_own_type,
    read_referrers,
)
from regswap.bundle.referrer import find_fallback, find_fallback_tag, list_signature_tags
from regswap.bundle.registry.access import find_api_host
from regswap.bundle.registry.credential import read_docker_config
from regswap.bundle.registry.login import Login
from regswap.bundle.registry.transport import TRIES, Transport, tell_failure
from regswap.bundle.store import AnswerError, Manifest
from regswap.record import TYPE_CHECKING
from regswap.reference import is_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from urllib3 import BaseHTTPResponse

    from regswap.bundle.manifest import Descriptor
    from regswap.bundle.registry.access import Access
    from regswap.bundle.registry.credential import DockerConfig
    from regswap.bundle.registry.transport import Method
    from regswap.bundle.store import Address, Code

CONNECTIONS = 16
"""How many questions are asked of a registry at once."""

_ACCEPT = {"Accept": ", ".join(MANIFEST_TYPES)}
_FOUND, _NOT_FOUND, _UNAUTHORIZED, _FORBIDDEN = 200, 404, 401, 403
_BLOCK = 1 << 20
_MOST_PAGES = 100


class RegistryClient:
    """Asks any number of registries; a ``Store``."""

    def __init__(self, access: Access, connections: int = CONNECTIONS, config: DockerConfig | None = None) -> None:
        """Read docker's configuration, unless it is given; raises AnswerError where it cannot be read."""
        self._transport = Transport(access, connections)
        self._config = read_docker_config() if config is None else config
        self._logins: dict[str, Login] = {}
        self._lock = threading.Lock()

    def fetch_manifest(self, address: Address) -> Manifest:
        """Return a manifest; raises AnswerError."""
        answer = self._ask("GET", address, f"manifests/{address.reference}", _ACCEPT)
        self._refuse(answer, address, "manifest-missing", "manifest unknown")
        data = answer.data
        if len(data) > MANIFEST_LIMIT:
            raise AnswerError("wrong-content", f"the manifest has more than {MANIFEST_LIMIT} bytes")
        claimed = answer.headers.get("Docker-Content-Digest", "")
        by_digest = is_digest(address.reference)
        # Without a claim any algorithm is right, and sha256 what everybody uses.
        found, _ = digest_of([data], address.reference if by_digest else claimed or "sha256:")
        expected = address.reference if by_digest else claimed
        if expected and found != expected:
            raise AnswerError("wrong-content", f"what comes for {expected} has the digest {found}", "push it again")
        media_type = answer.headers.get("Content-Type", "").partition(";")[0].strip()
        return Manifest(found, media_type if media_type in MANIFEST_TYPES else find_own_type(data), data)

    def check_blob(self, address: Address, blob: Descriptor, *, deep: bool) -> None:
        """See that a blob is there; raises AnswerError."""
        if deep:
            self._check_content(address, blob)
            return
        answer = self._ask("HEAD", address, f"blobs/{blob.digest}", {})
        self._refuse(answer, address, "blob-missing", "blob unknown")
        size = answer.headers.get("Content-Length", "")
        if size.isdigit() and int(size) != blob.size:
            raise AnswerError("wrong-content", f"it has {size} bytes instead of {blob.size}", "push the image again")

    def list_referrers(self, address: Address) -> tuple[Descriptor, ...]:
        """Return what refers to a manifest, by the API, the tag that stands in for it, or cosign's tags.

        Raises AnswerError.
        """
        found = {each.digest: each for each in self._list_by_api(address)}
        for tag in list_signature_tags(address.reference):
            manifest = self._fetch_if_there(address.at(tag))
            if manifest is not None:
                found.setdefault(manifest.digest, find_fallback(tag, manifest))
        return tuple(found[digest] for digest in sorted(found))

    def _list_by_api(self, address: Address) -> Iterator[Descriptor]:
        answer = self._ask("GET", address, f"referrers/{address.reference}", _ACCEPT)
        if answer.status == _NOT_FOUND:
            yield from self._list_by_tag(address)
            return
        for _ in range(_MOST_PAGES):
            self._refuse(answer, address, "manifest-missing", "no referrers")
            yield from read_referrers(answer.data)
            following = self._find_next(answer, address)
            if not following:
                return
            answer = self._ask("GET", address, following, _ACCEPT)

    def _list_by_tag(self, address: Address) -> Iterator[Descriptor]:
        manifest = self._fetch_if_there(address.at(find_fallback_tag(address.reference)))
        if manifest is not None:
            yield from read_referrers(manifest.data)

    def _fetch_if_there(self, address: Address) -> Manifest | None:
        try:
            return self.fetch_manifest(address)
        except AnswerError as error:
            if error.code != "manifest-missing":
                raise
            return None

    def _find_next(self, answer: BaseHTTPResponse, address: Address) -> str:
        """Return the path of the next page below that of the repository, empty where this is the last."""
        link = answer.headers.get("Link", "")
        if 'rel="next"' not in link:
            return ""
        base = self._find_base(address)
        target = urljoin(f"{base}referrers/", link.partition("<")[2].partition(">")[0])
        return target.removeprefix(base) if target.startswith(base) else ""

    def _check_content(self, address: Address, blob: Descriptor) -> None:
        for attempt in range(TRIES):
            answer = self._ask("GET", address, f"blobs/{blob.digest}", {}, preload=False)
            try:
                self._refuse(answer, address, "blob-missing", "blob unknown")
                found, size = digest_of(answer.stream(_BLOCK), blob.digest)
                break
            except (HTTPError, OSError) as error:
                if attempt + 1 == TRIES:
                    raise tell_failure(address.registry, error) from error
            finally:
                answer.close()
        if found != blob.digest:
            raise AnswerError("wrong-content", f"its {size} bytes have the digest {found}", "push the image again")

    def _find_base(self, address: Address) -> str:
        host = find_api_host(address.registry)
        return f"{self._transport.find_base(host)}/v2/{address.repository}/"

    def _ask(
        self, method: Method, address: Address, path: str, headers: dict[str, str], *, preload: bool = True
    ) -> BaseHTTPResponse:
        """Ask about a repository, and once more with what is wanted for an answer."""
        login = self._find_login(address.registry)
        scope = f"repository:{address.repository}:pull"
        url = f"{self._find_base(address)}{path}"
        said = login.prepare(scope)
        for _ in range(2):
            sent = {**headers, **({"Authorization": said} if said else {})}
            answer = self._transport.ask(method, url, sent, preload=preload)
            if answer.status != _UNAUTHORIZED:
                break
            said = login.answer(answer.headers.getlist("WWW-Authenticate"), scope, said)
            if not said:
                break
        return answer

    def _find_login(self, registry: str) -> Login:
        with self._lock:
            found = self._logins.get(registry)
            if found is None:
                host = find_api_host(registry)
                found = Login(host, self._transport, lambda: self._config.find(registry))
                self._logins[registry] = found
            return found

    def _refuse(self, answer: BaseHTTPResponse, address: Address, missing: Code, unknown: str) -> None:
        """Raise AnswerError for an answer that is not what was asked for."""
        if answer.status == _FOUND:
            return
        host = address.registry
        if answer.status == _NOT_FOUND:
            raise AnswerError(missing, unknown)
        if answer.status in (_UNAUTHORIZED, _FORBIDDEN):
            reason = f"{host} does not let this user read {address.repository} ({answer.status})"
            raise AnswerError("unasked", reason, "log in with `docker login`, or see that the repository is there")
        raise AnswerError("unasked", f"{host} answers {answer.status} about {address}")
