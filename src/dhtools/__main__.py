"""Runs the command line with `python -m dhtools`."""

from dhtools.cli import main

if __name__ == "__main__":
    main(prog_name="dhtools")
