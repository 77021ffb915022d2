"""The guard by deadlines lets through whom the condition of every later call lets through."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.fairness.guard import due
from tests.rounds import rounds

groups = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=5)


@settings(max_examples=rounds(125, long=5_000))
@given(groups)
def test_whoever_may_be_next_leaves_enough_calls_for_every_quota(room: list[tuple[int, int, int]]) -> None:
    sizes, counts, supply = map(list, zip(*room, strict=True))
    everybody, made, last = sum(sizes), sum(counts), sum(counts) + sum(supply)

    def leaves_enough(called: int) -> bool:
        after = [count + (group == called) for group, count in enumerate(counts)]
        return all(
            sum(
                max(0, min(size * later // everybody, count + more) - then)
                for size, count, more, then in zip(sizes, counts, supply, after, strict=True)
            )
            <= later - made - 1
            for later in range(made + 1, last + 1)
        )

    able = [group for group, more in enumerate(supply) if more]
    good = [group for group in able if leaves_enough(group)]
    tight = due(made=made, sizes=sizes, counts=counts, supply=supply)
    let_through = able if tight is None else tight[1]
    assert set(let_through) <= set(able) and (let_through or not able)
    if good:
        assert let_through == good


def test_an_example_by_hand() -> None:
    """Three of six journalists are of the first group, two of the second: their calls are due by 2, 4, 6 and by 3, 6."""
    assert due(made=0, sizes=[3, 2, 1], counts=[0, 0, 0], supply=[3, 2, 1]) == (6, [0, 1, 2])
    assert due(made=1, sizes=[3, 2, 1], counts=[0, 1, 0], supply=[3, 1, 1]) == (2, [0])
    assert due(made=0, sizes=[3, 2, 1], counts=[0, 0, 0], supply=[1, 1, 0]) is None
