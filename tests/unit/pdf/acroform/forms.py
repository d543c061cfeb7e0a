"""Small forms for tests, made with pikepdf: a page, fields, and what else a test asks for."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, PageCopyWarning, String

Rect = tuple[float, float, float, float]
MULTILINE, COMB, PASSWORD = 1 << 12, 1 << 24, 1 << 13
NO_TOGGLE_TO_OFF, RADIO, PUSH_BUTTON, IN_UNISON = 1 << 14, 1 << 15, 1 << 16, 1 << 25
COMBO, EDIT, MULTI_SELECT = 1 << 17, 1 << 18, 1 << 21
READ_ONLY, REQUIRED = 1, 2
APPEARANCE = "/Helv 12 Tf 0 g"


class FormMaker:
    """A form of A4 pages that grows field by field; coordinates in points."""

    def __init__(self, pages: int = 1, **form: Any) -> None:
        self.pdf = pikepdf.new()
        for _ in range(pages):
            self.pdf.add_blank_page(page_size=(595, 842))
        helvetica = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
        )
        bold = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Helvetica-Bold"))
        dingbats = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats)
        self.zapf = self.pdf.make_indirect(dingbats)
        fonts = Dictionary(Helv=self.pdf.make_indirect(helvetica), HeBo=self.pdf.make_indirect(bold), ZaDb=self.zapf)
        self.form = self.pdf.make_indirect(
            Dictionary(Fields=Array(), DR=Dictionary(Font=fonts), DA=String(APPEARANCE), **form)
        )
        self.pdf.Root.AcroForm = self.form

    def text(self, name: str, rect: Rect = (50, 700, 250, 720), *, page: int = 0, **entries: Any) -> Dictionary:
        return self.field(name, "Tx", rect, page=page, **entries)

    def field(self, name: str, kind: str, rect: Rect, *, page: int = 0, **entries: Any) -> Dictionary:
        """A field that is its own widget."""
        made = self.pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name(f"/{kind}"), T=String(name), Rect=Array(rect), **entries
            )
        )
        self.form.Fields.append(made)
        self.show(made, page)
        return made

    def show(self, widget: Any, page: int = 0) -> None:
        at = self.pdf.pages[page]
        if "/Annots" not in at:
            at.Annots = Array()
        at.Annots.append(widget)
        widget.P = at.obj

    def states(self, *names: str, font: bool = True) -> Dictionary:
        """Appearances of a button: its on states drawn with ZapfDingbats, which is not embedded, and Off."""
        content = b"q BT /ZaDb 12 Tf 2 2 Td (4) Tj ET Q" if font else b"0 0 10 10 re f"
        resources = Dictionary(Font=Dictionary(ZaDb=self.zapf)) if font else Dictionary()
        made = {f"/{name}": self._stream(content, resources) for name in names}
        return Dictionary(N=Dictionary({**made, "/Off": self._stream(b"", Dictionary())}))

    def _stream(self, content: bytes, resources: Dictionary) -> pikepdf.Stream:
        return pikepdf.Stream(
            self.pdf, content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 20, 20]), Resources=resources
        )

    def check(self, name: str, rect: Rect = (50, 650, 66, 666), *, on: str = "Yes", **entries: Any) -> Dictionary:
        return self.field(name, "Btn", rect, AP=self.states(on), AS=Name.Off, **entries)

    def buttons(self, name: str, states: Sequence[str], *, flags: int = RADIO, **entries: Any) -> Dictionary:
        """A field with a widget for each state."""
        parent = self.pdf.make_indirect(Dictionary(FT=Name.Btn, T=String(name), Ff=flags, Kids=Array(), **entries))
        for at, state in enumerate(states):
            left = 50 + 30 * at
            kid = self.pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot, Subtype=Name.Widget, Parent=parent, Rect=Array([left, 600, left + 16, 616]),
                    AP=self.states(state), AS=Name.Off, MK=Dictionary(BC=Array([0]), CA=String("l")),
                )
            )  # fmt: skip
            parent.Kids.append(kid)
            self.show(kid)
        self.form.Fields.append(parent)
        return parent

    def choice(self, name: str, options: Sequence[str | tuple[str, str]], rect: Rect, **entries: Any) -> Dictionary:
        made = Array([String(o) if isinstance(o, str) else Array(map(String, o)) for o in options])
        return self.field(name, "Ch", rect, Opt=made, **entries)

    def made(self, **options: Any) -> bytes:
        out = io.BytesIO()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PageCopyWarning)  # of fields that only a page shows, which a test may want
            self.pdf.save(out, deterministic_id="encryption" not in options, **options)
        self.pdf.close()
        return out.getvalue()


def bordered(rotation: int = 0, **border: Any) -> Mapping[str, Any]:
    """Entries of a widget with a border and a rotation."""
    looks = Dictionary(BC=Array([0, 0, 0.6]), BG=Array([0.96, 0.97, 1]), R=rotation)
    return {"MK": looks, "BS": Dictionary(W=1, S=Name.S, **border)}
