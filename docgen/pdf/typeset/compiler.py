"""Typst in process: one warm compiler, every warning an error, nothing of a document in a message."""

from __future__ import annotations

import hashlib
import logging
import re
import threading
from pathlib import Path
from typing import Final, cast

import typst

from docgen.errors import LayoutUnsupported
from docgen.pdf.fonts import FontBook
from docgen.pdf.typeset.pdf_objects import NotUnderstood
from docgen.pdf.typeset.text_layer import recode

LIBRARY_FOLDER = Path(__file__).parent
LIBRARY = "library.typ"
STANDARDS: Final = ("a-2a", "ua-1")  # PDF/A-2a (ISO 19005-2), PDF/UA-1 (ISO 14289-1)
_REMEMBERED = 32  # files of 50 to 160 KB
_log = logging.getLogger(__name__)
_QUOTED = re.compile(r'"[^"]*"|`[^`]*`|“[^”]*”')


class TypstCompiler:
    """A Typst compiler that keeps what it has laid out, so that unchanged paragraphs cost little the next time.

    It may be shared by threads: Typst itself must not be entered twice, so calls wait for each other.
    """

    def __init__(self, fonts: FontBook) -> None:
        found = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(path) for path in fonts.directories],
        )
        self._compiler = typst.Compiler(root=str(LIBRARY_FOLDER), font_paths=found, ignore_system_fonts=True)
        self._fonts = fonts
        self._lock = threading.Lock()
        self._recoded: dict[bytes, bytes] = {}

    def pdf(self, source: str) -> bytes:
        """Compile to a tagged PDF.

        A file that the pass over the text layer does not understand stays as Typst wrote it: valid, exact for readers
        that heed ActualText, and told to the log, because a paper is worth more than how pypdf reads it.
        Raises LayoutUnsupported on any Typst error or warning, with what Typst quotes from the document left out.
        """
        return self._coded(self.untreated(source))

    def untreated(self, source: str) -> bytes:
        """The same pages as Typst writes them, for whoever only draws them: nobody should read text from this file.

        Raises as `pdf`.
        """
        with self._lock:
            try:
                result, warnings = self._compiler.compile_with_warnings(
                    source.encode(), format="pdf", pdf_standards=list(STANDARDS)
                )
            except typst.TypstError as error:
                raise LayoutUnsupported([f"Typst error: {_silent(error.message)}"]) from None
        if warnings:
            raise LayoutUnsupported([f"Typst warning: {_silent(warning.message)}" for warning in warnings])
        return cast(bytes, result)

    def _coded(self, written: bytes) -> bytes:
        """Typst's file with its text layer coded; the last few are remembered by what Typst wrote."""
        digest = hashlib.sha256(written).digest()
        with self._lock:
            found = self._recoded.get(digest)
        if found is not None:
            return found
        try:
            found = recode(written, self._fonts)
        except NotUnderstood as unknown:
            _log.warning("the text layer stays as Typst wrote it: %s", unknown)
            return written
        with self._lock:
            self._recoded[digest] = found
            if len(self._recoded) > _REMEMBERED:
                del self._recoded[next(iter(self._recoded))]
        return found


def _silent(message: str) -> str:
    return _QUOTED.sub("…", message)
