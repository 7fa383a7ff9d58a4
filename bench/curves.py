"""Curves: precision against recall of several matchers, as an SVG."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDTH, HEIGHT = 640, 420
LEFT, RIGHT, TOP, BOTTOM = 60, 620, 20, 370
LOWEST = 0.6
"""The precision at the foot of the picture."""

COLOURS = ("#b3261e", "#1f5fa8", "#3d7a3a", "#7a7a7a")
DASHES = ("", "", "6 4", "2 4")

HEAD = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
    'font-family="system-ui, sans-serif" font-size="13">'
)

Point = tuple[float, float]


def picture(curves: Mapping[str, Sequence[Point]], shown: Point, title: str) -> str:
    """The curves by name, each of recall and precision; `shown` is what the default floor gives."""
    lines = [
        HEAD,
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        *_axes(),
    ]
    for number, (name, points) in enumerate(curves.items()):
        path = " ".join(f"{_x(recall):.1f},{_y(precision):.1f}" for recall, precision in _thinned(points))
        stroke = f'stroke="{COLOURS[number]}" stroke-width="2" stroke-dasharray="{DASHES[number]}"'
        lines.append(f'<polyline fill="none" {stroke} points="{path}"/>')
        y = BOTTOM - 85 + 20 * number
        lines.append(f'<path {stroke} d="M{LEFT + 20} {y - 4}h30"/>')
        lines.append(f'<text x="{LEFT + 58}" y="{y}">{escape(name)}</text>')
    x, y = _x(shown[0]), _y(shown[1])
    lines.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{COLOURS[0]}"/>')
    lines.append(f'<text x="{x + 9:.1f}" y="{y - 7:.1f}">the default floor</text>')
    return "\n".join([*lines, "</svg>", ""])


def _axes() -> list[str]:
    lines = []
    for tenth in range(11):
        x = _x(tenth / 10)
        lines.append(f'<path stroke="#ddd" d="M{x:.1f} {TOP}V{BOTTOM}"/>')
        lines.append(f'<text x="{x:.1f}" y="{BOTTOM + 18}" text-anchor="middle">{tenth / 10:.1f}</text>')
    for twentieth in range(int(LOWEST * 20), 21):
        y = _y(twentieth / 20)
        lines.append(f'<path stroke="#ddd" d="M{LEFT} {y:.1f}H{RIGHT}"/>')
        lines.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{twentieth / 20:.2f}</text>')
    lines.append(f'<text x="{(LEFT + RIGHT) / 2}" y="{BOTTOM + 40}" text-anchor="middle">recall</text>')
    middle = (TOP + BOTTOM) / 2
    turned = f'transform="translate(16 {middle}) rotate(-90)" text-anchor="middle"'
    lines.append(f"<text {turned}>precision</text>")
    return lines


def _thinned(points: Sequence[Point]) -> list[Point]:
    """Every tenth point above the foot; of the first few, one more or less is a jump."""
    kept = [point for point in points if point[1] >= LOWEST]
    return kept[10::10]


def _x(recall: float) -> float:
    return LEFT + (RIGHT - LEFT) * recall


def _y(precision: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * (precision - LOWEST) / (1 - LOWEST)
