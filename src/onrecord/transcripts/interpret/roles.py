"""Statement, question, answer or remark: what each block is in the course of a conference."""

from __future__ import annotations

from onrecord.transcripts.interpret.speakers import Cast, answers_by_label, asks_by_label, is_moderator, is_voice
from onrecord.transcripts.model import Block, Role

SHORT = 25
"""Words up to which an unnamed voice without a question mark is only a remark."""


def assign_roles(blocks: list[Block], cast: Cast) -> list[Role]:
    """A role for each block; what the source states is kept."""
    roles: list[Role] = []
    hosts = _hosts(blocks)
    asked = False
    for block in blocks:
        role = block.role or _role(block, hosts, asked=asked)
        asked = asked or role is Role.QUESTION
        roles.append(role)
    return roles


def _role(block: Block, hosts: frozenset[str], *, asked: bool) -> Role:
    if is_moderator(block.label):
        return Role.REMARK
    if asks_by_label(block.label):
        return Role.QUESTION
    if answers_by_label(block.label):
        return Role.ANSWER
    if is_voice(block.label):
        return Role.QUESTION if _asks(block.text) else Role.REMARK
    if block.label in hosts or not _asks(block.text) or not hosts:
        return Role.ANSWER if asked else Role.STATEMENT
    return Role.QUESTION


def _asks(text: str) -> bool:
    return text.rstrip(' "”»)').endswith(("?", "？", ";")) or ("?" in text[-200:] and len(text.split()) > SHORT)


def _hosts(blocks: list[Block]) -> frozenset[str]:
    """Those who answer: whoever speaks before the first question, or at length, or right after unnamed askers."""
    named = [block for block in blocks if block.label and not asks_by_label(block.label) and not is_voice(block.label)]
    if any(asks_by_label(block.label) for block in blocks):
        return frozenset(block.label for block in named if not is_moderator(block.label))
    words: dict[str, int] = {}
    for block in named:
        if not is_moderator(block.label):
            words[block.label] = words.get(block.label, 0) + len(block.text.split())
    if not words:
        return frozenset()
    most = max(words.values())
    return frozenset(label for label, count in words.items() if count * 2 >= most)
