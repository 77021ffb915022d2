"""Whoever tries whatever in whatever order, an application goes only where the table leads."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.accreditation import acts
from onrecord.accreditation.models import Application, Call, Freeze
from onrecord.accreditation.states import DECIDED, MOVES, OF_THE_SERVER, OUTCOMES, Act, State, allowed
from onrecord.keeping.errors import ActRefused
from onrecord.people.models import Person
from tests import cast
from tests.accreditation.building import applied, decided, drafted, moment, open_call
from tests.rounds import rounds

pytestmark = pytest.mark.django_db(transaction=True)
APPLICANTS = itertools.count()

REASONS = {Act.REFUSE: "late", Act.WAITLIST: "draw", Act.ACCEPT: ""}


def do(application: Application, act: Act, by: Person) -> None:
    """`act` as `by` would do it; on one's own application where it is the applicant's."""
    match act:
        case Act.AMEND:
            acts.amend(application)
        case Act.RESTORE:
            acts.restore(application)
        case Act.SUBMIT:
            if application.state == State.AMENDED:
                acts.save(application, given={"outlet": f"Radio {next(APPLICANTS)}"})
            acts.submit(application)
        case Act.ANSWER:
            acts.answer(application, note="Here it is.")
        case Act.WITHDRAW:
            acts.withdraw(application)
        case Act.ASK:
            acts.ask(application, reason="letter", fact="", due=timezone.now() + timedelta(days=3), by=by)
        case Act.RECOMMEND:
            acts.recommend(application, outcome=Act.REFUSE, reason="late", fact="14 May", by=by)
        case Act.TAKE_BACK:
            acts.take_back(application, by=by)
        case Act.APPEAL:
            acts.appeal(application, why="I applied in time.")
        case Act.UPHOLD | Act.OVERTURN:
            acts.hear(application, outcome=act, answer="So it is.", by=by)
        case Act.NOTIFY:
            ahead = timezone.now() + timedelta(days=2)
            acts.notify(application, reason="lent", fact="", hearing_until=ahead, ends_on=ahead.date(), by=by)
        case Act.REPLY:
            acts.reply(application, note="It was not me.")
        case Act.REVOKE:
            acts.revoke(application, by=by)
        case Act.KEEP:
            acts.keep_accredited(application, by=by)
        case Act.PUT_BACK:
            acts.take_back(application, by=by)
        case Act.OFFER:
            acts.offer_due()
        case Act.TAKE:
            acts.take(application)
        case Act.DECLINE:
            acts.decline(application)
        case Act.LAPSE:
            Application.objects.filter(pk=application.pk, state=State.OFFERED).update(due=timezone.now())
            acts.offer_due()
        case _ if act in OUTCOMES:
            fact = "14 May" if act == Act.REFUSE else ""
            acts.decide(application, outcome=act, reason=REASONS[act], fact=fact, by=by)


@pytest.fixture(autouse=True)
def mail(settings: object) -> None:
    settings.ONRECORD_MAIL = "page"  # type: ignore[attr-defined]


@pytest.fixture
def call() -> Call:
    return open_call(cast.edition())


TRIED = st.lists(st.tuples(st.booleans(), st.integers(0, 99), st.integers(0, 3), st.booleans()), max_size=16)
"""Whether the table allows it, which, by whom, and whether the letter about it is sent."""


@settings(max_examples=rounds(40, long=1_000), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tried=TRIED)
def test_no_order_of_acts_leads_around_the_table(tried: list[tuple[bool, int, int, bool]]) -> None:
    call = Call.objects.select_related("edition__log").first() or frozen(open_call(cast.edition(), places=100_000))
    people = [cast.person(name) for name in (f"Ada{next(APPLICANTS)} Reyes", "Chiara Okoye", "Dov Sand", "Lena Moor")]
    found = drafted(call, people[0])
    appealed: set[int] = set()
    noticed, heard = people[0], False
    recommended: Person | None = None
    for allows, which, who, told in tried:
        by, before = people[who], State(found.state)
        able = allowed(before) if allows else list(Act)
        if not able:
            break
        act = able[which % len(able)]
        waited = found.waits
        try:
            do(found, act, by)
        except ActRefused:
            after = Application.objects.get(pk=found.pk)
            assert after.state == before, "a refused act changes nothing"
            continue
        found = Application.objects.get(pk=found.pk)
        if act in OF_THE_SERVER and found.state == before:
            continue  # there was nothing to do
        done = {Act.TAKE_BACK: Act.PUT_BACK}.get(act, act) if waited else {Act.PUT_BACK: Act.TAKE_BACK}.get(act, act)
        assert found.state == MOVES[done][before]
        if act in OUTCOMES:
            assert by not in (people[0], recommended), "nobody decides on themselves, nor alone"
            assert act != Act.ACCEPT or not waited, "nobody passes the others on the waiting list"
        if act == Act.APPEAL:
            against = found.steps.filter(act__in=[Act.REFUSE, Act.REVOKE]).latest("pk").pk
            assert against not in appealed, "one appeal a decision"
            appealed.add(against)
        if act in (Act.UPHOLD, Act.OVERTURN):
            assert not found.steps.filter(by=by).exclude(act=act).exists(), "whoever took part hears no appeal"
        if act == Act.NOTIFY:
            noticed, heard = by, False
        if act == Act.REPLY:
            heard = True
        if act == Act.REVOKE:
            assert heard and by not in (people[0], noticed), "nobody is revoked unheard, nor by one alone"
        if act == Act.RECOMMEND:
            recommended = by
        if told and found.state in DECIDED and found.told_at is None:
            acts.tell(call, [found.number], by=by)
            found = Application.objects.get(pk=found.pk)


def frozen(call: Call) -> Call:
    """With offers from the first one who waits on: the acts make the list final only once nobody can apply any more."""
    Freeze.objects.create(call=call, at=timezone.now())
    return call


def test_what_was_told_is_not_taken_back(call: Call) -> None:
    found = decided(call, cast.person("Ada Reyes"), Act.ACCEPT)
    acts.tell(call, [found.number], by=cast.person("Dov Sand"))
    with pytest.raises(ActRefused, match="has been sent"):
        acts.take_back(found, by=cast.person("Dov Sand"))


def test_the_second_of_two_reads_who_was_first(call: Call) -> None:
    seen_by_the_other = decided(call, cast.person("Ada Reyes"), Act.ACCEPT)
    with pytest.raises(ActRefused, match=r"Dov Sand was here first: this application is now “Accredited”"):
        acts.decide(seen_by_the_other, outcome=Act.REFUSE, reason="late", fact="14 May", by=cast.person("Esi Moran"))


def test_from_the_waiting_list_two_decide_as_well(call: Call) -> None:
    chiara, dov = cast.person("Chiara Okoye"), cast.person("Dov Sand")
    found = decided(call, cast.person("Ada Reyes"), Act.WAITLIST, reason="draw", fact="7")
    with pytest.raises(ActRefused, match="Take the decision back first"):
        acts.recommend(found, outcome=Act.ACCEPT, by=chiara)
    acts.tell(call, [found.number], by=dov)
    for by in (chiara, dov):
        with pytest.raises(ActRefused, match="two people decide"):
            acts.decide(found, outcome=Act.ACCEPT, by=by)
    acts.recommend(found, outcome=Act.ACCEPT, by=dov)
    acts.decide(found, outcome=Act.ACCEPT, by=chiara)
    acts.tell(call, [found.number], by=chiara)
    assert Application.objects.get(pk=found.pk).state == State.ACCEPTED


@pytest.mark.parametrize(
    ("outcome", "reason", "fact", "words"),
    [
        (Act.REFUSE, "", "", "Choose a reason"),
        (Act.REFUSE, "draw", "3", "Choose a reason"),
        (Act.REFUSE, "late", "", "needs one more thing: The deadline"),
        (Act.ACCEPT, "late", "14 May", "given no reason"),
        (Act.SUBMIT, "", "", "accepted, put on the waiting list, or refused"),
    ],
)
def test_a_no_has_a_reason(call: Call, outcome: Act, reason: str, fact: str, words: str) -> None:
    found = applied(call, cast.person("Ada Reyes"))
    with pytest.raises(ActRefused, match=words):
        acts.recommend(found, outcome=outcome, reason=reason, fact=fact, by=cast.person("Chiara Okoye"))


def test_the_database_holds_it_too(call: Call) -> None:
    found = applied(call, cast.person("Ada Reyes"))
    for wrong in ({"state": "gone"}, {"state": "refused"}, {"state": "accepted"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.filter(pk=found.pk).update(**wrong)


def test_places_are_not_given_away_twice(call: Call) -> None:
    acts.change(
        call, call.terms.model_copy(update={"places": 2, "kept_for_appeals": 1}), reason="A smaller room.", by=None
    )
    call.refresh_from_db()
    del call.terms
    decided(call, cast.person("Ada Reyes"), Act.ACCEPT)
    with pytest.raises(ActRefused, match="All 1 places are taken; 1 more are kept for appeals"):
        decided(call, cast.person("Bohdan Lis"), Act.ACCEPT)


def test_the_terms_change_in_public_and_never_keep_data_longer(call: Call) -> None:
    later = call.terms.model_copy(update={"deleted_on": call.deleted_on + timedelta(days=1)})
    with pytest.raises(ActRefused, match="can only come earlier"):
        acts.change(call, later, reason="We need them.", by=None)
    closed = call.terms.model_copy(update={"closes": moment(days=-0.5)})
    acts.change(call, closed, reason="The room is full.", by=None)
    with pytest.raises(ActRefused, match="Applications are closed"):
        acts.begin(Call.objects.get(pk=call.pk), cast.person("Ada Reyes"), language="en")
