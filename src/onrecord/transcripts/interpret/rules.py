"""Ground rules that the opening lines seem to announce. Suggested with the full sentence, never applied."""

from __future__ import annotations

import re

from onrecord.transcripts.model import Block, Draft, RuleSuggestion

OPENING_BLOCKS = 6
OPENING_CHARACTERS = 4_000
RULES = {
    "deep background": r"deep background|trasfondo profundo",
    "off the record": r"off[ -]the[ -]record|not for publication|extraoficial|fuera de registro|не для (?:печати|протокола)|unter drei|hors micro",
    "background": r"(?<!deep )\bon background|\battributable to|\battribut(?:ed|ion) (?:to|is|as)|unter zwei|на условиях анонимности|no atribuible",
    "embargo": r"(?<!sin )\bembargo(?:ed)?\b|embargad[oa]|gesperrt bis|sperrfrist|под эмбарго|sous embargo",
}
PATTERNS = {rule: re.compile(rf"(?i){pattern}") for rule, pattern in RULES.items()}
SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?![\s”\"’»)]|$)[^.!?\n]*)*[.!?]*[”\"’»)]*")


def suggest_rules(draft: Draft, blocks: list[Block]) -> tuple[RuleSuggestion, ...]:
    """The rules announced in the header and the first blocks, each once, with line and sentence."""
    found: dict[str, RuleSuggestion] = {}
    opening = [
        *draft.preface[:12],
        *((block.line, block.text[:OPENING_CHARACTERS]) for block in blocks[:OPENING_BLOCKS]),
    ]
    for line, text in opening:
        for sentence in SENTENCE.findall(text):
            for rule, pattern in PATTERNS.items():
                if rule not in found and pattern.search(sentence):
                    found[rule] = RuleSuggestion(rule, sentence.strip(), line)
    return tuple(found.values())
