"""Names beside points: where they go, and when one is left out."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from dhtools.show import placing
from dhtools.show.placing import Box

WHOLE = Box(0, 0, 400, 300)
POINTS = st.lists(st.tuples(st.floats(0, 400), st.floats(0, 300)), max_size=25)


def test_a_name_stands_right_of_its_point_if_it_can():
    assert placing.free([(50, 50)], [5], [40], 10, [], WHOLE) == [Box(59, 45, 99, 55)]


def test_a_name_at_the_right_edge_goes_to_the_left():
    assert placing.free([(390, 50)], [5], [40], 10, [], WHOLE) == [Box(341, 45, 381, 55)]


def test_a_name_does_not_cross_what_is_taken():
    (box,) = placing.free([(50, 50)], [5], [40], 10, [Box(60, 0, 62, 300)], WHOLE)
    assert box.right <= 60


def test_the_first_point_is_named_where_both_find_no_room():
    small = Box(0, 0, 60, 12)
    found = placing.free([(5, 6), (8, 6)], [2, 2], [40, 40], 10, [], small)
    assert (found[0] is not None, found[1]) == (True, None)


@given(POINTS)
def test_no_name_stands_over_a_mark_or_another_name_or_beyond_the_edge(points):
    found = placing.free(points, [4] * len(points), [60] * len(points), 12, [], WHOLE)
    boxes = [box for box in found if box]
    assert all(WHOLE.holds(box) for box in boxes)
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))
    assert all(box.distance(point) >= 4 for box in boxes for point in points)


def test_a_name_that_stands_off_is_led_to():
    ax = Figure().subplots()
    ax.set(xlim=(0, 100), ylim=(0, 100))
    crowd = [(50, 50), (50, 51), (51, 50), (51, 51), (49, 50), (49, 49), (50, 48), (52, 52)]
    assert placing.beside(ax, crowd, ["旧日渡口"] * len(crowd), [4] * len(crowd)) < len(crowd)
    assert [text for text in ax.texts if text.arrow_patch]
