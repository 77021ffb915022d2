"""Draws docs/press-office/fairness.svg from the example beside it: what each voter pays for each question. Run it by itself."""

from __future__ import annotations

from fractions import Fraction
from html import escape
from itertools import pairwise
from pathlib import Path

from onrecord.fairness.files import read
from onrecord.fairness.floor import replay

HERE = Path(__file__).parent / "press-office"
EXAMPLE, PICTURE = HERE / "fairness.json", HERE / "fairness.svg"

LEFT, TOP, RIGHT, GAP = 150, 34, 56, 5
WIDTH = 860
THICK = 34
"""Pixels of a weight of 1."""

CALLS = 4
SHADES = ["#8fb3d9", "#e3b778", "#9cc59a", "#d3a3c4"]
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#222}.small{font-size:11px}.in{font-weight:600;fill:#111}"
    ".axis{stroke:#999;stroke-dasharray:2 3}.credit{fill:none;stroke:#777;stroke-dasharray:3 2}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.in{fill:#111}}"
)


def picture() -> str:
    """The example's first calls as areas: every number's area is one question, paid for by those in whose rows it lies."""
    floor = replay(read([EXAMPLE]))
    room = floor.room
    own = room.shares["support"]
    names = [journalist.id for journalist in room.journalists]
    groups = [(d, g, room.shares[d] * size) for d in room.dimensions for g, size in room.sizes(d).items()]
    weights = [own] * len(names) + [weight for _, _, weight in groups]
    loads: list[list[Fraction]] = []
    while True:
        loads.append([floor.load(name) for name in names] + [floor.group_load(d, g) for d, g, _ in groups])
        proposal = floor.propose()
        if len(floor.calls) == CALLS or proposal is None:
            break
        floor.call(proposal.id)
    first, last = min(min(loads[0]), Fraction(0)), floor.calls[-1].price
    scale = (WIDTH - LEFT - RIGHT) / float(last - first)

    def x(time: Fraction) -> float:
        return round(LEFT + float(time - first) * scale, 1)

    drawn: list[str] = []
    top = float(TOP)
    for row, (label, weight) in enumerate(zip([*names, *(g for _, g, _ in groups)], weights, strict=True)):
        high = round(float(weight) * THICK, 1)
        drawn.append(f'<text x="{LEFT - 10}" y="{top + high / 2 + 4:.1f}" text-anchor="end">{escape(label)}</text>')
        for number, (before, after) in enumerate(pairwise(each[row] for each in loads), start=1):
            if after > before:
                left, wide = x(before), round(x(after) - x(before), 1)
                drawn.append(
                    f'<rect x="{left}" y="{top:.1f}" width="{wide}" height="{high}" fill="{SHADES[number - 1]}"/>'
                    f'<text class="in" x="{left + wide / 2:.1f}" y="{top + high / 2 + 4:.1f}" text-anchor="middle">{number}</text>'
                )
        if loads[-1][row] < last:
            wide = round(x(last) - x(loads[-1][row]), 1)
            drawn.append(f'<rect class="credit" x="{x(loads[-1][row])}" y="{top:.1f}" width="{wide}" height="{high}"/>')
        top += high + GAP
    bottom = top + 4
    drawn += [
        f'<line class="axis" x1="{x(call.price)}" x2="{x(call.price)}" y1="{TOP - 8}" y2="{bottom:.1f}"/>'
        f'<text class="small" x="{x(call.price)}" y="{TOP - 14}" text-anchor="middle">'
        f"{call.step}: {escape(call.id)} at {float(call.price):.3g}</text>"
        for call in floor.calls
    ]
    title = "Every numbered area is one question; dashed is what is left to spend"
    height = round(bottom + 8)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{title}">'
        f"<style>{STYLE}</style>\n" + "\n".join(drawn) + "\n</svg>\n"
    )


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
