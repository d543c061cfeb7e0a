"""Two versions of a template beside each other: passages aligned, words compared, as HTML and as tracked changes."""
