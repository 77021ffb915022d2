"""Addresses of accreditation: what anyone reads, an applicant's own pages, and the office's."""

from django.urls import path

from onrecord.accreditation.views import amend, appeal, applicant, documents, identity, nominating, offer, public
from onrecord.accreditation.views.office import (
    appeals,
    application,
    call,
    letters,
    many,
    notice,
    outlets,
    queue,
    selection,
    taking_over,
    totals,
    vetting,
    waiting,
)
from onrecord.accreditation.views.office import documents as office_documents
from onrecord.accreditation.views.office import identity as office_identity
from onrecord.pages.languages import page

app_name = "accreditation"

EDITION = "<slug:series>/<slug:edition>/"
APPLY, DESK = EDITION + "apply/", EDITION + "desk/accreditation/"

urlpatterns = [
    page(EDITION + "accreditation/", public.about, name="about"),
    page(EDITION + "accreditation/draw/", public.draw, name="draw"),
    path(APPLY, applicant.apply, name="apply"),
    path(APPLY + "step/<slug:step>/", applicant.step, name="step"),
    path(APPLY + "documents/", documents.sending, name="documents"),
    path(APPLY + "documents/<slug:kind>/<number:number>/", documents.page, name="document-page"),
    path(APPLY + "identity/", identity.giving, name="identity"),
    path(APPLY + "send/", applicant.send, name="send"),
    path(APPLY + "mine/", applicant.mine, name="mine"),
    path(APPLY + "withdraw/", applicant.withdraw, name="withdraw"),
    path(APPLY + "offer/", offer.offer, name="offer"),
    path(APPLY + "amend/", amend.amend, name="amend"),
    path(APPLY + "appeal/", appeal.appeal, name="appeal"),
    path(APPLY + "receipt/<number:index>/", applicant.receipt, name="receipt"),
    path(APPLY + "outlets/", nominating.own_outlets, name="own-outlets"),
    path(APPLY + "outlets/<number:outlet>/", nominating.nominate, name="nominate"),
    path(DESK, queue.queue, name="queue"),
    path(DESK + "many/", many.many, name="many"),
    path(DESK + "list/", taking_over.taking_over, name="list"),
    path(DESK + "call/", call.call, name="call"),
    path(DESK + "letters/", letters.sending, name="letters"),
    path(DESK + "waiting/", waiting.waiting, name="waiting"),
    path(DESK + "draw/", selection.draw, name="drawing"),
    path(DESK + "appeals/", appeals.heard, name="appeals"),
    path(DESK + "counts/", totals.totals, name="counts"),
    path(DESK + "outlets/", outlets.listed, name="outlets"),
    path(DESK + "outlets/new/", outlets.new, name="new-outlet"),
    path(DESK + "outlets/<number:outlet>/", outlets.one, name="outlet"),
    path(DESK + "<number:number>/outlet/", outlets.belongs, name="belongs"),
    path(DESK + "<number:number>/", application.one, name="one"),
    path(DESK + "<number:number>/notice/", notice.notice, name="notice"),
    path(DESK + "<number:number>/appeal/", appeals.one, name="hear"),
    path(DESK + "<number:number>/letter/", letters.letter, name="letter"),
    path(DESK + "vetting/", vetting.vetting, name="vetting"),
    path(DESK + "<number:number>/identity/", office_identity.look, name="identity-seen"),
    path(DESK + "<number:number>/documents/", office_documents.check, name="check"),
    path(
        DESK + "<number:number>/documents/<slug:kind>/<number:page>/", office_documents.page, name="document-page-seen"
    ),
]
