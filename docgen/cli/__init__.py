"""The commands: thin, one module a family; everything they do is done by the rooms below."""

from docgen.cli.commands import app, main

__all__ = ["app", "main"]
