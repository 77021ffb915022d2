"""Templates that can be read, and the tag that lets their lines be broken where the page has no space."""

from __future__ import annotations

from pathlib import Path

from django.template import Context, Template

HOUSE = Path(__file__).parents[2] / "src" / "onrecord"
LONGEST = 160


def rendered(source: str, **values: object) -> str:
    return Template("{% load joined %}" + source).render(Context(values))


def test_no_line_of_a_template_is_too_long_to_read() -> None:
    paths = list(HOUSE.glob("*/templates/**/*.html"))
    assert len(paths) > 60
    long = [
        f"{path.relative_to(HOUSE)}:{number}: {len(line)} characters"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > LONGEST
    ]
    assert not long, "\n".join(long)


def test_joined_lines_stand_without_a_space_between_them() -> None:
    source = (
        "<b>{% joined %}\n  {% if outlet %}\n    {{ name }}\n    , {{ outlet }}\n  {% endif %}\n{% endjoined %}</b>"
    )
    assert rendered(source, name="Ada Reyes", outlet="Radio Halm") == "<b>Ada Reyes, Radio Halm</b>"


def test_what_is_filled_in_between_joined_lines_stays_as_it_is() -> None:
    source = "{% joined %}\n  {% for word in words %}\n    {{ word }}\n  {% empty %}\n    none\n  {% endfor %}\n{% endjoined %}"
    assert rendered(source, words=["One\n  two", " three "]) == "One\n  two three "
    assert rendered(source, words=[]) == "none"
