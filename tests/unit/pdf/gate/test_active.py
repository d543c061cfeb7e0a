"""Whatever acts, fetches or hides in a form is taken out and named; what is ordinary stays byte for byte."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pypdf
import pytest

from docgen.errors import PdfRefused, Severity
from docgen.pdf.gate import admit, assert_clean
from docgen.pdf.typeset import Typesetter
from tests.unit.pdf.gate.active_files import FILES, ORDINARY
from tests.unit.pdf.word import docx, paragraph


@pytest.mark.parametrize(("build", "expected"), FILES.values(), ids=FILES.keys())
def test_what_is_active_is_taken_out_and_named(build: Callable[[], bytes], expected: set[tuple[str, str]]) -> None:
    admitted = admit(build())
    assert {(finding.code, finding.pointer) for finding in admitted.findings} == expected
    assert all(
        finding.severity is Severity.ADVICE and "removed" in str(finding.message) for finding in admitted.findings
    )
    assert_clean(admitted.pdf)
    assert admit(admitted.pdf).findings == ()


@pytest.mark.parametrize("build", [build for build, _ in FILES.values()], ids=FILES.keys())
def test_the_form_is_still_there_after_stripping(build: Callable[[], bytes]) -> None:
    reader = pypdf.PdfReader(io.BytesIO(admit(build()).pdf), strict=True)
    assert "given_name" in (reader.get_fields() or {})
    assert "Given name" in reader.pages[0].extract_text()


@pytest.mark.parametrize("build", [build for build, _ in FILES.values()], ids=FILES.keys())
def test_what_is_active_is_found_in_a_finished_file(build: Callable[[], bytes]) -> None:
    with pytest.raises(PdfRefused, match="still holds"):
        assert_clean(build())


@pytest.mark.parametrize("build", ORDINARY.values(), ids=ORDINARY.keys())
def test_an_ordinary_form_keeps_everything(build: Callable[[], bytes]) -> None:
    given = build()
    admitted = admit(given)
    assert admitted.findings == ()
    assert reachable(admitted.pdf) == reachable(given)
    assert admit(given) == admitted
    assert admit(admitted.pdf).pdf == admitted.pdf


def test_what_docgen_sets_passes_without_a_finding(typesetter: Typesetter) -> None:
    pdf = typesetter.pdf(docx(paragraph("Notification")))
    admitted = admit(pdf)
    assert (admitted.findings, admitted.pages, admitted.was_encrypted) == ((), 1, False)
    assert reachable(admitted.pdf) == reachable(pdf)


def test_a_form_made_with_pypdf_passes_without_a_finding() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(ORDINARY["a small form"]()))
    writer.update_page_form_field_values(writer.pages[0], {"given_name": "Sokha"}, auto_regenerate=False)
    target = io.BytesIO()
    writer.write(target)
    admitted = admit(target.getvalue())
    assert admitted.findings == ()
    assert reachable(admitted.pdf) == reachable(target.getvalue())


def reachable(pdf: bytes) -> list[object]:
    """Everything the trailer leads to, in order, streams as they are packed, without object numbers."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        numbers: dict[tuple[int, int], int] = {}
        return [seen(document.Root, numbers), seen(document.trailer.get("/Info"), numbers)]


def seen(value: object, numbers: dict[tuple[int, int], int]) -> object:
    if not isinstance(value, pikepdf.Object):
        return value
    if value.is_indirect:
        if value.objgen in numbers:
            return ("again", numbers[value.objgen])
        numbers[value.objgen] = len(numbers)
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        entries = {key: seen(inside, numbers) for key, inside in value.items() if key != "/Length"}
        return (entries, value.read_raw_bytes() if isinstance(value, pikepdf.Stream) else None)
    if isinstance(value, pikepdf.Array):
        return [seen(inside, numbers) for inside in value]
    return value.unparse()
