"""The permission table in the docs, from what the rooms say in `tests/<room>/addresses.py` and `test_permissions` tries.

    make permissions

writes it anew. `tests/web/test_permission_table.py` compares.
"""

from __future__ import annotations

from pathlib import Path

from tests.addresses import EVERYBODY, Address, Desk, Form, Open, Public, every_address
from tests.rooms import beside

DOCS = Path(__file__).parents[1] / "docs/developers/permissions.md"
HEAD = """# Who may open what

Every address of the product, and what each kind of person gets there. The tests open each of them as each of these people
(`tests/web/test_permissions.py`), and this table is written from the same source: `make permissions`.

- **yes**: they get the page, or what they post is done.
- **sign in**: they are led to sign in. **no**: 403, and nothing is done.
- **elsewhere**: they are led to the page that is right for them. **gone**: it leads nowhere (404 or 410).
- **Its owner**: whoever an application, a receipt or a second factor belongs to. Everybody else, with every role, gets there what
  the other columns say, and changes nothing.

An address with `<slug:series>/<slug:edition>/` is about one edition, and the roles are those on that edition. “Administrator of
another edition” is somebody who has a role, but on another one.
"""
CELLS = {200: "yes", 302: "elsewhere", 400: "yes", 404: "gone", 410: "gone"}


def table() -> str:
    """The whole page."""
    every_address()  # fails where two rooms say it of one
    found = [HEAD]
    for room in beside("addresses"):
        found += [f"\n## {room.__name__.split('.')[1].replace('_', ' ').capitalize()}\n\n{room.__doc__}\n"]
        heads = ["Address", *(who[0].upper() + who[1:] for who in EVERYBODY), "Its owner"]
        found += [_row(heads), _row(["---"] * len(heads))]
        found += [_row([f"`/{route}`", *_cells(address)]) for route, address in room.ADDRESSES.items()]
    return "\n".join(found) + "\n"


def _cells(address: Address) -> list[str]:
    return [*(_cell(who, address) for who in EVERYBODY), "yes" if getattr(address, "own", None) else ""]


def _cell(who: str, address: Address) -> str:
    match address:
        case Form():
            return "yes, and may post"
        case Public():
            return "yes"
        case Open():
            return CELLS[address.status.get(who, address.otherwise)]
        case Desk(may=may):
            return "yes" if who in may else ("sign in" if who == EVERYBODY[0] else "no")
        case _:
            return "yes (post)" if who in address.may else ("sign in" if who == EVERYBODY[0] else "no")


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def write() -> None:
    DOCS.write_text(table())
