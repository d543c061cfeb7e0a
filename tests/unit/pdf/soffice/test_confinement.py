"""The cage: what runs in it reads no file of the machine, writes nowhere but in its folder, reaches no network."""

from __future__ import annotations

import io
import socket
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from docgen.pdf.fonts import FontBook
from docgen.pdf.soffice import Limits, Program, confinement
from docgen.pdf.soffice.process import ManagedProcess
from tests.conftest import require
from tests.unit.pdf.word import docx, paragraph, png

PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="720000" cy="720000"/><wp:docPr id="1" name="p" descr="x"/><a:graphic>'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr/><pic:blipFill>'
    '<a:blip r:link="rIdLinked"/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline>'
    "</w:drawing></w:r>"
)


@pytest.fixture(scope="module")
def bubblewrap() -> Path:
    require("bwrap")
    found = confinement.find()
    if found is None:
        pytest.skip("bubblewrap may do nothing here, as in most containers without user namespaces")
    return found


@pytest.fixture
def asked() -> Iterator[tuple[int, list[str]]]:
    """A web server on this machine: its port and the paths it was asked for."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(png())

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port, paths
        server.shutdown()
        thread.join()


def run(bubblewrap: Path, *command: str, readable: tuple[Path, ...] = ()) -> subprocess.CompletedProcess[str]:
    caged = confinement.command(bubblewrap, command, {"LANG": "C.UTF-8"}, readable, 1 << 20)
    return subprocess.run(caged, capture_output=True, text=True, timeout=60, check=False)


def test_a_file_of_the_machine_is_not_there(bubblewrap: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a name")
    assert run(bubblewrap, "/usr/bin/cat", str(secret)).returncode != 0
    assert run(bubblewrap, "/usr/bin/cat", "/etc/passwd").returncode != 0
    assert run(bubblewrap, "/usr/bin/cat", str(secret), readable=(tmp_path,)).stdout == "a name"


def test_only_the_folder_can_be_written(bubblewrap: Path, tmp_path: Path) -> None:
    for path in ("/here", "/usr/here", f"{tmp_path}/here"):
        assert run(bubblewrap, "/usr/bin/touch", path, readable=(tmp_path,)).returncode != 0
    assert run(bubblewrap, "/usr/bin/touch", "here").returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_the_folder_has_the_room_it_was_given_and_no_more(bubblewrap: Path) -> None:
    done = run(bubblewrap, "/usr/bin/dd", "if=/dev/zero", "of=filler", "bs=1M", "count=2")
    assert "No space left" in done.stderr


def test_nothing_of_the_environment_comes_in(bubblewrap: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "a name")
    assert set(run(bubblewrap, "/usr/bin/env").stdout.split()) == {"LANG=C.UTF-8", f"PWD={confinement.FOLDER}"}


def test_no_network_is_reached_and_no_other_process_seen(bubblewrap: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
        script = f"exec 3<>/dev/tcp/127.0.0.1/{port}"
        assert subprocess.run(["/bin/bash", "-c", script], check=False).returncode == 0  # from outside
        assert run(bubblewrap, "/usr/bin/bash", "-c", script).returncode != 0
    assert "pytest" not in run(bubblewrap, "/usr/bin/bash", "-c", "cat /proc/*/cmdline").stdout


def test_bubblewrap_that_may_do_nothing_here_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuses = tmp_path / "bwrap"
    refuses.write_text("#!/bin/sh\necho 'No permissions to create a new namespace' >&2\nexit 1\n")
    refuses.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert confinement.find() is None
    refuses.unlink()
    assert confinement.find() is None


@pytest.mark.soffice
@pytest.mark.parametrize("confined", [True, False])
def test_a_document_reads_no_file_and_makes_no_call_even_when_the_gate_is_open(
    confined: bool, bubblewrap: Path, asked: tuple[int, list[str]], fonts: FontBook, tmp_path: Path
) -> None:
    require("soffice")
    secret = tmp_path / "secret.png"
    secret.write_bytes(png(64, 64))
    port, paths = asked
    process = ManagedProcess(replace(Program.find(), bubblewrap=bubblewrap if confined else None), fonts, Limits())
    try:
        for target in (f"http://127.0.0.1:{port}/picture.png", secret.as_uri()):
            assert b"/Subtype/Image" not in process.convert(linking(target))
    finally:
        process.stop()
    assert paths == []


def linking(target: str) -> bytes:
    """A document with a picture that lies elsewhere."""
    out, relationships = io.BytesIO(), "word/_rels/document.xml.rels"
    with zipfile.ZipFile(io.BytesIO(docx(paragraph(PICTURE)))) as source, zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            data = source.read(name)
            if name == relationships:
                link = (
                    '<Relationship Id="rIdLinked" TargetMode="External" Target="' + target + '" Type='
                    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>'
                )
                data = data.replace(b"</Relationships>", link.encode())
            made.writestr(name, data)
    return out.getvalue()
