"""A mapping that cannot be changed, as quick to read as a dict and safe to keep in a cache file."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Fixed(dict[K, V]):
    """A dict whose writing methods refuse: nothing that is tried out may touch the law."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("the law is immutable once loaded; put changes into a reform")

    __setitem__ = _refuse
    __delitem__ = _refuse
    __ior__ = _refuse
    clear = _refuse
    pop = _refuse
    popitem = _refuse
    setdefault = _refuse
    update = _refuse

    def __reduce__(self) -> tuple[type[Fixed[K, V]], tuple[dict[K, V]]]:
        return (Fixed, (dict(self),))

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self))
