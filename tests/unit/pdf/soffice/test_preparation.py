"""What LibreOffice finds in its folder."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from docgen.pdf.fonts import FontBook
from docgen.pdf.soffice import preparation

FOLDER = Path("/private")


def test_libreoffice_is_shown_our_font_folders_and_no_others(fonts: FontBook) -> None:
    config = preparation.fontconfig(fonts, FOLDER)
    assert config.count("<dir>") == len(fonts.directories)
    assert all(f"<dir>{folder}</dir>" in config for folder in fonts.directories)


def test_macros_and_links_are_switched_off_in_the_profile(fonts: FontBook) -> None:
    files = preparation.files(fonts, FOLDER)
    (registry,) = (text for name, text in files.items() if name.endswith(".xcu"))
    switched = {prop.get(f"{{{NAMES}}}name"): prop.findtext("value") for prop in etree.fromstring(
        registry.encode()).iter("prop")}  # fmt: skip
    assert switched["DisableMacrosExecution"] == "true"
    assert switched["BlockUntrustedRefererLinks"] == "true"


def test_everything_it_writes_goes_into_its_folder(fonts: FontBook) -> None:
    environment = preparation.environment(FOLDER)
    assert {environment[name] for name in ("HOME", "TMPDIR")} == {str(FOLDER)}
    assert Path(environment["FONTCONFIG_FILE"]).name in preparation.files(fonts, FOLDER)
    assert f"-env:UserInstallation={FOLDER.as_uri()}/{preparation.PROFILE}" in preparation.command(Path("/x"), FOLDER)


NAMES = "http://openoffice.org/2001/registry"
