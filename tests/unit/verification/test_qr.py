"""The QR is the one segno makes, and a decoder that is not ours reads it."""

from __future__ import annotations

import pymupdf
import pytest
import segno

from docgen.verification import code, qr
from tests.unit.verification.decoding import decoded

TYPES = ["meeting_minutes", "interpreter_termination"]
URL = "https://docgen.example.org/v1/verify/"
CODES = [code.make(bytes([number]) * 32, "t", "xx", "f", "0").replace("-", "") for number in range(12)]


@pytest.mark.parametrize("type_id", TYPES)
@pytest.mark.parametrize("symbols", CODES)
def test_a_decoder_reads_type_template_and_code(symbols: str, type_id: str) -> None:
    before, after = qr.around(type_id, "xx", "0123456789abcdef" * 4)
    found = decoded(qr.png(symbols, before, after))
    assert found == [f"DOCGEN: {symbols} {type_id.replace('_', '-').upper()} XX 01234567"]


@pytest.mark.parametrize("symbols", CODES)
def test_a_decoder_reads_the_address_of_the_installation(symbols: str) -> None:
    assert decoded(qr.png(symbols, URL)) == [URL + symbols]
    assert decoded(qr.png(symbols, "HTTPS://EXAMPLE.ORG/V/")) == ["HTTPS://EXAMPLE.ORG/V/" + symbols]


def test_the_modules_are_those_that_segno_sets_with_the_same_mask() -> None:
    before, after = qr.around(TYPES[0], "xx", "f" * 64)
    ours = segno.make(before + CODES[0] + after, error="m", boost_error=False, micro=False, mask=3)
    pixels = pymupdf.Pixmap(qr.png(CODES[0], before, after))
    side = len(ours.matrix)
    assert (pixels.width, pixels.height) == ((side + 8) * 8, (side + 8) * 8)
    found = [[pixels.pixel((x + 4) * 8 + 3, (y + 4) * 8 + 5)[0] == 0 for x in range(side)] for y in range(side)]
    assert found == [[bool(module) for module in row] for row in ours.matrix]


def test_the_quiet_zone_is_four_modules_of_white_on_every_side() -> None:
    pixels = pymupdf.Pixmap(qr.png(CODES[0], "DOCGEN: "))
    size = pixels.width
    edge = [pixels.pixel(at, other)[0] for at in range(0, size, 4) for other in (0, 31, size - 32, size - 1)]
    assert set(edge) == {255}


def test_the_picture_is_small_and_the_same_every_time() -> None:
    before, after = qr.around(TYPES[1], "xx", "f" * 64)
    picture = qr.png(CODES[1], before, after)
    assert picture == qr.png(CODES[1], before, after) and len(picture) < 1_000


def test_the_decoder_would_notice_another_code() -> None:
    assert decoded(qr.png(CODES[0], "DOCGEN: ")) != decoded(qr.png(CODES[1], "DOCGEN: "))
