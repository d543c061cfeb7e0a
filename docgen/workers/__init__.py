"""Processes that render, each with a press of its own: watched, time limited, replaced when one is lost."""

from docgen.workers.pool import WorkerPool, core_count

__all__ = ["WorkerPool", "core_count"]
