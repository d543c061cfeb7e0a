"""Stands where LibreOffice's helper does and speaks as it does; the text of a document says how it misbehaves.

Run by path, never imported. `good.pdf` beside the folder it works in is what it makes of a document that says nothing.
"""

import io
import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path


def answer(word, body=b""):
    sys.stdout.buffer.write(json.dumps({"answer": word, "size": len(body)}).encode() + b"\n" + body)
    sys.stdout.buffer.flush()


def hang():
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    time.sleep(600)


def convert(text):
    if "hang" in text:
        hang()
    elif "crash" in text:
        os.abort()
    elif "babble" in text:
        sys.stdout.write("what is this?\n")
        sys.stdout.flush()
    elif "rubbish" in text:
        answer("done", b"GIF89a")
    elif "half" in text:
        answer("done", b"%PDF-1.7 but not really")
    elif "full" in text:
        answer("unwritable")
    elif "strange" in text:
        answer("unreadable")
    else:
        answer("done", Path("../good.pdf").read_bytes())


def main():
    configuration = json.loads(sys.argv[1])
    if Path("../never").exists():
        Path("../never").unlink()
        hang()
    if Path("../fails").exists():
        Path("../fails").unlink()
        raise SystemExit(1)
    assert configuration["office"]
    answer("ready")
    while line := sys.stdin.buffer.readline():
        docx = sys.stdin.buffer.read(json.loads(line)["size"])
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            convert(package.read("word/document.xml").decode())


main()
