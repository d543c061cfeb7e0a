"""A multipart body is read in memory, and nothing half read is taken for whole."""

from __future__ import annotations

import pytest

from api.multipart import MultipartRefused, parts_of

KIND = "multipart/form-data; boundary=XX"


def body(*parts: tuple[str, bytes]) -> bytes:
    head = 'Content-Disposition: form-data; name="{}"; filename="somebody.pdf"\r\nContent-Type: x/y\r\n\r\n'
    return b"".join(b"--XX\r\n" + head.format(name).encode() + data + b"\r\n" for name, data in parts) + b"--XX--\r\n"


def test_parts_come_by_name_byte_for_byte() -> None:
    data = bytes(range(256)) * 50 + b"\r\n--X"
    assert parts_of(body(("form", data), ("data", b"{}")), KIND) == {"form": data, "data": b"{}"}


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        (body(("form", b"x")), "multipart/form-data"),
        (body(("form", b"x"))[:-8], KIND),
        (b"", KIND),
        (b"no parts at all", KIND),
        (body(*((f"part{number}", b"") for number in range(17))), KIND),
    ],
)
def test_a_body_that_is_cut_malformed_or_in_too_many_parts_is_refused(sent: bytes, kind: str) -> None:
    with pytest.raises(MultipartRefused):
        parts_of(sent, kind)
