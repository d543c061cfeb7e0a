"""The confined child: a process with limits in which whatever touches a PDF that somebody else made is done.

with Confinement() as confinement:
    result, blobs = confinement.run("docgen.pdf.acroform.job:fill", payload, [pdf])

A function that is run so takes the payload (JSON) and a list of bytes, and returns the same two. A DocgenError that it
raises is raised here; a crash, a hang or a lack of memory is one PdfRefused, and the next call works.
"""

from docgen.pdf.confined.confinement import Confinement, Job, run
from docgen.pdf.confined.limits import Limits

__all__ = ["Confinement", "Job", "Limits", "run"]
