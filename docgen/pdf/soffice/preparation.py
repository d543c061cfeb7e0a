"""What LibreOffice finds in its private folder and its environment: the profile, the fonts, nothing of the machine."""

from __future__ import annotations

import os
from pathlib import Path
from xml.sax.saxutils import escape

from docgen.pdf.fonts import SUBSTITUTES, FontBook

PROFILE = "profile"
_FONT_LIST, _FONT_CACHE = "fonts.conf", "fontcache"

_SECURITY = {"MacroSecurityLevel": "3", "DisableMacrosExecution": "true", "BlockUntrustedRefererLinks": "true"}
_REGISTRY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)


def files(fonts: FontBook, folder: Path) -> dict[str, str]:
    """Name → text of what must lie in `folder` (an absolute path) before LibreOffice starts there.

    No macro runs and no link is followed, whatever a document asks for.
    """
    items = "".join(_ITEM.format(name=name, value=value) for name, value in _SECURITY.items())
    return {
        f"{PROFILE}/user/registrymodifications.xcu": _REGISTRY.format(items=items),
        _FONT_LIST: fontconfig(fonts, folder / _FONT_CACHE),
    }


def fontconfig(fonts: FontBook, cache: Path) -> str:
    """A fontconfig file that lists exactly the book's folders, with the house families standing in for their twins."""
    folders = "".join(f"<dir>{escape(str(folder.absolute()))}</dir>" for folder in fonts.directories)
    twins = "".join(
        f'<match target="pattern"><test name="family"><string>{escape(theirs)}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{escape(ours)}</string></edit></match>'
        for theirs, ours in SUBSTITUTES.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        f"<fontconfig>{folders}<cachedir>{escape(str(cache))}</cachedir>{twins}</fontconfig>"
    )


def environment(folder: Path) -> dict[str, str]:
    """The whole environment of a LibreOffice that works in `folder`: it draws on no screen."""
    return {
        "HOME": str(folder), "TMPDIR": str(folder), "FONTCONFIG_FILE": str(folder / _FONT_LIST),
        "PATH": os.defpath, "LANG": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp",
    }  # fmt: skip


def command(program: Path, folder: Path) -> list[str]:
    """LibreOffice's command line for a server that opens no window and restores nothing."""
    profile = f"-env:UserInstallation={(folder / PROFILE).as_uri()}"
    return [str(program), profile, "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
