"""Judges Word files, each in a process of its own with limits: `python -m tests.acceptance.word_judge FILE…`.

Prints a JSON line for each file: "accepted", "refused" or how the process ended; seconds of CPU; most memory in MB.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path

from docgen.docx import Template
from docgen.docx.fragments import FOLDER, Fragment
from docgen.errors import TemplateError
from tests.conftest import open_press

MEMORY_MB, CPU_SECONDS = 512, 5
ACCEPTED, REFUSED, FAILED = 0, 3, 4


def main(files: list[str]) -> None:
    """Judge them; what they may include are the fragments of the language folder they lie in, if they lie in one."""
    library = open_press().library
    fonts = library.fonts()
    for file in files:
        path = Path(file)
        fragments = {name: at.read_bytes() for (name, tag), at in library.fragments.items() if tag == path.parent.name}
        child = os.fork()
        if child == 0:
            os._exit(_judged(path, fonts, fragments))
        _, status, used = os.wait4(child, 0)
        ended = {ACCEPTED: "accepted", REFUSED: "refused"}.get(os.waitstatus_to_exitcode(status), f"ended {status}")
        seconds, most = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
        print(json.dumps({"file": file, "verdict": ended, "seconds": round(seconds, 2), "megabytes": round(most)}))


def _judged(path: Path, fonts, fragments) -> int:  # type: ignore[no-untyped-def]  # a child of a test
    data = path.read_bytes()
    here = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    # What the parent had mapped already is not the file's doing: the limit is on what comes on top of it.
    resource.setrlimit(resource.RLIMIT_AS, (here + MEMORY_MB * 1024 * 1024,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    try:
        if path.parent.name == FOLDER:
            Fragment.read(data, path.name, fonts)
        else:
            Template.compile(data, name=path.name, fonts=fonts, fragments=fragments)
    except TemplateError as error:
        return REFUSED if str(error).startswith(path.name) else FAILED
    except BaseException:  # noqa: BLE001 - whatever else it is, it is no refusal
        return FAILED
    return ACCEPTED


if __name__ == "__main__":
    main(sys.argv[1:])
