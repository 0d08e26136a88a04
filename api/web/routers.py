"""The pages, room by room."""

from __future__ import annotations

from api.web import pages, sign_in, speaking, tour
from api.web.calls import own_forms, team_forms
from api.web.calls import pages as call_pages
from api.web.house import accounts as account_pages
from api.web.house import figures, log, matching, operation, taxonomy
from api.web.intake import action_forms, action_pages, precedents, request_forms, request_pages, terms_pages
from api.web.own import cv_pages as own_cv_pages
from api.web.own import data_forms as own_data_forms
from api.web.own import pages as own_pages
from api.web.own import profile_forms as own_profile_forms
from api.web.own import still_true as own_still_true
from api.web.own import suggested_pages as own_suggested_pages
from api.web.peers import asking as peer_pages
from api.web.peers import communities as community_pages
from api.web.peers import corridor as corridor_pages
from api.web.peers import institutions as peer_institution_pages
from api.web.peers import interests as interest_pages
from api.web.roster import cv_pages as roster_cv_pages
from api.web.roster import duplicates as duplicate_pages
from api.web.roster import focal_points as focal_point_pages
from api.web.roster import imports as import_pages
from api.web.roster import institutions as institution_pages
from api.web.roster import people, person_pages
from api.web.roster import upkeep as upkeep_pages
from api.web.shortlists import making
from api.web.shortlists import pages as shortlist_pages
from api.web.supply import concentration_pages, demand_pages, gaps_pages, next_pages, promotion_pages, season_pages

ROUTERS = (
    sign_in.router,
    speaking.router,
    terms_pages.router,  # before the pages of calls: "/calls/new" is no call's id
    precedents.router,
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
    own_still_true.router,
    own_cv_pages.router,
    own_data_forms.router,
    people.router,  # before the pages of a person: "/experts/new" is nobody's id
    person_pages.router,
    roster_cv_pages.router,
    institution_pages.router,
    focal_point_pages.router,
    duplicate_pages.router,
    upkeep_pages.router,
    import_pages.router,
    shortlist_pages.router,
    making.router,
    figures.router,
    log.router,
    account_pages.router,
    operation.router,
    taxonomy.router,
    matching.router,
    season_pages.router,
    concentration_pages.router,
    demand_pages.router,
    gaps_pages.router,
    next_pages.router,
    promotion_pages.router,
    peer_pages.router,
    community_pages.router,
    corridor_pages.router,
    peer_institution_pages.router,
    interest_pages.router,
    tour.router,
    pages.router,
)
