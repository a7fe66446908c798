"""The command line, run as users run it."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from regswap.version import __version__
from tests.support.command import COMMAND, POD, REWRITTEN, RULES, SETTINGS, environment, regswap, write

BROKEN = b"kind: Pod\nspec: {containers: [{image: nginx}\n"
OTHER_RULES = b"default::\nquay.io::other.example\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "m.map", RULES)
    write(tmp_path / "pod.yaml", POD)
    write(tmp_path / "settings.yaml", SETTINGS)
    return tmp_path


def snapshot(folder: Path) -> dict[str, tuple[bytes, int, int, int, int, int]]:
    """Return what each file holds, and all that a rewriting could touch."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            status = path.lstat()
            key = (status.st_mtime_ns, status.st_ino, status.st_mode, status.st_uid, status.st_gid)
            found[str(path.relative_to(folder))] = (path.read_bytes(), *key)
    return found


def test_the_version_is_printed() -> None:
    assert regswap("--version") == (0, f"regswap {__version__}\n".encode(), "")


@pytest.mark.parametrize(
    "command", [(), ("rewrite",), ("images",), ("helm",), ("helm", "post-render"), ("helm", "plugin-dir")]
)
def test_help_is_asked_for_with_two_flags(command: tuple[str, ...]) -> None:
    code, out, err = regswap(*command, "--help")

    assert (code, err) == (0, "")
    assert out.startswith(f"Usage: {' '.join(('regswap', *command))} [OPTIONS]".encode())
    assert max(map(len, out.decode().splitlines())) <= 100
    assert regswap(*command, "-h").out == out


NO_RULES = "no rules; name a rule file with -r or in REGSWAP_RULES, or write `spec.rules` in the configuration"


def test_help_has_its_options_in_sections() -> None:
    told = regswap("rewrite", "--help").out.decode()

    assert re.findall(r"(?m)^(\w+):$", told) == ["Rules", "Places", "Scope", "Bundle", "Output", "Options"]
    assert b"Exit codes: 0 done; 1 " in regswap("--help").out


def test_no_command_rewrites_where_the_environment_names_rules(folder: Path) -> None:
    write(
        folder / "regswap.yaml", b"kind: ImageRewrite\napiVersion: regswap.dev/v1alpha1\nspec: {rules: [file: m.map]}\n"
    )

    for name, path in (("REGSWAP_RULES", "m.map"), ("REGSWAP_CONFIG", "regswap.yaml")):
        assert regswap(stdin=POD, cwd=folder, env={name: path}) == (0, REWRITTEN, "")
    with (folder / "pod.yaml").open("rb") as file:
        piped = subprocess.run(
            COMMAND,
            stdin=file,
            env=environment({"REGSWAP_RULES": "m.map"}),
            cwd=folder,
            check=True,
            capture_output=True,
        )
    assert piped.stdout == REWRITTEN
    code, out, err = regswap(stdin=POD, cwd=folder, env={"REGSWAP_RULES": "missing.map"})
    assert (code, out) == (2, b"")
    assert err.startswith("missing.map: error: ")


@pytest.mark.parametrize(
    "arguments",
    [("-r", "m.map"), ("-rm.map",), ("--rules=m.map",), ("-q", "-r", "m.map"), ("-r", "m.map", "-")],
    ids=" ".join,
)
def test_an_option_in_the_place_of_a_command_is_one_of_rewrite(folder: Path, arguments: tuple[str, ...]) -> None:
    assert regswap(*arguments, stdin=POD, cwd=folder) == (0, REWRITTEN, "")


def test_a_command_that_is_left_out_is_rewrite_in_messages_and_report(folder: Path) -> None:
    code, out, err = regswap("--bogus", "--report", "r.json", stdin=POD, cwd=folder)

    assert (code, out) == (2, b"")
    assert err.startswith("Usage: regswap rewrite [OPTIONS] [PATH]...\nerror: no such option")
    assert "--bogus" in json.loads((folder / "r.json").read_bytes())["errors"][0]["message"]
    assert regswap("-q", stdin=POD, cwd=folder) == (2, b"", f"error: {NO_RULES}\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--bogus",), "no such option"),
        (("bogus",), "no such command 'bogus'"),
        (("rewrite", "--bogus"), "no such option"),
        (("rewrite", "-r"), "option '-r' requires an argument"),
        (("rewrite", "--rules-format", "x"), "'x' is not one of 'imageswap'"),
        (("rewrite", "--color", "x"), "'x' is not one of"),
        (("images", "--format", "x"), "'x' is not one of"),
        (("helm", "post-render", "a.yaml"), "got unexpected extra argument (a.yaml)"),
        (("rewrite", "-i", "-o", "x"), "--output and --in-place exclude each other"),
        (("rewrite", "-i", "--diff"), "--in-place and --check or --diff exclude each other"),
        (("rewrite", "--check", "--stream"), "--check or --diff and --stream exclude each other"),
        (("rewrite", "-o", "x", "--stream"), "--output and --stream exclude each other"),
    ],
)
def test_a_mistake_in_the_command_line_ends_in_2(arguments: tuple[str, ...], message: str) -> None:
    code, out, err = regswap(*arguments)

    assert (code, out) == (2, b"")
    *usage, error = err.splitlines()
    assert usage == [] or usage[0].startswith("Usage: regswap")
    assert re.match(r"error: .*; see `regswap.* --help`$", error)
    assert message in error


@pytest.mark.parametrize("named", ["by a flag", "by the environment"])
def test_a_mistake_in_the_command_line_is_in_the_report(folder: Path, named: str) -> None:
    arguments = ("--report", "report.json") if named == "by a flag" else ()
    env = {} if arguments else {"REGSWAP_REPORT": "report.json"}

    code, _, _ = regswap("helm", "post-render", "--rule", "m.map", *arguments, cwd=folder, env=env)

    (error,) = json.loads((folder / "report.json").read_bytes())["errors"]
    assert code == 2
    assert "--rule" in error["message"]


def test_rewriting_goes_from_stdin_to_stdout(folder: Path) -> None:
    for path in ((), ("-",), ("pod.yaml",)):
        assert regswap("rewrite", "-r", "m.map", *path, stdin=POD, cwd=folder) == (0, REWRITTEN, "")


def test_the_short_start_and_the_long_start_do_the_same(folder: Path) -> None:
    for stdin in (POD, SETTINGS, BROKEN, b"", b"\xff"):
        quick = regswap("rewrite", "-r", "m.map", stdin=stdin, cwd=folder)

        assert regswap("rewrite", "-rm.map", stdin=stdin, cwd=folder) == quick
        assert regswap("rewrite", "--rules=m.map", "-", stdin=stdin, cwd=folder) == quick


@pytest.mark.parametrize(
    "command", [("rewrite", "-r", "m.map"), ("helm", "post-render", "-r", "m.map"), ("-r", "m.map"), ()], ids=" ".join
)
def test_what_a_post_renderer_imports_is_what_it_needs(folder: Path, command: tuple[str, ...]) -> None:
    run = subprocess.run(
        [sys.executable, "-X", "importtime", *COMMAND[1:], *command],
        input=POD,
        capture_output=True,
        cwd=folder,
        env=environment({} if command else {"REGSWAP_RULES": "m.map"}),
        check=True,
    )

    imported = {line.rpartition("|")[2].strip() for line in run.stderr.decode().splitlines()}
    slow = "click dataclasses typing inspect json tempfile difflib signal pathlib shutil subprocess ruamel.yaml.main"
    slow += " urllib3 ssl http.client regswap.bundle"
    slow += " regswap.streams.replacement regswap.streams.files_sink regswap.streams.overlap regswap.pipeline.watch"
    assert run.stdout == REWRITTEN
    assert "regswap.streams.sink" in imported
    assert imported & set(slow.split()) == set()


def test_several_rule_files_are_one_list(folder: Path) -> None:
    write(folder / "o.map", OTHER_RULES)
    stdin = POD + b"---\n" + POD.replace(b"nginx", b"quay.io/nginx")

    def images(*rules: str, **env: str) -> list[str]:
        arguments = [part for path in rules for part in ("-r", path)]
        found = regswap("images", "-q", "--format", "json", *arguments, stdin=stdin, cwd=folder, env=env)
        return [site["rewritten"] for site in json.loads(found.out)]

    both = ["mirror.example/hub/nginx:1.27", "other.example/nginx:1.27"]
    assert images("o.map", "m.map") == both
    assert images(REGSWAP_RULES=os.pathsep.join(["o.map", "m.map"])) == both
    assert images("m.map", REGSWAP_RULES="o.map") == images("m.map")
    assert images() == ["nginx:1.27", "quay.io/nginx:1.27"]


def test_the_format_of_rules_can_be_named(folder: Path) -> None:
    assert regswap("rewrite", "--rules-format", "imageswap", "-r", "m.map", stdin=POD, cwd=folder).out == REWRITTEN


@pytest.mark.parametrize("arguments", [("rewrite",), ("rewrite", "--check", "-"), ("helm", "post-render")])
def test_rewriting_without_rules_ends_in_2(arguments: tuple[str, ...]) -> None:
    code, out, err = regswap(*arguments, stdin=POD)

    assert (code, out, err) == (2, b"", f"error: {NO_RULES}\n")


def test_quiet_and_verbose_say_less_and_more(folder: Path) -> None:
    stdin = POD.replace(b"nginx:1.27", b"'{{ x }}'")

    def said(*flags: str) -> list[str]:
        return regswap("rewrite", "-r", "m.map", *flags, stdin=stdin, cwd=folder).err.splitlines()

    assert said()[0].startswith("<stdin>:8:14: warning: spec.containers[0].image was left as it is: `{{ x }}`")
    assert said("-q") == said("--quiet") == []
    assert said()[-1] == "0 rewritten, 1 not understood"
    assert said("-v")[:-1] == said()[:-1]
    assert said("-v", "-q") == said("--verbose", "--quiet") == [said("-v")[-1]]
    assert said("-v")[-1] == "1 document, 1 of them read: 1 reference, 0 rewritten, 1 not understood"


def test_the_report_is_the_same_in_every_run(folder: Path) -> None:
    stdin = POD + b"---\n" + POD.replace(b"nginx:1.27", b"'{{ x }}'") + b"---\n" + SETTINGS
    reports = set()
    for seed, zone, locale in (("0", "UTC", "C"), ("1", "Asia/Tokyo", "C.UTF-8"), ("2", "America/Lima", "POSIX")):
        env = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "LANG": locale}
        for arguments in (("--report", "r.json"), ("-v", "--report=r.json")):
            result = regswap("rewrite", "-r", "m.map", *arguments, stdin=stdin, cwd=folder, env=env)
            reports.add((result.out, (folder / "r.json").read_bytes()))
        result = regswap("rewrite", "-r", "m.map", stdin=stdin, cwd=folder, env={**env, "REGSWAP_REPORT": "r.json"})
        reports.add((result.out, (folder / "r.json").read_bytes()))

    ((out, report),) = reports
    told = json.loads(report)
    assert out.count(b"mirror.example") == 1
    assert [(len(told[key])) for key in ("changes", "unchanged", "unparsable", "warnings", "errors")] == [1, 0, 1, 1, 0]
    assert told["unparsable"][0]["reason"] == "is a template"


def test_the_flag_for_the_report_beats_the_environment(folder: Path) -> None:
    regswap("rewrite", "-r", "m.map", "--report", "a.json", stdin=POD, cwd=folder, env={"REGSWAP_REPORT": "b.json"})

    assert ((folder / "a.json").exists(), (folder / "b.json").exists()) == (True, False)


@pytest.mark.parametrize("option", [("--report",), ("-o",)])
def test_a_process_substitution_takes_what_is_written(folder: Path, option: tuple[str, ...]) -> None:
    command = f"{' '.join(COMMAND)} rewrite -r m.map {option[0]} >(cat >piped) pod.yaml > out"

    run = subprocess.run(["bash", "-c", command], cwd=folder, env=environment(), capture_output=True, check=False)

    assert (run.returncode, run.stderr) == (0, b"")
    for _ in range(1000):
        # Bash does not wait for what it substituted.
        if (folder / "piped").exists() and (folder / "piped").stat().st_size:
            break
        time.sleep(0.01)
    assert (folder / "piped").read_bytes()[:1] == (b"{" if option[0] == "--report" else b"a")


def test_a_process_substitution_is_read(folder: Path) -> None:
    command = f"{' '.join(COMMAND)} rewrite -r m.map <(cat pod.yaml) settings.yaml"

    run = subprocess.run(["bash", "-c", command], cwd=folder, env=environment(), capture_output=True, check=False)

    assert (run.returncode, run.stdout) == (0, REWRITTEN + b"---\n" + SETTINGS)


def test_several_files_become_one_stream(folder: Path) -> None:
    write(folder / "bom.yaml", b"\xef\xbb\xbf" + POD.rstrip())
    write(folder / "wide.json", POD.decode().encode("utf-16"))

    code, out, _ = regswap(
        "rewrite", "-r", "m.map", "bom.yaml", "settings.yaml", "wide.json", "-", stdin=b"---\n" + POD, cwd=folder
    )

    assert code == 0
    assert out == REWRITTEN + b"---\n" + SETTINGS + b"---\n" + REWRITTEN + b"---\n" + REWRITTEN


def test_output_goes_to_a_file(folder: Path) -> None:
    for arguments in (("pod.yaml",), ()):
        assert regswap("rewrite", "-r", "m.map", "-o", "out", *arguments, stdin=POD, cwd=folder) == (0, b"", "")
        assert (folder / "out").read_bytes() == REWRITTEN
    assert regswap("rewrite", "-r", "m.map", "-o", "-", "pod.yaml", cwd=folder) == (0, REWRITTEN, "")
    assert regswap("rewrite", "-r", "m.map", "-o", "pod.yaml", "pod.yaml", cwd=folder) == (0, b"", "")
    assert (folder / "pod.yaml").read_bytes() == REWRITTEN


def test_output_of_several_files_goes_to_a_file_that_is_called_one(folder: Path) -> None:
    for output in ("all.yaml", "/dev/stdout"):
        result = regswap("rewrite", "-r", "m.map", "-o", output, "pod.yaml", "settings.yaml", cwd=folder)

        out = result.out or (folder / output).read_bytes()
        assert (result.code, out) == (0, REWRITTEN + b"---\n" + SETTINGS)


@pytest.mark.parametrize(
    ("output", "paths", "names"),
    [
        ("out/", ("pod.yaml",), ["pod.yaml"]),
        ("out/x/", ("pod.yaml",), ["x/pod.yaml"]),
        ("there", ("pod.yaml",), ["pod.yaml"]),
        ("out", ("pod.yaml", "settings.yaml"), ["pod.yaml", "settings.yaml"]),
        ("out", ("tree",), ["a/b/pod.yml"]),
        ("out", ("tree/a/", "pod.yaml"), ["b/pod.yml", "pod.yaml"]),
    ],
)
def test_output_goes_to_a_folder(folder: Path, output: str, paths: tuple[str, ...], names: list[str]) -> None:
    write(folder / "tree" / "a" / "b" / "pod.yml", POD)
    (folder / "there").mkdir()

    code, out, err = regswap("rewrite", "-r", "m.map", "-o", output, *paths, cwd=folder)

    assert (code, out, err) == (0, b"", "")
    root = folder / output.partition("/")[0]
    found = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert found == {name: SETTINGS if "settings" in name else REWRITTEN for name in names}


def test_an_error_leaves_no_output(folder: Path) -> None:
    write(folder / "z.yaml", BROKEN)
    before = snapshot(folder)

    for arguments in (("-i",), ("-o", "out/"), ("-o", "all.yaml"), (), ("--check",), ("--diff",)):
        code, out, err = regswap("rewrite", "-r", "m.map", *arguments, "pod.yaml", "z.yaml", cwd=folder)

        assert (code, out) == (3, b"")
        assert err.startswith("z.yaml:3:1: error: document 1 is not valid YAML")
    assert snapshot(folder) == before
    assert not (folder / "out").exists()


def test_in_place_touches_only_what_changes(folder: Path) -> None:
    write(folder / "real" / "linked.yaml", POD)
    (folder / "link.yaml").symlink_to("real/linked.yaml")
    (folder / "pod.yaml").chmod(0o640)
    write(folder / "wide.yaml", POD.decode().encode("utf-16"))
    if os.geteuid() == 0:
        os.chown(folder / "pod.yaml", 1234, 5678)
    before = snapshot(folder)

    result = regswap("rewrite", "-r", "m.map", "-i", ".", "pod.yaml", "link.yaml", cwd=folder)

    after = snapshot(folder)
    assert result == (0, b"", "6 rewritten in 3 of 4 files\n")
    assert after.keys() == before.keys()
    assert {name for name in after if after[name] != before[name]} == {
        "pod.yaml",
        "real/linked.yaml",
        "wide.yaml",
        "link.yaml",
    }
    assert (after["pod.yaml"][0], after["real/linked.yaml"][0]) == (REWRITTEN, REWRITTEN)
    assert after["wide.yaml"][0].decode("utf-16") == REWRITTEN.decode()
    assert after["pod.yaml"][3:] == before["pod.yaml"][3:]
    assert (folder / "link.yaml").is_symlink()
    assert stat.S_IMODE((folder / "pod.yaml").stat().st_mode) == 0o640

    assert regswap("rewrite", "-r", "m.map", "-i", ".", cwd=folder).code == 0
    assert snapshot(folder) == after


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-i",), "standard input has no file to write to; name a file with -o"),
        (("-o", "out/"), "standard input has no file to write to; name a file with -o"),
        (("-i", "/dev/null"), "/dev/null: error: is not a file that could be replaced; leave it out"),
        (("-o", "sub", "."), "the output would go to sub in it, and be read by the next run"),
        (("-o", "sub", "a/x.yaml", "b/x.yaml"), "b/x.yaml: error: it and a/x.yaml would both become sub/x.yaml"),
    ],
)
def test_what_has_no_place_of_its_own_is_refused(folder: Path, arguments: tuple[str, ...], message: str) -> None:
    for name in ("a", "b"):
        write(folder / name / "x.yaml", POD)
    before = snapshot(folder)

    code, out, err = regswap("rewrite", "-r", "m.map", *arguments, stdin=POD, cwd=folder)

    assert (code, out) == (2, b"")
    assert message in err
    assert snapshot(folder) == before


def test_check_lists_changes_and_ends_in_1(folder: Path) -> None:
    assert regswap("rewrite", "-r", "m.map", "--check", ".", cwd=folder) == (
        1,
        b"./pod.yaml:8:14: nginx:1.27 -> mirror.example/hub/nginx:1.27\n",
        "",
    )
    assert regswap("rewrite", "-r", "m.map", "--check", "-q", ".", cwd=folder) == (1, b"", "")
    assert regswap("rewrite", "-r", "m.map", "--check", "settings.yaml", cwd=folder) == (0, b"", "")
    assert regswap("rewrite", "-r", "m.map", "--check", stdin=REWRITTEN, cwd=folder) == (0, b"", "")


@pytest.mark.parametrize(
    "tool",
    [["patch", "-p0", "--binary", "--fuzz=0", "--no-backup-if-mismatch"], ["git", "apply", "-p0"]],
    ids=["patch", "git"],
)
def test_the_diff_makes_the_input_the_output(folder: Path, tool: list[str]) -> None:
    image_last = b"kind: Pod\napiVersion: v1\nspec:\n  containers:\n    - image: nginx\n"
    image_first = b"spec: {containers: [{image: redis}]}\nkind: Pod\napiVersion: v1\n"
    merged = b"kind: Pod\napiVersion: v1\nx: &x {image: nginx}\nspec:\n  containers:\n    - <<: *x\n      name: a\n"
    crlf = POD.replace(b"\n", b"\r\n")
    documents = [POD, SETTINGS, image_last, image_first, image_last, SETTINGS * 3, merged, crlf, image_first, POD]
    write(folder / "many.yaml", b"---\n".join(documents))
    write(folder / "b c.yaml", b"---\n".join(documents[::-1]).rstrip())
    expected = {
        name: regswap("rewrite", "-q", "-r", "m.map", name, cwd=folder).out for name in ("many.yaml", "b c.yaml")
    }

    code, out, _ = regswap("rewrite", "-q", "-r", "m.map", "--diff", "many.yaml", "b c.yaml", cwd=folder)

    assert code == 1
    applied = subprocess.run(tool, input=out, cwd=folder, capture_output=True, check=False)
    assert applied.returncode == 0, applied
    assert {name: (folder / name).read_bytes() for name in expected} == expected


def test_the_diff_of_nothing_is_empty_and_ends_in_0(folder: Path) -> None:
    assert regswap("rewrite", "-r", "m.map", "--diff", "settings.yaml", cwd=folder) == (0, b"", "")


def test_color_is_there_when_it_is_asked_for(folder: Path) -> None:
    def diff(*arguments: str, **env: str) -> bytes:
        return regswap("rewrite", "-r", "m.map", "--diff", *arguments, "pod.yaml", cwd=folder, env=env).out

    plain = diff()

    assert b"\x1b" not in plain
    assert plain == diff("--color", "never") == diff("--color", "auto")
    assert diff("--color", "always") == diff("--color=always", NO_COLOR="1")
    assert re.sub(rb"\x1b\[\d*m", b"", diff("--color", "always")) == plain


def test_a_stream_is_released_as_it_goes(folder: Path) -> None:
    code, out, err = regswap(
        "rewrite", "-r", "m.map", "--stream", stdin=POD + b"---\n" + BROKEN + b"---\n" + POD, cwd=folder
    )

    assert (code, out) == (3, REWRITTEN)
    assert "<stdin>:12:1: error: document 2 is not valid YAML" in err
    assert regswap("rewrite", "-r", "m.map", "--stream", "pod.yaml", "-", stdin=POD, cwd=folder).out == (
        REWRITTEN + b"---\n" + REWRITTEN
    )


def test_images_are_listed_with_and_without_rules(folder: Path) -> None:
    table = (
        b"WHERE         OBJECT   CONTAINER  REFERENCE   BECOMES                        LEFT  RULE\n"
        b"./pod.yaml:8  Pod web  web        nginx:1.27  mirror.example/hub/nginx:1.27  -     m.map:2\n"
    )
    assert regswap("images", "-r", "m.map", ".", cwd=folder) == (0, table, "")
    assert b"-        is matched by no rule  -" in regswap("images", "--format", "text", "pod.yaml", cwd=folder).out
    (site,) = json.loads(regswap("images", "--format", "json", "-r", "m.map", stdin=POD, cwd=folder).out)
    assert (site["source"], site["path"], site["line"]) == ("<stdin>", "spec.containers[0].image", 8)
    assert (site["changed"], site["rule"]["line"]) == (True, 2)
    assert regswap("images", stdin=BROKEN, cwd=folder)[:2] == (3, b"")


def test_images_writes_a_report_as_well(folder: Path) -> None:
    regswap("images", "--report", "r.json", ".", cwd=folder)

    assert json.loads((folder / "r.json").read_bytes())["counts"]["sites"] == 1


def test_helm_gets_what_it_sends_rewritten_or_a_comment(folder: Path) -> None:
    assert regswap("helm", "post-render", "-r", "m.map", stdin=POD, cwd=folder) == (0, REWRITTEN, "")
    assert regswap("helm", "post-render", "--rules=m.map", stdin=POD, cwd=folder) == (0, REWRITTEN, "")
    for nothing in (b"", b"\n\n"):
        result = regswap("helm", "post-render", stdin=nothing, cwd=folder, env={"REGSWAP_RULES": "m.map"})
        assert result == (0, nothing + b"# regswap: no manifests\n", "")
    result = regswap("helm", "post-render", "-r", "m.map", "--report", "r.json", "-q", "-v", stdin=BROKEN, cwd=folder)
    assert result[:2] == (3, b"")
    assert len(json.loads((folder / "r.json").read_bytes())["errors"]) == 1


def test_a_bug_says_so_and_ends_in_70(folder: Path) -> None:
    code = "import regswap.run as r, regswap.cli.main as m; r.look_for_sources = None; m.main()"
    for debug, lines in (({}, 1), ({"REGSWAP_DEBUG": "1"}, 5)):
        run = subprocess.run(
            [sys.executable, "-c", code, "rewrite", "-r", "m.map"],
            capture_output=True,
            cwd=folder,
            input=POD,
            env=environment(debug),
            check=False,
        )

        assert (run.returncode, run.stdout) == (70, b"")
        assert len(run.stderr.splitlines()) >= lines
        assert re.match(
            rb"error: this is a bug in regswap: TypeError: .* \(run.py:\d+\); set REGSWAP_DEBUG=1, run it again",
            run.stderr.splitlines()[-1],
        )
        assert (b"Traceback" in run.stderr) == bool(debug)


def test_a_name_that_is_no_text_is_told_as_it_is(folder: Path) -> None:
    name = b"\xff\xfe.yaml"
    Path(os.fsdecode(bytes(folder) + b"/" + name)).write_bytes(POD)

    check = regswap("rewrite", "-r", "m.map", "--check", name, cwd=folder)
    table = regswap("images", "-r", "m.map", name, cwd=folder)
    diff = regswap("rewrite", "-r", "m.map", "--diff", "--report", "r.json", ".", cwd=folder)
    listed = regswap("images", "--format", "json", name, cwd=folder)

    assert (check.code, check.out.startswith(name + b":8:14: ")) == (1, True)
    assert (table.code, name + b":8 " in table.out) == (0, True)
    assert (diff.code, b"--- ./" + name + b"\n" in diff.out) == (1, True)
    assert json.loads(listed.out)[0]["source"] == os.fsdecode(name)
    assert len(json.loads((folder / "r.json").read_bytes())["changes"]) == 2
    write(Path(os.fsdecode(bytes(folder) + b"/" + name)), BROKEN)
    assert regswap("rewrite", "-r", "m.map", "-i", name, cwd=folder).code == 3


def test_the_folder_of_the_helm_plugin_is_printed(folder: Path, root: Path) -> None:
    code, out, err = regswap("helm", "plugin-dir", cwd=folder)

    assert (code, err) == (0, "")
    printed = Path(os.fsdecode(out.removesuffix(b"\n")))
    assert printed == root / "plugins" / "helm"
    assert (printed / "regswap" / "plugin.yaml").is_file()


@pytest.fixture
def terminal(folder: Path) -> Callable[..., tuple[int, bytes]]:
    pty = pytest.importorskip("pty")
    import fcntl
    import struct
    import termios

    def run(*arguments: str, columns: int = 80, **env: str) -> tuple[int, bytes]:
        leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        process = subprocess.Popen(
            [*COMMAND, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=follower,
            stderr=follower,
            cwd=folder,
            env=environment({"TERM": "xterm", **env}),
        )
        os.close(follower)
        shown = b""
        while True:
            try:
                block = os.read(leader, 1 << 16)
            except OSError:  # so a terminal ends
                break
            if not block:
                break
            shown += block
        os.close(leader)
        return process.wait(), shown.replace(b"\r\n", b"\n")

    return run


def test_a_long_run_over_many_files_shows_how_far_it_is_on_a_terminal_only(
    folder: Path, terminal: Callable[..., tuple[int, bytes]]
) -> None:
    for number in range(3):
        write(folder / "many" / f"{number}.yaml", b"# " + b"x" * (8 << 20) + b"\n" + POD)
    arguments = ("rewrite", "-r", "m.map", "-o", "/dev/null", "many")

    code, shown = terminal(*arguments)

    assert code == 0
    assert b"reading" in shown
    assert b"100%" in shown
    assert terminal(*arguments, "-q") == (0, b"")
    assert regswap(*arguments, cwd=folder) == (0, b"", "")
    assert terminal("rewrite", "-r", "m.map", "-o", "/dev/null", "many/0.yaml", "pod.yaml") == (0, b"")

    write(folder / "many" / "1.yaml", BROKEN + b"# " + b"x" * (30 << 20))
    code, shown = terminal(*arguments)
    assert code == 3
    assert re.search(rb"\nmany/1\.yaml:\d+:\d+: error: ", re.sub(rb"\x1b\[\?25h", b"", shown))


def test_the_diff_is_colored_on_a_terminal(terminal: Callable[..., tuple[int, bytes]]) -> None:
    arguments = ("rewrite", "-r", "m.map", "--diff", "pod.yaml")

    assert b"\x1b[32m+" in terminal(*arguments)[1]
    assert b"\x1b" not in terminal(*arguments, NO_COLOR="1")[1]
    assert b"\x1b" not in terminal(*arguments, "--color", "never")[1]


def test_a_table_that_is_too_wide_for_the_terminal_becomes_blocks(
    terminal: Callable[..., tuple[int, bytes]],
) -> None:
    arguments = ("images", "-r", "m.map", "pod.yaml")

    assert terminal(*arguments, columns=60) == (
        0,
        b"pod.yaml:8  Pod web  web\n  nginx:1.27\n  -> mirror.example/hub/nginx:1.27\n     m.map:2\n",
    )
    assert terminal(*arguments, columns=120)[1].startswith(b"WHERE ")
