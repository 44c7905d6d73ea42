"""Coverage-guided fuzzing of the document loader, the language and the subject intake for a bounded time: `make fuzz`.

Each door must answer with a result or a HuanliuError. Needs atheris, which `make test` does not; without it this says so.
`python tests/drills/fuzz_atheris.py [document|expression|subject] [seconds]`; without a name each gets its share.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMES = ("document", "expression", "subject")
SECONDS = 60
# What one input may take before libFuzzer calls it a hang, in seconds, and the most memory, in megabytes.
HANG, MEMORY = 10, 1024


def seeds(name: str) -> list[str]:
    """Texts to start from."""
    if name == "expression":
        from tests.pairs import pairs

        return [pair.sql for pair in pairs()]
    folder = "small" if name == "document" else "bad/subjects"
    return [path.read_text("utf-8") for path in sorted((ROOT / "tests" / folder).rglob("*.yaml"))]


def door(name: str) -> Callable[[str], object]:
    """What is fuzzed."""
    from huanliu.base.document import read_text
    from huanliu.engine.subject import Intake
    from tests.small import read, small_bay

    if name == "expression":
        return read
    if name == "document":
        return lambda text: read_text(text, "f")
    intake = Intake(small_bay().statutes)
    return lambda text: intake.read_node(read_text(text, "f"))


def fuzz(name: str, seconds: int) -> None:
    """Fuzz one door in this process; libFuzzer ends it."""
    import atheris

    with atheris.instrument_imports(include=["huanliu"]):
        ask = door(name)
    from huanliu.errors import HuanliuError

    def once(data: bytes) -> None:
        try:
            ask(data.decode("utf-8", "surrogateescape"))
        except HuanliuError as error:
            assert "\n" not in error.sentence()

    with tempfile.TemporaryDirectory() as corpus:
        for number, text in enumerate(seeds(name)):
            (Path(corpus) / str(number)).write_text(text, "utf-8")
        limits = [f"-max_total_time={seconds}", f"-timeout={HANG}", f"-rss_limit_mb={MEMORY}", "-max_len=4000"]
        prefix = f"-artifact_prefix={tempfile.gettempdir()}/huanliu-fuzz-"
        atheris.Setup([sys.argv[0], *limits, prefix, "-verbosity=0", corpus], once)
        atheris.Fuzz()


def main() -> int:
    """Every door in a process of its own, one after the other; not 0 where one fell over."""
    if importlib.util.find_spec("atheris") is None:
        print("fuzzing needs atheris: make fuzz installs it")
        return 0
    if len(sys.argv) > 2:
        fuzz(sys.argv[1], int(sys.argv[2]))
        return 0
    failed = []
    for name in sys.argv[1:] or NAMES:
        print(f"fuzzing {name} for {SECONDS // len(NAMES)} seconds", flush=True)
        command = [sys.executable, __file__, name, str(SECONDS // len(NAMES))]
        if subprocess.run(command, check=False).returncode:
            failed.append(name)
    print(f"fell over: {', '.join(failed)}" if failed else "every door held")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
