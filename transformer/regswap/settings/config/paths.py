"""``spec.paths``: places beside those of the catalogue, in rows of the same form."""

from __future__ import annotations

from regswap.places.branch import ROLES, SHAPES, WHERE
from regswap.places.kind import NEVER
from regswap.places.path import InvalidPathError, is_query, parts_of
from regswap.record import TYPE_CHECKING
from regswap.settings.config.config_value import list_items, list_pairs, read_each
from regswap.suggestion import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.places.branch import Spelling
    from regswap.places.kind import Row
    from regswap.rules.source.tree import Value

_ROW = ("kinds", "versions", "paths", "never", "source")


def read_rows(value: Value) -> tuple[tuple[str, Row], ...]:
    """Return rows of the catalogue, each with its kind.

    Raises:
        RulesError: with every finding.

    """
    return tuple(row for rows in read_each(value.read_items("`paths`"), _read_row) for row in rows)


def _read_row(item: Value) -> list[tuple[str, Row]]:
    fields = item.read_keys(_ROW, "the item")
    if "kinds" not in fields:
        raise item.refuse("the item has no `kinds`", "add `kinds: [example.com/Shop]`")
    paths = [place for key, value in list_pairs(fields.get("paths")) for place in _read_place(key, value)]
    paths += [(_read_path_text(path), NEVER) for path in list_items(fields.get("never"), "`never`")]
    if not paths:
        raise item.refuse("the item has no `paths`", "add `paths: {spec.image: reference}`")
    versions = tuple(one.read_string("a version", "v1") for one in list_items(fields.get("versions"), "`versions`"))
    rows: list[tuple[str, Row]] = []
    for name in fields["kinds"].read_items("`kinds`"):
        group, _, kind = name.read_string("a kind", "example.com/Shop").rpartition("/")
        if not kind:
            raise name.refuse("the kind is empty", "write `group/Kind`")
        rows.append((kind, (group, versions, tuple(paths))))
    return rows


def _read_place(key: Value, value: Value) -> Iterator[tuple[str, Spelling]]:
    """Yield the shapes of a path; there may be a list of them."""
    path = _read_path_text(key)
    for shape in value.read_items(path) if value.is_list else [value]:
        if shape.is_map:
            yield path, _read_split(path, shape)
            continue
        name = shape.read_string(f"`{path}`", "reference")
        if name not in SHAPES:
            raise shape.refuse(f"unknown shape `{name}`", suggest(name, SHAPES))
        yield path, name


def _read_split(path: str, shape: Value) -> Spelling:
    split: dict[str, str | dict[str, str]] = {}
    for role, value in shape.read_keys((*ROLES, WHERE), path).items():
        if role == WHERE:
            pairs = [(_read_path_text(key), text) for key, text in list_pairs(value)]
            split[role] = {key: text.read_string(f"`{key}`", "DockerImage") for key, text in pairs}
        else:
            split[role] = _read_path_text(value)
    return split


def _read_path_text(value: Value) -> str:
    path = value.read_string("a path", "spec.image")
    _check(value, path)
    return path


def _check(value: Value, path: str) -> None:
    try:
        check_path(path)
    except InvalidPathError as error:
        raise value.refuse(str(error), "write `spec.containers[*].image`, or JSONPath that begins with `$`") from None


def check_path(path: str) -> None:
    """Check a path or a JSONPath; raises InvalidPathError where it is none."""
    if is_query(path):
        from regswap.places.query import Query

        Query(path)
    else:
        parts_of(path)
