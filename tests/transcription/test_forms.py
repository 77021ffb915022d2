"""What a plain form of the desk was refused for can be mended in it: nothing has to be typed again."""

from __future__ import annotations

import pytest

from onrecord.events.models import Edition
from onrecord.people.models import Person
from tests import cast

FORMS = [
    ({"act": "rule", "rule": "background", "sentence": "On background, as agreed.", "attribution": ""}, ["On background, as agreed.", '<option value="background" selected>']),
    ({"act": "speaker", "name": "Ada Reyes", "outlet": "Radio Tamra", "part": "moderator", "digit": "x"}, ['value="Ada Reyes"', 'value="Radio Tamra"', '<option value="moderator" selected>']),
    ({"act": "abbreviate", "short": "m t", "long": "Ministry of Transport"}, ['value="m t"', 'value="Ministry of Transport"']),
    ({"act": "hold", "seconds": "900"}, ['value="900"']),
]  # fmt: skip


@pytest.mark.parametrize(("given", "stands"), FORMS, ids=[given["act"] for given, _ in FORMS])
def test_a_refused_form_comes_back_filled_in(
    session: Edition, chiara: Person, given: dict[str, str], stands: list[str]
) -> None:
    answer = cast.signed_in(chiara).post(f"/{session.path}/desk/transcribe/acts/", given)
    assert answer.status_code == 409
    page = " ".join(answer.content.decode().split())
    for words in stands:
        assert words in page


def test_half_an_emoji_is_refused_for_what_it_is(session: Edition, esi: Person) -> None:
    acts = {"acts": [{"act": "say", "text": "Cut \ud83d"}]}
    answer = cast.signed_in(esi).post(f"/{session.path}/desk/transcribe/acts/", acts, content_type="application/json")
    assert "half a character" in answer.json()["answers"][0]["refused"]
