"""python -m huanliu is the command huanliu."""

from huanliu.cli.main import main

main()
