"""The picture of a page while its case is still being written: a draft made whole, rendered, set and drawn."""
