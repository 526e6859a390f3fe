"""A number is what it says it is before it is kept, however it was typed."""

from __future__ import annotations

import pytest

from huisvrede.modules.care.forms import NumberForm


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("bsn", "111222333", "111222333"),
        ("bsn", " 1112.22.333 ", "111222333"),
        ("document", "spe-c12014", "SPEC12014"),
    ],
)
def test_what_is_right_is_kept_without_its_signs(kind: str, typed: str, kept: str) -> None:
    form = NumberForm({"kind": kind, "number": typed})
    assert (form.is_valid(), form.cleaned_data["number"]) == (True, kept)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("bsn", "111222334"),
        ("bsn", "١١١٢٢٢٣٣٣"),
        ("bsn", "11122233"),
        ("bsn", ""),
        ("document", "AB"),
        ("document", "<script>1"),
        ("passport", "SPEC12014"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(kind: str, typed: str) -> None:
    form = NumberForm({"kind": kind, "number": typed})
    assert not form.is_valid()
    assert set(form.errors) <= {"number", "kind"}
