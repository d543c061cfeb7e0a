"""A peer for the bench: the service that people write in ten minutes with docxtpl and FastAPI.

Its work is less than ours: the view comes ready, nothing is checked, signed, registered or kept.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Annotated, Any

from docxtpl import DocxTemplate
from fastapi import Body, FastAPI
from fastapi.responses import Response

app = FastAPI()


@app.post("/render/{name}")
def render(name: str, context: Annotated[dict[str, Any], Body()]) -> Response:
    template = DocxTemplate(Path(os.environ["PEER_TEMPLATES"]) / f"{name}.docx")
    template.render(context, autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return Response(out.getvalue(), media_type="application/octet-stream")
