"""What a packet says of itself: what all of its parts claim, and nothing that only some do."""

from __future__ import annotations

import pikepdf
import pytest

from docgen.pdf.packet.metadata import Claim, write

BEST = Claim("A", True)


@pytest.mark.parametrize(
    ("claims", "standards"),
    [
        ([BEST, BEST], ("PDF/A-2a", "PDF/UA-1")),
        ([BEST, Claim("B", True)], ("PDF/A-2b", "PDF/UA-1")),
        ([Claim("U", False), BEST], ("PDF/A-2u",)),
        ([BEST, Claim("", True)], ("PDF/UA-1",)),
        ([BEST, Claim()], ()),
    ],
)
def test_a_packet_claims_what_all_parts_claim(claims: list[Claim], standards: tuple[str, ...]) -> None:
    assert Claim.common(claims).standards == standards


def test_what_is_written_is_read_again() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        assert Claim.of(pdf) == Claim()
        write(pdf, "A <title> & more", ["xx", "yy", "xx"], BEST)
        assert Claim.of(pdf) == BEST
        assert (str(pdf.Root.Lang), str(pdf.docinfo.Title)) == ("xx", "A <title> & more")
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            assert xmp["dc:title"] == "A <title> & more"
            assert set(xmp["dc:language"]) == {"xx", "yy"}


def test_a_claim_written_as_attributes_is_read_too() -> None:
    xmp = (
        '<x xmlns:a="http://www.aiim.org/pdfa/ns/id/" xmlns:u="http://www.aiim.org/pdfua/ns/id/">'
        '<y a:part="2" a:conformance="B"/><y u:part="1"/></x>'
    )
    with pikepdf.new() as pdf:
        pdf.Root.Metadata = pikepdf.Stream(pdf, xmp.encode())
        assert Claim.of(pdf) == Claim("B", True)
