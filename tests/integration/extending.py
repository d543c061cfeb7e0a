"""A copy of an installation that a test may extend, and small Word files made from templates that are there."""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any
from xml.sax.saxutils import escape

import docgen
from docgen.locale import Locale
from docgen.settings import Settings

PACKAGE = Path(docgen.__file__).resolve().parent
_BODY = re.compile(r"(<w:body>).*?(<w:sectPr\b.*?</w:sectPr>\s*</w:body>)", re.S)
_TEXT = re.compile(r"(<w:t(?: [^>]*)?>)([^<]*)(</w:t>)")
_TAG = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})")
_DATE = re.compile(rf"[0-9]{{1,2}} (?:{'|'.join(calendar.month_name[1:])}) [0-9]{{4}}")


@dataclass(frozen=True)
class Installation:
    """docgen and its templates, copied to a folder of their own."""

    folder: Path

    @classmethod
    def copied_to(cls, folder: Path) -> Installation:
        copytree(PACKAGE, folder / "docgen", ignore=ignore_patterns("__pycache__"))
        copytree(PACKAGE.parent / "templates", folder / "templates")
        return cls(folder)

    def run(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """`docgen …` of this copy, in a process of its own."""
        return self._python("-c", "from docgen.cli import main; main()", *arguments, stdin=stdin)

    def walked(self, type_id: str, language: str, case_file: str) -> dict[str, Any]:
        """What tests.integration.walk_pages says of the pages of a type, with the docgen and templates of this copy
        and the api as it is."""
        data = str(self.folder / "data")
        done = self._python("-m", "tests.integration.walk_pages", data, type_id, language, case_file)
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found

    def _python(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(map(str, (self.folder, PACKAGE.parent))),
            "PYTHONDONTWRITEBYTECODE": "1",
            "DOCGEN_FONTS": os.pathsep.join(map(str, Settings.read().fonts)),
            "DOCGEN_TEMPLATES": str(self.folder / "templates"),
            "DOCGEN_LANG": "en",
        }
        return subprocess.run(
            [sys.executable, *arguments],
            input=stdin,
            env=environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    def fingerprints(self) -> dict[str, str]:
        """SHA-256 of every file of docgen and of every template, by its path."""
        files = (path for top in ("docgen", "templates") for path in (self.folder / top).rglob("*") if path.is_file())
        return {
            path.relative_to(self.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
        }


def rows(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """The JSON lines of a command that went well."""
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def with_body(template: bytes, paragraphs: Iterable[tuple[str, str]]) -> bytes:
    """A Word file with the page, styles and furniture of a template, its body (bookmark, text) paragraphs."""
    body = "".join(_paragraph(number, *each) for number, each in enumerate(paragraphs, 1))
    return _rewritten(
        template, {"word/document.xml": lambda xml: _BODY.sub(lambda found: found[1] + body + found[2], xml)}
    )


def _paragraph(number: int, bookmark: str, text: str) -> str:
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    if bookmark:
        run = f'<w:bookmarkStart w:id="{number}" w:name="{bookmark}"/>{run}<w:bookmarkEnd w:id="{number}"/>'
    return f"<w:p>{run}</w:p>"


def translated(template: bytes, font: str, language: str, word: str, locale: Locale) -> bytes:
    """The template in another script: each word of its own becomes `word`, each font and language the new one, dates
    and numbers as the locale writes them."""

    def said(piece: str) -> str:
        dated = _DATE.sub(lambda date: locale.text_day(dt.datetime.strptime(date[0], "%d %B %Y").date()), piece)
        return locale.digits(re.sub(r"[A-Za-z]+", word, dated))

    def text(found: re.Match[str]) -> str:
        pieces = [piece if _TAG.fullmatch(piece) else said(piece) for piece in _TAG.split(found[2])]
        return found[1] + "".join(pieces) + found[3]

    def part(xml: str) -> str:
        xml = re.sub(r'(w:(?:ascii|hAnsi|cs|eastAsia))="[^"]*"(?=[^<>]*/>)', rf'\1="{font}"', xml)
        return _TEXT.sub(text, re.sub(r'(w:bidi)="[a-z]{2}-[A-Z]{2}"', rf'\1="{language}"', xml))

    wordy = re.compile(r"word/(document|styles|header\d*|footer\d*|footnotes|numbering)\.xml")
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        names = [name for name in archive.namelist() if wordy.fullmatch(name)]
    return _rewritten(template, dict.fromkeys(names, part))


def _rewritten(template: bytes, changes: dict[str, Callable[[str], str]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename in changes:
                data = changes[info.filename](data.decode()).encode()
            new.writestr(info, data)
    return target.getvalue()
