"""The objects of every desk: objects_<desk>.py beside doors_<desk>.yaml. Whoever walks addresses imports this."""

from importlib import import_module
from pathlib import Path

for desk in sorted(Path(__file__).parent.glob("objects_*.py")):
    import_module(f"tests.portal.doors.{desk.stem}")
