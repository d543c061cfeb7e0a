"""A filled form edited as in Chrome: PDFium's form fill clicks into a field, types and saves."""

from __future__ import annotations

import ctypes
import io

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from tests.acceptance.appearances import full_name


def typed_over(pdf: bytes, name: str, text: str) -> bytes:
    """The file after somebody clicked the field (its first widget), selected all, typed `text` and left."""
    number, x, y = _middle(pdf, name)
    document = pypdfium2.PdfDocument(pdf)
    try:
        document.init_forms()
        form, page = document.formenv, document[number]
        pdfium.FORM_OnMouseMove(form, page, 0, x, y)
        pdfium.FORM_OnLButtonDown(form, page, 0, x, y)
        pdfium.FORM_OnLButtonUp(form, page, 0, x, y)
        assert pdfium.FORM_SelectAllText(form, page), "the field took no click"
        wide = (text + "\0").encode("utf-16-le")
        pdfium.FORM_ReplaceSelection(form, page, ctypes.cast(ctypes.create_string_buffer(wide),
                                                             ctypes.POINTER(ctypes.c_ushort)))  # fmt: skip
        pdfium.FORM_ForceToKillFocus(form)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()
    finally:
        document.close()


def _middle(pdf: bytes, name: str) -> tuple[int, float, float]:
    """The page and the middle of a field's first widget."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for number, page in enumerate(opened.pages):
            for widget in page.Annots:
                if full_name(widget) == name:
                    left, bottom, right, top = (float(side) for side in widget.Rect)
                    return number, (left + right) / 2, (bottom + top) / 2
    raise AssertionError(f"no field {name}")
