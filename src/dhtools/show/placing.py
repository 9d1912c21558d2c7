"""Names beside points, none over another name or point."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.patheffects import withStroke

from dhtools.show import canvas

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes

TALL = 1.35
"""Height of a line of text, as a share of the size of its letters."""
NEAR, *FAR = 4, 16, 30
"""Points between a point's mark and its name; where it stands far, a line leads to it."""

APART = 5
"""Points between two names on one line."""


class Box(NamedTuple):
    """A rectangle in points, from the lower left corner of the axes."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Box) -> bool:
        """Whether the two have an area in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )

    def holds(self, other: Box) -> bool:
        """Whether the other lies within."""
        return (
            self.left <= other.left
            and self.bottom <= other.bottom
            and self.right >= other.right
            and self.top >= other.top
        )

    def distance(self, point: tuple[float, float]) -> float:
        """How far a point lies from the rectangle."""
        x, y = point
        return hypot(max(self.left - x, 0, x - self.right), max(self.bottom - y, 0, y - self.top))


def beside(
    ax: Axes,
    places: Sequence[tuple[float, float]],
    names: Sequence[str],
    radii: Sequence[float],
    lines: Sequence[tuple[tuple[float, float], tuple[float, float]]] = (),
    size: float = canvas.SMALL,
) -> int:
    """Writes names beside points, those given first before the others.

    A name that finds no room is left out.

    Args:
        ax: where the points are, with the limits of its axes set.
        places: of the points, in the axes' units.
        names: of the points.
        radii: of the points' marks, in points; one of 0 has no mark.
        lines: from where to where lines run, straight up or across, that no name may cross.
        size: of the letters, in points.

    Returns:
        How many names were left out.
    """
    points = [_in_points(ax, place) for place in places]
    taken = [_along(_in_points(ax, start), _in_points(ax, end)) for start, end in lines]
    room = ax.get_window_extent()
    whole = Box(0, 0, *(_per_inch(ax, length) for length in (room.width, room.height)))
    wide = [canvas.long(name, size) for name in names]
    boxes = free(points, radii, wide, size * TALL, taken, whole)
    style = {
        "va": "center",
        "fontsize": size,
        "path_effects": [withStroke(linewidth=2.5, foreground="white")],
    }
    for name, place, (x, y), radius, box in zip(names, places, points, radii, boxes, strict=True):
        if box:
            shift = (box.left - x, (box.bottom + box.top) / 2 - y)
            if box.distance((x, y)) > radius + NEAR + 1:
                _lead(ax, place, shift, canvas.long(name, size))
            canvas.write(ax, *place, name, shift, zorder=5, **style)
    return boxes.count(None)


def free(
    points: Sequence[tuple[float, float]],
    radii: Sequence[float],
    widths: Sequence[float],
    height: float,
    taken: Sequence[Box],
    whole: Box,
) -> list[Box | None]:
    """A box for each point's name that meets no mark and nothing that is taken, or None where there is none.

    Args:
        points: where the points are.
        radii: of their marks.
        widths: of their names.
        height: of each name.
        taken: where no name may stand, beside the marks.
        whole: what no name may leave.

    Examples:
        >>> free([(5, 5), (25, 5)], [5, 5], [40, 40], 10, [], Box(0, 0, 100, 30))
        [Box(left=11.3, bottom=11.3, right=51.3, top=21.3), Box(left=34, bottom=0.0, right=74, top=10.0)]
    """
    marks = list(zip(points, radii, strict=True))
    taken = list(taken)
    found: list[Box | None] = []
    for point, radius, wide in zip(points, radii, widths, strict=True):
        around = (box for gap in (NEAR, *FAR) for box in _around(point, radius + gap, wide, height))
        box = next((box for box in around if whole.holds(box) and _is_free(box, marks, taken)), None)
        found.append(box)
        if box:
            taken.append(box._replace(left=box.left - APART, right=box.right + APART))
    return found


def _around(point: tuple[float, float], gap: float, wide: float, height: float) -> Iterator[Box]:
    """Places for a name, the best first: right, at the corners, left, above, below."""
    x, y = point
    near = gap * 0.7
    right, left, middle = x + gap, x - gap - wide, x - wide / 2
    above, below = y + near, y - near - height
    places = [(right, y - height / 2), (x + near, above), (x + near, below), (left, y - height / 2)]
    places += [
        (x - near - wide, above),
        (x - near - wide, below),
        (middle, y + gap),
        (middle, y - gap - height),
    ]
    for left, bottom in places:
        yield Box(left, bottom, left + wide, bottom + height)


def _lead(ax: Axes, place: tuple[float, float], shift: tuple[float, float], wide: float) -> None:
    """Draws a line from a point to the nearest place of the name that stands off from it."""
    x = min(max(0, shift[0]), shift[0] + wide)
    arrow = {"arrowstyle": "-", "linewidth": 0.7, "color": "#888888", "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", place, (x, shift[1]), textcoords="offset points", arrowprops=arrow, zorder=2)


def _is_free(box: Box, marks: Sequence[tuple[tuple[float, float], float]], taken: Sequence[Box]) -> bool:
    return not any(box.distance(point) < radius for point, radius in marks) and not any(map(box.meets, taken))


def _along(start: tuple[float, float], end: tuple[float, float]) -> Box:
    (left, right), (bottom, top) = (sorted(ends) for ends in zip(start, end, strict=True))
    return Box(left - 1, bottom - 1, right + 1, top + 1)


def _in_points(ax: Axes, place: tuple[float, float]) -> tuple[float, float]:
    corner = ax.get_window_extent()
    x, y = ax.transData.transform(place)
    return _per_inch(ax, x - corner.x0), _per_inch(ax, y - corner.y0)


def _per_inch(ax: Axes, pixels: float) -> float:
    return pixels / ax.figure.dpi * 72
