"""The gate on other people's charts: on what comes in it says the same as on what goes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from regswap.document.parse.stream import documents
from regswap.errors import ManifestError
from regswap.pipeline.check import Violation
from regswap.pipeline.rewrite import Policy, rewrite
from regswap.pipeline.scope import HIDDEN
from regswap.settings.options import Options
from regswap.settings.policy import make_check_policy, make_policy

FOLDERS = ("charts", "rendered", "kustomize")
MIRRORS = """\
default::
docker.io::mirror.example/hub
quay.io::mirror.example/quay
registry.k8s.io::mirror.example/k8s
"""
"""Some registries are mirrored, others are not."""
GOES = "mirror.example"


@pytest.fixture(scope="module")
def streams(shared: Path) -> dict[str, bytes]:
    paths = [path for folder in FOLDERS for path in sorted((shared / "corpus" / folder).rglob("*.yaml"))]
    return {str(path.relative_to(shared / "corpus")): path.read_bytes() for path in paths}


@pytest.fixture
def rules(tmp_path: Path) -> str:
    (tmp_path / "m.map").write_text(MIRRORS)
    return str(tmp_path / "m.map")


def send(stream: bytes, policy: Policy) -> tuple[bytes, list[Violation]] | None:
    """Return what becomes of a stream, and what is wrong with it; None where it is refused."""
    try:
        done = [rewrite(document, policy) for document in documents([stream], "s.yaml")]
    except ManifestError:
        return None
    found = [finding.violation for one in done for finding in one.findings]
    return b"".join(one.data for one in done), [one for one in found if one.severity == "error"]


@pytest.mark.parametrize("hidden", [None, *HIDDEN])
def test_the_gate_is_green_where_what_is_written_passes_and_nowhere_else(
    streams: dict[str, bytes], rules: str, hidden: str | None
) -> None:
    writes = make_policy(Options(rules=(rules,), hidden=hidden))
    judges = make_check_policy(Options(rules=(rules,), hidden=hidden, allow=(GOES,)))
    judges_result = make_check_policy(Options(hidden=hidden, allow=(GOES,)))
    greens = 0
    for name, stream in streams.items():
        written, judged = send(stream, writes), send(stream, judges)
        assert (written is None) == (judged is None), name
        if written is None or judged is None:
            continue
        result = send(written[0], judges_result)
        assert result is not None, name
        assert judged[0] == written[0], name
        assert len(judged[1]) == len(result[1]), name
        greens += not judged[1]
    assert 0 < greens < len(streams)
