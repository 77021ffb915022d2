"""Words that a reader chooses: cited voice by voice, linked to and found again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

SELECT = """([from, start, to, stop, backwards]) => {
  const place = (passage, words, behind) => {
    const said = document.querySelector(`#u${passage} .said`);
    const walker = document.createTreeWalker(said, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf(words);
      if (at >= 0) return [walker.currentNode, at + (behind ? words.length : 0)];
    }
    throw new Error(words);
  };
  const [first, last] = [place(from, start, false), place(to, stop, true)];
  const ends = backwards ? [...last, ...first] : [...first, ...last];
  getSelection().setBaseAndExtent(...ends);
}"""


@pytest.fixture
def record(page: Page, edition: tuple[str, dict[str, int]]) -> dict[str, int]:
    """The record is open on `page`; its entries by name."""
    page.goto(edition[0] + "record/")
    return edition[1]


def select(page: Page, start: tuple[int, str], stop: tuple[int, str], *, backwards: bool = False) -> None:
    page.evaluate(SELECT, [*start, *stop, backwards])


def copied(page: Page, button: str) -> str:
    page.get_by_role("region", name="Selected text").get_by_role("button", name=button).click()
    return page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize("backwards", [False, True])
def test_a_question_and_its_answer_are_cited_each_in_its_own_voice(
    page: Page, record: dict[str, int], backwards: bool
) -> None:
    select(page, (record["why"], "Is there"), (record["none"], "no money."), backwards=backwards)
    asked, answered = copied(page, "Copy citation").split("\n")
    assert asked.startswith(
        "Ada Reyes (Radio Tamra, Kaliningradskaya oblast'): “Is there money for the bridge?”, 13th edition, "
    )
    assert asked.endswith(f"/u/{record['why']}/")
    assert answered.startswith("Governor Ferro (Governor): “No. There is no money.”, 13th edition, ")
    assert answered.endswith(f"version {record['none']}, {page.url.replace('record/', '')}u/{record['none']}/")


def test_what_one_voice_goes_on_to_say_is_one_citation_until_the_rule_changes(
    page: Page, record: dict[str, int]
) -> None:
    select(page, (record["none"], "There is"), (record["quietly"], "never paid"))
    first, second = copied(page, "Copy citation").split("\n")
    assert "“There is no money. Not this year, and not the next. So it is. So it is. So it is.”" in first
    assert f"versions {record['none']}, {record['then']}, http" in first
    assert second.startswith("an official of the region: “It was never paid”, on background, 13th edition, ")
    assert "Ferro" not in second


def test_all_that_is_selected_gives_nothing_but_what_was_said(page: Page, record: dict[str, int]) -> None:
    page.keyboard.press("Control+a")
    said = copied(page, "Copy citation")
    for other in (
        "may be",
        "attributed",
        "Corrected",
        "corrected",
        "Misheard",
        "Check",
        "Question",
        "Verhn",
        "quatrième",
        "¶",
    ):
        assert other not in said
    assert "“The fourth stands in Verkhna. It has no roof.”" in said
    assert said.count("“") == said.count("\n") + 1 == 8


def test_struck_words_are_nobodys_and_a_translation_says_that_it_is_one(page: Page, record: dict[str, int]) -> None:
    fourth = record["fourth"]
    select(page, (fourth, "stands"), (fourth, "It has"))
    assert "“stands in Verkhna. It has”" in copied(page, "Copy citation")
    select(page, (fourth, "Verhn"), (fourth, "Verhn"))
    expect(page.locator("#chosen")).to_be_hidden()
    page.locator(f"#u{fourth} .translation summary").click()
    page.locator(f"#u{fourth} .translation p").click(click_count=3)
    said = copied(page, "Copy citation")
    assert said.startswith(
        "Governor Ferro (Governor): “La quatrième est à Verkhna.”, in French, translated, 13th edition, "
    )
    assert copied(page, "Copy link to selection").endswith(f"/u/{fourth}/#v{fourth + 3}")


def test_a_triple_click_and_words_from_right_to_left_are_taken(page: Page, record: dict[str, int]) -> None:
    page.locator(f"#u{record['leila']} .said p").click(click_count=3)
    said = copied(page, "Copy citation")
    assert said.startswith(
        "\u2068ليلى حداد (راديو تمرة)\u2069: “\u2068لماذا ثلاث مدارس وليس أربع؟\u2069”, \u206813th edition\u2069, "
    )
    assert "\n" not in said


def test_words_are_chosen_and_cited_by_keyboard_alone(page: Page, record: dict[str, int]) -> None:
    select(page, (record["morning"], "Good"), (record["morning"], "Good"))
    for _ in range(4):
        page.keyboard.press("Shift+Control+ArrowRight")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy link to selection")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#chosen [role=status]")).to_have_text("Citation copied.")
    assert "“Good morning to all of" in page.evaluate("navigator.clipboard.readText()")
    page.keyboard.press("Escape")
    expect(page.locator("#chosen")).to_be_hidden()


@pytest.mark.parametrize(
    ("start", "stop", "marked"),
    [
        (("none", "There is"), ("none", "this year"), ["There is no money.", "Not this year"]),
        (("morning", "ning"), ("morning", "to al"), ["morning to all"]),
        (("fourth", "in"), ("fourth", "It"), ["in ", "Verkhna", ". It"]),
        (
            ("why", "money"),
            ("then", "is"),
            ["money for the bridge?", "No. There is no money.", "Not this year, and not the next.", "So it is"],
        ),
    ],
)
def test_a_link_marks_the_words_it_was_made_from_without_javascript(
    page: Page,
    chromium: Browser,
    record: dict[str, int],
    start: tuple[str, str],
    stop: tuple[str, str],
    marked: list[str],
) -> None:
    select(page, (record[start[0]], start[1]), (record[stop[0]], stop[1]))
    link = copied(page, "Copy link to selection")
    context = chromium.new_context(java_script_enabled=False)
    reader = context.new_page()
    reader.goto(link)
    assert "".join(reader.locator(".said mark").all_text_contents()) == "".join(marked)
    expect(reader.locator(f"#u{record[start[0]]}")).to_be_in_viewport()
    context.close()


def test_a_repeated_sentence_is_marked_where_it_was_chosen(page: Page, record: dict[str, int]) -> None:
    then = record["then"]
    page.evaluate(
        """then => { const words = document.querySelector(`#u${then} .said p`).firstChild;
        getSelection().setBaseAndExtent(words, 10, words, 18); }""",
        then,
    )
    page.goto(copied(page, "Copy link to selection"))
    assert page.locator(f"#u{then} .said p").inner_html() == "So it is. <mark>So it is</mark>. So it is."


def test_an_old_link_shows_the_words_that_were_corrected_since(page: Page, edition: tuple[str, dict[str, int]]) -> None:
    address, made = edition
    fourth = made["fourth"]
    page.goto(f"{address}record/?from={fourth}&words={fourth}.{fourth}.9-{fourth}.{fourth}.22#u{fourth}")
    assert "".join(page.locator(".said mark").all_text_contents()) == "stands in Verhn"
    expect(page.locator(f"#u{fourth} del mark, #u{fourth} mark del")).to_have_text("Verhn")


@pytest.mark.parametrize("name", ["none", "fourth", "then"])
def test_the_quotes_own_link_marks_all_of_it(page: Page, edition: tuple[str, dict[str, int]], name: str) -> None:
    address, made = edition
    page.goto(f"{address}u/{made[name]}/")
    page.get_by_role("link", name="Link to just these words").click()
    marked = page.locator(f"#u{made[name]} .said mark")
    expect(marked.first).to_be_in_viewport()
    whole = page.locator(f"#u{made[name]} .said").first.evaluate(
        "said => { for (const old of said.querySelectorAll('del')) old.remove(); return said.textContent; }"
    )
    assert "".join(marked.all_text_contents()).replace(" ", "") == whole.replace(" ", "")
    assert page.locator(".said mark").count() == marked.count()


def test_words_far_down_in_a_long_passage_are_brought_into_view(
    page: Page, edition: tuple[str, dict[str, int]]
) -> None:
    address, made = edition
    long = made["leila"] + 1
    page.goto(f"{address}record/?from={long}&words={long}.{long}.3000-{long}.{long}.3015#u{long}")
    expect(page.locator(".said mark")).to_be_in_viewport()


@pytest.mark.parametrize("words", ["x", "9.9.9-99999.1.1", "3.3.5", "4.4.9-3.3.1", "4.77.1-4.77.3", "0.0.0-0.0.0"])
def test_a_link_to_nothing_is_the_record_as_it_is(page: Page, edition: tuple[str, dict[str, int]], words: str) -> None:
    answer = page.goto(f"{edition[0]}record/?words={words}")
    assert answer and answer.status == 200
