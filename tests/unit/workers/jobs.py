"""Jobs that the tests of the pool hand to its workers; an import must find them."""

import os
import signal
import time
from collections.abc import Mapping
from typing import NoReturn

from docgen.case import Case
from docgen.errors import Finding, InputRefused, LayoutUnsupported, Message, Severity
from docgen.generate import generate
from docgen.press import Press


def process_id(_: Press) -> int:
    return os.getpid()


def sleep(_: Press, seconds: float) -> None:
    time.sleep(seconds)


def die(_: Press) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def refuse(_: Press) -> NoReturn:
    message = Message("there is no {language} template for {type}; add the Word file", {"language": "x", "type": "y"})
    raise InputRefused([Finding(Severity.ERROR, "some.code", "/person", message, "4.7")])


def unsupported(_: Press) -> NoReturn:
    raise LayoutUnsupported(["a shape"])


def rendered(press: Press, case: bytes, types: list[str]) -> Mapping[str, str]:
    return {file.name: file.sha256 for file in generate(Case.load(case), press=press, types=types).files}
