"""`python -m docgen`: the commands."""

from docgen.cli import main

if __name__ == "__main__":
    main()
