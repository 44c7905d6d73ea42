import fnmatch
import sys

from huanliu.engine.bay import compile_law
from huanliu.engine.examples import run_examples
from huanliu.errors import HuanliuError
from huanliu.law import library
from huanliu.law.lint import lint


def main():
    only = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else "*"
    files = library.pack_files(library.packs_folder())
    while True:
        try:
            bay = compile_law(library.read_law(files))
            break
        except HuanliuError as error:
            print("BROKEN FILE (left out of this run):", error)
            name = error.place.file.removeprefix("packs/")
            if name not in files:
                raise
            del files[name]
    chosen = {i for i in (*bay.law.provisions, *bay.law.routes) if fnmatch.fnmatchcase(i, only)}
    remarks = lint(bay.law, chosen)
    count, failures = run_examples(bay, chosen)
    for x in (*remarks, *failures):
        print(x)
    print(f"{len(chosen)} provisions and routes, {count} examples, {len(failures)} failed, {len(remarks)} remarks")
    sys.exit(1 if remarks or failures else 0)
