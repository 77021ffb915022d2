"""`onrecord import`: transcripts that exist already become editions on the record."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date as Date
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from onrecord.cli.installation import (
    FAILED,
    begun,
    configured,
    console,
    counted,
    fail,
    fields_of,
    set_up,
    set_up_to_read,
    show_table,
)
from onrecord.web.config import names_url

STOPPED = 130
"""The status of a command that Ctrl+C ended, as shells have it."""

SUFFIXES = frozenset({".txt", ".md", ".markdown", ".html", ".htm", ".vtt", ".srt", ".xml", ".akn", ".csv", ".tsv"})
DOCUMENTS = frozenset({".docx", ".doc", ".odt", ".rtf", ".pdf", ".pages", ".epub"})
"""What transcripts are often kept in, and what has to be saved anew before it can be read."""
MOST_NAMES = 10


def import_(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files or folders to import.")],
    series: Annotated[str, typer.Option(help="The series to add the editions to; created if it is new.")],
    title: Annotated[str, typer.Option(help="The title of the series, if it is new.")] = "",
    format: Annotated[
        str, typer.Option(help="The format of all files: auto, text, markdown, html, vtt, srt, akn or csv.")
    ] = "auto",
    date: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The date of the conference, for a single file that doesn't give it."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read the files and report, but store nothing.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Import files even if their words are already here, as separate editions.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list with one object for each file.")] = False,
) -> None:
    """Import transcripts, one edition for each file. Importing the same transcript again adds nothing."""
    files, others = list(_files(paths)), list(_others(paths))
    if not files:
        found = f" (only {_names(others)})" if others else ""
        fail(f"no transcripts found{found}; names of transcript files end in {', '.join(sorted(SUFFIXES))}")
    if date and len(files) > 1:
        fail(f"--date is for a single file, and there are {len(files)} here; import that file on its own")
    day = date.date() if date else None
    try:
        reports = _import_all(files, series=series, title=title, format=format, day=day, dry_run=dry_run, again=again)
    except KeyboardInterrupt:
        fail("stopped; no file was imported in part. Run the same command again to continue", code=STOPPED)
    reports += [_skipped(file) for file in others]
    if as_json:
        typer.echo(json.dumps(reports, ensure_ascii=False, indent=1))
    else:
        _show(reports, dry_run=dry_run)
    if not dry_run and any(report["new"] for report in reports) and not names_url(os.environ):
        console.print(
            f"ONRECORD_URL isn't set, so these logs are permanently named {urlsplit(configured().url).netloc}/{series}/…. If "
            "others will read this archive, set ONRECORD_URL to your public address and import into a new ONRECORD_HOME.",
            style="bold",
            markup=False,
            soft_wrap=True,
        )
    if any("error" in report for report in reports):
        raise typer.Exit(FAILED)


def _import_all(
    files: list[Path], *, series: str, title: str, format: str, day: Date | None, dry_run: bool, again: bool
) -> list[dict[str, Any]]:
    put_on_record = _found_already(series, again=again) if dry_run else _importer(series, title, again=again)
    from django.core.exceptions import ValidationError

    from onrecord.keeping.errors import ActFailed
    from onrecord.transcripts.model import TranscriptError
    from onrecord.transcripts.reading import read_file

    reports: list[dict[str, Any]] = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        for file in progress.track(files, description="Reading"):
            try:
                document = read_file(file, format=format)
                document = replace(document, date=document.date or day)
                imported = put_on_record(document)
            except TranscriptError as error:
                reports.append(_refusal(file, str(error), line=error.line))
            except ValidationError as error:
                reports.append(_refusal(file, fields_of(error)))
            except ActFailed as error:
                reports.append(_refusal(file, str(error)))
            except OSError as error:
                reports.append(_refusal(file, f"can't be read: {error.strerror}"))
            else:
                reports.append(_report(file, document, imported))
    return reports


def _importer(series: str, title: str, *, again: bool) -> Callable[[Any], Any]:
    set_up()
    from onrecord.events import acts
    from onrecord.proceedings import importing
    from onrecord.transcripts.unseen import without_unseen

    home = acts.start_series(slug=series, title=without_unseen(title) or series.replace("-", " ").capitalize())
    return lambda document: importing.import_document(home, document, again=again)


def _found_already(series: str, *, again: bool) -> Callable[[Any], Any]:
    """A dry run stores nothing, and needs no database; where there is one, it says what is there already."""
    if not begun():
        return lambda _document: None
    set_up_to_read()
    from onrecord.events import acts
    from onrecord.events.models import Series
    from onrecord.proceedings import importing

    acts.refuse_reserved(series)
    home = Series.objects.filter(slug=series).first()
    return lambda document: importing.already_there(home, document, again=again) if home else None


def _refusal(file: Path, error: str, *, line: int | None = None) -> dict[str, Any]:
    """The same members as a report, of a file nothing was taken from."""
    return {
        "file": str(file),
        "error": error,
        "edition": None,
        "new": None,
        "format": None,
        "chosen_because": None,
        "title": None,
        "date": None,
        "language": None,
        "utterances": 0,
        "questions": 0,
        "answers": 0,
        "speakers": 0,
        "askers_named": 0,
        "askers_unknown": 0,
        "complete": False,
        "suggested_rules": [],
        "warnings": [{"line": line, "message": error}],
    }


def _skipped(file: Path) -> dict[str, Any]:
    """Of a file in a folder that nobody tried to read."""
    instead = (
        "save it as plain text or HTML" if file.suffix.lower() in DOCUMENTS else "onrecord doesn't read this format"
    )
    report = _refusal(file, "")
    del report["error"]
    return report | {"skipped": instead, "warnings": [{"line": None, "message": f"not read: {instead}"}]}


def _found(imported: Any) -> list[dict[str, Any]]:
    """What is said of a file whose words are there already, from another file."""
    if imported is None or imported.shared is None:
        return []
    edition, much = imported.edition.path, int(imported.shared * 1000) / 10
    same = "it has the same words as" if imported.shared == 1 else f"{much:g} % of its words are the same as in"
    message = (
        f"{same} {edition}, so nothing was added. Correct that edition, or use --again to add this file as another one"
    )
    return [{"line": None, "message": message}]


def _report(file: Path, document: Any, imported: Any) -> dict[str, Any]:
    questions = [utterance for utterance in document.utterances if utterance.role == "question"]
    names = {speaker.key: speaker.name for speaker in document.speakers}
    askers = {
        names[utterance.speaker] if utterance.speaker else utterance.suggestion.name
        for utterance in questions
        if utterance.speaker or utterance.suggestion
    }
    return {
        "file": str(file),
        "edition": imported.edition.path if imported else None,
        "new": imported.fresh if imported else None,
        "format": document.format,
        "chosen_because": document.chosen_because,
        "title": document.title,
        "date": document.date.isoformat() if document.date else None,
        "language": document.language,
        "utterances": len(document.utterances),
        "questions": len(questions),
        "answers": sum(1 for utterance in document.utterances if utterance.role == "answer"),
        "speakers": len(document.speakers),
        "askers_named": len(askers),
        "askers_unknown": sum(1 for question in questions if not question.speaker and not question.suggestion),
        "complete": document.complete,
        "suggested_rules": [
            {"rule": rule.rule, "sentence": rule.sentence, "line": rule.line} for rule in document.rules
        ],
        "warnings": [
            *_found(imported),
            *({"line": warning.line, "message": warning.message} for warning in document.warnings),
        ],
        "same_words": imported.shared if imported else None,
    }


def _show(reports: list[dict[str, Any]], *, dry_run: bool) -> None:
    read = [report for report in reports if "error" not in report and "skipped" not in report]
    skipped = [Path(report["file"]) for report in reports if "skipped" in report]
    if read:
        show_table(
            ("edition", "date", "language", "passages", "questions", "askers named", "", "title"),
            [
                (
                    report["edition"] or Path(report["file"]).name,
                    report["date"] or "unknown",
                    report["language"],
                    report["utterances"],
                    report["questions"],
                    report["askers_named"],
                    _state(report),
                    report["title"],
                )
                for report in read
            ],
        )
    for report in reports:
        if "error" in report:
            console.print(_named_once(report), markup=False, soft_wrap=True)
    for report in read:
        if report["same_words"] is not None:
            console.print(f"{report['file']}: {report['warnings'][0]['message']}", markup=False, soft_wrap=True)
    if skipped:
        documents = any(file.suffix.lower() in DOCUMENTS for file in skipped)
        instead = "; save Word, PDF and similar files as plain text or HTML" if documents else ""
        console.print(f"{len(skipped)} not read: {_names(skipped)}{instead}", markup=False, soft_wrap=True)
    for (format, because), count in Counter((one["format"], one["chosen_because"]) for one in read).items():
        console.print(f"{count} read as {format}: {because}", markup=False, soft_wrap=True)
    fresh = sum(1 for report in read if report["new"] is not False)
    done = "would be imported" if dry_run else "imported"
    passages = counted(sum(report["utterances"] for report in read), "passage")
    warnings = counted(sum(len(report["warnings"]) for report in read), "warning")
    console.print(
        f"{fresh} {done}, {len(read) - fresh} already here, {len(reports) - len(read) - len(skipped)} refused; "
        f"{passages}, {warnings} (--json lists them)",
        soft_wrap=True,
    )


def _named_once(report: dict[str, Any]) -> str:
    """The file, where in it, and why it was refused. A reader's own message begins with the line and the file's name."""
    file, line, words = report["file"], report["warnings"][0]["line"], report["error"]
    name, words = Path(file).name, words.removeprefix(f"line {line}: ")
    where = f", line {line}" if line else ""
    if words.startswith(f"{name} "):
        return f"{file}{words.removeprefix(name)}" + (f" (line {line})" if line else "")
    return f"{file}{where}: {words.removeprefix(f'{name}: ')}"


def _names(files: list[Path]) -> str:
    more = f" and {len(files) - MOST_NAMES:,} more" if len(files) > MOST_NAMES else ""
    return ", ".join(file.name for file in files[:MOST_NAMES]) + more


def _others(paths: list[Path]) -> Iterator[Path]:
    """What lies in the folders beside the transcripts, but for what is hidden."""
    for path in filter(Path.is_dir, paths):
        for file in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            if file.suffix.lower() not in SUFFIXES and not hidden and not file.is_dir():
                yield file


def _state(report: dict[str, Any]) -> str:
    if report["new"] is False:
        return "already here"
    return "" if report["complete"] else "incomplete"


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and not file.is_dir())
        elif path.exists() or path.is_symlink():
            yield path
        else:
            fail(f"{path} doesn't exist")
