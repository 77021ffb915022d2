"""The pages about the draw and the audit say what the code does: bytes, program, table, picture."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from typer.testing import CliRunner

from onrecord.cli.main import app
from onrecord.fairness import drand, draw
from onrecord.fairness.chance import random_orders
from onrecord.fairness.document import from_json
from onrecord.fairness.draw import Draw, Nonce, Outside
from onrecord.fairness.draw_file import to_json
from onrecord.fairness.room import Journalist, Request, Room
from tests.rounds import rounds

from .draws import finished

DOCS = Path(__file__).parents[2] / "docs"
BYTES = (DOCS / "verifiers/draw.md").read_text(encoding="utf-8")
ORDER = (DOCS / "journalists/order.md").read_text(encoding="utf-8")
SECRET, VALUE = bytes(range(32)), bytes(range(32, 64))


def digest(step: str, *pieces: bytes) -> str:
    """As the page says it, by itself."""
    pairs = b"".join(len(piece).to_bytes(4, "big") + piece for piece in pieces)
    return hashlib.sha256(b"onrecord/draw/" + step.encode() + b"/v1\x00" + pairs).hexdigest()


def test_the_worked_example_is_what_the_page_s_words_give_and_what_the_code_gives() -> None:
    event, source, number = re.findall(r"The event is `(.*?)`\. The outside beacon is\s`(.*?)`, round `(\d+)`", BYTES)[
        0
    ]
    said = re.findall(r"^\| `(\w+)` \| `(.*?)` \| `([0-9a-f]{64})` \|$", BYTES, flags=re.MULTILINE)
    (commitment,) = re.findall(r"The commitment is `(\w+)`", BYTES)
    closing, beacon = re.findall(r"The closing is `(\w+)`\. The beacon is\s`(\w+)`", BYTES)[0]

    assert commitment == digest("commit", SECRET, event.encode(), source.encode(), number.encode())
    for name, content, part in said:
        assert part == digest("part", name.encode(), content.encode())
    pieces = [piece for name, _, part in sorted(said) for piece in (name.encode(), bytes.fromhex(part))]
    assert closing == digest("close", bytes.fromhex(commitment), *pieces)
    assert beacon == digest("beacon", bytes.fromhex(commitment), bytes.fromhex(closing), SECRET, VALUE)

    (room,) = re.findall(r"```json\n(.*?)```", BYTES, flags=re.DOTALL)
    begun = draw.commit(SECRET, event=event, outside=Outside(source, int(number)))
    nonces = (Nonce("q2", "суп 42"), Nonce("q1", "a7"))
    closed = draw.close(begun, from_json(room).room, nonces=nonces, code="onrecord 0.1.0")
    done = draw.reveal(closed, SECRET, value=VALUE)
    assert {name: part for name, _, part in said} == {name: part.hex() for name, part in done.parts.items()}
    assert [done.commitment.hex(), (done.closing or b"").hex(), (done.beacon or b"").hex()] == [
        commitment,
        closing,
        beacon,
    ]
    assert source == drand.SOURCE
    assert f"{drand.comes_out(int(number)):(%-d %B %Y, %H:%M:%S UTC)}" in BYTES


@settings(max_examples=rounds(25, long=1_000), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(finished())
def test_the_page_s_program_works_out_any_draw(tmp_path: Path, held: tuple[Draw, Room]) -> None:
    done, _ = held
    (tmp_path / "draw.json").write_text(to_json(done), encoding="utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", BYTES, flags=re.DOTALL)
    command = [sys.executable, "-c", program]
    printed = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert printed.split() == [done.commitment.hex(), (done.closing or b"").hex(), (done.beacon or b"").hex()]


def test_a_part_that_the_page_does_not_list_is_found_even_if_it_was_closed_with_the_others() -> None:
    room = Room(journalists=(Journalist("ada"),), requests=())
    done = draw.close(draw.commit(SECRET, event="13th edition"), room, nonces=(), code="onrecord 0.1.0")
    parts = {**done.parts, "more": VALUE}
    pieces = [piece for name in sorted(parts) for piece in (name.encode(), parts[name])]
    closed = replace(done, parts=parts, closing=bytes.fromhex(digest("close", done.commitment, *pieces)))
    found = draw.check(draw.reveal(closed, SECRET), room)
    assert [finding.part for finding in found if not finding.holds] == ["parts"]


def test_random_orders_follow_from_the_beacon_as_the_page_says() -> None:
    people = tuple(Journalist(f"j{number}") for number in range(4))
    requests = tuple(Request(f"q{number}", f"j{number // 2}") for number in (3, 1, 0, 2, 7, 6, 5, 4))
    room = Room(journalists=people, requests=requests, beacon=VALUE)
    ids = sorted(request.id for request in requests)
    author = {request.id: request.author for request in requests}
    for number, row in enumerate(random_orders(room, calls=6, withdrawn=["q1"], orders=40).tolist()):
        seed = b"onrecord/audit/shuffle/v1\0" + VALUE + number.to_bytes(4, "big")
        stream = hashlib.shake_256(seed).digest(8 * len(ids))
        keys = {each: stream[8 * place : 8 * place + 8] for place, each in enumerate(ids)}
        order = sorted((each for each in ids if each != "q1"), key=keys.__getitem__)
        firsts = [each for place, each in enumerate(order) if author[each] not in {author[e] for e in order[:place]}]
        assert [ids[place] for place in row] == (firsts + [each for each in order if each not in firsts])[:6]


def test_the_audit_s_example_prints_what_the_page_shows_and_draws_its_picture(tmp_path: Path) -> None:
    _, shown = re.findall(r"```(?:sh)?\n(.*?)```", ORDER, flags=re.DOTALL)
    chart = tmp_path / "order.svg"
    result = CliRunner().invoke(app, ["floor", "audit", str(DOCS / "journalists/order.json"), "--chart", str(chart)])
    assert "\n".join(line.rstrip() for line in result.stdout.splitlines()) == shown.rstrip()
    assert chart.read_text(encoding="utf-8") == (DOCS / "journalists/order.svg").read_text(encoding="utf-8")
