import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.ledger.difference import apply_differences, find_differences
from tests.crawler.ledger.samples import TEXTS, VALUES


def spelled(value):
    return json.dumps(value, sort_keys=True)


@st.composite
def pairs(draw):
    """Two objects, of which one may be the other with some of its values changed."""
    before = draw(st.dictionaries(TEXTS, VALUES, max_size=4))
    after = dict(before) if draw(st.booleans()) else draw(st.dictionaries(TEXTS, VALUES, max_size=4))
    for key in draw(st.lists(st.sampled_from([*before, ""]), max_size=2)):
        after[key] = draw(changed(before.get(key)))
    return before, after


def changed(value):
    if isinstance(value, list):
        place = st.integers(0, len(value))
        return st.builds(
            lambda start, new, stop: [*value[:start], *new, *value[stop:]], place, st.lists(VALUES, max_size=2), place
        )
    if isinstance(value, dict) and value:
        return st.builds(lambda key, new: {**value, key: new}, st.sampled_from([*value]), VALUES)
    return VALUES


@given(pairs())
def test_a_difference_applied_gives_what_came_after(pair):
    before, after = pair
    differences = find_differences(before, after)
    assert spelled(apply_differences(differences, before)) == spelled(after)
    assert bool(differences) == (spelled(before) != spelled(after))


@given(pairs())
def test_a_difference_is_json_and_touches_neither_side(pair):
    before, after = pair
    kept = spelled(pair)
    differences = json.loads(json.dumps(find_differences(before, after)))
    assert spelled(apply_differences(differences, before)) == spelled(after)
    assert spelled(pair) == kept


@pytest.mark.parametrize(
    ("before", "after", "path"),
    [
        ({"a": {"b": 1}}, {"a": {"b": 2}}, "a.b"),
        ({"a": [1, {"b": 1}, 3]}, {"a": [1, {"b": 2}, 3]}, "a.1.b"),
        ({"a": [1, 3]}, {"a": [1, 2, 3]}, "a.1:1"),
        ({"a": [1, 2, 3]}, {"a": [1, 3]}, "a.1:2"),
        ({"a.b": 1}, {"a.b": 2}, r"a\.b"),
        ({"a": 1}, {"a": True}, "a"),
        ({"a": 1}, {"a": 1.0}, "a"),
        ({"a": None}, {}, "a"),
    ],
)
def test_a_path_names_what_differs_and_nothing_else(before, after, path):
    assert [each["path"] for each in find_differences(before, after)] == [path]


def test_a_long_list_with_one_more_at_its_front_differs_in_one_place():
    (difference,) = find_differences({"a": list(range(50_000))}, {"a": [-1, *range(50_000)]})
    assert difference == {"path": "a.0:0", "before": [], "after": [-1]}
