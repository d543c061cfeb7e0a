"""The HTTP service: the render API, batches, and what runs it."""
