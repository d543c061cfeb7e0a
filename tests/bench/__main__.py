"""`make bench`: docgen beside its peers on the seven document types, in one run; only the ratios mean anything."""

from __future__ import annotations

import shutil

from docgen.pdf.fonts import FontBook
from docgen.settings import Settings
from tests.bench import bench_batch, bench_forms, bench_http, bench_pages, bench_pdf, bench_soffice, bench_word, real


def main() -> None:
    print("Word: docgen against docxtpl (wanted: 40 times), docxtemplater and easy-template-x (wanted: 8 times)\n")
    bench_word.measure(real.word_samples(), rounds=10)
    print("\nForms: docgen against pypdf with an embedded font (wanted: 2 times) and PyPDFForm (wanted: 2 times)\n")
    bench_forms.measure(rounds=10)
    print("\nService: docgen over HTTP beside the same work in process and a docxtpl + FastAPI peer\n")
    print(bench_http.measure())
    print("\nBatch: one and two worker processes, and memory\n")
    print(bench_batch.measure())
    print("\nPages: twenty clerks at once for a minute, in milliseconds (wanted: p95 500 of every kind of request)\n")
    print(bench_pages.of_clerks(clerks=20, seconds=60))
    print(
        "\nPDF: docgen against LibreOffice, warm over UNO (wanted: 4 times) and one process a file (wanted: 40 times)"
    )
    print(
        "again: a paper set before; new: a case set for the first time from a template in use; first: a new process\n"
    )
    if shutil.which("soffice") is None:
        print("LibreOffice is not installed, so there is nothing to compare with; .ci/system ci installs it")
        return
    fonts = FontBook.find(Settings.read().fonts)
    print(bench_pdf.report(bench_pdf.measure(real.pdf_samples(), fonts, rounds=5, cold_rounds=1)))
    print("\nLibreOffice: the pool of two against one process a file (wanted: 20 times) and one warm process\n")
    print(bench_soffice.report(bench_soffice.measure(real.pdf_samples(), fonts)))


if __name__ == "__main__":
    main()
