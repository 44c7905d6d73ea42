"""Arguments that the parser does not read as people write them."""

from __future__ import annotations

from itertools import pairwise


def spread_keep(arguments: list[str]) -> list[str]:
    """`--keep A B` means `--keep A --keep B`: everything after it up to the next option is a fact."""
    if arguments[:1] != ["recourse"] or "--keep" not in arguments:
        return arguments
    spread: list[str] = []
    keeping = False
    for position, argument in enumerate(arguments):
        follows = position > 0 and arguments[position - 1] == "--keep"
        keeping = argument != "--keep" and (follows or (keeping and not argument.startswith("-")))
        spread += ["--keep", argument] if keeping and not follows and len(positionals(spread)) >= 2 else [argument]
    return spread


def positionals(arguments: list[str]) -> list[str]:
    """The arguments after the command that belong to no option."""
    taken = {"--keep", "--on", "--lang"}
    return [
        argument for before, argument in pairwise(arguments) if not argument.startswith("-") and before not in taken
    ]
