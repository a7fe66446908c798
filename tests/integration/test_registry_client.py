"""The client of registries, against real ones, and with a way to them that fails."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from regswap.bundle.manifest import Descriptor, read_content
from regswap.bundle.registry.access import Access
from regswap.bundle.registry.client import RegistryClient
from regswap.bundle.registry.credential import DockerConfig
from regswap.bundle.registry.transport import TRIES
from regswap.bundle.store import Address, AnswerError
from tests.support.registry import PASSWORD, USER, Registry
from tests.support.registry_image import make_image, make_index, make_referrer, push
from tests.support.registry_proxy import Fault, Proxy

pytestmark = pytest.mark.client

OPEN = Access()
ANONYMOUS = DockerConfig("config.json", {})
IMAGE = make_image(b"own", b"shared" * 1000, platforms=("linux/amd64", "linux/arm64/v8"))
BLOB = max(IMAGE.blobs, key=lambda digest: len(IMAGE.blobs[digest]))


def blob(digest: str = BLOB, size: int | None = None) -> Descriptor:
    return Descriptor(digest, len(IMAGE.blobs[BLOB]) if size is None else size, "")


def ask(host: str, config: DockerConfig = ANONYMOUS, access: Access = OPEN) -> tuple[RegistryClient, Address]:
    return RegistryClient(access, config=config), Address(host, "team/app", "1.0")


@pytest.fixture
def far(internet: Registry) -> Iterator[Proxy]:
    """The internet with the image in it, behind a proxy."""
    push(internet, "team/app", "1.0", IMAGE)
    with Proxy(internet.host) as proxy:
        yield proxy


def test_a_manifest_comes_by_tag_and_by_digest_with_what_it_names(far: Proxy) -> None:
    client, address = ask(far.host)

    for reference in ("1.0", IMAGE.digest):
        manifest = client.fetch_manifest(address.at(reference))
        assert (manifest.digest, manifest.data) == (IMAGE.digest, IMAGE.manifests[IMAGE.digest][1])
    content = read_content(manifest)
    assert [child.platform for child in content.children] == ["linux/amd64", "linux/arm64/v8"]
    assert [child.digest for child in content.children] == IMAGE.children
    images = [read_content(client.fetch_manifest(address.at(child.digest))) for child in content.children]
    assert {each.digest for one in images for each in one.blobs} == set(IMAGE.blobs)


@pytest.mark.parametrize("deep", [False, True])
def test_a_blob_is_there_with_its_size_or_named(far: Proxy, internet: Registry, *, deep: bool) -> None:
    client, address = ask(far.host)

    client.check_blob(address, blob(), deep=deep)
    methods = [request.method for request in far.requests if "/blobs/" in request.path]
    assert methods == ["GET" if deep else "HEAD"]
    with pytest.raises(AnswerError, match=r"^blob unknown$") as unknown:
        client.check_blob(address, blob("sha256:" + "0" * 64), deep=deep)
    assert unknown.value.code == "blob-missing"
    path = internet.blob_file(BLOB)
    path.write_bytes(b"\0" * path.stat().st_size)
    if deep:
        with pytest.raises(AnswerError, match=r"bytes have the digest sha256:") as wrong:
            client.check_blob(address, blob(), deep=True)
        assert wrong.value.code == "wrong-content"
    else:
        client.check_blob(address, blob(), deep=False)
        with pytest.raises(AnswerError, match=r"bytes instead of 7$"):
            client.check_blob(address, blob(size=7), deep=False)


def test_what_is_not_there_is_unknown(far: Proxy) -> None:
    client, address = ask(far.host)

    for missing in (address.at("2.0"), address.at("sha256:" + "0" * 64), address._replace(repository="team/other")):
        with pytest.raises(AnswerError, match="manifest unknown") as caught:
            client.fetch_manifest(missing)
        assert caught.value.code == "manifest-missing"


def test_a_manifest_with_other_bytes_than_its_digest_says_is_refused(far: Proxy, internet: Registry) -> None:
    client, address = ask(far.host)
    internet.blob_file(IMAGE.digest).write_bytes(IMAGE.manifests[IMAGE.children[0]][1])

    with pytest.raises(AnswerError) as caught:
        client.fetch_manifest(address.at(IMAGE.digest))

    assert caught.value.code in {"wrong-content", "unasked"}


@pytest.mark.parametrize(
    "fault",
    [
        Fault("GET .*manifests", 429, 2, {"Retry-After": "1"}),
        Fault("GET .*manifests", 503, 3),
        Fault("GET .*manifests", "cut", 2),
        Fault("GET .*manifests", "drop", 2),
    ],
    ids=["429", "503", "cut in mid-body", "dropped"],
)
def test_a_question_that_fails_is_repeated(far: Proxy, fault: Fault) -> None:
    far.faults.append(fault)
    client, address = ask(far.host)
    times, began = fault.times, time.monotonic()

    assert client.fetch_manifest(address).digest == IMAGE.digest
    assert len(far.requests) == times + 1
    if fault.headers:
        assert time.monotonic() - began >= 2


def test_a_blob_that_is_cut_in_mid_body_is_fetched_again(far: Proxy) -> None:
    far.faults.append(Fault("GET .*blobs", "cut", 2))
    client, address = ask(far.host)

    client.check_blob(address, blob(), deep=True)

    assert len(far.requests) == 3


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (Fault("GET", 429, headers={"Retry-After": "0"}), r"limits how much it is asked \(429, Retry-After 0\)"),
        (Fault("GET", 500), "answers 500 about .*/team/app:1.0"),
        (Fault("GET", 403), r"does not let this user read team/app \(403\)"),
        (Fault("GET", 401), r"does not let this user read team/app \(401\)"),
        (Fault("GET", "cut"), "does not answer: .*IncompleteRead"),
    ],
    ids=["429", "500", "403", "401", "cut in mid-body"],
)
def test_a_question_that_fails_for_good_says_so(far: Proxy, fault: Fault, message: str) -> None:
    far.faults.append(fault)
    client, address = ask(far.host)

    with pytest.raises(AnswerError, match=message) as caught:
        client.fetch_manifest(address)

    assert caught.value.code == "unasked"


def test_a_registry_that_limits_all_that_it_is_asked_is_not_asked_on(far: Proxy) -> None:
    far.faults.append(Fault("GET", 429, headers={"Retry-After": "0"}))
    client, address = ask(far.host)

    for reference in ("1.0", "2.0", "3.0"):
        with pytest.raises(AnswerError, match=r"limits how much it is asked \(429, Retry-After 0\)"):
            client.fetch_manifest(address.at(reference))

    assert len(far.requests) == TRIES


def test_a_registry_that_nobody_runs_is_not_waited_for_twice(internet: Registry) -> None:
    host = internet.host
    internet.stop()
    client, address = ask(host)

    with pytest.raises(AnswerError, match=rf"^{host} does not answer: .*refused"):
        client.fetch_manifest(address)
    began = time.monotonic()
    with pytest.raises(AnswerError, match=f"^{host} does not answer"):
        client.fetch_manifest(address)
    assert time.monotonic() - began < 0.1


def test_behind_the_air_gap_it_takes_the_authority_and_the_password(air_gap: Registry, tmp_path: Path) -> None:
    assert air_gap.tls is not None
    push(air_gap, "team/app", "1.0", IMAGE)
    auths = json.loads((air_gap.write_docker_config(tmp_path) / "config.json").read_text())
    trusted = Access(ca=str(air_gap.tls.authority))

    def fetch(config: DockerConfig, access: Access) -> str:
        client, address = ask(air_gap.host, config, access)
        return client.fetch_manifest(address).digest

    config = DockerConfig("config.json", auths)
    assert fetch(config, trusted) == IMAGE.digest
    with pytest.raises(AnswerError, match="the certificate is refused: unable to get local issuer") as unknown:
        fetch(config, Access())
    assert "--ca" in unknown.value.remedy
    wrong = base64.b64encode(b"robot:wrong").decode()
    for refused in (ANONYMOUS, DockerConfig("config.json", {"auths": {air_gap.host: {"auth": wrong}}})):
        with pytest.raises(AnswerError, match=r"does not let this user read team/app \(401\)"):
            fetch(refused, trusted)
    (tmp_path / "no.pem").write_text("no certificate")
    with pytest.raises(AnswerError, match=r"no\.pem: cannot be used"):
        fetch(config, Access(ca=str(tmp_path / "no.pem")))


def test_a_client_certificate_comes_from_a_folder_as_dockers(
    internet: Registry, air_gap: Registry, tmp_path: Path
) -> None:
    del internet
    assert air_gap.tls is not None
    with Registry(tmp_path / "asking", tls=air_gap.tls, asks_client=True) as asking:
        push(asking, "team/app", "1.0", IMAGE)
        folder = tmp_path / "certs.d"
        folder.mkdir()

        client, address = ask(asking.host, access=Access(ca=str(air_gap.tls.authority)))
        with pytest.raises(AnswerError, match=r"certificate required|does not answer"):
            client.fetch_manifest(address)
        (folder / asking.host).symlink_to(air_gap.tls.authority.parent)
        client, address = ask(asking.host, access=Access(certificates=str(folder)))
        assert client.fetch_manifest(address).digest == IMAGE.digest


def test_http_without_tls_is_for_this_machine_or_where_it_is_asked_for(far: Proxy) -> None:
    port = far.host.rpartition(":")[2]

    for host in (f"localhost:{port}", f"127.0.0.1:{port}"):
        client, address = ask(host)
        assert client.fetch_manifest(address).digest == IMAGE.digest
    # A name for this machine that nobody can know for one.
    client, address = ask(f"0.0.0.0:{port}")
    with pytest.raises(AnswerError, match="does not speak TLS") as caught:
        client.fetch_manifest(address)
    assert "--plain-http" in caught.value.remedy
    client, address = ask(f"0.0.0.0:{port}", access=Access(plain_http=(f"0.0.0.0:{port}",)))
    assert client.fetch_manifest(address).digest == IMAGE.digest


@pytest.mark.parametrize("way", ["the tag that stands in for the API", "a tag of cosign's"])
def test_referrers_are_found_without_the_api(far: Proxy, internet: Registry, way: str) -> None:
    signature = make_referrer(IMAGE, "application/vnd.example.signature")
    tag = IMAGE.digest.replace(":", "-")
    if way.startswith("the tag"):
        push(internet, "team/app", tag, make_index(signature))
    else:
        push(internet, "team/app", f"{tag}.sig", signature)
    client, address = ask(far.host)

    (found,) = client.list_referrers(address.at(IMAGE.digest))

    assert found.digest == signature.digest
    assert found.artifact_type in {"application/vnd.example.signature", "cosign sig"}
    assert client.list_referrers(address.at(IMAGE.children[0])) == ()


BASIC = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


class TokenServer:
    """A token server and the registry that sends there; it gives no token to the wrong one."""

    def __init__(self, moves_blobs_to: str) -> None:
        self.asked: list[tuple[str, dict[str, list[str]], str]] = []
        self.moves_blobs_to = moves_blobs_to
        self.grants = "granted"
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(TokenHandler, self))
        self._server.daemon_threads = True
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class TokenHandler(BaseHTTPRequestHandler):
    """Answers what comes on one connection."""

    protocol_version = "HTTP/1.1"

    def __init__(self, owner: TokenServer, *arguments: Any) -> None:  # noqa: ANN401 - as its base takes them
        self.owner = owner
        super().__init__(*arguments)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - as its base calls it
        """Say nothing."""

    def answer(self) -> None:
        address = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        asked = {**parse_qs(address.query), **parse_qs(body)}
        authorization = self.headers.get("Authorization", "")
        self.owner.asked.append((address.path, asked, authorization))
        if address.path == "/token":
            is_known = authorization == BASIC or asked.get("refresh_token") == ["refresh"]
            self._send(200 if is_known else 401, {}, json.dumps({"token": self.owner.grants}).encode())
        elif authorization != f"Bearer {self.owner.grants}":
            realm = f'Bearer realm="http://{self.owner.host}/token",service="far, \\"away\\"",scope="ignored"'
            self._send(401, {"WWW-Authenticate": realm}, b"{}")
        elif "/blobs/" in address.path:
            self._send(307, {"Location": f"http://{self.owner.moves_blobs_to}{address.path}"}, b"")
        else:
            self._send(200, {"Content-Type": "application/json"}, IMAGE.manifests[IMAGE.digest][1])

    def _send(self, status: int, headers: dict[str, str], data: bytes) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    do_GET = do_HEAD = do_POST = answer  # noqa: N815 - as its base looks for them


@pytest.fixture
def tokens(far: Proxy) -> Iterator[TokenServer]:
    server = TokenServer(far.host)
    yield server
    server.close()


@pytest.mark.parametrize("entry", [{"auth": BASIC.split()[1]}, {"identitytoken": "refresh"}, {}], ids=str)
def test_a_token_is_fetched_for_the_repository_and_once(tokens: TokenServer, entry: dict[str, str]) -> None:
    client, address = ask(tokens.host, DockerConfig("config.json", {"auths": {tokens.host: entry}}))

    if not entry:
        with pytest.raises(AnswerError, match="gives no token without a password"):
            client.fetch_manifest(address)
        return
    for _ in range(3):
        assert client.fetch_manifest(address).digest == IMAGE.digest
    (token,) = [asked for asked in tokens.asked if asked[0] == "/token"]
    assert token[1]["scope"] == ["repository:team/app:pull"]
    assert token[1]["service"] == ['far, "away"']
    assert [asked[2] for asked in tokens.asked if asked[0] != "/token"] == ["", *["Bearer granted"] * 3]


def test_many_threads_fetch_one_token_and_another_when_it_is_no_longer_taken(tokens: TokenServer) -> None:
    auths = {"auths": {tokens.host: {"auth": BASIC.split()[1]}}}
    client, address = ask(tokens.host, DockerConfig("config.json", auths))

    for number in (1, 2):
        with ThreadPoolExecutor(8) as pool:
            found = set(pool.map(lambda _: client.fetch_manifest(address).digest, range(24)))
        assert found == {IMAGE.digest}
        assert [asked[0] for asked in tokens.asked].count("/token") == number
        tokens.grants = "another"


def test_a_proxy_is_asked_where_the_environment_names_one(far: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", f"http://user:secret@{far.host}")
    access = Access(plain_http=("registry.invalid:5000", "other.invalid"))

    client, address = ask("registry.invalid:5000", access=access)
    assert client.fetch_manifest(address).digest == IMAGE.digest
    assert [request.path for request in far.requests] == ["http://registry.invalid:5000/v2/team/app/manifests/1.0"]
    monkeypatch.setenv("no_proxy", "other.invalid")
    client, address = ask("other.invalid", access=access)
    with pytest.raises(AnswerError, match=r"other\.invalid does not answer: Failed to resolve"):
        client.fetch_manifest(address)
    client, address = ask(far.host)
    assert client.fetch_manifest(address).digest == IMAGE.digest
    assert far.requests[-1].path == "/v2/team/app/manifests/1.0"


def test_a_token_never_goes_to_another_host(tokens: TokenServer, far: Proxy) -> None:
    client, address = ask(
        tokens.host, DockerConfig("config.json", {"auths": {tokens.host: {"auth": BASIC.split()[1]}}})
    )

    for deep in (False, True):
        client.check_blob(address, blob(), deep=deep)

    assert [request.authorization for request in far.requests] == ["", ""]
    assert [asked[2] for asked in tokens.asked if "/blobs/" in asked[0]] == ["", "Bearer granted", "Bearer granted"]


def test_a_registry_with_tls_cannot_have_a_password_sent_in_the_open(air_gap: Registry, tokens: TokenServer) -> None:
    from regswap.bundle.registry.credential import Credential
    from regswap.bundle.registry.login import Login
    from regswap.bundle.registry.transport import Transport

    transport = Transport(Access(), 1)
    login = Login(air_gap.host, transport, lambda: Credential(USER, PASSWORD))
    header = f'Bearer realm="http://{tokens.host}/token"'

    with pytest.raises(AnswerError, match="not an address that is safe by TLS"):
        login.answer([header], "repository:app:pull", "")

    assert tokens.asked == []


def test_many_threads_share_connections(far: Proxy) -> None:
    far.delay = 0.05
    client, address = ask(far.host)
    with ThreadPoolExecutor(16) as pool:
        began = time.monotonic()
        found = set(pool.map(lambda _: client.fetch_manifest(address).digest, range(160)))
        took = time.monotonic() - began

    assert found == {IMAGE.digest}
    assert 8 < far.most_at_once <= 16
    assert took < 160 * 0.05 / 2
