"""Who speaks is chosen by a key of its own, at any speed; what is typed in the line is words, figures too."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from tests.browser.desk import SPEAKERS, Sit, begin, record_of

FIGURES = ("5 of the 14 bakeries", "14 bakeries", "3D models, 2nd batch", "0.5 percent", "1,000 came", "7")


def test_no_digit_of_a_figure_is_lost_at_any_speed(sit: Sit) -> None:
    esi = sit()
    begin(esi, hold=0, speakers=SPEAKERS[:4])
    for gap in (0, 250, 600, 1_000):
        for number, words in enumerate(FIGURES):
            if number % 2 == 0:
                esi.press("Tab")
                esi.page.wait_for_timeout(gap)
                esi.press("4")
                esi.page.wait_for_timeout(gap)
            esi.page.keyboard.type(words[:3], delay=gap)
            esi.type(words[3:])
            esi.press("Enter")
        esi.saved()
        assert esi.lines[-len(FIGURES) :] == list(FIGURES), gap
        names = esi.page.locator("#last .name").all_inner_texts()
        assert names[-len(FIGURES) :] == ["Bohdan Lis"] * len(FIGURES), gap
    assert record_of(esi) == list(FIGURES) * 4


def test_pasted_figures_are_words_and_a_speaker_is_chosen_in_the_middle_of_a_line(sit: Sit) -> None:
    esi = sit()
    begin(esi, hold=0, speakers=SPEAKERS[:4])
    esi.press("Tab", "1")
    esi.page.keyboard.insert_text("4")
    esi.type(" schools")
    esi.press("Tab", "3")
    esi.type(" opened.")
    esi.press("Enter")
    esi.saved()
    assert esi.lines == ["4 schools opened."]
    expect(esi.page.locator("#last .name")).to_have_text(["Ada Reyes"])


def test_what_is_typed_before_the_desk_has_loaded_stays_in_the_line(sit: Sit) -> None:
    esi = sit(service_workers="block")  # it would answer instead of the route
    begin(esi, hold=0, speakers=SPEAKERS[:4])
    held: list[Route] = []
    esi.page.route("**/watching*.js", lambda route: held.append(route))
    with esi.page.expect_request("**/watching*.js"):
        esi.page.reload(wait_until="commit")
    expect(esi.page.locator("#text")).to_be_focused()
    esi.type("4")
    held[0].continue_()
    expect(esi.page.locator("#people")).to_contain_text("is here")
    expect(esi.page.locator("#keys-in-short .script").first).to_be_visible()
    esi.type("5 schools")
    esi.press("Enter")
    esi.saved()
    assert esi.lines == ["45 schools"]


def test_whoever_types_on_while_it_is_off_the_record_comes_upon_no_button(sit: Sit) -> None:
    esi = sit()
    begin(esi, hold=0, speakers=SPEAKERS[:4])
    esi.press("F4")
    expect(esi.page.locator("#off")).to_be_visible()
    esi.say("What I type without looking", "4")
    esi.saved()
    expect(esi.page.locator("#off")).to_be_visible()
    esi.press("Tab", "Enter")
    expect(esi.page.locator("#off")).to_be_hidden()
