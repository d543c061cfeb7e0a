"""Runs in the peers' own environment (peers.lock): fills forms with PyPDFForm in this process, when told to.

Reads one JSON command a line: {form, values, font, appearances, times, output}; answers {ms: [...]} or {error}.
`appearances`: with a font registered and appearance streams generated, else as its manual fills.
"""

import json
import sys
import time
from pathlib import Path

from PyPDFForm import PdfWrapper


def _fill(form, values, font, appearances):
    wrapper = PdfWrapper(form, use_full_widget_name=True, generate_appearance_streams=appearances)
    if appearances:
        wrapper.register_font("bench", font)
        for key in values:
            wrapper.widgets[key].font = "bench"
    return wrapper.fill(values).read()


def _answer(command):
    form, font = Path(command["form"]).read_bytes(), Path(command["font"]).read_bytes()
    taken, made = [], b""
    for _ in range(command["times"]):
        begin = time.perf_counter()
        made = _fill(form, command["values"], font, command["appearances"])
        taken.append(1000 * (time.perf_counter() - begin))
    if command["output"]:
        Path(command["output"]).write_bytes(made)
    return {"ms": taken}


def main():
    for line in sys.stdin:
        try:
            answer = _answer(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
