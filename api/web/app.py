"""The pages as an application of their own, mounted beside the API: its routes answer in HTML, its errors are pages."""

from __future__ import annotations
