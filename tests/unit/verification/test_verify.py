"""Files and codes are judged by the register: what was issued, what was changed, what is somebody else's."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import replace
from functools import cache

import pikepdf
import pytest

from docgen.bundle import Bundle, File
from docgen.pdf.signing.certificate import load
from docgen.pdf.signing.sign import Signing, sign
from docgen.pdf.signing.signatures import Trust
from docgen.verification.code import CodeMalformed
from docgen.verification.register import MemoryRegister, records
from docgen.verification.verify import Status, Verdict, verify, verify_code
from tests.acceptance.papers import made
from tests.conftest import languages, type_ids
from tests.unit.pdf.signing.certificates import NOW, PASSWORD, Authority, authority

TYPE, TAG = type_ids()[0], languages()[0]
TRUST = Trust(NOW, (authority().pem,))


@cache
def issued() -> tuple[Bundle, MemoryRegister]:
    """A paper as it was issued, and the register that knows it."""
    word, pdf = made(TYPE, TAG)
    code = "".join(verify(word, MemoryRegister(), TRUST).code)
    bundle = Bundle(
        [File(TYPE, TAG, "docx", word, "f" * 64, "draft", code=code),
         File(TYPE, TAG, "pdf", pdf, "f" * 64, "draft", "typeset", code)]
    )  # fmt: skip
    return bundle, MemoryRegister(records(bundle, NOW))


def judged(data: bytes, register: MemoryRegister | None = None) -> Verdict:
    return verify(data, register or issued()[1], TRUST)


@pytest.mark.parametrize("at", [0, 1])
def test_the_file_that_was_issued_is_genuine(at: int) -> None:
    file = issued()[0].files[at]
    verdict = judged(file.data)
    assert (verdict.status, verdict.genuine, verdict.code) == (Status.GENUINE, True, file.code)
    assert verdict.issued is not None and verdict.issued.format == file.format


@pytest.mark.parametrize("at", [0, 1])
def test_one_flipped_bit_is_altered_or_unreadable_and_never_genuine(at: int) -> None:
    data = issued()[0].files[at].data
    for place in range(0, len(data), len(data) // 12):
        changed = bytearray(data)
        changed[place] ^= 1
        assert judged(bytes(changed)).status in (Status.ALTERED, Status.UNREADABLE, Status.UNKNOWN), place
    # In the middle of a picture or a page nothing keeps the code from being read.
    changed = bytearray(data)
    changed[-1] ^= 1
    assert not judged(bytes(changed)).genuine


def test_a_pdf_saved_again_is_altered_and_names_the_paper_it_claims_to_be() -> None:
    file, out = issued()[0].files[1], io.BytesIO()
    with pikepdf.open(io.BytesIO(file.data)) as document:
        document.save(out)
    verdict = judged(out.getvalue())
    assert (verdict.status, verdict.genuine, verdict.code) == (Status.ALTERED, False, file.code)
    assert verdict.issued is not None and verdict.issued.type == TYPE


def test_a_word_file_whose_text_was_changed_is_altered() -> None:
    file, out = issued()[0].files[0], io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file.data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"</w:body>", b"<w:p/></w:body>"))
    verdict = judged(out.getvalue())
    assert (verdict.status, verdict.code) == (Status.ALTERED, file.code)


def test_what_was_added_to_a_pdf_is_told_from_a_change() -> None:
    file = issued()[0].files[1]
    signer = load(authority().signer(), PASSWORD, NOW)
    verdict = judged(sign(file.data, signer, Signing(NOW)))
    assert (verdict.status, verdict.genuine) == (Status.EXTENDED, False)
    assert verdict.issued is not None and verdict.issued.sha256 == file.sha256
    assert [signature.valid for signature in verdict.signatures] == [True]


def test_a_signed_file_that_was_registered_is_genuine_if_its_signature_is_trusted() -> None:
    data = sign(issued()[0].files[1].data, load(authority().signer(), PASSWORD, NOW), Signing(NOW))
    record = replace(issued()[1].kept[1], sha256=hashlib.sha256(data).hexdigest(), signed=True)
    register = MemoryRegister([*issued()[1].kept, record])
    assert judged(data, register).genuine
    distrusted = verify(data, register, Trust(NOW, (Authority().pem,)))
    assert distrusted.status == Status.GENUINE and not distrusted.genuine


def test_another_installation_knows_neither_file_nor_code() -> None:
    for file in issued()[0].files:
        verdict = judged(file.data, MemoryRegister())
        assert (verdict.status, verdict.code, verdict.issued) == (Status.UNKNOWN, file.code, None)
    assert verify_code(issued()[0].files[0].code, MemoryRegister()).status == Status.UNKNOWN


def test_a_code_that_was_typed_is_known_unknown_or_mistyped() -> None:
    code = issued()[0].files[0].code
    known = verify_code(code.lower().replace("-", ""), issued()[1])
    assert known.genuine and known.issued is not None and known.issued.type == TYPE
    with pytest.raises(CodeMalformed):
        verify_code(code[:-1], issued()[1])


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"%PDF-1.7 no more", b"\x89PNG\r\n\x1a\n", b"%PDF-" + b"%%EOF" * 999]
)
def test_what_cannot_be_read_is_said_so(data: bytes) -> None:
    verdict = judged(data)
    assert (verdict.status, verdict.genuine) == (Status.UNREADABLE, False)
