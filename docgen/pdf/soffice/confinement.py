"""The cage around LibreOffice: bubblewrap (bwrap) with no network, no files of the machine and a folder in memory."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

#: Where the private folder lies inside; it is a file system in memory, so that no document ever touches a disk.
FOLDER = Path("/office")
_USR = Path("/usr")
# Debian keeps LibreOffice's registry and its bundled extensions here; the loader's cache spares it a search.
_SYSTEM = ("/etc/libreoffice", "/etc/ld.so.cache", "/var/lib/libreoffice")
_ROOT_FOLDERS = ("bin", "lib", "lib64")
_PIPES_BYTES = 1 << 20  # LibreOffice's sockets lie in /tmp
_PROBE_SECONDS = 20.0


def find() -> Path | None:
    """bubblewrap, when it is installed and may do here what is asked of it (containers often forbid it); else None."""
    found = shutil.which("bwrap")
    return Path(found) if found and _works(Path(found)) else None


@cache
def _works(bubblewrap: Path) -> bool:
    probe = command(bubblewrap, ["/usr/bin/env"], {}, (), _PIPES_BYTES)
    try:
        done = subprocess.run(probe, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PROBE_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def command(
    bubblewrap: Path, inner: Iterable[str], environment: Mapping[str, str], readable: Iterable[Path], room: int
) -> list[str]:
    """The command line that runs `inner` in the cage.

    Inside are /usr, the `readable` paths (absolute, read-only) and FOLDER with `room` bytes; nothing else can be
    written. Every process inside ends with bubblewrap, and bubblewrap with the thread that started it.
    """
    words = [str(bubblewrap), "--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--clearenv"]
    words += ["--ro-bind", str(_USR), str(_USR), "--proc", "/proc", "--dev", "/dev"]
    for name in _ROOT_FOLDERS:
        words += _root_folder(Path("/", name))
    for path in _SYSTEM:
        words += ["--ro-bind-try", path, path]
    words += ["--size", str(_PIPES_BYTES), "--tmpfs", "/tmp", "--size", str(room), "--tmpfs", str(FOLDER)]
    for folder in readable:  # after /tmp, below which they may lie
        if not folder.is_relative_to(_USR):
            words += ["--ro-bind", str(folder), str(folder)]
    for name, value in environment.items():
        words += ["--setenv", name, value]
    return [*words, "--remount-ro", "/", "--chdir", str(FOLDER), "--", *inner]


def _root_folder(folder: Path) -> list[str]:
    """/bin, /lib and /lib64: links into /usr on a merged system, folders on others."""
    if folder.is_symlink():
        return ["--symlink", str(folder.readlink()), str(folder)]
    return ["--ro-bind-try", str(folder), str(folder)]
