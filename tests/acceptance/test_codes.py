"""Every page of every paper bears the code and a QR that a decoder reads from the page as it is printed."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from docgen.case import Case
from docgen.documents import document_type, example, example_of_all
from docgen.generate import generate
from docgen.verification.code import printed_in
from docgen.verification.issuer import Issuer
from tests.acceptance.papers import PAPERS, paper
from tests.acceptance.reading import READERS, W, parts, word_text
from tests.acceptance.test_outputs import names_in
from tests.conftest import KEY, open_press
from tests.unit.verification.decoding import decoded_pages
from tests.verapdf.verapdf import class_path, validate

every_paper = pytest.mark.parametrize(("type_id", "tag"), PAPERS, ids=lambda value: str(value))


def code_of(docx: bytes) -> str:
    """The code in the frame of a Word file's header."""
    (header,) = (root for name, root in parts(docx).items() if "header" in name)
    frames = [p for p in header.iter(W + "p") if p.find(f"{W}pPr/{W}framePr") is not None]
    (code,) = printed_in("\n".join(each.text or "" for frame in frames for each in frame.iter(W + "t")))
    return code


@every_paper
@pytest.mark.parametrize("reader", READERS)
def test_every_page_of_the_pdf_bears_the_code_of_the_word_file(type_id: str, tag: str, reader: str) -> None:
    own = paper(type_id, tag)
    assert [list(printed_in(page)) for page in READERS[reader](own.pdf)] == [[code_of(own.docx)]] * len(
        READERS[reader](own.pdf)
    )


@every_paper
def test_the_qr_on_every_page_reads_as_type_template_and_code(type_id: str, tag: str) -> None:
    own = paper(type_id, tag)
    fingerprint = open_press().library.template(type_id, tag).fingerprint
    told = f"DOCGEN: {code_of(own.docx).replace('-', '')} {type_id} {tag} {fingerprint[:8]}".upper().replace("_", "-")
    assert {tuple(page) for page in decoded_pages(own.pdf)} == {(told,)}


@every_paper
def test_code_and_qr_name_nobody(type_id: str, tag: str) -> None:
    own = paper(type_id, tag)
    told = " ".join(decoded_pages(own.pdf)[0]) + code_of(own.docx)
    names = [name for name in names_in(example(document_type(type_id))) if name]
    assert not [name for name in names if name.upper() in told.upper()]
    assert code_of(own.docx) not in word_text(own.docx), "the text that tests judge is without the frame"


def test_every_paper_has_a_code_of_its_own() -> None:
    assert len({code_of(paper(*each).docx) for each in PAPERS}) == len(PAPERS)


def test_a_name_that_differs_gives_another_code_and_the_address_of_the_installation_is_in_its_qr() -> None:
    type_id, tag = PAPERS[0]
    tree = example(document_type(type_id))
    press = replace(open_press(), issuer=Issuer(KEY, "https://docgen.example.org/v1/verify/"))
    first, pdf = generate(Case.load(json.dumps(tree)), press=press, types=[type_id], languages=[tag]).files
    tree["documents"][type_id]["number"] += "1"
    other = generate(Case.load(json.dumps(tree)), press=press, types=[type_id], languages=[tag], formats=["docx"])
    assert first.code == pdf.code == code_of(first.data) != other.files[0].code
    assert decoded_pages(pdf.data)[0] == [f"https://docgen.example.org/v1/verify/{first.code.replace('-', '')}"]


@every_paper
def test_every_page_of_a_filled_form_bears_its_code_and_qr(type_id: str, tag: str) -> None:
    case = Case.load(json.dumps(example(document_type(type_id))))
    (form,) = generate(case, press=open_press(), types=[type_id], languages=[tag], formats=["form"]).files
    assert form.code
    pages = READERS["pdftotext"](form.data)
    assert [list(printed_in(page)) for page in pages] == [[form.code]] * len(pages)
    told = {tuple(text.split()[1] for text in page) for page in decoded_pages(form.data)}
    assert told == {(form.code.replace("-", ""),)}


def test_the_cover_of_a_packet_bears_the_code_of_the_packet_which_stands_for_the_documents_in_it() -> None:
    case = Case.load(json.dumps(example(document_type("termination_notice"))))
    packets = [
        generate(case, press=open_press(), types=["termination_notice"], languages=tags, formats=["packet"]).files[0]
        for tags in (["en"], ["en", "th"])
    ]
    for packet in packets:
        assert list(printed_in(READERS["pdftotext"](packet.data)[0])) == [packet.code]
    assert packets[0].code != packets[1].code


@pytest.mark.verapdf
def test_a_form_with_its_code_is_valid_in_every_language(tmp_path: Path) -> None:
    if class_path() is None:
        assert not os.environ.get("CI"), "veraPDF is not installed; .ci/system ci installs it"
        pytest.skip("veraPDF is not installed; .ci/system ci installs it")
    case = Case.load(json.dumps(example_of_all()))
    files = []
    wanted = ["return_victim_finding", "termination_notice"]
    for form in generate(case, press=open_press(), types=wanted, formats=["form"]).files:
        files.append(tmp_path / form.name)
        files[-1].write_bytes(form.data)
    assert [verdict for verdict in validate(files).values() if not verdict.compliant] == []
