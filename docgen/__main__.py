"""`python -m docgen`: the commands."""

from docgen.cli import main

main()
