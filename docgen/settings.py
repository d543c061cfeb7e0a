"""What an installation decides: folders of templates, fonts and emblems. Read at the edge, handed inwards."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Where an installation keeps what it was given.

    DOCGEN_TEMPLATES, DOCGEN_FONTS and DOCGEN_EMBLEMS hold one or more folders, separated as in PATH. DOCGEN_DATA is the
    folder of what the installation keeps; DOCGEN_KEY_FILE holds the key of its verification codes, and
    DOCGEN_VERIFY_URL is what a QR puts before the code.
    """

    templates: tuple[Path, ...]
    fonts: tuple[Path, ...]
    emblems: tuple[Path, ...]
    data: Path
    key_file: Path
    verify_url: str = ""

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Take the settings from the environment, with defaults for a checkout and for an installed wheel."""
        environment = os.environ if environment is None else environment
        wheel = _PACKAGE / "_templates"
        templates = wheel if wheel.is_dir() else _PACKAGE.parent / "templates"
        return cls(
            templates=_folders(environment.get("DOCGEN_TEMPLATES"), templates),
            fonts=_folders(environment.get("DOCGEN_FONTS"), _PACKAGE.parent / "node_modules", *_SYSTEM_FONTS),
            emblems=_folders(environment.get("DOCGEN_EMBLEMS"), templates / "emblems"),
            data=(data := _data(environment)),
            key_file=Path(environment.get("DOCGEN_KEY_FILE") or data / "verification.key"),
            verify_url=environment.get("DOCGEN_VERIFY_URL", ""),
        )


_SYSTEM_FONTS = (Path("/usr/share/fonts/truetype/tlwg"), Path("/usr/local/share/fonts"))
"""Where Debian puts Laksaman, and where a machine's own fonts go."""


def _data(environment: Mapping[str, str]) -> Path:
    """DOCGEN_DATA, else where the XDG Base Directory Specification puts what a program keeps."""
    home = environment.get("XDG_DATA_HOME") or Path(environment.get("HOME", "."), ".local", "share")
    return Path(environment.get("DOCGEN_DATA") or Path(home, "docgen"))


def _folders(value: str | None, *default: Path) -> tuple[Path, ...]:
    return tuple(Path(part) for part in value.split(os.pathsep) if part) if value else default
