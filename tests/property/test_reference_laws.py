from __future__ import annotations

from hypothesis import given

from regswap.reference import ImageReference, InvalidReference
from tests.property.strategies import references, texts


@given(references)
def test_a_reference_is_printed_as_it_was_read(text: str) -> None:
    assert str(ImageReference.parse(text)) == text


def refuse(text: str) -> InvalidReference | None:
    try:
        ImageReference.parse(text)
    except InvalidReference as error:
        return error
    return None


@given(texts)
def test_any_text_is_printed_as_it_was_read_or_refused_with_a_reason(text: str) -> None:
    refusal = refuse(text)

    if refusal:
        assert refusal.reason
        assert refusal.text == text
    else:
        assert str(ImageReference.parse(text)) == text


@given(references)
def test_the_canonical_form_is_a_reference_and_its_own_canonical_form(text: str) -> None:
    canonical = ImageReference.parse(text).canonical()

    assert canonical.host
    assert canonical.canonical() == canonical
    assert ImageReference.parse(str(canonical)) == canonical


@given(references)
def test_the_canonical_form_keeps_registry_tag_and_digest(text: str) -> None:
    reference = ImageReference.parse(text)
    canonical = reference.canonical()

    assert (canonical.registry, canonical.suffix) == (reference.registry, reference.suffix)
    assert canonical.path.endswith(reference.path)


@given(references)
def test_the_parts_of_a_reference_are_its_text(text: str) -> None:
    reference = ImageReference.parse(text)

    assert text.endswith(reference.path + reference.suffix)
    assert text.startswith(reference.host or reference.path)
