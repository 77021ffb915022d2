from __future__ import annotations

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onrecord.events import acts as events
from onrecord.events.models import Edition
from onrecord.proceedings import entries as acts
from onrecord.proceedings import models
from onrecord.proceedings.importing import import_document
from onrecord.record.contents import EditionOpened
from onrecord.transcripts.model import Document, Role, Speaker, TranscriptError, Utterance
from tests.words import ADA, answer, question, said

HELD = "Words nobody may read yet"


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    series = events.start_series(slug="regional-media", title="Press conference for regional media")
    opened = events.open_edition(
        series,
        slug="13",
        timezone="Etc/GMT-3",
        content=EditionOpened(
            series=series.title, title="13th edition", number=13, date=datetime.date(2026, 5, 14), languages=["en"]
        ),
    )
    acts.start_session(opened.log)
    timed = answer("The fourth stands in Verhn.").model_copy(update={"start_ms": 61_000, "end_ms": 64_000})
    acts.speak(opened.log, question("You promised four schools. Why three?"), timed)
    acts.correct(opened.log, 3, text="The fourth stands in Verkhna.", kind="transcription", reason="Misheard.")
    acts.speak(opened.log, question(HELD, ADA), held=True)
    acts.speak(opened.log, question("<script>alert(1)</script> & when?", None))
    return opened


PUBLIC = [
    "/",
    "/regional-media/",
    "/regional-media/13/",
    "/regional-media/13/record/",
    "/regional-media/13/record/part/",
    "/regional-media/13/record/find/?q=nobody",
    "/regional-media/13/u/2/",
    "/regional-media/13/u/3/",
    "/regional-media/13/u/5/",
    "/regional-media/13/u/2.tlog-proof",
    "/regional-media/13/log/checkpoint",
    "/regional-media/13/log/verifier.key",
    "/regional-media/13/log/tile/0/000.p/7",
    "/regional-media/13/log/tile/entries/000.p/7",
    "/regional-media/13/log/open/2",
    "/verify/",
    "/verify/onrecord_check.py",
    *(f"/regional-media/13/export/{name}/" for name in ("bundle", "json", "text", "vtt", "html", "akn", "csv")),
]


def test_every_address_answers_anyone_without_a_cookie_and_without_what_is_held(
    edition: Edition, client: Client
) -> None:
    for path in PUBLIC:
        response = client.get(path)
        assert response.status_code == 200, path
        assert not response.cookies, path
        assert "Cookie" not in response.get("Vary", ""), path
        assert HELD.encode() not in response.content, path
        assert "script-src 'self'" in response["Content-Security-Policy"], path


def test_words_are_shown_never_run(edition: Edition, client: Client) -> None:
    for path in ("/regional-media/13/record/", "/regional-media/13/u/6/"):
        assert b"<script>alert" not in client.get(path).content


def test_a_correction_shows_both_versions(edition: Edition, client: Client) -> None:
    page = client.get("/regional-media/13/record/").content.decode()
    assert "<del>Verhn</del><ins>Verkhna</ins>" in page
    quote = client.get("/regional-media/13/u/3/").content.decode()
    assert "stands in Verhn." in quote
    assert "stands in Verkhna." in quote


def test_a_corrections_own_address_leads_to_the_quote(edition: Edition, client: Client) -> None:
    response = client.get("/regional-media/13/u/4/")
    assert (response.status_code, response["Location"]) == (302, "/regional-media/13/u/3/#v4")


def test_what_is_held_is_a_gap_with_its_sentence(edition: Edition, client: Client) -> None:
    assert "Not yet public. These words are recorded" in client.get("/regional-media/13/record/").content.decode()
    assert client.get("/regional-media/13/log/open/5").status_code == 404


def test_what_was_erased_is_gone_and_says_so(edition: Edition, client: Client) -> None:
    acts.erase(edition.log, 2, legal_basis="Art. 17 GDPR")
    assert client.get("/regional-media/13/log/open/2").status_code == 410
    for path in [path for path in PUBLIC if "/13/" in path and path not in ("/regional-media/13/log/open/2",)]:
        assert b"four schools" not in client.get(path.replace("p/7", "p/8")).content, path
    assert "Art. 17 GDPR" in client.get("/regional-media/13/log/open/7").content.decode()
    assert "Entry 7 of the log says why: Art. 17 GDPR" in client.get("/regional-media/13/u/2/").content.decode()


NOWHERE = [
    "/regional-media/14/",
    "/nobody/",
    "/regional-media/13/u/0/",
    "/regional-media/13/u/99/",
    "/regional-media/13/record/?from=x",
    "/regional-media/13/log/tile/0/000",
    "/regional-media/13/log/tile/0/000.p/8",
    "/regional-media/13/log/tile/0/../checkpoint",
    "/regional-media/13/log/tile/9/999.p/300",
    "/regional-media/13/export/docx/",
]


def test_what_is_not_there_is_a_404(edition: Edition, client: Client) -> None:
    assert {path: client.get(path).status_code for path in NOWHERE} == dict.fromkeys(NOWHERE, 404)


def test_only_reading_is_offered(edition: Edition, client: Client) -> None:
    for path in PUBLIC:
        assert client.post(path).status_code in (403, 405), path


def test_tiles_are_immutable_and_openings_are_not(edition: Edition, client: Client) -> None:
    assert "immutable" in client.get("/regional-media/13/log/tile/0/000.p/7")["Cache-Control"]
    assert "no-cache" in client.get("/regional-media/13/log/open/2")["Cache-Control"]
    assert client.get("/regional-media/13/log/checkpoint")["Access-Control-Allow-Origin"] == "*"


def test_the_first_page_tells_what_to_do_when_there_is_nothing(db: None, client: Client) -> None:
    assert "onrecord import" in client.get("/").content.decode()


@pytest.mark.parametrize("path", ["/", "/regional-media/"])
def test_lists_cost_the_same_queries_for_one_and_three_editions(edition: Edition, client: Client, path: str) -> None:
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    for number in (14, 15):
        opened = events.open_edition(
            edition.series, slug=str(number), content=EditionOpened(series="S", title=f"{number}th")
        )
        acts.start_session(opened.log)
        acts.speak(opened.log, question("Why?"), answer("So."))
    with CaptureQueriesContext(connection) as three:
        client.get(path)
    assert len(one) == len(three)


def test_a_long_edition_comes_in_parts_that_together_are_all_of_it(edition: Edition, client: Client) -> None:
    acts.speak(edition.log, *(said(f"Sentence {n}. " + "word " * 60, Role.ANSWER) for n in range(1_500)))
    acts.end_session(edition.log)
    first = client.get("/regional-media/13/record/", headers={"accept-encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    assert len(first.content) < 60_000
    seen, address = [], "/regional-media/13/record/part/?from=0"
    while address:
        page = client.get(address).content.decode()
        seen += [part.split('"')[0] for part in page.split('data-index="')[1:]]
        later = page.split('data-later="')[1].split('"')[0]
        address = f"/regional-media/13/record/part/?from={later}" if later else ""
    assert seen == [str(index) for index in models.Utterance.objects.order_by("index").values_list("index", flat=True)]


def test_an_endless_utterance_is_refused_with_its_line_and_nothing_is_stored(edition: Edition) -> None:
    endless = Utterance("word " * 50_000, Role.ANSWER, line=7)
    document = Document(title="T", format="text", utterances=(endless,), speakers=(), source_sha256="1" * 64)
    with pytest.raises(TranscriptError, match=r"line 7: .*200,000"):
        import_document(edition.series, document)
    assert Edition.objects.count() == 1


def test_exports_say_the_standard_of_their_text(edition: Edition, client: Client) -> None:
    assert "draft" in client.get("/regional-media/13/export/text/").content.decode().split("UNKNOWN")[0].lower()[:400]


def test_the_same_file_twice_adds_nothing(edition: Edition) -> None:
    document = Document(
        title="A short one",
        format="text",
        utterances=(Utterance("Why?", Role.QUESTION), Utterance("So.", Role.ANSWER)),
        speakers=(),
        source_sha256="0" * 64,
        source_name="short.txt",
        complete=False,
    )
    first = import_document(edition.series, document)
    again = import_document(edition.series, document)
    assert (first.fresh, again.fresh) == (True, False)
    assert first.edition == again.edition
    assert Edition.objects.count() == 2


def test_the_record_costs_the_same_queries_however_long_it_is(edition: Edition, client: Client) -> None:
    acts.speak(edition.log, *(said(f"Sentence {n}.", Role.ANSWER) for n in range(150)))
    with CaptureQueriesContext(connection) as short:
        client.get("/regional-media/13/record/?from=0")
    acts.speak(edition.log, *(said(f"Sentence {n}.", Role.ANSWER) for n in range(700)))
    for index in (2, 3, 7, 500):
        acts.correct(edition.log, index, text="Said otherwise.", kind="transcription", reason="Misheard.")
    with CaptureQueriesContext(connection) as long:
        client.get("/regional-media/13/record/?from=0")
    assert len(long) == len(short)


def test_only_the_editions_page_opens_every_question_to_count_unknown_askers(edition: Edition, client: Client) -> None:
    assert "1 of them by an unknown asker" in client.get("/regional-media/13/").content.decode()
    acts.speak(edition.log, question("And who pays?", None))
    assert "2 of them by unknown askers" in client.get("/regional-media/13/").content.decode()


def test_a_page_that_begins_in_the_middle_names_who_is_speaking(edition: Edition, client: Client) -> None:
    first = acts.speak(edition.log, answer("In spring."), answer("Or in autumn."))[0]
    page = client.get(f"/regional-media/13/record/?from={first + 1}").content.decode()
    assert "<h2>Governor Ferro</h2>" in page
    assert "Answer, continued" in page
    assert "<h2>" not in client.get(f"/regional-media/13/record/part/?from={first + 1}").content.decode()


def test_an_answer_tells_how_long_it_took_once_another_has_the_floor(edition: Edition, client: Client) -> None:
    captions = (
        ("Why three?", Role.QUESTION, "ada", 0, 9_000),
        ("The fourth has no roof.", Role.ANSWER, "ferro", 10_000, 60_000),
        ("It will have one.", Role.ANSWER, "ferro", 61_000, 170_000),
        ("And when?", Role.QUESTION, "bohdan", 171_000, 175_000),
        ("In spring.", Role.ANSWER, "ferro", 176_000, 180_000),
    )
    document = Document(
        title="With times",
        format="vtt",
        source_name="times.vtt",
        source_sha256="2" * 64,
        speakers=tuple(Speaker(key, key.title()) for key in ("ada", "ferro", "bohdan")),
        utterances=tuple(
            Utterance(text, role, key, start_ms=start, end_ms=end) for text, role, key, start, end in captions
        ),
    )
    found = import_document(edition.series, document).edition
    page = client.get(f"/{found.path}/record/").content.decode()
    assert page.count('class="lasted"') == 1
    assert '<p class="lasted">2 min 40 s</p>' in page


def test_words_struck_and_put_in_their_place_are_marked_without_the_space_around_them(
    edition: Edition, client: Client
) -> None:
    acts.correct(edition.log, 3, text="The fourth now stands in Verkhna.", kind="transcription", reason="Misheard.")
    page = client.get("/regional-media/13/record/").content.decode()
    assert "<p>The fourth <ins>now</ins> stands in <del>Verhn</del><ins>Verkhna</ins>.</p>" in page


def test_an_answers_quote_leads_to_its_question(edition: Edition, client: Client) -> None:
    page = client.get("/regional-media/13/u/3/").content.decode()
    assert "In answer to <bdi>Ada Reyes</bdi>, entry 2:" in page
    assert re.search(
        r'href="/regional-media/13/u/2/"\s+lang="en">\s*“<bdi>You promised four schools. Why three\?</bdi>”', page
    )
    assert "In answer to" not in client.get("/regional-media/13/u/2/").content.decode()


def test_a_corrected_quote_offers_the_proof_of_each_version(edition: Edition, client: Client) -> None:
    page = client.get("/regional-media/13/u/3/").content.decode()
    for index in (3, 4):
        assert f"/regional-media/13/u/{index}.tlog-proof" in page
        assert f'/regional-media/13/log/open/{index}" download="entry-{index}.json"' in page
    assert "onrecord verify entry-4.tlog-proof --opening entry-4.json --key" in page
