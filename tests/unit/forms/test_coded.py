"""The code on a form stands where neither ink nor a field is, on every page that has such a place."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from docgen.forms.coded import coded
from docgen.pdf.coding.runs import FontChoice
from docgen.verification.code import printed_in
from docgen.verification.issuer import Issuer, Seal
from tests.acceptance.reading import READERS, by_pdftotext
from tests.conftest import KEY, open_press
from tests.unit.verification.decoding import decoded_pages


@pytest.fixture(scope="module")
def seal() -> Seal:
    return Issuer(KEY).seal("rights_statement", "ab" * 32, open_press().library.locale("km"), b"filled")


@pytest.fixture(scope="module")
def choice() -> FontChoice:
    return FontChoice.house(open_press().fonts)


def form(*, ink: str = "", fields: tuple[tuple[float, ...], ...] = (), pages: int = 1, turned: int = 0) -> bytes:
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.Root.AcroForm = Dictionary(Fields=Array())
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Contents = pikepdf.Stream(pdf, ink.encode())
        page.Annots = Array()
        for rect in fields:
            widget = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("a"), Rect=Array(rect))
            page.Annots.append(pdf.make_indirect(widget))
            pdf.Root.AcroForm.Fields.append(page.Annots[-1])
        page.rotate(turned, relative=False)
    pdf.save(out, deterministic_id=True)
    pdf.close()
    return out.getvalue()


@pytest.mark.parametrize("reader", READERS)
def test_every_page_bears_the_code_and_its_qr(seal: Seal, choice: FontChoice, reader: str) -> None:
    made = coded(form(pages=2), seal, choice)
    assert made is not None
    assert [list(printed_in(page)) for page in READERS[reader](made)] == [[seal.code]] * 2
    assert {tuple(page) for page in decoded_pages(made)} == {
        (f"DOCGEN: {seal.code.replace('-', '')} RIGHTS-STATEMENT KM ABABABAB",)
    }


def test_the_same_form_gives_the_same_bytes(seal: Seal, choice: FontChoice) -> None:
    assert coded(form(), seal, choice) == coded(form(), seal, choice)


def test_another_filling_gives_another_code(seal: Seal) -> None:
    other = Issuer(KEY).seal("rights_statement", "ab" * 32, open_press().library.locale("km"), b"filled otherwise")
    assert other.code != seal.code
    assert other.modules != seal.modules


@pytest.mark.parametrize(
    ("taken", "where"),
    [
        ({"fields": ((20, 0, 200, 60),)}, "the right"),
        ({"ink": "0 0 400 70 re f"}, "the right"),
        ({"fields": ((0, 0, 595, 69),)}, "the head"),
        ({"ink": "0 0 595 70 re f"}, "the head"),
    ],
)
def test_the_code_gives_way_to_ink_and_fields(
    seal: Seal, choice: FontChoice, taken: dict[str, object], where: str
) -> None:
    made = coded(form(**taken), seal, choice)  # type: ignore[arg-type]
    assert made is not None
    with pikepdf.open(io.BytesIO(made)) as pdf:
        content = b"".join(each.read_bytes() for each in pdf.pages[0].Contents).decode("ascii")
    x, y = (float(each) for each in content.rpartition(" cm ")[0].split()[-2:])
    assert (x > 297) == (where == "the right")
    assert (y > 700) == (where == "the head")


def test_a_page_without_room_goes_without_the_code_and_a_form_of_such_pages_has_none(
    seal: Seal, choice: FontChoice
) -> None:
    full = form(fields=((0, 0, 595, 842),))
    assert coded(full, seal, choice) is None
    assert coded(form(turned=90), seal, choice) is None, "a turned page is left alone"
    with pikepdf.open(io.BytesIO(full)) as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        out = io.BytesIO()
        pdf.save(out)
    made = coded(out.getvalue(), seal, choice)
    assert made is not None
    assert [list(printed_in(page)) for page in by_pdftotext(made)] == [[], [seal.code]]
