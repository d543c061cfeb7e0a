"""The fragments that the Word templates of a language include."""

from pathlib import Path

TEMPLATES = Path(__file__).parents[3] / "templates"


def fragments(language: str) -> dict[str, bytes]:
    """Bytes by name, as `Template.compile` takes them."""
    return {path.stem: path.read_bytes() for path in (TEMPLATES / language / "fragments").glob("*.docx")}
