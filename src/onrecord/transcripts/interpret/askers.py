"""Who may have asked: names that reporters give themselves, carried to what they ask next. Only ever suggested."""

from __future__ import annotations

import re

from onrecord.transcripts.interpret.speakers import Cast, is_asker, is_voice
from onrecord.transcripts.model import Block, Role, Suggestion

WORD = r"(?:[^\W\d_a-zà-öø-ÿа-яё][\w’'-]+|[^\W\d_a-zà-öø-ÿа-яё]\.)"
PARTICLE = r"(?:de|del|la|las|los|da|dos|van|von|der|den|el|al|bin|di|y)"
NAME = rf"{WORD}(?:[ ](?:{PARTICLE}[ ]){{0,2}}{WORD}){{1,4}}"
OUTLET = (
    rf"(?:(?:the|el|la|los|las|le|der|die)[ ])?(?:(?:blog|newspaper|diario|periódico|portal|revista|agencia)[ ])?[“\"]?{WORD}"
    rf"(?:[ ](?:(?:of|de|del|y|and|&|la|el|los|en)[ ]){{0,3}}{WORD}){{0,5}}"
)
START = r"(?:^|(?<=[.!?,;:—-]\s)|(?<=\n))"
SELF = [
    re.compile(
        rf"(?:(?i:soy|me llamo|mi nombre es|my name is|my name’s|меня зовут|je m’appelle|ich bin|mein name ist))\s+(?P<name>{NAME})(?:,?\s+(?:(?i:de la|del|de|from|with|of|at|für|von|pour|из))\s+(?P<outlet>{OUTLET}))?"
    ),
    re.compile(
        rf"{START}(?P<name>{NAME}),\s+(?:(?i:y\s+)?(?:soy\s+)?)(?:de la|del|de|from|with|of|für|von|pour|из|газета|радио)\s+(?P<outlet>{OUTLET})"
    ),
    re.compile(rf"{START}(?:(?i:this is|i’m|it’s)\s+)?(?P<name>{NAME}),?\s+(?:with|from)\s+(?P<outlet>{OUTLET})"),
]
CALLED = re.compile(
    rf"(?i:line of|question (?:is |comes )?from|go (?:ahead )?to)\s+(?P<name>{NAME})(?:,?\s+(?:with|from|of|at)\s+(?P<outlet>{OUTLET}))?"
)
OPENING = 400
"""Characters at the beginning of a question in which an asker names themselves."""
NOT_A_NAME = re.compile(
    r"(?i)\b(?:president[ae]?|presidenta|secretari[oa]|gracias|buenos|buenas|muchas|muy|good|morning|afternoon|thank|thanks|"
    r"méxico|united|states|white|house|señor[a]?|doctor[a]?|gobierno|ciudad|estados|unidos|governor|madam|what|and|but|on|"
    r"the|so|también|sobre|entonces|tengo|bueno|hola|hi|just|yes|no|en|es|el|la|los|las|se|si|sí|por|para|con|que|qué|"
    r"corte|suprema|cámara|congreso|partido|palacio|nacional|secretaría|instituto|fiscalía)\b"
)
NOT_AN_OUTLET = re.compile(
    r"(?i)(?:de )?(?:méxico|verdad|ayer|hoy|nuevo|acuerdo|usted|this|that|these|all|you|me|your|our|his)\b.*"
)
BEGINNING = 25
"""Words up to which a question may be the beginning of the next one, whose asker then gives a name."""
SHOUT = 12
"""Words up to which a question right after another one is somebody else shouting."""


def suggest_askers(blocks: list[Block], roles: list[Role], cast: Cast) -> list[Suggestion | None]:
    """For each block the suggestion of who asks it, or None; names from labels are no suggestions."""
    result: list[Suggestion | None] = [None] * len(blocks)
    current: Suggestion | None = None
    announced: Suggestion | None = None
    for i, (block, role) in enumerate(zip(blocks, roles, strict=True)):
        unnamed = is_asker(block.label) or is_voice(block.label)
        if role is not Role.QUESTION or not unnamed:
            if role is Role.REMARK or cast.key_of(block):
                announced = _announced(block) or announced
            continue
        own = _introduced(block)
        follows = i > 0 and roles[i - 1] is Role.QUESTION
        if own:
            current = own
            if (
                follows
                and result[i - 1] is None
                and (i < 2 or roles[i - 2] is not Role.QUESTION)
                and len(blocks[i - 1].text.split()) <= BEGINNING
            ):
                result[i - 1] = own  # they began before they gave their name
        elif announced:
            current = announced
        elif follows and len(block.text.split()) <= SHOUT:
            continue
        announced = None
        result[i] = current
    return result


def _introduced(block: Block) -> Suggestion | None:
    opening = block.text[:OPENING]
    for pattern in SELF:
        for found in pattern.finditer(opening):
            if suggestion := _checked(found, block.line):
                return suggestion
    return None


def _announced(block: Block) -> Suggestion | None:
    called = list(CALLED.finditer(block.text[-OPENING:]))
    return _checked(called[-1], block.line) if called else None


def _checked(found: re.Match[str], line: int) -> Suggestion | None:
    name, outlet = found["name"].strip(" .,"), (found["outlet"] or "").strip(' .,“”"')
    words = name.split()
    if not 2 <= len(words) <= 5 or NOT_A_NAME.search(name) or any(len(word) < 2 for word in words[-1:]):
        return None
    if outlet and NOT_AN_OUTLET.fullmatch(outlet):
        return None
    return Suggestion(name=name, outlet=outlet, line=line)
