"""What the office waits for in accreditation, with 100, 1,000 and 10,000 applications: the queue's first page, a page of a filter
and a search in it, one decision, a decision on 100 together, the counts; and an upload of 10 MB.

Queries, ms of this process's CPU (medians of the rounds) and, beside each page, what remains of it when the same rows are only
read and opened: the part that no page can save. The upload stands beside decoding the same picture in this process without
any of our limits. Memory is what the process has grown by.

Uses SQLite in a folder of its own; in about four minutes, most of which makes applications.
"""

from __future__ import annotations

import io
import os
import resource
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

if TYPE_CHECKING:
    from onrecord.accreditation.models import Call
    from onrecord.people.models import Person

SIZES, ROUNDS, MOST = (100, 1_000, 10_000), 5, 100
"""Applications; rounds of each page; ms that the queue's first page may take."""
KINDS, REGIONS = ("radio", "tv", "print", "online"), ("RU-KGD", "RU-SVE", "RU-KO", "RU-SA", "UA-46", "PE-CUS", "FI-18")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as home:
        os.environ |= {"ONRECORD_HOME": home, "ONRECORD_MAIL": "page"}
        from onrecord.cli.installation import collect_static, set_up

        set_up()
        collect_static()
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["*"]
        over = [size for size in SIZES if office(size) > MOST]
        upload()
    if over:
        sys.exit(f"the queue's first page takes more than {MOST} ms with {over} applications")


def office(size: int) -> float:
    """All that is measured with so many applications; the ms of the queue's first page."""
    from tests import cast
    from tests.accreditation.building import open_call

    from onrecord.accreditation import acts, counts, reads
    from onrecord.accreditation.acts.many import do_each, last_steps
    from onrecord.accreditation.states import Act, State

    edition = cast.edition(str(size))
    call = open_call(edition, places=size)
    before = memory()
    fill(call, size)
    client, dov, chiara = (
        cast.signed_in(cast.press_officer(edition)),
        cast.person("Dov Sand"),
        cast.person("Chiara Okoye"),
    )
    desk = f"/regional-media/{size}/desk/accreditation/"
    print(f"{size:,} applications (memory grown by {memory() - before:.0f} MB while they were made)")

    def bare(chosen: reads.Filter) -> Callable[[], object]:
        return lambda: reads.queue(call, chosen)

    pages = {
        "queue, first page": ("", reads.Filter()),
        "queue, of a region": ("?region=RU-SVE", reads.Filter(region="RU-SVE")),
        "queue, a search": ("?q=reyes77", reads.Filter(q="reyes77")),
    }
    costs = {
        what: told(what, lambda query=query: client.get(desk + query), bare(chosen))
        for what, (query, chosen) in pages.items()
    }  # type: ignore[misc]
    rows = list(call.applications.filter(state=State.SUBMITTED).order_by("number")[: ROUNDS + 101])
    each = iter(rows)
    told("one recommendation", lambda: acts.recommend(next(each), outcome=Act.ACCEPT, by=chiara))
    decided = iter(rows)
    told("one decision, with its letter", lambda: acts.decide(next(decided), outcome=Act.ACCEPT, by=dov))
    many = [one.number for one in each][:100]
    told(
        f"a recommendation of {len(many)} together",
        lambda: do_each(call, last_steps(call, many), lambda one: acts.recommend(one, outcome=Act.ACCEPT, by=chiara)),
        rounds=1,
    )
    told("the counts", lambda: counts.counted(call, after=False))
    return costs["queue, first page"]


def fill(call: Call, size: int) -> None:
    """So many applications with everything answered, written as their acts write them but without entries of the log."""
    from tests.accreditation.building import ANSWERS

    from onrecord.accreditation.models import Answers, Application
    from onrecord.accreditation.states import State
    from onrecord.people.models import Person

    answers: dict[str, Any] = dict(ANSWERS)
    people: list[Person] = Person.objects.bulk_create(
        Person(name=f"Ada Reyes{n}", email=f"ada{n}@{call.pk}.example.org") for n in range(size)
    )
    found = []
    for n, person in enumerate(people):
        one = Application(
            call=call,
            person=person,
            number=n + 1,
            ticket=secrets.token_hex(16),
            state=State.SUBMITTED,
            category="press",
            kind=KINDS[n % len(KINDS)],
            region=REGIONS[n % len(REGIONS)],
            received=n,
        )
        one.keep(Answers(**answers | {"family_names": f"Reyes{n}"}))
        found.append(one)
    Application.objects.bulk_create(found, batch_size=500)


def upload() -> None:
    """A photograph of almost 10 MB, through our process with its limits and in this process without."""
    from PIL import Image

    from onrecord.uploads.limits import MOST_BYTES
    from onrecord.uploads.making import pictures_of

    out = io.BytesIO()
    side = 2_600
    while out.tell() < 0.9 * MOST_BYTES:
        out = io.BytesIO()
        side += 200
        Image.frombytes("RGB", (side, side), secrets.token_bytes(3 * side * side)).save(out, "JPEG", quality=75)
    content = out.getvalue()

    def bare() -> None:
        with Image.open(io.BytesIO(content)) as picture:
            picture.convert("RGB").save(io.BytesIO(), "JPEG")

    print(f"an upload of {len(content) / 1e6:.1f} MB, {side} × {side} pixels")
    wall = {what: clocked(do) for what, do in (("ours", lambda: pictures_of(content)), ("in this process", bare))}
    print(
        f"  {wall['ours']:,.0f} ms until it is decoded and made anew; {wall['in this process']:,.0f} ms for decoding and encoding it here"
    )


def clocked(do: Callable[[], object]) -> float:
    taken = []
    for _ in range(3):
        before = time.perf_counter()
        do()
        taken.append((time.perf_counter() - before) * 1e3)
    return statistics.median(taken)


def told(
    what: str, do: Callable[[], object], bare: Callable[[], object] | None = None, *, rounds: int = ROUNDS
) -> float:
    """Prints what it takes, and returns the ms."""
    if rounds > 1:
        do()  # what is made once for the process
    queries, ms = measured(do, rounds)
    beside = f"; {measured(bare, rounds)[1]:7,.1f} ms for reading and opening the rows" if bare else ""
    print(f"  {what:34} {queries:5} queries {ms:9,.1f} ms{beside}")
    return ms


def measured(do: Callable[[], object], rounds: int) -> tuple[int, float]:
    from django.db import connection

    counted = 0

    def count(ask: Callable[..., object], *given: object) -> object:
        nonlocal counted
        counted += 1
        return ask(*given)

    taken = []
    for _ in range(rounds):
        counted = 0
        before = time.process_time()
        with connection.execute_wrapper(count):
            do()
        taken.append((time.process_time() - before) * 1e3)
    return counted, statistics.median(taken)


def memory() -> float:
    """MB that this process has taken at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
