"""Runs under the system's Python, which has LibreOffice's UNO bridge: converts files in one running office.

Usage: uno_worker.py PIPE. Reads `source TAB target` lines (file URLs), answers each with seconds taken, or `error TAB
reason`.
"""

import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.uno import Exception as UnoException


def _property(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def _desktop(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + 60
    while True:
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def _convert(desktop, source, target):
    loading = (_property("Hidden", True), _property("FilterName", "MS Word 2007 XML"))
    document = desktop.loadComponentFromURL(source, "_blank", 0, loading)
    if document is None:
        raise RuntimeError("not loaded")
    try:
        options = uno.Any(
            "[]com.sun.star.beans.PropertyValue",
            (_property("SelectPdfVersion", 2), _property("UseTaggedPDF", True)),
        )
        document.storeToURL(target, (_property("FilterName", "writer_pdf_Export"), _property("FilterData", options)))
    finally:
        document.close(True)


def main():
    desktop = _desktop(sys.argv[1])
    print("ready", flush=True)
    for line in sys.stdin:
        source, target = line.rstrip("\n").split("\t")
        start = time.perf_counter()
        try:
            _convert(desktop, source, target)
        except (UnoException, RuntimeError) as error:  # whatever LibreOffice throws goes back to the caller as text
            print(f"error\t{error}".replace("\n", " "), flush=True)
        else:
            print(time.perf_counter() - start, flush=True)
    try:
        desktop.terminate()
    except UnoException as error:  # the office often ends before it can answer
        print(f"error\t{error}".replace("\n", " "), flush=True)


main()
