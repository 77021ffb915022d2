"""Who speaks: labels become persons where it is certain that they are, and stay voices where it isn't."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from onrecord.transcripts.model import Block, SamePerson, Speaker

ASKER = re.compile(
    r"(?i)(?:q|p|f|в|reporter(?:s)?|journalist|question(?:er)?|pregunta|periodista|reportera?|pytanie|frage|"
    r"journaliste|вопрос|журналист(?:ка)?|питання|domanda|pergunta)(?:\s*\d+)?\.?"
)
ANSWERER = re.compile(r"(?i)(?:a|r|о|answer|respuesta|réponse|antwort|ответ|відповідь)\.?")
NAMED_ASKER = re.compile(
    r"(?i)(?:(?:reporter|journalist|question|pregunta|periodista|reportera?|pytanie|frage|journaliste|вопрос|"
    r"журналист(?:ка)?|питання|domanda|pergunta)\s*[-–—:,]?\s+(?:(?:from|de|von|от|by)\s+)?(?P<name>(?!(?:y|and|und|et|и|e)\b)[^(),]{2,80})|"
    r"(?:q|p|f|в|question|pregunta|pytanie|frage|вопрос|питання|domanda|pergunta|reporter|journalist(?:e|ka)?|журналист)\.?\s*"
    r"[(\[](?P<inner>[^()\[\]]{2,90})[)\]])"
)
NAMED_ANSWERER = re.compile(
    r"(?i)(?:answer|respuesta|réponse|antwort|ответ|відповідь)(?:\s+(?P<name>[^()]{2,80})|\s*[(\[](?P<inner>[^()\[\]]{2,90})[)\]])"
)
NOBODY = re.compile(
    r"(?i)(?:\d+|(?:an? |un[ao]? |eine? )?(?:man|woman|male|female|hombre|mujer|mann|frau|homme|femme|мужчина|женщина)|.*(?:inaudible|unknown|"
    r"unidentified|off.?mic|microphone|online|floor|audience|interpret|translat|spanish|español|english|russian|written).*)"
)
"""What stands beside a label instead of a name."""
VOICE = re.compile(
    r"(?i)(?:interlocutora?|intervenci[oó]n(?: (?:hombre|mujer))?|voz(?: (?:hombre|mujer))?|voces|voice|voices|aide|"
    r"unidentified.{0,30}|unknown|participant|audience|male voice|female voice|реплика|голос)"
)
MODERATOR = re.compile(
    r"(?i)(?:the )?(?:moderator|moderadora?|conductora?|presentadora?|maestr[oa] de ceremonias|operator|host|ведущ(?:ий|ая)|"
    r"ведуч(?:ий|а)|moderatorin|modérateur|modératrice|prowadząc[ya])(?:\W.*)?"
)
COURTESY = re.compile(r"(?i)\A(?:mr|mrs|ms|miss|dr|sr|sra|srta|señor|señora|herr|frau|mme|г-н|г-жа)\.?\s+")
"""Not “M.”: it may be an initial, and a title too many loses nothing."""
OFFICE = re.compile(
    r"(?i)\b(?:president[ae]?|secretari[ao]|secretary|minist(?:er|r[oa]|re)|governor|gobernadora?|director[a]?|general|"
    r"official|chair|ambassador|surgeon|procurador|titular|coordinador[a]?|subsecretari[ao]|jef[ea]|mayor|spokes\w+|"
    r"comandante|almirante|comisionad[ao]|vocer[ao]|asesor|encargad[ao]|chancellor|prime|head|deputy)\b"
)


class Cast:
    """The speakers of a document and the labels they go by."""

    def __init__(self, blocks: list[Block]) -> None:
        counts = Counter(block.label for block in blocks if block.label)
        self._by_fold: dict[str, Speaker] = {}
        self._key: dict[str, str | None] = {}
        titles = {block.label: block.title for block in blocks if block.title}
        for label in counts:
            self._key[label] = self._meet(label, titles.get(label, ""))
        self.speakers = tuple(self._by_fold.values())

    def key_of(self, block: Block) -> str | None:
        """The speaker's key, None for a voice nobody knows."""
        return self._key.get(block.label)

    def _meet(self, label: str, title: str) -> str | None:
        if is_asker(label) or is_answerer(label) or VOICE.fullmatch(label.strip()):
            return None
        marked = named_by_mark(label)
        fold = _fold(marked.partition(",")[0] if marked else label)
        known = self._by_fold.get(fold)
        if known:
            labels = (*known.labels, label)
            self._by_fold[fold] = Speaker(known.key, known.name, known.title, labels)
            return known.key
        name, found = _name_and_outlet(marked) if marked else split_title(label)
        key = f"s{len(self._by_fold) + 1}"
        self._by_fold[fold] = Speaker(key, name, title or found, (label,))
        return key

    def same_person(self) -> tuple[SamePerson, ...]:
        """Pairs that may be one: the same name under another title, or one family name in two forms."""
        pairs = []
        people = [one for one in self.speakers if not MODERATOR.fullmatch(one.name)][:300]
        words = {one.key: frozenset(_fold(one.name).split()) for one in people}
        for i, one in enumerate(people):
            for other in people[i + 1 :]:
                if words[one.key] == words[other.key]:
                    pairs.append(SamePerson(one.key, other.key, "the same name with a different title"))
                elif len(shared := words[one.key] & words[other.key]) >= 2 or (
                    shared and (words[one.key] < words[other.key] or words[other.key] < words[one.key])
                ):
                    pairs.append(SamePerson(one.key, other.key, f"both are called {' '.join(sorted(shared)).title()}"))
        return tuple(pairs)


def is_asker(label: str) -> bool:
    """Whether a label only says that somebody asks."""
    bare = label.strip()
    return bool(ASKER.fullmatch(bare)) or (bool(NAMED_ASKER.fullmatch(bare)) and named_by_mark(bare) is None)


def is_answerer(label: str) -> bool:
    """Whether a label only says that somebody answers."""
    return bool(ANSWERER.fullmatch(label.strip()))


def asks_by_label(label: str) -> bool:
    """Whether a label says that its voice asks, named or not: `Q`, `QUESTION (Ada Reyes, Radio Tamra)`."""
    return is_asker(label) or bool(NAMED_ASKER.fullmatch(label.strip()))


def answers_by_label(label: str) -> bool:
    """Whether a label says that its voice answers, named or not: `A`, `ANTWORT FERRO`."""
    return is_answerer(label) or bool(NAMED_ANSWERER.fullmatch(label.strip()))


def named_by_mark(label: str) -> str | None:
    """The name in `FRAGE REYES` or `QUESTION (Ada Reyes, Radio Tamra)`, None where there is no such name."""
    found = NAMED_ASKER.fullmatch(label.strip()) or NAMED_ANSWERER.fullmatch(label.strip())
    name = (found["name"] or found["inner"] or "").strip() if found else ""
    return name if name and not NOBODY.fullmatch(name) else None


def is_voice(label: str) -> bool:
    """Whether a label is that of a voice nobody could name."""
    return not label or bool(VOICE.fullmatch(label.strip()))


def is_moderator(label: str) -> bool:
    """Whether a label is a moderator's."""
    return bool(MODERATOR.fullmatch(label.strip()))


def split_title(label: str) -> tuple[str, str]:
    """Name and title of a label: `SECRETARIO DE SALUD, DAVID …`, `ADA REYES, RADIO TAMRA`, `GOVERNOR FERRO`."""
    bare = re.sub(r"\s*\([^()]*\)", "", label).strip() or label.strip()
    first, comma, last = bare.rpartition(",")
    if comma:
        name, title = (last, first) if OFFICE.search(first) or not OFFICE.search(last) else (first, last)
        return _cased(name.strip()), _cased(title.strip())
    return _cased(COURTESY.sub("", bare) if not bare.isupper() else bare), ""


def _name_and_outlet(text: str) -> tuple[str, str]:
    name, _, outlet = text.partition(",")
    return _cased(COURTESY.sub("", name.strip())), _cased(outlet.strip())


def _cased(text: str) -> str:
    """A name in capitals as it would be written in a sentence; anything else as it is."""
    if not text.isupper() or len(text) <= 3:
        return text
    small = {
        "de",
        "del",
        "la",
        "las",
        "los",
        "el",
        "y",
        "of",
        "the",
        "and",
        "von",
        "van",
        "du",
        "des",
        "para",
        "en",
        "a",
    }
    words = [word if word in small else word.title() for word in text.lower().split(" ")]
    return re.sub(r"(?<=\w)[’']S\b", "’s", " ".join([words[0].title(), *words[1:]]))


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", re.sub(r"\([^()]*\)", "", text).casefold())
    return " ".join(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))
