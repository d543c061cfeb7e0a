"""One LibreOffice process under supervision: started, asked, judged healthy or not, and ended with all it started."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import threading
import time
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path

from docgen.errors import DocgenError, EngineUnavailable, Message, TemplateError
from docgen.pdf.fonts import FontBook
from docgen.pdf.soffice import confinement, preparation
from docgen.pdf.soffice.channel import Channel, ChannelClosed
from docgen.pdf.soffice.program import PYTHON_OPTIONS, Program

#: The import filter of .docx, forced: LibreOffice would open HTML or ODF under that name.
IMPORT_FILTER = "MS Word 2007 XML"
EXPORT_FILTER = "writer_pdf_Export"
#: Tagged PDF/A-2 (LibreOffice claims level B; `archive` says what is reached), the title in the window's bar.
EXPORT_OPTIONS = {
    "SelectPdfVersion": 2, "UseTaggedPDF": True, "ExportBookmarks": True, "DisplayPDFDocumentTitle": True,
}  # fmt: skip
_MIB = 1 << 20
_GRACE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What a process may take: seconds, documents in its life, bytes."""

    start_seconds: float = 60.0
    document_seconds: float = 120.0
    documents: int = 200
    file_bytes: int = 256 * _MIB
    room_bytes: int = 512 * _MIB
    """Of the private folder, where it lies in memory."""
    spare_bytes: int = 192 * _MIB
    """What must be free there before and after: four times what the gate lets a document inflate to."""
    memory_bytes: int = 4096 * _MIB


class ManagedProcess:
    """A LibreOffice with its own profile, process group and folder. One thread at a time may use it.

    The thread that starts it must outlive it: the kernel ends it with that thread.
    """

    def __init__(self, program: Program, fonts: FontBook, limits: Limits) -> None:
        self._program, self._fonts, self._limits = program, fonts, limits
        self._lock = threading.Lock()
        self._condemned = False
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: Channel | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._converted = 0

    @property
    def healthy(self) -> bool:
        """Whether it runs, says nothing unasked and has not converted its share of documents."""
        running = self._process is not None and self._process.poll() is None
        quiet = self._channel is not None and self._channel.is_quiet()
        return running and quiet and self._converted < self._limits.documents

    def start(self) -> None:
        """Start it and wait until it answers.

        Raises EngineUnavailable when it does not; then nothing of it is left.
        """
        until = time.monotonic() + self._limits.start_seconds
        try:
            self._spawn()
            answer, _ = self._talk.receive(until, 0)
        except TimeoutError as error:
            self.stop()
            message = Message(
                "LibreOffice was not ready within {seconds} seconds; check its installation",
                {"seconds": f"{self._limits.start_seconds:g}"},
            )
            raise EngineUnavailable(message) from error
        except (OSError, ChannelClosed) as error:
            self.stop()
            raise _not_started() from error
        if answer != "ready":
            self.stop()
            raise _not_started()

    def convert(self, docx: bytes) -> bytes:
        """What LibreOffice makes of a Word file: bytes that begin like a PDF. Starts it, or starts it anew, if needed.

        Raises EngineUnavailable when LibreOffice ends, does not finish or has no room, TemplateError when it cannot
        read the file or makes no PDF. After anything but a file that cannot be read the next document gets a new
        process.
        """
        if not self.healthy:
            self.stop()
            self.start()
        try:
            answer, pdf = self._ask(docx)
        except TimeoutError as error:
            self.stop()
            seconds = {"seconds": f"{self._limits.document_seconds:g}"}
            raise EngineUnavailable(
                Message("LibreOffice did not finish within {seconds} seconds; make the document smaller", seconds)
            ) from error
        except (OSError, ChannelClosed) as error:
            self.stop()
            raise _lost() from error
        self._converted += 1
        if answer == "done" and pdf.startswith(b"%PDF-"):
            return pdf
        if answer != "unreadable":
            self.stop()
        raise _failure(answer)

    def kill(self) -> None:
        """Let it never work again, whatever it is doing; any thread may call this. `stop` must still follow."""
        with self._lock:
            self._condemned = True
            if self._process is not None and self._process.returncode is None:
                _kill_group(self._process)

    def stop(self) -> None:
        """End the process with all it started and remove its folder; stopping what does not run does nothing."""
        process, self._process = self._process, None
        if process is not None:
            self._talk.close()
            try:
                process.wait(_GRACE_SECONDS)  # a helper that is well ends LibreOffice and reaps it
            except subprocess.TimeoutExpired:
                pass  # then by force
            finally:
                _kill_group(process)
                process.wait()
        if self._folder is not None:
            self._folder.cleanup()
        self._channel, self._folder, self._converted = None, None, 0

    @property
    def _talk(self) -> Channel:
        assert self._channel is not None
        return self._channel

    def _ask(self, docx: bytes) -> tuple[str, bytes]:
        until = time.monotonic() + self._limits.document_seconds
        head = {"import_filter": IMPORT_FILTER, "export_filter": EXPORT_FILTER, "options": EXPORT_OPTIONS}
        self._talk.send(head, docx, until)
        return self._talk.receive(until, self._limits.file_bytes)

    def _spawn(self) -> None:
        with self._lock:
            if self._condemned:
                raise OSError("it was told to end")
            if self._program.bubblewrap is None:
                self._folder = tempfile.TemporaryDirectory(prefix="docgen-soffice-", ignore_cleanup_errors=True)
            folder = confinement.FOLDER if self._folder is None else Path(self._folder.name)
            environment = preparation.environment(folder)
            self._process = subprocess.Popen(
                self._command(folder, environment), env=environment, cwd=None if self._folder is None else folder,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                start_new_session=True, bufsize=0,
            )  # fmt: skip
            self._channel = Channel(self._process)

    def _command(self, folder: Path, environment: dict[str, str]) -> list[str]:
        program = self._program
        configuration = {
            "office": preparation.command(program.office, folder),
            "pipe": f"docgen-{uuid.uuid4().hex}",
            "files": preparation.files(self._fonts, folder),
            "limits": asdict(self._limits),
            "patience": self._limits.start_seconds,
        }
        helper = [str(program.python), *PYTHON_OPTIONS, str(program.helper), json.dumps(configuration)]
        if program.bubblewrap is None:
            return helper
        readable = [program.office.parents[1], program.helper, *(path.absolute() for path in self._fonts.directories)]
        return confinement.command(program.bubblewrap, helper, environment, readable, self._limits.room_bytes)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # all of it has ended by itself


def _not_started() -> EngineUnavailable:
    return EngineUnavailable(Message("LibreOffice could not be started; check its installation"))


def _lost() -> EngineUnavailable:
    return EngineUnavailable(Message("LibreOffice ended while it worked on the document; try again"))


def _failure(answer: str) -> DocgenError:
    if answer == "unwritable":
        return EngineUnavailable(
            Message("LibreOffice had no room for the document; make room for temporary files, or make it smaller")
        )
    if answer in ("done", "unreadable"):
        return unreadable()
    return _lost()


def unreadable() -> TemplateError:
    """LibreOffice made no PDF of a document, or none that can be read."""
    return TemplateError(
        Message("LibreOffice could not turn the Word file into a PDF; open it in Word and save it again")
    )
