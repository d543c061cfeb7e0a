"""What an installation decides: folders of templates, fonts and emblems. Read at the edge, handed inwards."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MARK, REFUSE = "mark", "refuse"
DATABASE: Final = "docgen.sqlite"
"""The store in the data folder, where no other database is named."""
_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Settings:
    """Where an installation keeps what it was given.

    DOCGEN_TEMPLATES, DOCGEN_FONTS and DOCGEN_EMBLEMS hold one or more folders, separated as in PATH. DOCGEN_DATA is the
    folder of what the installation keeps; DOCGEN_KEY_FILE holds the key of its verification codes, and
    DOCGEN_VERIFY_URL is what a QR puts before the code. The others concern the service (docs/service.md). What the
    environment does not say is taken from docgen.toml (or the file that DOCGEN_CONFIG names), where the names stand in
    small letters without DOCGEN_.
    """

    templates: tuple[Path, ...]
    fonts: tuple[Path, ...]
    emblems: tuple[Path, ...]
    data: Path
    key_file: Path
    verify_url: str = ""
    database_url: str = ""
    """SQLAlchemy URL of the store; "" for SQLite in the data folder."""
    objects: Path = Path("objects")
    """Folder of outputs that batches made, shared by all machines that work on one database."""
    store_key_file: Path = Path("store.key")
    """Key that wraps the keys of personal data at rest."""
    pepper_file: Path = Path("pepper.key")
    """Key of the HMACs under which API keys are kept."""
    audit_anchor: Path = Path("audit.anchor")
    """Where the length and head of the audit log are kept, outside the database."""
    retention_days: int = 7
    webhook_hosts: tuple[str, ...] = ()
    """`host` or `host:port` that may be told of a batch's end; none by default."""
    rate_limit: str = "600/minute"
    """Requests of one API key, as the `limits` package writes it."""
    render_seconds: float = 30.0
    """How long one render may take."""
    session_minutes: int = 60
    """How long somebody who signed in to the pages stays so without doing anything."""
    case_days: int = 180
    """How long a case that clerks work on is kept after it was last saved."""
    workers: int = 0
    """Processes that render; 0 for one a core."""
    unapproved: str = MARK
    """What becomes of papers whose wording nobody approved: MARK, or with any other word REFUSE."""

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Take the settings from the environment, with defaults for a checkout and for an installed wheel."""
        environment = _with_file(os.environ if environment is None else environment)
        wheel = _PACKAGE / "_templates"
        templates = wheel if wheel.is_dir() else _PACKAGE.parent / "templates"
        return cls(
            templates=_folders(environment.get("DOCGEN_TEMPLATES"), templates),
            fonts=_folders(environment.get("DOCGEN_FONTS"), _PACKAGE.parent / "node_modules", *_SYSTEM_FONTS),
            emblems=_folders(environment.get("DOCGEN_EMBLEMS"), templates / "emblems"),
            data=(data := _data(environment)),
            key_file=Path(environment.get("DOCGEN_KEY_FILE") or data / "verification.key"),
            verify_url=environment.get("DOCGEN_VERIFY_URL", ""),
            database_url=environment.get("DOCGEN_DATABASE_URL", ""),
            objects=Path(environment.get("DOCGEN_OBJECTS") or data / "objects"),
            store_key_file=Path(environment.get("DOCGEN_STORE_KEY_FILE") or data / "store.key"),
            pepper_file=Path(environment.get("DOCGEN_PEPPER_FILE") or data / "pepper.key"),
            audit_anchor=Path(environment.get("DOCGEN_AUDIT_ANCHOR") or data / "audit.anchor"),
            retention_days=int(environment.get("DOCGEN_RETENTION_DAYS") or cls.retention_days),
            webhook_hosts=tuple(environment.get("DOCGEN_WEBHOOK_HOSTS", "").replace(",", " ").split()),
            rate_limit=environment.get("DOCGEN_RATE_LIMIT") or cls.rate_limit,
            render_seconds=float(environment.get("DOCGEN_RENDER_SECONDS") or cls.render_seconds),
            session_minutes=int(environment.get("DOCGEN_SESSION_MINUTES") or cls.session_minutes),
            case_days=int(environment.get("DOCGEN_CASE_DAYS") or cls.case_days),
            workers=int(environment.get("DOCGEN_WORKERS") or cls.workers),
            # A word that is misspelt must not let drafts out.
            unapproved=MARK if environment.get("DOCGEN_UNAPPROVED", MARK).strip().lower() in ("", MARK) else REFUSE,
        )


_SYSTEM_FONTS = (Path("/usr/share/fonts/truetype/tlwg"), Path("/usr/local/share/fonts"))
"""Where Debian puts Laksaman, and where a machine's own fonts go."""


def _with_file(environment: Mapping[str, str]) -> Mapping[str, str]:
    """The environment over what the installation's docgen.toml says."""
    path = Path(environment.get("DOCGEN_CONFIG") or "docgen.toml")
    if not path.is_file():
        return environment
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    joined = {name: _joined(name, value) for name, value in said.items()}
    return {f"DOCGEN_{name.upper()}": value for name, value in joined.items()} | dict(environment)


def _joined(name: str, value: object) -> str:
    """A list as the environment writes it: folders as in PATH, hosts (whose ports have colons, too) by spaces."""
    if not isinstance(value, list):
        return str(value)
    return (" " if name == "webhook_hosts" else os.pathsep).join(value)


def _data(environment: Mapping[str, str]) -> Path:
    """DOCGEN_DATA, else where the XDG Base Directory Specification puts what a program keeps."""
    home = environment.get("XDG_DATA_HOME") or Path(environment.get("HOME", "."), ".local", "share")
    return Path(environment.get("DOCGEN_DATA") or Path(home, "docgen"))


def _folders(value: str | None, *default: Path) -> tuple[Path, ...]:
    return tuple(Path(part) for part in value.split(os.pathsep) if part) if value else default
