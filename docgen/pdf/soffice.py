"""LibreOffice behind the typesetter's seam: `Soffice(fonts).pdf(docx)`, one process and one profile for every file.

It sees our fonts and no others, opens Word files and nothing else, runs no macro and follows no link. A conversion
that hangs is killed with all it started; what counts is the PDF, since LibreOffice ends with 0 when it fails.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from docgen.errors import EngineUnavailable, Message, TemplateError, TemplateRefused
from docgen.pdf.extract import page_count
from docgen.pdf.fonts import SUBSTITUTES, FontBook

TIMEOUT_SECONDS = 120.0
#: The import filter of .docx, forced: LibreOffice would open HTML or ODF under that name.
IMPORT_FILTER = "MS Word 2007 XML"
EXPORT_FILTER = "writer_pdf_Export"
#: Tagged PDF/A-2b.
EXPORT_OPTIONS = {
    "SelectPdfVersion": ("long", 2),
    "UseTaggedPDF": ("boolean", True),
    "ExportBookmarks": ("boolean", True),
}
_PROFILE_NOT_READY = 81  # a brand-new profile ends the first process with this
_ATTEMPTS = 2

_SECURITY = {"MacroSecurityLevel": "3", "DisableMacrosExecution": "true", "BlockUntrustedRefererLinks": "true"}
_REGISTRY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)


def find_program() -> Path:
    """LibreOffice's own binary (its wrapper script, once killed, would leave it behind).

    Raises EngineUnavailable when LibreOffice is not installed.
    """
    found = shutil.which("soffice") or shutil.which("libreoffice")
    binary = Path(found).resolve().with_name("soffice.bin") if found else None
    if binary is None or not binary.exists():
        raise EngineUnavailable(
            Message("LibreOffice is not installed; install libreoffice-writer or use the typeset engine")
        )
    return binary


def fontconfig(fonts: FontBook, cache: Path) -> str:
    """A fontconfig file that lists exactly the book's folders, with the house families standing in for their twins."""
    folders = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in fonts.directories)
    twins = "".join(
        f'<match target="pattern"><test name="family"><string>{escape(theirs)}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{escape(ours)}</string></edit></match>'
        for theirs, ours in SUBSTITUTES.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        f"<fontconfig>{folders}<cachedir>{escape(str(cache))}</cachedir>{twins}</fontconfig>"
    )


def prepare(folder: Path, fonts: FontBook) -> tuple[str, dict[str, str]]:
    """Put a profile and a font list into a folder; returns the profile's option and the process's whole environment."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    items = "".join(_ITEM.format(name=name, value=value) for name, value in _SECURITY.items())
    (user / "registrymodifications.xcu").write_text(_REGISTRY.format(items=items), encoding="utf-8")
    config = folder / "fonts.conf"
    config.write_text(fontconfig(fonts, folder / "fontcache"), encoding="utf-8")
    environment = {
        "HOME": str(folder), "PATH": os.defpath, "LANG": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp",
        "FONTCONFIG_FILE": str(config),
        "TMPDIR": str(folder),
    }  # fmt: skip
    return f"-env:UserInstallation={(folder / 'profile').as_uri()}", environment


class Soffice:
    """Converts Word files through LibreOffice. `program` is its binary (see `find_program`)."""

    name = "soffice"

    def __init__(self, fonts: FontBook, program: Path | None = None, *, timeout: float = TIMEOUT_SECONDS) -> None:
        self._fonts, self._timeout = fonts, timeout
        self._program = program or find_program()

    def pdf(self, docx: bytes) -> bytes:
        """A tagged PDF/A-2b of a DOCX.

        Raises EngineUnavailable when LibreOffice does not finish, TemplateError when it makes no readable PDF.
        """
        with tempfile.TemporaryDirectory(prefix="docgen-soffice-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            source = folder / "document.docx"
            source.write_bytes(docx)
            profile, environment = prepare(folder, self._fonts)
            for _ in range(_ATTEMPTS):
                if self._run(self._command(profile, folder, source), environment) != _PROFILE_NOT_READY:
                    break
            return _checked(folder / "document.pdf")

    def _command(self, profile: str, folder: Path, source: Path) -> list[str]:
        options = {name: {"type": kind, "value": str(value).lower()} for name, (kind, value) in EXPORT_OPTIONS.items()}
        return [
            str(self._program), profile, "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
            f"--infilter={IMPORT_FILTER}", "--convert-to", f"pdf:{EXPORT_FILTER}:{json.dumps(options)}",
            "--outdir", str(folder), str(source),
        ]  # fmt: skip

    def _run(self, command: list[str], environment: dict[str, str]) -> int:
        try:
            process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise EngineUnavailable(Message("LibreOffice could not be started; check its installation")) from error
        try:
            return process.wait(self._timeout)
        except subprocess.TimeoutExpired as error:
            seconds = {"seconds": f"{self._timeout:g}"}
            raise EngineUnavailable(Message("LibreOffice did not finish within {seconds} seconds", seconds)) from error
        finally:
            _end_session(process)


def _end_session(process: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left of the process's session, and reap it."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # all of it has ended by itself
    finally:
        process.wait()


def _checked(path: Path) -> bytes:
    failed = Message("LibreOffice could not turn the Word file into a PDF; open it in Word and save it again")
    if not path.exists():
        raise TemplateError(failed)
    pdf = path.read_bytes()
    try:
        readable = page_count(pdf) > 0
    except TemplateRefused as error:
        raise TemplateError(failed) from error
    if not readable:
        raise TemplateError(failed)
    return pdf
