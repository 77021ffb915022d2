"""Who may have asked: names that reporters give themselves, carried to what they ask next. Only ever suggested.

A reporter says the name once and is a bare `Q` or `PREGUNTA` from then on, so a name is carried, but only as far as
nothing speaks against it. It ends where another name comes, where the podium gives the floor to somebody, where a
question greets as a newcomer does, after the asker's closing thanks, and after LONGEST_CARRY questions. A question
shouted right after another one, one that nobody heard and one under another label are nobody's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.transcripts.interpret.speakers import Cast, is_asker, is_voice
from onrecord.transcripts.model import Block, Role, Suggestion

WORD = r"(?:[^\W\d_a-zà-öø-ÿа-яё][\w’'-]+|[^\W\d_a-zà-öø-ÿа-яё]\.)"
PARTICLE = r"(?:de|del|la|las|los|da|dos|van|von|der|den|el|al|bin|di|y)"
NAME = rf"{WORD}(?:[ ](?:{PARTICLE}[ ]){{0,2}}{WORD}){{1,4}}"
MEDIUM = (
    r"(?:blog|newspaper|channel|diario|periódico|portal|revista|agencia|canal(?: de)?|noticiero|programa|medio|sitio)"
)
CAPITAL = r"[^\W\d_a-zà-öø-ÿа-яё]"
NAMED = rf"(?:(?:{CAPITAL}\.){{2,}}|{WORD}(?:\.[a-z]{{2,6}}\b)?|\d{{1,3}}(?=[ ]{CAPITAL}|[.,;:?!—–)]|$))"
"""A word of an outlet's name: `Courier`, `L.A.`, `Tamra24.com`, the `9` of `Channel 9 Tamra`."""
OUTLET = (
    rf"(?:(?:the|el|la|los|las|le|der|die)[ ])?(?:{MEDIUM}[ ])?[“\"]?{NAMED}"
    rf"(?:[ ](?:(?:of|de|del|y|and|&|la|el|los|en)[ ]){{0,3}}{NAMED}){{0,5}}"
)
JOB = r"(?:corresponsal|conductora?|reporter[ao]?|periodista|editora?|correspondent|host)"
FROM = rf"(?:{JOB}\s+)?(?:de la|del|de|para|from|with|of|for|für|von|pour|из)"
START = r"(?:^|(?<=[.!?,;:—-]\s)|(?<=[\n―—–(])|(?<=president[ae]\s))"
SELF = [
    re.compile(
        rf"(?:(?i:soy|me llamo|mi nombre es|my name is|my name’s|меня зовут|je m’appelle|ich bin|mein name ist))\s+(?P<name>{NAME})(?:,?\s+(?:(?i:de la|del|de|from|with|of|at|für|von|pour|из))\s+(?P<outlet>{OUTLET}))?"
    ),
    re.compile(rf"{START}(?P<name>{NAME}),\s+(?:(?i:y\s+)?(?:soy\s+)?)(?:{FROM}|газета|радио)\s+(?P<outlet>{OUTLET})"),
    re.compile(rf"{START}(?:(?i:this is|i’m|it’s)\s+)?(?P<name>{NAME}),?\s+(?:with|from)\s+(?P<outlet>{OUTLET})"),
]
FIRST_NAME = re.compile(rf"{START}(?P<name>{WORD}),\s+(?:{FROM})\s+(?P<outlet>{OUTLET})")
"""A bare first name counts where the floor has just changed hands."""
CALLED = [
    re.compile(
        rf"(?i:from the line of|question (?:is |comes )?from|go (?:ahead )?to)\s+(?P<name>{NAME})(?:,?\s+(?:with|from|of|at)\s+(?P<outlet>{OUTLET}))?"
    ),
    re.compile(
        rf"(?P<name>{NAME}),?\s+(?:with|from|at)\s+(?P<outlet>{OUTLET})[,.]?(?:\s+(?i:please|go ahead|you(?:r line is|’re) .{{1,20}}))?[.!?]*\s*$"
    ),
]
OPENING = 400
"""Characters at the beginning of a question in which an asker names themselves."""
NOT_A_NAME = re.compile(
    r"(?i)\b(?:president[ae]?|presidenta|secretari[oa]|gracias|buenos|buenas|muchas|muy|good|morning|afternoon|thank|thanks|"
    r"méxico|united|states|white|house|señor[a]?|doctor[a]?|gobierno|ciudad|estados|unidos|governor|madam|what|and|but|on|"
    r"the|so|también|sobre|entonces|tengo|bueno|hola|hi|just|yes|no|en|es|el|la|los|las|se|si|sí|por|para|con|que|qué|"
    r"corte|suprema|cámara|congreso|partido|palacio|nacional|secretaría|instituto|fiscalía|perdón|hoy|ayer|después)\b"
)
NOT_AN_OUTLET = re.compile(
    r"(?i:(?:de )?(?:verdad|ayer|hoy|nuevo|acuerdo|usted|this|that|these|all|you|me|your|our|his)\b.*|(?:de )?méxico)"
)
BEGINNING = 25
"""Words up to which a question may be the beginning of the next one, whose asker then gives a name."""
SHOUT = 12
"""Words up to which a question right after another one is somebody else shouting."""
LONGEST_CARRY = 12
"""Questions after the one with the name. Few real turns are longer, and a sign of their end may be missed."""
GIVES_FLOOR = re.compile(
    r"(?i)\b(?:go ahead|go to|who(?:’s| is) next|next question|last (?:question|one)|(?:right|all the way|over) (?:t?here|in)|in the (?:back|front|middle)|"
    r"yes, (?:sir|ma’am)|quién (?:más|sigue)|siguiente(?: pregunta)?|compañer[oa]s?|(?:por|de) (?:acá|allá|aquí|ahí)|(?:allá|ahí) atrás|(?:de|a) (?:este|aquel|ese|tu) lado|"
    r"(?:no|que) (?:ha|has|han) preguntado|no pregunta|la palabra|vamos con|la última|última pregunta|vamos cerrando|"
    r"пожалуйста|следующий вопрос|nächste frage|bitte|question suivante|allez-y)\b"
)
"""What the podium says at the end of a turn to give the floor. It may go to the same person again: unknown, then."""
FIRST_NAME_CALL = re.compile(
    rf"(?:^|[.?!—―]\s*)(?:(?:Yes|Yeah|Okay|OK|Sure|A ver|Sí|Adelante|Да),?\s+{WORD}[.?]|{WORD}[?])\s*$"
)
CALLING = 160
"""Characters at the end of a podium's turn in which it gives the floor."""
HANDED_OVER = 25
"""Words from which somebody at the podium has answered, so that a floor given before was an official's."""
NEWCOMER = re.compile(
    r"(?i)(?:(?:sí|yes|yeah|hi|hello|okay|ok|gracias|muchas gracias|thanks|thank you)[^.!?]{0,30}[.!,]\s*)?"
    r"(?:muy )?(?:buenos días|buen día|buenas tardes|qué tal|hola|good (?:morning|afternoon|evening)|hi\b|hello\b|hey\b|"
    r"добрый (?:день|вечер)|здравствуйте|guten (?:tag|morgen)|bonjour|dzień dobry)"
)
THANKS = re.compile(
    r"(?i)(?:(?:ok|okay|perfecto|bien|muy bien|bueno|great|all right|sí|yes)[.,]?\s+)*(?:muchas |muchísimas )?"
    r"(?:gracias|(?:se )?l[eo] agradezco|thanks?|thank you|спасибо|danke|merci|dziękuję)\b[^?]{0,60}"
)
UNHEARD = re.compile(r"[—―–\s]*[(\[][^()\[\]]{0,60}[)\]][—―–.\s]*")


@dataclass(slots=True)
class _Floor:
    """Whose turn it is to ask, as far as can be told."""

    asker: Suggestion | None = None
    label: str = ""
    carried: int = 0
    disturbed: bool = False
    """Somebody else has shouted, and it isn't clear yet that the asker is speaking again."""

    def take(self, asker: Suggestion | None, label: str) -> None:
        self.asker, self.label, self.carried, self.disturbed = asker, label, 0, False


def suggest_askers(blocks: list[Block], roles: list[Role], cast: Cast) -> list[Suggestion | None]:
    """For each block the suggestion of who asks it, or None; names from labels are no suggestions."""
    result: list[Suggestion | None] = [None] * len(blocks)
    floor = _Floor()
    announced: Suggestion | None = None
    given = True
    for i, (block, role) in enumerate(zip(blocks, roles, strict=True)):
        if not (is_asker(block.label) or is_voice(block.label)):
            announced = _announced(block) or announced
            given = _gives_floor(block) or (given and not _longer(block.text, HANDED_OVER - 1))
            if role is Role.QUESTION:
                floor.take(None, "")
            continue
        if role is not Role.QUESTION:
            continue
        follows = i > 0 and roles[i - 1] is Role.QUESTION
        if own := _introduced(block, newcomer=given or bool(NEWCOMER.match(block.text))):
            floor.take(own, block.label)
            result[i] = own
            if follows and _began(blocks, roles, result, i - 1):
                result[i - 1] = own  # they began before they gave their name
        elif announced:
            floor.take(announced, block.label)
            result[i] = announced
        else:
            result[i] = _carried(floor, block, given=given, follows=follows)
        announced, given = None, False
    return result


def _carried(floor: _Floor, block: Block, *, given: bool, follows: bool) -> Suggestion | None:
    """The asker's name for a question that bears none, and what the question does to the floor."""
    thanks = bool(THANKS.fullmatch(block.text))
    if given or (NEWCOMER.match(block.text) and not thanks):
        floor.take(None, block.label)
    if floor.asker is None or block.label != floor.label or UNHEARD.fullmatch(block.text):
        return None
    if follows or (floor.disturbed and not _longer(block.text, SHOUT)):
        floor.disturbed = True
        return None
    floor.disturbed = False
    asker = floor.asker
    floor.carried += 1
    if thanks or floor.carried >= LONGEST_CARRY:
        floor.take(None, block.label)
    return asker


def _began(blocks: list[Block], roles: list[Role], result: list[Suggestion | None], i: int) -> bool:
    """Whether question `i` is the beginning of the next one: short, nobody's, and no shout among others."""
    alone = i < 1 or roles[i - 1] is not Role.QUESTION
    return result[i] is None and alone and not _longer(blocks[i].text, BEGINNING)


def _longer(text: str, words: int) -> bool:
    return len(text.split(maxsplit=words)) > words


def _introduced(block: Block, *, newcomer: bool) -> Suggestion | None:
    opening = block.text[:OPENING]
    for pattern in SELF:
        for found in pattern.finditer(opening):
            if suggestion := _checked(found, block.line):
                return suggestion
    if newcomer and (first := FIRST_NAME.search(opening[: OPENING // 4])):
        return _checked(first, block.line, words=1)
    return None


def _announced(block: Block) -> Suggestion | None:
    for pattern in CALLED:
        called = list(pattern.finditer(block.text[-OPENING:]))
        if called and (suggestion := _checked(called[-1], block.line)):
            return suggestion
    return None


def _gives_floor(block: Block) -> bool:
    end = block.text[-CALLING:]
    return bool(GIVES_FLOOR.search(end) or FIRST_NAME_CALL.search(end))


def _checked(found: re.Match[str], line: int, *, words: int = 2) -> Suggestion | None:
    name, outlet = found["name"].strip(" .,"), (found["outlet"] or "").strip(' .,“”"')
    parts = name.split()
    if not words <= len(parts) <= 5 or NOT_A_NAME.search(name) or any(len(part) < 2 for part in parts[-1:]):
        return None
    if outlet and NOT_AN_OUTLET.fullmatch(outlet):
        return None
    return Suggestion(name=name, outlet=outlet, line=line)
