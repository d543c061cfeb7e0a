"""Two wordings of a template beside each other: versions compared, tracked changes, files for translators."""
