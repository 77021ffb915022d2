"""Who may open the page of lost property."""

from tests.addresses import ADMINISTRATOR, EDITION, INSTALLATION, Desk, E

ADDRESSES = {
    EDITION + "desk/lost-property/": Desk(E + "desk/lost-property/", frozenset({ADMINISTRATOR, INSTALLATION})),
}
