"""Files that an Application names, and the variables in their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from regswap.errors import UsageError
from regswap.hosts.argocd.build_environment import VARIABLES, select, substitute
from regswap.hosts.argocd.repository_file import Repository, find_file, find_repository
from tests.support.command import write

SOURCE = "parameter values-files"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("$ARGOCD_APP_NAME.yaml", "web.yaml"),
        ("${ARGOCD_APP_NAME}_a/$ARGOCD_APP_REVISION_SHORT", "web_a/1234567"),
        ("$$ARGOCD_APP_NAME", "$ARGOCD_APP_NAME"),
        ("$$$ARGOCD_APP_NAME", "$web"),
        ("${$}x", "$x"),
        ("a$", "a$"),
        ("$(touch x) $/ $.", "$(touch x) $/ $."),
    ],
)
def test_variables_are_substituted_as_argo_cd_does(text: str, expected: str) -> None:
    variables = {"ARGOCD_APP_NAME": "web", "ARGOCD_APP_REVISION_SHORT": "1234567"}

    assert substitute(text, variables, SOURCE) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "a-$ARGOCD_APP_NAM",
            "`$ARGOCD_APP_NAM` is not a variable of Argo CD's build environment, where a dollar sign",
        ),
        ("$HOME", "`$HOME` is not a variable"),
        ("$ARGOCD_ENV_X", "`$ARGOCD_ENV_X` is not a variable"),
        ("$1", "`$1` is not a variable"),
        ("${}", "`${}` is not a variable"),
        ("${ARGOCD_APP_NAME", "`${ARGOCD_APP_NAME` is not"),
        ("$KUBE_VERSION", "`$KUBE_VERSION` is not set; let Argo CD set it"),
    ],
)
def test_an_unknown_variable_is_named_in_an_error(text: str, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        substitute(text, {"ARGOCD_APP_NAME": "web"}, SOURCE)

    assert str(refused.value).startswith(f"{SOURCE}: {message}")


def test_only_variables_of_the_build_environment_are_known() -> None:
    given = {**dict.fromkeys(VARIABLES, "x"), "HOME": "/", "ARGOCD_ENV_A": "b", "ARGOCD_APP_PARAMETERS": "[]"}

    assert select(given) == dict.fromkeys(VARIABLES, "x")


@pytest.mark.parametrize(
    ("copy", "path", "prefix"),
    [
        ("apps/web", "apps/web", ""),  # all of the repository
        ("web", "apps/web", "apps"),  # manifest-generate-paths
        ("", "apps/web", "apps/web"),
        ("", ".", ""),
        ("", "", ""),
        ("", ".github", ".github"),
    ],
)
def test_the_repository_is_the_copy_that_the_server_has_made(tmp_path: Path, copy: str, path: str, prefix: str) -> None:
    root = tmp_path / "_cmp_server" / "1f"
    folder = root / copy
    environment = {"ARGOCD_CMP_WORKDIR": str(tmp_path), "ARGOCD_APP_SOURCE_PATH": path}

    assert find_repository(str(folder), environment) == Repository(str(root), prefix)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with values in three places, beside what no Application may read."""
    root = tmp_path / "repository"
    for name in ("envs/prod.yaml", "apps/shop/values.yaml", "apps/shop/envs/web.yaml"):
        write(root / name, b"a: 1\n")
    write(tmp_path / "secret.yaml", b"a: 1\n")
    (root / "envs" / "out.yaml").symlink_to("../../secret.yaml")
    (root / "envs" / "in.yaml").symlink_to("prod.yaml")
    (root / "elsewhere").symlink_to("..")
    return root


def look_for(name: str, root: Path, prefix: str = "") -> tuple[str, bool]:
    return find_file(
        name, SOURCE, str(root / "apps" / "shop"), Repository(str(root), prefix), {"ARGOCD_APP_NAME": "web"}
    )


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("values.yaml", "./values.yaml"),
        ("./envs/../values.yaml", "./values.yaml"),
        ("../../envs/prod.yaml", "./../../envs/prod.yaml"),
        ("/envs/prod.yaml", "./../../envs/prod.yaml"),
        ("//envs/prod.yaml", "./../../envs/prod.yaml"),
        ("/apps/shop/envs/$ARGOCD_APP_NAME.yaml", "./envs/web.yaml"),
        ("../../envs/in.yaml", "./../../envs/in.yaml"),
    ],
)
def test_values_files_may_lie_anywhere_in_the_repository(repository: Path, name: str, path: str) -> None:
    assert look_for(name, repository) == (path, True)


def test_a_file_that_is_not_there_is_not_refused_here(repository: Path) -> None:
    assert look_for("/envs/none.yaml", repository) == ("./../../envs/none.yaml", False)
    assert look_for("/envs", repository) == ("./../../envs", False)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../../../secret.yaml", "`../../../secret.yaml` leaves the repository"),
        ("/../secret.yaml", "`/../secret.yaml` leaves the repository"),
        ("../../envs/out.yaml", "`../../envs/out.yaml` is a link that leads out of the repository"),
        ("/elsewhere/secret.yaml", "`/elsewhere/secret.yaml` is a link that leads out of the repository"),
        ("https://example.com/a.yaml", "`https://example.com/a.yaml` is not in the repository"),
        ("a,/etc/passwd", "`a,/etc/passwd` is not a name that Helm could read"),
        ("..\\/..\\/..\\/secret.yaml", "`..\\/..\\/..\\/secret.yaml` is not a name that Helm could read"),
        ("$values/a.yaml", "`$values/a.yaml` is in another source of the Application"),
    ],
)
def test_what_leads_out_of_the_repository_is_refused(repository: Path, name: str, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        look_for(name, repository)

    assert str(refused.value).startswith(f"{SOURCE}: {message}")


def test_a_part_of_a_repository_has_the_root_of_the_whole(repository: Path) -> None:
    folder, part = str(repository / "apps" / "shop"), Repository(str(repository / "apps"), "apps")

    assert find_file("/apps/shop/values.yaml", SOURCE, folder, part, {}) == ("./values.yaml", True)
    with pytest.raises(UsageError, match=r"`/envs/prod.yaml` is not in `apps`, the part of the repository that Argo"):
        find_file("/envs/prod.yaml", SOURCE, folder, part, {})
