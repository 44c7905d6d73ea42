"""Truth tables in the bits of numbers: the quick ways give what the plain fold gives."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from huanliu.engine.asking import gates
from huanliu.engine.asking.reach import RESTING, Block, Joint, Space, _folded, _together

POINTS = 6
EVERYWHERE = (1 << POINTS) - 1


@st.composite
def reaches(draw: st.DrawFn) -> dict[Any, int]:
    """What a part at rest can come to: at every point at least one truth."""
    sets = [draw(st.integers(0, EVERYWHERE)) for _ in RESTING]
    sets[0] |= EVERYWHERE & ~(sets[1] | sets[2])
    return dict(zip(RESTING, sets, strict=True))


def full(reach: Any) -> dict[Any, int]:
    """A reach without the pairs that come about nowhere."""
    return {pair: there for pair, there in reach.items() if there}


@given(st.lists(reaches(), max_size=4), st.booleans())
def test_parts_at_rest_together_are_the_parts_one_after_the_other(parts: list[dict[Any, int]], every: bool) -> None:
    gate = gates.EVERY if every else gates.SOME
    assert full(_together(parts, every, EVERYWHERE)) == full(_folded(gate, parts, EVERYWHERE))


@given(st.integers(1, 5), st.data())
def test_blocks_counted_together_are_blocks_one_by_one(count: int, data: Any) -> None:
    gate = gates.AtLeast(data.draw(st.integers(1, count)), count)
    blocks = tuple(Block(frozenset({f"fact {number}"})) for number in range(count))
    joint = Joint(gate, blocks, frozenset(name for block in blocks for name in block.facts))
    space = Space({}, {}, ())
    plain = _folded(gate, [dict.fromkeys(RESTING, 1)] * count, 1)
    assert full(space.resting(joint)) == full(plain)
    assert all(space.decides(joint, name) for name in joint.facts)


@given(st.lists(st.integers(2, 4), min_size=1, max_size=3))
def test_planes_part_the_points(sizes: list[int]) -> None:
    names = {f"fact {number}": size for number, size in enumerate(sizes)}
    space = Space({}, names, ())
    for name, size in names.items():
        planes = [space.plane(name, choice) for choice in range(size)]
        assert sum(planes) == space.everywhere
        assert len({plane.bit_count() for plane in planes}) == 1
        assert all(one & other == 0 for one in planes for other in planes if one is not other)
