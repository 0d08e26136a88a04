"""The pages, room by room."""

from __future__ import annotations

from api.web import pages, sign_in, speaking, tour
from api.web.calls import own_forms, team_forms
from api.web.calls import pages as call_pages
from api.web.house import accounts as account_pages
from api.web.house import figures, log, operation
from api.web.intake import action_forms, action_pages, request_forms, request_pages, terms_pages
from api.web.own import cv_pages as own_cv_pages
from api.web.own import data_forms as own_data_forms
from api.web.own import pages as own_pages
from api.web.own import profile_forms as own_profile_forms
from api.web.own import suggested_pages as own_suggested_pages
from api.web.roster import cv_pages as roster_cv_pages
from api.web.roster import duplicates as duplicate_pages
from api.web.roster import focal_points as focal_point_pages
from api.web.roster import imports as import_pages
from api.web.roster import institutions as institution_pages
from api.web.roster import people, person_pages
from api.web.shortlists import making
from api.web.shortlists import pages as shortlist_pages

ROUTERS = (
    sign_in.router,
    speaking.router,
    terms_pages.router,  # before the pages of calls: "/calls/new" is no call's id
    request_pages.router,
    request_forms.router,
    action_pages.router,
    action_forms.router,
    call_pages.router,
    team_forms.router,
    own_forms.router,
    own_pages.router,
    own_profile_forms.router,
    own_suggested_pages.router,
    own_cv_pages.router,
    own_data_forms.router,
    people.router,  # before the pages of a person: "/experts/new" is nobody's id
    person_pages.router,
    roster_cv_pages.router,
    institution_pages.router,
    focal_point_pages.router,
    duplicate_pages.router,
    import_pages.router,
    shortlist_pages.router,
    making.router,
    figures.router,
    log.router,
    account_pages.router,
    operation.router,
    tour.router,
    pages.router,
)
