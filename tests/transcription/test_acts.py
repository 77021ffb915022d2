"""What is done at the desk, and by whom."""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path

import pytest
from django.db import connection

from onrecord.events.models import Edition
from onrecord.keeping.errors import ActRefused
from onrecord.people.models import Person
from onrecord.proceedings import conducting, entries
from onrecord.proceedings import readers as record
from onrecord.proceedings.contents import RuleSet
from onrecord.transcription import acts, reads
from onrecord.transcription.models import Speaker, Typed
from onrecord.transcription.performing import perform
from onrecord.transcription.posted import parse
from onrecord.transcripts.model import Role
from tests import cast
from tests.rules import embargo, wait_for_end
from tests.transcription import new
from tests.transcription.saying import WORDS, say

SECRET = "Zinnober between ourselves"


def test_what_is_sent_twice_is_said_once(session: Edition, esi: Person) -> None:
    ferro = Speaker.objects.get(name="Governor Ferro")
    sent = {"act": "say", "key": str(new()), "speaker": str(ferro.pk), "role": "answer", "text": WORDS}
    index, key = perform(session, parse(sent), by=esi), sent["key"]
    assert perform(session, parse(sent), by=esi) == index
    assert [one.index for one in record.spoken(session.log)] == [index]
    assert Typed.objects.get(edition=session, client_key=key).index == index
    acts.forget_speaker(session, ferro.pk, by=esi)
    assert perform(session, parse(sent), by=esi) == index, "the speaker may have left the list since"


def test_what_two_connections_send_at_the_same_time_is_said_once(session: Edition, esi: Person) -> None:
    key, found = new(), []
    ready = threading.Barrier(4)

    def send() -> None:
        ready.wait()
        found.append(say(Edition.objects.select_related("log").get(pk=session.pk), esi, key=key))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1 and len(found) == 4
    assert len(record.spoken(session.log)) == 1


def test_off_the_record_nothing_of_the_words_is_stored_anywhere(session: Edition, esi: Person) -> None:
    say(session, esi)
    acts.go_off_record(session, by=esi)
    with pytest.raises(acts.OffTheRecord) as refused:
        say(session, esi, SECRET)
    client = cast.signed_in(esi)
    path = f"/{session.path}/desk/transcribe/"
    sent = {"acts": [{"act": "say", "key": str(new()), "text": SECRET}]}
    answer = client.post(path + "acts/", json.dumps(sent), content_type="application/json")
    assert answer.json()["answers"] == [{"refused": str(refused.value), "off_since": refused.value.since}]
    plain = client.post(path + "acts/", {"act": "say", "text": SECRET})
    assert plain.status_code == 409
    assert SECRET not in plain.content.decode()
    assert "Typing is switched off" in plain.content.decode()
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"])
        stored = b"".join(file.read_bytes() for file in database.parent.glob(database.name + "*"))
        assert b"Governor Ferro" in stored and b"Zinnober" not in stored


def test_back_is_the_ground_rule_before(session: Edition, esi: Person, chiara: Person) -> None:
    rule = RuleSet(rule="background", sentence="On background.", attribution="a person in the office")
    conducting.set_rule(session, by=chiara, rule=rule)
    off = acts.go_off_record(session, by=esi)
    assert acts.go_off_record(session, by=chiara) == off
    acts.back_on_record(session, by=esi)
    session.log.refresh_from_db()
    found = reads.state(session, of=esi).rule
    assert found and (found["rule"], found["sentence"]) == ("background", "On background.")
    index = say(session, esi)
    line = reads.last_lines(session, of=esi)[-1]
    assert (line.index, line.who, line.unnamed) == (index, "Governor Ferro", True)
    public = record.utterance(session.log, index)
    assert public and public.speaker is None


def test_back_after_an_embargo_has_passed_is_on_the_record(session: Edition, esi: Person, chiara: Person) -> None:
    rule = embargo(seconds=0.5)
    conducting.set_rule(session, by=chiara, rule=rule)
    acts.go_off_record(session, by=esi)
    wait_for_end(rule)
    acts.back_on_record(session, by=esi)
    page = cast.signed_in(esi).get(f"/{session.path}/desk/transcribe/").content.decode()
    assert "Not before the time named." not in page
    assert re.search(r'<p id="rule">\s*On the record: everything may be quoted by name\.', page)


def test_words_still_held_are_taken_back_and_public_ones_are_not(session: Edition, esi: Person, chiara: Person) -> None:
    public = say(session, esi)
    conducting.set_hold(session, by=chiara, seconds=60)
    held = say(session, esi, SECRET)
    with pytest.raises(ActRefused, match="already public"):
        perform(session, parse({"act": "catch", "since": public}), by=esi)
    perform(session, parse({"act": "catch", "since": held}), by=esi)
    lines = {line.index: line for line in reads.last_lines(session, of=esi)}
    assert lines[public].text == WORDS
    assert (lines[held].state, lines[held].text, lines[held].who) == ("destroyed", "", "")
    entries.erase(session.log, public, legal_basis="Art. 17 GDPR")
    assert [line.state for line in reads.last_lines(session, of=esi)] == ["erased", "destroyed"]
    page = cast.signed_in(esi).get(f"/{session.path}/desk/transcribe/").content.decode()
    assert page.index(">Erased.<") < page.index(">Taken back. None of it is stored.<")


def test_an_earlier_line_is_taken_back_after_a_later_one_was(session: Edition, esi: Person) -> None:
    client, path = cast.signed_in(esi), f"/{session.path}/desk/transcribe/acts/"
    client.post(path, {"act": "hold", "seconds": 60})
    first, second = say(session, esi, SECRET), say(session, esi, SECRET)
    for since in (second, first):
        assert client.post(path, {"act": "catch", "since": since}).status_code == 302, since
    assert [line.state for line in reads.last_lines(session, of=esi)] == ["destroyed", "destroyed"]
    nothing = client.post(path, {"act": "catch", "since": first})
    assert nothing.status_code == 409 and "there are no words to take back at entry" in nothing.content.decode()


def test_a_second_person_confirms(session: Edition, esi: Person, chiara: Person) -> None:
    index = say(session, esi)
    with pytest.raises(ActRefused, match="second person"):
        conducting.confirm(session, by=esi, index=index, version=index)
    version = acts.correct(
        session,
        by=chiara,
        utterance=index,
        version=index,
        text="In Verkhna.",
        kind="transcription",
        reason="Misheard.",
    )
    with pytest.raises(ActRefused, match="second person"):
        conducting.confirm(session, by=chiara, index=index, version=version)
    with pytest.raises(ActRefused, match="corrected these words in the meantime"):
        conducting.confirm(session, by=chiara, index=index, version=index)
    dov = cast.administrator(session)
    conducting.confirm(session, by=dov, index=index, version=version)
    line = reads.last_lines(session, of=esi)[-1]
    assert (line.text, line.corrected, line.confirmed, line.typist) == (
        "In Verkhna.",
        True,
        True,
        "Chiara Okoye, Esi Moran",
    )


def test_an_attribution_is_corrected_with_the_speaker(session: Edition, esi: Person) -> None:
    index = say(session, esi)
    ada = Speaker.objects.get(edition=session, name="Ada Reyes")
    sent = {
        "act": "correct",
        "utterance": index,
        "version": index,
        "text": WORDS,
        "kind": "attribution",
        "reason": "It was Ada Reyes.",
    }
    with pytest.raises(ActRefused, match="choose the speaker"):
        perform(session, parse(sent), by=esi)
    perform(session, parse(sent | {"speaker": str(ada.pk)}), by=esi)
    assert reads.last_lines(session, of=esi)[-1].who == "Ada Reyes"


def test_of_two_who_correct_the_same_words_the_second_looks_again(
    session: Edition, esi: Person, chiara: Person
) -> None:
    index = say(session, esi)
    path, key = f"/{session.path}/desk/transcribe/acts/", str(new())
    sent = {"act": "correct", "utterance": index, "version": index, "kind": "transcription", "reason": "Misheard."}

    def correct(who: Person, **given: object) -> dict[str, object]:
        posted = json.dumps({"acts": [sent | given]})
        [answer] = cast.signed_in(who).post(path, posted, content_type="application/json").json()["answers"]
        return answer  # type: ignore[no-any-return]

    assert "nothing has changed" in str(correct(esi, text=WORDS)["refused"])
    first = correct(esi, text="In Verkhna.", key=key)
    assert correct(esi, text="In Verkhna.", key=key) == first == {"index": index + 1}
    assert f"in the meantime (entry {index + 1}" in str(correct(chiara, text="In Werchna.")["refused"])
    plain = cast.signed_in(chiara).post(path, sent | {"text": "In Werchna."})
    page = plain.content.decode()
    assert plain.status_code == 409 and "autofocus></textarea>" in page, "a correction is nothing to be appended"
    assert '<details class="tools" open>' in page and ">In Werchna.</textarea>" in page and 'value="Misheard."' in page
    without = {name: value for name, value in sent.items() if name != "version"}
    assert "version" in str(cast.signed_in(esi).post(path, without | {"text": "No."}).content)
    assert reads.last_lines(session, of=esi)[-1].text == "In Verkhna."


def test_only_the_press_office_sets_ground_rules(session: Edition, esi: Person, chiara: Person) -> None:
    rule = {"act": "rule", "rule": "deep background", "sentence": "No attribution."}
    with pytest.raises(ActRefused, match="Only the press office"):
        perform(session, parse(rule), by=esi)
    assert perform(session, parse(rule), by=chiara)


def test_a_transcriber_alone_runs_the_session_and_its_hold(edition: Edition, esi: Person) -> None:
    client, path = cast.signed_in(esi), f"/{edition.path}/desk/transcribe/"
    for sent in (
        {"act": "start", "hold": 0},
        {"act": "hold", "seconds": 30},
        {"act": "pause"},
        {"act": "resume"},
    ):
        assert client.post(path + "acts/", sent).status_code == 302, sent
    page = client.get(path).content.decode()
    assert 'name="seconds"' in page and "Text is published after 30 s." in page and 'name="sentence"' not in page
    assert client.post(path + "acts/", {"act": "end"}).status_code == 302
    assert reads.state(Edition.objects.get(pk=edition.pk), of=esi).session == "ended"


def test_what_one_typed_is_not_taken_from_whoever_signed_in_since(session: Edition, esi: Person) -> None:
    chiara = cast.press_officer(session)
    sent = json.dumps({"acts": [{"act": "say", "key": str(new()), "text": WORDS}]})
    path, opened_by = f"/{session.path}/desk/transcribe/", {"X-Desk-Of": str(esi.pk)}
    client = cast.signed_in(chiara)
    assert client.get(path + "state/", headers=opened_by).status_code == 403
    assert client.post(path + "acts/", sent, content_type="application/json", headers=opened_by).status_code == 403
    assert reads.last_lines(session, of=chiara) == []
    cast.signed_in(esi).post(path + "acts/", sent, content_type="application/json", headers=opened_by)
    assert [line.text for line in reads.last_lines(session, of=esi)] == [WORDS]


def test_after_a_refusal_nothing_further_is_done(session: Edition, esi: Person) -> None:
    keys = [str(new()) for _ in range(3)]
    good = {"act": "say", "text": WORDS}
    bad = {"act": "confirm", "utterance": 0, "version": 0}
    sent = {"acts": [good | {"key": keys[0]}, bad | {"key": keys[1]}, good | {"key": keys[2]}]}
    answer = (
        cast.signed_in(esi)
        .post(f"/{session.path}/desk/transcribe/acts/", json.dumps(sent), content_type="application/json")
        .json()
    )
    assert [sorted(one) for one in answer["answers"]] == [["index"], ["refused"]]
    assert [line.text for line in reads.last_lines(session, of=esi)] == [WORDS]


def test_the_plain_form_takes_words_for_what_the_speakers_part_makes_them(session: Edition, esi: Person) -> None:
    client, path = cast.signed_in(esi), f"/{session.path}/desk/transcribe/"
    speakers = {one.name: str(one.pk) for one in Speaker.objects.filter(edition=session)}
    for who in ("Governor Ferro", "Dov Sand", "Ada Reyes", "Governor Ferro", ""):
        sent = client.post(path + "acts/", {"act": "say", "text": WORDS, "speaker": speakers.get(who, ""), "role": ""})
        assert sent.status_code == 302 and sent["Location"] == path
    lines = reads.last_lines(session, of=esi)
    assert [line.role for line in lines] == ["statement", "remark", "question", "answer", "question"]
    assert WORDS in client.get(path).content.decode()
    assert WORDS not in client.get(path + "?shell").content.decode()


def test_words_that_come_while_the_shell_is_made_are_not_in_it(session: Edition, esi: Person) -> None:
    """Its request has read the edition; then somebody says something."""
    conference = Edition.objects.get(pk=session.pk)
    acts.say(session, by=esi, speaker=None, role=Role.STATEMENT, text=WORDS)
    assert reads.state(conference, of=esi, words=False).last is None


def test_lines_that_a_plain_form_parts_are_parted_on_the_record_as_others_are(session: Edition, esi: Person) -> None:
    sent = cast.signed_in(esi).post(
        f"/{session.path}/desk/transcribe/acts/", {"act": "say", "text": "Four schools.\r\nThank you."}
    )
    assert sent.status_code == 302
    assert [line.text for line in reads.last_lines(session, of=esi)] == ["Four schools.\nThank you."]


def test_a_key_is_one_speakers(session: Edition, esi: Person) -> None:
    acts.keep_speaker(session, Speaker(name="Bohdan Lis", outlet="blog", key=2), by=esi)
    found = {one.name: one.key for one in Speaker.objects.filter(edition=session)}
    assert found == {"Governor Ferro": 1, "Bohdan Lis": 2, "Dov Sand": 3, "Ada Reyes": None}


def test_a_speaker_is_changed_on_the_list_and_what_isnt_there_is_not_forgotten(session: Edition, esi: Person) -> None:
    client, path = cast.signed_in(esi), f"/{session.path}/desk/transcribe/acts/"
    ada = Speaker.objects.get(edition=session, name="Ada Reyes")
    changed = {"act": "speaker", "speaker": ada.pk, "name": "Ada Reyes-Lind", "outlet": "Radio Tamra", "digit": 2}
    assert client.post(path, changed).status_code == 302
    assert [(one.name, one.key) for one in Speaker.objects.filter(pk=ada.pk)] == [("Ada Reyes-Lind", 2)]
    assert Speaker.objects.filter(edition=session).count() == 3
    before = session.log.journal.count()
    assert client.post(path, {"act": "forget abbreviation", "short": "gov"}).status_code == 302
    assert session.log.journal.count() == before


def test_the_journal_knows_who_did_it_and_no_word_of_it(session: Edition, esi: Person) -> None:
    index = say(session, esi)
    entry = session.log.journal.order_by("-pk")[0]
    assert (entry.code, entry.index, entry.person) == ("say", index, esi)
    assert not any("Verkhna" in str(one.data) or "Ferro" in str(one.data) for one in session.log.journal.all())


def test_a_prepared_text_is_delivered_paragraph_by_paragraph(session: Edition, esi: Person, chiara: Person) -> None:
    client, path = cast.signed_in(chiara), f"/{session.path}/desk/transcribe/"
    pasted = "Good morning to all of you.\n\nFour schools\nhave opened.\n\n\nThank you."
    ferro = Speaker.objects.get(edition=session, name="Governor Ferro")
    assert client.post(path + "prepare/", {"title": "Opening", "text": pasted, "speaker": ferro.pk}).status_code == 302
    index = session.prepared_texts.get().index
    told = client.get(f"{path}prepared/{index}/").json()
    assert told["paragraphs"] == ["Good morning to all of you.", "Four schools have opened.", "Thank you."]
    assert "Four schools" not in client.get(f"/{session.path}/record/").content.decode()
    deliver = {"act": "deliver", "prepared": index}
    perform(session, parse(deliver | {"paragraph": 0, "text": "Good morning to all of you."}), by=esi)
    with pytest.raises(ActRefused, match="Paragraph 2 is next"):
        perform(session, parse(deliver | {"paragraph": 2, "text": "Thank you."}), by=esi)
    perform(session, parse(deliver | {"paragraph": 1, "text": "Three schools have opened."}), by=esi)
    perform(session, parse({"act": "skip", "prepared": index, "paragraph": 2}), by=esi)
    with pytest.raises(ActRefused, match="already marked"):
        perform(session, parse(deliver | {"paragraph": 0, "text": "Again."}), by=esi)
    spoken = [one.content for one in record.spoken(session.log)]
    assert [(one.text, one.paragraph, one.standard) for one in spoken if one] == [
        ("Good morning to all of you.", 0, "as delivered"),
        ("Three schools have opened.", 1, "as delivered"),
    ]
    with pytest.raises(ActRefused, match="Only the press office"):
        perform(session, parse({"act": "publish", "prepared": index}), by=esi)
    perform(session, parse({"act": "publish", "prepared": index, "disclosing": str(index)}), by=chiara)
    assert reads.published(session) == {index}
