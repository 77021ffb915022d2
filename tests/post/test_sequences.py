"""Whatever happens to letters, in whatever order: none is lost, and none goes twice without a reason that is known."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import settings as profile
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from onrecord.keeping.errors import ActRefused
from onrecord.post import acts, sending, smtp
from onrecord.post.models import Letter, State, Written
from onrecord.record.models import Log
from tests.post.conftest import Use
from tests.post.letters import ADA, BOHDAN, Clock, note, refusing, send
from tests.postgres import free_port
from tests.rounds import rounds
from tests.smtp import Post

UNSENT = (State.READY, State.SENDING)
MOODS: dict[str, Any] = {
    "well": lambda line: None,
    "refuses Ada": refusing(ADA, "550 no such user"),
    "asks Ada to wait": refusing(ADA, "450 later"),
    "takes nothing": lambda line: "452 full" if line.upper().startswith("MAIL") else None,
    "closes": lambda line: "421 bye" if line.upper().startswith("RCPT") else None,
}


def test_in_any_order_no_letter_is_lost_and_none_goes_twice(log: Log, server: Post, use: Use) -> None:
    nobody = free_port()

    class Office(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            Letter.objects.all().delete()
            server.taken()
            server.answers = MOODS["well"]
            use(server.port)
            self.clock = Clock()
            self.taken: Counter[str] = Counter()
            self.may_go_again: Counter[str] = Counter()

        @rule(to=st.sampled_from([ADA, BOHDAN]))
        def write(self, to: str) -> None:
            note(log, to=to)

        @rule(mood=st.sampled_from(sorted(MOODS)))
        def server_is(self, mood: str) -> None:
            server.answers = MOODS[mood]

        @rule(down=st.booleans())
        def server_is_down(self, down: bool) -> None:
            use(nobody if down else server.port)

        @rule(seconds=st.sampled_from([1, 40, 400, 4_000, 200_000]))
        def time_passes(self, seconds: int) -> None:
            self.clock.forward(seconds=seconds)

        @rule()
        def send(self) -> None:
            send(self.clock)
            self._count()

        @rule(after=st.booleans())
        def a_sender_dies(self, after: bool) -> None:
            """With the letter in its hands; or after the mail server has taken it."""
            letter = Letter.objects.filter(due__lte=self.clock(), state__in=UNSENT).first()
            if letter and sending._claim(letter, self.clock()) and after:
                message = sending._message(letter, Written.model_validate_json(letter.unseal()))
                try:
                    with smtp.connected() as way:
                        way.hand_over(message)
                except smtp.NotSent:
                    return
                self.may_go_again[letter.message_id] += 1
                self._count()

        @rule(data=st.data(), what=st.sampled_from([acts.withdraw, acts.send_again]))
        def office_acts(self, data: st.DataObject, what: Any) -> None:
            letters = list(Letter.objects.order_by("pk"))
            if letters:
                try:
                    what(data.draw(st.sampled_from(letters)))
                except ActRefused:
                    pass

        @rule()
        def comes_back_from_a_copy(self) -> None:
            acts.hold(log)

        @invariant()
        def holds(self) -> None:
            for one in Letter.objects.all():
                times = self.taken[one.message_id]
                assert times <= 1 + self.may_go_again[one.message_id]
                if one.state == State.SENT:
                    assert times and not one.is_kept and one.due is None
                elif one.state in UNSENT:
                    assert one.is_kept and one.due is not None and one.due <= one.until + sending.LEASE
                else:
                    assert one.is_kept == (one.due is not None)
                    assert one.state == State.FAILED or not one.is_kept

        def teardown(self) -> None:
            """Afterwards the server is well again, and time passes: nothing waits for ever."""
            server.answers = MOODS["well"]
            use(server.port)
            for _ in range(3):
                self.clock.forward(minutes=61)
                send(self.clock)
                send(self.clock)
            self._count()
            left = Letter.objects.filter(state__in=UNSENT)
            assert not left, list(left.values())
            self.holds()

        def _count(self) -> None:
            self.taken.update(str(mail["Message-ID"]) for mail in server.taken())

    run_state_machine_as_test(
        Office, settings=profile(max_examples=rounds(25, long=1_000), stateful_step_count=20, deadline=None)
    )
