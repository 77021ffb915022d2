"""The audit as a picture: α after every call, and each group's calls beside its share, as one SVG that stands alone.

Colours are the design's own tokens, written out for light, dark and print, because few programs outside browsers know CSS
variables. Whoever can't see it gets the same numbers from `<desc>`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources import files

from lxml import etree

from onrecord.cli.floor.verdict import headline, two_digits
from onrecord.fairness.audit import Audit
from onrecord.fairness.shortfall import GroupShare

WIDTH, LEFT, RIGHT = 820, 204, 24
PLOT, ROW, MOST_GROUPS = 180, 30, 12
NAME = 21
"""Characters of a group's name that fit beside its bars."""

_STYLE = """
text {{ font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; fill: {ink};
 font-variant-numeric: tabular-nums }}
.title {{ font: 19px Charter, "Bitstream Charter", "Sitka Text", Cambria, "Noto Serif", Georgia, serif }}
.heading {{ font-weight: 650 }} .quiet {{ fill: {quiet} }} .hold {{ fill: {hold} }}
.paper {{ fill: {paper} }} .hair {{ stroke: {hair} }} .one {{ stroke: {hold}; stroke-dasharray: 5 3 }}
.line {{ fill: none; stroke: {accent}; stroke-width: 1.5 }} .dot {{ fill: {paper}; stroke: {accent}; stroke-width: 1.5 }}
.failing {{ fill: {hold}; stroke: {hold} }} .share {{ fill: {rule} }} .calls {{ fill: {accent} }}
"""


def svg(audit: Audit) -> str:
    """The chart of an audit: text of an SVG file."""
    dimensions = list(dict.fromkeys(share.dimension for share in audit.groups))
    panels = [
        (dimension, _shown([each for each in audit.groups if each.dimension == dimension])) for dimension in dimensions
    ]
    height = 110 + PLOT + 56 + sum(52 + ROW * len(shown) + (20 if more else 0) for _, (shown, more) in panels)
    root = etree.Element("svg")
    for name, value in {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {WIDTH} {height}",
        "width": WIDTH,
        "height": height,
        "role": "img",
    }.items():
        root.set(name, str(value))
    root.set("aria-labelledby", "title desc")
    _add(root, "title", headline(audit), id="title")
    _add(root, "desc", _in_words(audit), id="desc")
    _add(root, "style", _style())
    _add(root, "rect", x=0, y=0, width=WIDTH, height=height, **{"class": "paper"})
    _text(root, 24, 40, "Who was left out", "title")
    calls = len(audit.prefixes)
    _text(root, 24, 62, f"{audit.journalists} journalists, {audit.requests} requests, {calls} calls", "quiet")
    top = 110 + _alpha(root, audit, top=110)
    for dimension, (shown, more) in panels:
        top += _spread(root, dimension, shown, more, calls=calls, journalists=audit.journalists, top=top)
    return etree.tostring(root, encoding="unicode", pretty_print=True)


def _alpha(root: etree._Element, audit: Audit, *, top: int) -> int:
    """The upper plot; returns the height it took."""
    calls, ceiling = len(audit.prefixes), max(1.25, float(audit.worst.alpha) * 1.1)
    wide = WIDTH - LEFT - RIGHT

    def x(call: int) -> float:
        return round(LEFT + wide * (call - 0.5) / calls, 1)

    def y(alpha: float) -> float:
        return round(top + PLOT * (1 - alpha / ceiling), 1)

    _text(root, 24, top - 12, "α after each call", "heading")
    _line(root, LEFT, y(0), WIDTH - RIGHT, y(0), "hair")
    _line(root, LEFT, y(1), WIDTH - RIGHT, y(1), "one")
    _text(root, 24, y(0) + 4, "0, nobody", "quiet")
    _text(root, 24, y(1) - 18, "1, a group as large", "hold")
    _text(root, 24, y(1) - 3, "as a question's share", "hold")
    points = [(x(prefix.calls), y(float(prefix.alpha))) for prefix in audit.prefixes]
    _add(root, "polyline", points=" ".join(f"{left},{down}" for left, down in points), **{"class": "line"})
    step = max(1, -(-calls // 12))
    for prefix, (left, down) in zip(audit.prefixes, points, strict=True):
        failing = prefix.alpha >= 1
        dot = _add(
            root, "circle", cx=left, cy=down, r=4 if failing else 3, **{"class": "dot failing" if failing else "dot"}
        )
        size = len(prefix.left_out.members) if prefix.left_out else 0
        _add(dot, "title", f"After call {prefix.calls}: α {two_digits(prefix.alpha)}, {size} left out")
        if prefix.calls == 1 or prefix.calls % step == 0:
            _text(root, left, top + PLOT + 18, str(prefix.calls), "quiet", anchor="middle")
    worst = audit.worst
    at = min(max(x(worst.calls), LEFT + 16), WIDTH - RIGHT - 16)
    _text(root, at, y(float(worst.alpha)) - 10, f"{two_digits(worst.alpha)}", anchor="middle")
    return PLOT + 56


def _spread(
    root: etree._Element,
    dimension: str,
    shown: Sequence[GroupShare],
    more: int,
    *,
    calls: int,
    journalists: int,
    top: int,
) -> int:
    """Thin paired bars, share of the room above share of the calls; returns the height they took."""
    shares = [(share.size / journalists, share.calls[-1] / calls) for share in shown]
    unit = (WIDTH - LEFT - RIGHT - 270) / max(max(pair) for pair in shares)
    _line(root, 24, top, WIDTH - RIGHT, top, "hair")
    _text(root, 24, top + 24, f"By {dimension}", "heading")
    _text(root, LEFT, top + 24, "above, share of the room; below, share of the calls", "quiet")
    for number, (share, (room, called)) in enumerate(zip(shown, shares, strict=True)):
        middle = top + 36 + ROW * number + ROW // 2
        short = share.group if len(share.group) <= NAME else share.group[: NAME - 1] + "…"
        _add(_text(root, 24, middle + 4, short), "title", share.group)
        _add(root, "rect", x=LEFT, y=middle - 7, width=round(room * unit, 1), height=6, **{"class": "share"})
        _add(root, "rect", x=LEFT, y=middle + 1, width=round(called * unit, 1), height=6, **{"class": "calls"})
        words = f"{share.size} in the room, {share.calls[-1]} called"
        missing = f"; {share.worst} short at worst" if share.worst else ""
        _text(
            root,
            LEFT + round(max(room, called) * unit, 1) + 8,
            middle + 4,
            words + missing,
            "hold" if missing else "quiet",
        )
    if more:
        _text(root, 24, top + 36 + ROW * len(shown) + 14, f"and {more} more groups", "quiet")
    return 52 + ROW * len(shown) + (20 if more else 0)


def _shown(shares: list[GroupShare]) -> tuple[list[GroupShare], int]:
    """The groups that were shortest of their share, then the largest, and how many others there are."""
    ranked = sorted(shares, key=lambda share: (-share.worst, -share.size, share.group))
    return ranked[:MOST_GROUPS], max(0, len(shares) - MOST_GROUPS)


def _in_words(audit: Audit) -> str:
    alphas = ", ".join(two_digits(prefix.alpha) for prefix in audit.prefixes)
    groups = "; ".join(
        f"{share.dimension} {share.group}: {share.size} in the room, {share.calls[-1]} called, {share.worst} short at worst"
        for share in audit.groups
    )
    return f"α after each call: {alphas}. Below 1, no group as large as one question's share was left out. {groups}."


def _style() -> str:
    css = (files("onrecord") / "pages/static/pages/tokens.css").read_text(encoding="utf-8")
    light, dark, print_ = (dict(re.findall(r"--(\w+): (#\w+);", block)) for block in css.split("@media"))
    return (
        _STYLE.format(**light)
        + f"@media (prefers-color-scheme: dark) {{{_STYLE.format(**light | dark)}}}"
        + f"@media print {{{_STYLE.format(**light | print_)}}}"
    )


def _text(
    root: etree._Element, x: float, y: float, text: str, style: str | None = None, *, anchor: str | None = None
) -> etree._Element:
    given = {"class": style, "text-anchor": anchor}
    return _add(root, "text", text, x=x, y=y, **{name: value for name, value in given.items() if value})


def _line(root: etree._Element, x1: float, y1: float, x2: float, y2: float, style: str) -> None:
    _add(root, "line", x1=x1, y1=y1, x2=x2, y2=y2, **{"class": style})


def _add(parent: etree._Element, tag: str, text: str | None = None, **attributes: object) -> etree._Element:
    element = etree.SubElement(parent, tag, {name: str(value) for name, value in attributes.items()})
    element.text = text
    return element
