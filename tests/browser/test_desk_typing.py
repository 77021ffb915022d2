"""Names are found however they are spelt, an input method's Enter is not the transcriber's, and nothing hides anything."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from tests.browser.desk import SPEAKERS, Sit, begin, record_of

GREEK = ("Χρήστος Παπαδόπουλος", "Asks", "", "Ραδιόφωνο Τάμρα")


def test_a_greek_name_is_found_by_latin_letters_and_enter_adds_nobody_unasked(sit: Sit) -> None:
    esi = sit()
    begin(esi, hold=0, speakers=(SPEAKERS[0], GREEK, ("José Peña", "Asks", "", "")))
    esi.saved()
    name, found_first = esi.page.locator("#speaker-name"), esi.page.locator("#speaker-options [aria-selected=true]")
    for typed, found in (("papadop", GREEK[0]), ("papadopoulos", GREEK[0]), ("jose pen", "José Peña")):
        esi.press("Tab")
        esi.type(typed)
        expect(found_first).to_contain_text(found)
        esi.press("Enter")
        expect(esi.page.locator("#text")).to_be_focused()
        expect(name).to_have_value(found)
    esi.press("Tab")
    esi.type("Nobody Known")
    esi.press("Enter")
    expect(esi.page.locator("#told")).to_contain_text("Nobody on the list is called “Nobody Known”")
    expect(esi.page.locator("#lists")).to_be_hidden()
    esi.press("Enter")
    expect(esi.page.locator("#one-name")).to_have_value("Nobody Known")


def test_a_speaker_whose_latin_name_comes_while_one_looks_for_them_is_found(sit: Sit) -> None:
    esi = sit()
    begin(esi, hold=0, speakers=())
    esi.saved()
    late, states = True, list[Route]()
    esi.page.route("**/desk/transcribe/state/*", lambda route: states.append(route) if late else route.continue_())
    esi.add(*GREEK)
    esi.add("Dov Sand", "Moderates", "2", "")
    esi.press("Tab")
    esi.type("papadop")
    expect(esi.page.locator("#speaker-options > *")).to_have_text("New speaker: papadop")
    late = False
    for state in states:
        state.continue_()
    expect(esi.page.locator("#speaker-options [aria-selected=true]")).to_contain_text(GREEK[0])
    esi.press("Enter")
    expect(esi.page.locator("#speaker-name")).to_have_value(GREEK[0])


def test_the_enter_of_an_input_method_appends_nothing(sit: Sit) -> None:
    esi = sit()
    begin(esi, hold=0, speakers=())
    cdp = esi.context.new_cdp_session(esi.page)
    esi.type("Half a sentence ")
    enter = {
        "key": "Enter",
        "code": "Enter",
        "windowsVirtualKeyCode": 229,
    }  # as Safari sends it after the word is chosen
    cdp.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter})
    cdp.send("Input.dispatchKeyEvent", {"type": "keyUp", **enter})
    esi.type("and its end.")
    esi.press("Enter")
    esi.saved()
    assert record_of(esi) == ["Half a sentence and its end."]


def test_lengths_are_counted_as_the_server_counts_them(sit: Sit) -> None:
    esi = sit()
    begin(esi, hold=0, speakers=())
    esi.say("It stands in Verkna.")
    esi.saved()
    esi.press("F2", "Control+a")
    esi.type("It stands in Verkhna.")
    esi.press("Enter")
    esi.page.keyboard.insert_text("😀" * 1_001)
    esi.press("Enter")
    expect(esi.page.locator("#correcting")).to_be_visible()
    assert (
        esi.page.locator("#correct-reason").evaluate("one => one.validationMessage").startswith("This is 1 character")
    )
    esi.press("Backspace", "Enter")
    esi.saved()
    assert record_of(esi) == ["It stands in Verkhna."]


def test_with_a_long_ground_rule_the_last_line_is_in_sight_and_no_button_covers_anything(sit: Sit) -> None:
    chiara = sit("Chiara Okoye")
    begin(chiara, hold=60, speakers=SPEAKERS[:1])
    page = chiara.page
    page.locator(".directing summary").press("Enter")
    page.locator("#rule-rule").select_option("deep background")
    page.locator("#rule-sentence").fill("What is said here may be used, and nobody may be named as its source. " * 5)
    page.get_by_role("button", name="Set the ground rule").press("Enter")
    chiara.saved()
    page.locator(".directing summary").press("Enter")
    chiara.press("Escape")
    for number in range(6):
        chiara.say(
            f"Sentence {number}, which is long enough to be two lines of the list at this width, and a little more."
        )
    chiara.saved()
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator("#edge")).to_be_in_viewport(ratio=1)
    expect(page.locator("#saved")).to_be_in_viewport(ratio=1)
    page.locator("#last > li").nth(-2).hover()
    tools = page.locator("#last > li").nth(-2).locator(".tools")
    expect(tools).to_be_visible()
    covered = tools.evaluate("""tools => {
      const at = tools.getBoundingClientRect();
      return [...document.querySelectorAll("#last .marks, #last .said, #last .name, #last .at")].filter((one) => {
        const { left, right, top, bottom } = one.getBoundingClientRect();
        return left < at.right && right > at.left && top < at.bottom && bottom > at.top;
      }).length;
    }""")
    assert covered == 0


def test_off_the_record_does_not_wait_for_an_input_method(sit: Sit) -> None:
    esi = sit()
    begin(esi, hold=0, speakers=())
    esi.saved()
    cdp = esi.context.new_cdp_session(esi.page)
    f4 = {"key": "Process", "code": "F4", "windowsVirtualKeyCode": 229}  # as Chromium has it of an input method
    cdp.send("Input.imeSetComposition", {"text": "ひみつ", "selectionStart": 3, "selectionEnd": 3})
    expect(esi.page.locator("#text")).to_have_value("ひみつ")
    cdp.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **f4})
    cdp.send("Input.dispatchKeyEvent", {"type": "keyUp", **f4})
    expect(esi.page.locator("#off")).to_be_visible()
    expect(esi.page.locator("#text")).to_have_value("")
    esi.saved()
    esi.press("F4")
    expect(esi.page.locator("#text")).to_be_focused()
    expect(esi.page.locator("#text")).to_have_value("")
    assert "ひみつ" not in esi.kept()
    assert record_of(esi) == []
