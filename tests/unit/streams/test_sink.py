from __future__ import annotations

import codecs
import itertools
import os
from pathlib import Path

import pytest
import yaml

from regswap.document.parse.encoding import decode
from regswap.document.parse.stream import documents
from regswap.errors import UsageError
from regswap.pipeline.rewrite import Rewritten
from regswap.streams.files_sink import FilesSink
from regswap.streams.sink import Sink, StreamSink
from regswap.streams.source import Source
from tests.support.command import names, write

BOM = codecs.BOM_UTF8

STREAMS = [
    b"a: 1\n",
    b"a: 1",
    b"---\na: 1\n",
    b"--- {a: 1}",
    b"# note\n---\na: 1\n",
    b"# note\na: 1 # end",
    b"a: 1\n---\nb: 2\n",
    b"a: 1\n...\n",
    b"a: 1\n...\n# note\n",
    b"---\n",
    b"",
    b"\n\n",
    b"# nothing\n",
    b"# nothing",
    b"%YAML 1.1\n---\na: 1\n",
    b"# note\n%YAML 1.1\n---\na: 1\n",
    b"a: 1\n...\n%TAG ! tag:example,2026:\n---\nb: !x 2\n",
    BOM + b"a: 1\n",
    BOM + b"# note\n---\na: 1\n",
    BOM + b"%YAML 1.1\n---\na: 1\n",
    BOM,
    b"a: 1\r\n---\r\nb: |\r\n  text\r\n",
    b"a: |+\n  text\n\n",
    b"--- |\n root\n",
    b"- 1\n- 2\n",
    b'{"a": 1}',
    "a: 1\n".encode("utf-16"),
    codecs.BOM_UTF16_BE + "# \u00e9\n---\na: \u00e9\n".encode("utf-16-be"),
    codecs.BOM_UTF32_LE + "a: 1".encode("utf-32-le"),
]


class Loader(yaml.SafeLoader):
    """Reads any tag as the text that it stands before."""


Loader.add_multi_constructor("", lambda loader, suffix, node: (suffix, loader.construct_scalar(node)))


def load(data: bytes) -> list[object]:
    encoding = {codecs.BOM_UTF32_LE: "utf-32"}.get(data[:4], "utf-16" if data[:1] in b"\xff\xfe" and data else "utf-8")
    return list(yaml.load_all(data.decode(encoding), Loader))


def send(sink: Sink, *streams: tuple[Source, bytes]) -> None:
    try:
        for source, data in streams:
            encoded = decode([data] if data else [], source.name)
            sink.begin(source, encoded)
            for document in documents(encoded.blocks, source.name):
                sink.take(document, Rewritten(document.data, was_read=False))
            sink.end()
        sink.deliver()
    finally:
        sink.discard()


def join(folder: Path, *streams: bytes) -> bytes:
    output = folder / "joined.yaml"
    send(StreamSink(str(output), joins=True), *((Source(str(n), None), data) for n, data in enumerate(streams)))
    return output.read_bytes()


@pytest.mark.parametrize("first", range(len(STREAMS)))
def test_joined_streams_hold_the_documents_of_all(tmp_path: Path, first: int) -> None:
    for second, third in itertools.product(STREAMS, (b"b: 2\n", b"# end\n")):
        streams = (STREAMS[first], second, third)

        joined = join(tmp_path, *streams)

        assert load(joined) == [document for stream in streams for document in load(stream)], joined


def test_a_marker_is_put_where_there_is_none_and_nowhere_else(tmp_path: Path) -> None:
    assert join(tmp_path, b"a: 1\n", b"b: 2\n") == b"a: 1\n---\nb: 2\n"
    assert join(tmp_path, b"a: 1", b"b: 2") == b"a: 1\n---\nb: 2"
    assert join(tmp_path, b"---\na: 1\n", b"---\nb: 2\n") == b"---\na: 1\n---\nb: 2\n"
    assert join(tmp_path, b"a: 1\n", b"# note\n---\nb: 2\n") == b"a: 1\n# note\n---\nb: 2\n"
    assert join(tmp_path, b"", b"\n", b"# x", b"b: 2\n") == b"\n# x\nb: 2\n"
    assert join(tmp_path, BOM + b"a: 1\n", BOM + b"b: 2\n") == b"a: 1\n---\nb: 2\n"
    assert join(tmp_path, b"a: 1\n", b"%YAML 1.2\n---\nb: 2\n") == b"a: 1\n...\n%YAML 1.2\n---\nb: 2\n"


@pytest.mark.parametrize("data", STREAMS)
def test_one_stream_comes_out_byte_for_byte(tmp_path: Path, data: bytes) -> None:
    send(StreamSink(str(tmp_path / "out")), (Source("in", None), data))

    assert (tmp_path / "out").read_bytes() == data


@pytest.mark.parametrize(
    ("data", "out"), [(b"", b"# none\n"), (b" \n", b" \n# none\n"), (b"# x\n", b"# x\n"), (b"a: 1\n", b"a: 1\n")]
)
def test_a_placeholder_stands_where_there_is_nothing_else(tmp_path: Path, data: bytes, out: bytes) -> None:
    send(StreamSink(str(tmp_path / "out"), placeholder=b"# none\n"), (Source("in", None), data))

    assert (tmp_path / "out").read_bytes() == out


def files(folder: Path, *names: str) -> list[Source]:
    return [Source(name, name, Path(name).name) for name in (str(folder / name) for name in names)]


def faults(folder: str | None, sources: list[Source]) -> list[str]:
    with pytest.raises(UsageError) as caught:
        FilesSink(folder, sources)
    assert all(finding.remedy for finding in caught.value.diagnostics)
    return [finding.message for finding in caught.value.diagnostics]


def test_files_go_to_a_folder_in_the_encoding_that_they_came_in(tmp_path: Path) -> None:
    data = [b"a: 1\r\n", "a: \u00e9\n".encode("utf-16")]
    sources = files(tmp_path, "a.yaml", "b.yaml")

    send(FilesSink(str(tmp_path / "x" / "y"), sources), *zip(sources, data, strict=True))

    assert [(tmp_path / "x" / "y" / name).read_bytes() for name in ("a.yaml", "b.yaml")] == data


def test_two_streams_never_become_one_file(tmp_path: Path) -> None:
    sources = files(tmp_path, "a/x.yaml", "b/x.yaml")

    (fault,) = faults(str(tmp_path / "out"), sources)

    assert fault == f"it and {sources[0].name} would both become {tmp_path / 'out' / 'x.yaml'}"


def test_one_file_with_two_names_is_written_once(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", b"a: 1\n")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    sources = files(tmp_path, "a.yaml", "b.yaml", "a.yaml")

    send(FilesSink(str(tmp_path / "out"), sources), *((source, b"a: 2\n") for source in sources))
    send(FilesSink(str(tmp_path), sources), *((source, b"a: 3\n") for source in sources))

    assert names(tmp_path / "out") == ["a.yaml", "b.yaml"]
    assert ((tmp_path / "a.yaml").read_bytes(), (tmp_path / "b.yaml").is_symlink()) == (b"a: 3\n", True)


def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")

    assert faults(None, files(tmp_path, "fifo")) == ["is not a file that could be replaced"]
    assert faults(None, files(Path("/dev"), "null")) == ["is not a file that could be replaced"]
    assert faults(None, [Source("<stdin>", None)]) == ["standard input has no file to write to"]
    assert faults("out", [Source("<stdin>", None)]) == ["standard input has no file to write to"]


@pytest.mark.parametrize(
    ("read", "written", "loops"),
    [(".", "out", True), ("k8s", "k8s/out/", True), (".", ".out", False), ("k8s", "k8s", False), ("k8s", "out", False)],
)
def test_a_folder_that_the_next_run_would_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: str, written: str, *, loops: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    source = Source(f"{read}/a.yaml", f"{read}/a.yaml", "a.yaml", read)

    if loops:
        assert faults(written, [source]) == [f"the output would go to {written} in it, and be read by the next run"]
    else:
        FilesSink(written, [source]).discard()
