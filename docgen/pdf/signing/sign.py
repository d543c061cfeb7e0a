"""PAdES signatures (ETSI EN 319 142-1, level B-B): added to a finished PDF, which stays as it is below it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from docgen.errors import Message
from docgen.pdf.signing.certificate import Signer
from docgen.pdf.signing.place import free_place
from docgen.pdf.signing.refusal import SigningRefused
from docgen.pdf.signing.stamp import HEIGHT, WIDTH
from docgen.pdf.signing.tagged import tag_widget

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import PdfSigner
    from pyhanko.stamp import StaticStampStyle

_FIELD = "Signature"


@dataclass(frozen=True)
class Signing:
    """How to sign: the moment the signer claims (aware), why ("" to leave it out), and a stamp (PDF) to be seen."""

    moment: datetime
    why: str = ""
    stamp: bytes | None = None


def sign(pdf: bytes, signer: Signer, signing: Signing) -> bytes:
    """The PDF with a signature over all of it. The time is the signer's own claim: no time authority is asked.

    Raises SigningRefused for a file that is damaged, encrypted, or changed by what was added to it.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError

    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(_ended(pdf)))
        if writer.prev.encrypted:
            raise SigningRefused(Message("the file is protected by a password; sign it before it is protected"))
        out = io.BytesIO()
        _pdf_signer(writer, pdf, signer, signing).sign_pdf(writer, output=out)
    except SigningError:
        raise SigningRefused(Message("the file allows no further signature; sign the file that was issued")) from None
    except (PdfError, ValueError, LookupError, TypeError):
        raise SigningRefused(Message("the file is not a readable PDF; issue it again and sign that one")) from None
    return out.getvalue()


def _ended(pdf: bytes) -> bytes:
    """The PDF with an end of line after its last mark: what follows is then an object on a line of its own."""
    return pdf if pdf.endswith((b"\n", b"\r")) else pdf + b"\n"


def _pdf_signer(writer: IncrementalPdfFileWriter, pdf: bytes, signer: Signer, signing: Signing) -> PdfSigner:
    from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
    from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner

    name = _free_name(writer)
    metadata = PdfSignatureMetadata(
        field_name=name, reason=signing.why or None, name=signer.name, subfilter=SigSeedSubFilter.PADES
    )
    if signing.stamp is None:
        append_signature_field(writer, SigFieldSpec(name))
    else:
        page, box = free_place(pdf, WIDTH, HEIGHT)
        append_signature_field(writer, SigFieldSpec(name, on_page=page, box=box, readable_field_name=name))
        if not writer.prev.embedded_signatures:
            # Of a file that is signed already the tag tree must stay as the first signer saw it.
            tag_widget(writer, page)
    return _clocked(signing.moment)(
        metadata,
        SimpleSigner.load_pkcs12_data(signer.data, other_certs=(), passphrase=signer.password),
        stamp_style=None if signing.stamp is None else _style(signing.stamp),
    )


def _free_name(writer: IncrementalPdfFileWriter) -> str:
    """Signature, Signature2, …: one for each signature of the file."""
    taken = {signature.field_name for signature in writer.prev.embedded_signatures}
    number = next(each for each in range(1, len(taken) + 2) if _named(each) not in taken)
    return _named(number)


def _named(number: int) -> str:
    return _FIELD if number == 1 else f"{_FIELD}{number}"


def _clocked(moment: datetime) -> type[PdfSigner]:
    """A PdfSigner that takes this moment for now."""
    from pyhanko.sign.signers import PdfSigner

    class Clocked(PdfSigner):
        def init_signing_session(self, *args: Any, **options: Any) -> Any:
            session = super().init_signing_session(*args, **options)
            session.system_time = moment
            return session

    return Clocked


def _style(stamp: bytes) -> StaticStampStyle:
    from pyhanko.pdf_utils.content import PdfContent
    from pyhanko.pdf_utils.layout import BoxConstraints
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.stamp import StaticStampStyle

    class Drawn(PdfContent):
        def render(self) -> bytes:
            writer = self.writer
            assert writer is not None
            form = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(stamp)))
            self.resources.xobject["/Stamp"] = form
            self.box = BoxConstraints(width=round(WIDTH), height=round(HEIGHT))
            return b"/Stamp Do"

    return StaticStampStyle(border_width=0, background=Drawn(), background_opacity=1.0)
