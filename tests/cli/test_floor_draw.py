"""`onrecord floor draw`: a whole draw from files, and whatever goes wrong in one line."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from onrecord import __version__
from onrecord.cli.main import app

ROOM = {
    "journalists": [{"id": "ada"}, {"id": "bohdan"}],
    "requests": [{"id": "q1", "author": "ada"}, {"id": "q2", "author": "bohdan"}],
}
VALUE = "ab" * 32


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["floor", "draw", *map(str, words)])


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("room.json").write_text(json.dumps(ROOM))
    Path("nonces.csv").write_text("request;nonce\nq2;бабушкин суп\nq1;42\n")
    return tmp_path


def commit(*more: str) -> Result:
    return run("commit", "draw.json", "--event", "13th edition", "--secret", "secret.txt", *more)


def finish(*more: str) -> None:
    assert run("close", "draw.json", "room.json", "--nonces", "nonces.csv").exit_code == 0
    assert run("reveal", "draw.json", "--secret", "secret.txt", *more).exit_code == 0


def noted() -> dict[str, str]:
    return {name: json.loads(Path("draw.json").read_text())[name] for name in ("commitment", "closing")}


def test_a_draw_is_held_and_anybody_checks_it() -> None:
    begun = commit("--drand", "2999-01-01T10:00+0300")
    assert begun.exit_code == 0 and "published at 2999-01-01 07:00:" in begun.stdout
    finish("--value", VALUE)
    keep = noted()
    assert keep["commitment"] in begun.stdout
    checked = run("check", "draw.json", "room.json", "--commitment", keep["commitment"], "--closing", keep["closing"])
    assert checked.exit_code == 0
    assert f"the value {VALUE}; look it up at https://api.drand.sh/" in checked.stdout
    assert checked.stdout.startswith("CHECKED: this draw is unchanged, except for the points marked “?”")


def test_the_secret_is_a_file_of_ones_own_and_is_never_printed_before_it_is_revealed() -> None:
    begun = commit()
    secret = Path("secret.txt").read_text().strip()
    assert len(secret) == 64 and stat.S_IMODE(Path("secret.txt").stat().st_mode) == 0o600
    closed = run("close", "draw.json", "room.json", "--nonces", "nonces.csv")
    assert secret not in begun.output + closed.output + Path("draw.json").read_text()
    Path("secret.txt").chmod(0o644)
    refused = run("reveal", "draw.json", "--secret", "secret.txt")
    assert refused.exit_code == 2 and "can be read by other users" in refused.stderr and secret not in refused.output


def test_the_room_s_lottery_takes_the_beacon_that_was_printed() -> None:
    commit()
    assert run("close", "draw.json", "room.json", "--nonces", "nonces.csv").exit_code == 0
    revealed = run("reveal", "draw.json", "--secret", "secret.txt")
    members = "{" + revealed.stdout.split("\n\n")[1] + "}"
    Path("drawn.json").write_text(json.dumps(ROOM | json.loads(members)))
    assert "✓ the room's lottery uses this beacon" in run("check", "draw.json", "drawn.json").stdout
    assert CliRunner().invoke(app, ["floor", "rank", "drawn.json"]).exit_code == 0


def test_what_was_changed_is_named_and_the_exit_status_says_so() -> None:
    commit()
    finish()
    keep = noted()
    Path("other.json").write_text(json.dumps(ROOM | {"requests": ROOM["requests"][:1]}))
    changed = run("check", "draw.json", "other.json")
    assert changed.exit_code == 1 and changed.stdout.startswith("CHECK FAILED: requests: changed since the closing")
    assert [line.strip() for line in changed.stdout.splitlines() if "✗" in line] == [
        "✗ requests: changed since the closing",
        "✗ support: changed since the closing",
    ]
    for path in (Path("draw.json"), Path("secret.txt")):
        path.unlink()
    commit()
    finish()
    anew = run("check", "draw.json", "room.json", "--closing", keep["closing"])
    assert anew.exit_code == 1 and "✗ closing: differs from the one you noted" in anew.stdout


def test_a_host_can_not_do_a_step_twice_or_out_of_turn() -> None:
    commit()
    assert "draw.json already exists" in commit().stderr
    assert "isn't closed yet" in run("reveal", "draw.json", "--secret", "secret.txt").stderr
    assert "isn't finished" in run("check", "draw.json", "room.json").stderr
    finish()
    assert "already closed" in run("close", "draw.json", "room.json", "--nonces", "nonces.csv").stderr
    assert "already revealed" in run("reveal", "draw.json", "--secret", "secret.txt").stderr


@pytest.mark.parametrize(
    ("nonces", "message"),
    [
        ("request,nonce\nq1,42\n", "nonces: “q2” has none (1 missing in all)"),
        ("request,nonce\nq1,42\nq2,\n", "nonces[1]: must be 1 to 1,000 printable characters"),
        ("request,nonce\nq1,42\nq1,43\n", "nonces[1]: “q1” already has a nonce"),
        ("id,nonce\nq1,42\n", "nonces.csv, line 1: the columns must be request and nonce, and they are id, nonce"),
        ("request,nonce\nq1,42,x\n", "nonces.csv, line 2: has more cells"),
    ],
)
def test_wrong_nonces_are_refused_in_one_line_and_nothing_is_closed(nonces: str, message: str) -> None:
    commit()
    before = Path("draw.json").read_text()
    Path("nonces.csv").write_text(nonces)
    refused = run("close", "draw.json", "room.json", "--nonces", "nonces.csv")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert message in refused.stderr and refused.stderr.count("\n") == 1
    assert Path("draw.json").read_text() == before


def test_a_beacon_that_is_known_already_can_not_be_named_and_calls_come_after_the_draw() -> None:
    assert "that time has passed" in commit("--drand", "2024-01-01T10:00Z").stderr
    assert not Path("secret.txt").exists()
    commit()
    Path("room.json").write_text(json.dumps(ROOM | {"calls": ["q1"]}))
    refused = run("close", "draw.json", "room.json", "--nonces", "nonces.csv")
    assert refused.exit_code == 2 and "closed before the first" in refused.stderr


def test_another_version_says_so() -> None:
    commit()
    finish()
    draw = Path("draw.json")
    draw.write_text(draw.read_text().replace(__version__, "9.9"))
    checked = run("check", "draw.json", "room.json")
    assert checked.exit_code == 1 and "✗ code: changed since the closing" in checked.stdout
    assert f"names onrecord 9.9 as its software, and this is onrecord {__version__}" in checked.stdout


def test_files_that_are_no_draw_are_said() -> None:
    assert "nowhere.json can't be read" in run("check", "nowhere.json", "room.json").stderr
    assert "room.json: is not a draw" in run("check", "room.json", "room.json").stderr
