"""Questions and answers: a field of a model as boxes on a page, and what was typed into them as values of a draft."""
