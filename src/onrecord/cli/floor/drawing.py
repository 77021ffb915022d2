"""`onrecord floor draw`: the steps of a draw, for anybody with a spreadsheet; each says what to publish next."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord import __version__
from onrecord.cli.floor.ranking import read_sitting
from onrecord.cli.installation import FAILED, fail

if TYPE_CHECKING:
    from onrecord.fairness.draw import Draw, Nonce

app = typer.Typer(help="Run the draw that decides between equals, or check a finished one.", no_args_is_help=True)

DrawFile = Annotated[Path, typer.Argument(metavar="DRAW", help="The draw's public file, for example draw.json.")]
Secret = Annotated[Path, typer.Option(metavar="FILE", help="The file for the secret; only you may be able to read it.")]
Room = Annotated[
    list[Path], typer.Argument(metavar="FILE…", help="The room: .json, .xlsx, CSV tables or a folder of them.")
]


@app.command("commit")
def commit(
    draw: DrawFile,
    event: Annotated[str, typer.Option(help="The conference, in words that can mean no other one.")],
    secret: Secret,
    drand: Annotated[
        datetime | None,
        typer.Option(
            metavar="TIME",
            formats=["%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S%z"],
            help="Add drand's first round after this time, for example 2026-05-14T10:00+0300. Choose a time after the closing.",
        ),
    ] = None,
) -> None:
    """Before registration opens: create the secret, and the commitment to publish."""
    from onrecord.fairness import drand as beacon
    from onrecord.fairness.draw import DrawError, Outside, new_secret
    from onrecord.fairness.draw import commit as begin

    for path in (draw, secret):
        if path.exists():
            fail(
                f"{path} already exists. Continue with that draw: a second secret would let you choose between two draws"
            )
    if drand and drand <= datetime.now(UTC):
        fail("--drand: that time has passed, so the value is already known; give a time after the closing")
    outside = Outside(beacon.SOURCE, beacon.round_after(drand)) if drand else None
    made = new_secret()
    try:
        begun = begin(made, event=event, outside=outside)
    except DrawError as error:
        fail(str(error))
    _keep(secret, made)
    _write(draw, begun)
    typer.echo(f"Publish now, before anyone registers: {draw}, or these lines:\n")
    typer.echo(f"  draw for {event}\n  commitment {begun.commitment.hex()}")
    if outside:
        typer.echo(
            f"  outside beacon {outside.source}\n  round {outside.round}, published at "
            f"{beacon.comes_out(outside.round):%Y-%m-%d %H:%M:%S} UTC"
        )
    typer.echo(f"\nKeep {secret} private until the end. Without it, this draw can't be finished.")
    typer.echo(
        "Ask everyone who registers for a nonce: any word or number they choose. Next, run: onrecord floor draw close"
    )


@app.command("close")
def close(
    draw: DrawFile,
    files: Room,
    nonces: Annotated[
        Path,
        typer.Option(metavar="CSV", help="A table with two columns, request and nonce, in the order of registration."),
    ],
) -> None:
    """When registration has ended: fix the room and the nonces, and publish the closing."""
    from onrecord.fairness import drand as beacon
    from onrecord.fairness.draw import DrawError
    from onrecord.fairness.draw import close as bind

    begun, sitting = _read(draw), read_sitting(files)
    if sitting.acts:
        fail(f"{files[0]}: calls: there are already {len(sitting.acts)}; a draw must be closed before the first call")
    if begun.outside and beacon.comes_out(begun.outside.round) <= datetime.now(UTC):
        fail(
            f"round {begun.outside.round} of drand is already public, so the result could be known; begin a new draw, and say so publicly"
        )
    try:
        closed = bind(begun, sitting.room, nonces=_nonces(nonces), code=f"onrecord {__version__}")
    except DrawError as error:
        fail(str(error))
    _write(draw, closed)
    typer.echo(f"Publish now: {draw} and {', '.join(map(str, files))}. Ask people to note:\n")
    typer.echo(f"  closing {closed.closing.hex() if closed.closing else ''}\n")
    if begun.outside:
        out = beacon.comes_out(begun.outside.round)
        typer.echo(
            f"It counts only if it is public before {out:%Y-%m-%d %H:%M:%S} UTC. After that time, read `randomness` at"
        )
        typer.echo(f"{beacon.address(begun.outside.round)}, then run: onrecord floor draw reveal --value …")
    else:
        typer.echo("Give people time to note it. Next, run: onrecord floor draw reveal")


@app.command("reveal")
def reveal(
    draw: DrawFile,
    secret: Secret,
    value: Annotated[
        str | None, typer.Option(metavar="HEX", help="The outside beacon's value, if one was named: 64 hex digits.")
    ] = None,
) -> None:
    """When the closing has been published: reveal the secret, and print the beacon."""
    from onrecord.fairness.draw import DrawError
    from onrecord.fairness.draw import reveal as finish
    from onrecord.fairness.draw_file import digest

    closed = _read(draw)
    if closed.beacon is not None:
        fail(f"{draw} was already revealed; its beacon is {closed.beacon.hex()}")
    try:
        done = finish(closed, _kept(secret), value=digest("--value", value) if value else None)
    except DrawError as error:
        fail(str(error))
    _write(draw, done)
    typer.echo(f"Publish now: {draw}. Add to the room (as members in JSON, or rows of the table “settings”):\n")
    typer.echo(
        f'  "beacon": "{done.beacon.hex() if done.beacon else ""}",\n  "commitment": "{done.commitment.hex()}"\n'
    )
    typer.echo("Anyone can check it with: onrecord floor draw check")


@app.command("check")
def check(
    draw: DrawFile,
    files: Room,
    commitment: Annotated[
        str | None, typer.Option(metavar="HEX", help="The commitment that you noted before registration.")
    ] = None,
    closing: Annotated[str | None, typer.Option(metavar="HEX", help="The closing that you noted.")] = None,
) -> None:
    """Check a finished draw. Exit status: 0 if it passes, 1 if it fails, 2 if there is nothing to check."""
    from onrecord.fairness.draw import DrawError
    from onrecord.fairness.draw import check as findings
    from onrecord.fairness.draw_file import digest

    done, sitting = _read(draw), read_sitting(files)
    noted = {"commitment": commitment, "closing": closing}
    try:
        given = {name: digest(f"--{name}", text) for name, text in noted.items() if text}
        found = list(findings(done, sitting.room, **given))
    except DrawError as error:
        fail(f"{draw}: {error}")
    failures = [finding.says for finding in found if not finding.holds]
    open_ends = _not_noted(given) + _open_ends(done)
    typer.echo(_verdict(failures, open_ends))
    for finding in found:
        typer.echo(f"  {'✓' if finding.holds else '✗'} {finding.says}")
    for open_end in open_ends:
        typer.echo(f"  ? {open_end}")
    if failures:
        raise typer.Exit(FAILED)


def _verdict(failures: list[str], open_ends: list[str]) -> str:
    if failures:
        return f"CHECK FAILED: {'; '.join(failures)}"
    if open_ends:
        return "CHECKED: this draw is unchanged, except for the points marked “?”, which you need to check yourself."
    return "CHECKED: this draw is unchanged."


def _not_noted(given: Iterable[str]) -> list[str]:
    return [
        f"{name}: not compared. Without --{name}, a host who rewrote the whole draw would not be found"
        for name in ("commitment", "closing")
        if name not in given
    ]


def _open_ends(draw: Draw) -> list[str]:
    """What somebody has to look at themselves."""
    from onrecord.fairness import drand as beacon

    found = []
    if draw.outside and draw.value:
        where = f"; look it up at {beacon.address(draw.outside.round)}" if draw.outside.source == beacon.SOURCE else ""
        found.append(
            f"whether round {draw.outside.round} of {draw.outside.source} has the value {draw.value.hex()}{where}"
        )
        if draw.outside.source == beacon.SOURCE:
            found.append(
                f"whether the closing was public before {beacon.comes_out(draw.outside.round):%Y-%m-%d %H:%M:%S} UTC"
            )
    else:
        found.append("no outside beacon: a host working with the last person to register could have chosen the outcome")
    if draw.code != f"onrecord {__version__}":
        found.append(f"the draw names {draw.code} as its software, and this is onrecord {__version__}")
    return found


def _read(path: Path) -> Draw:
    from onrecord.fairness.draw import DrawError
    from onrecord.fairness.draw_file import from_json

    try:
        return from_json(_bytes(path))
    except DrawError as error:
        fail(f"{path}: {error}")


def _write(path: Path, draw: Draw) -> None:
    """At once or not at all: a crash leaves the step before."""
    from onrecord.fairness.draw_file import to_json

    new = path.with_name(f"{path.name}.new")
    try:
        new.write_text(to_json(draw), encoding="utf-8")
        new.replace(path)
    except OSError as error:
        fail(f"{path} can't be written: {error.strerror}")


def _keep(path: Path, secret: bytes) -> None:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secret.hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        fail(f"{path} can't be written: {error.strerror}")


def _kept(path: Path) -> bytes:
    from onrecord.fairness.draw_file import digest

    try:
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            fail(f"{path} can be read by other users, so the secret may be known; make it private: chmod 600 {path}")
        with path.open("rb") as file:
            return digest(str(path), file.read(200).decode("ascii", "replace"))
    except OSError as error:
        fail(f"{path} can't be read: {error.strerror}")


def _nonces(path: Path) -> tuple[Nonce, ...]:
    """The table's rows in their order; ends the command naming the line that is wrong."""
    from onrecord.fairness.draw import Nonce
    from onrecord.fairness.room import RoomError
    from onrecord.fairness.tables import read_csv

    try:
        table = read_csv(_bytes(path), name=str(path))
    except RoomError as error:
        fail(str(error))
    if set(table.columns) != {"request", "nonce"}:
        fail(
            f"{path}, line 1: the columns must be request and nonce, and they are {', '.join(table.columns) or 'missing'}"
        )
    return tuple(Nonce(row["request"].strip(), row["nonce"].strip()) for _, row in table.rows)


def _bytes(path: Path) -> bytes:
    from onrecord.fairness.tables import MOST_BYTES

    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        fail(f"{path} can't be read: {error.strerror}")
    if len(raw) > MOST_BYTES:
        fail(f"{path} is too large: at most {MOST_BYTES:,} bytes")
    return raw
