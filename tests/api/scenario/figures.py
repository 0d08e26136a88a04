"""The indicators of the story's six weeks, counted by hand."""

from __future__ import annotations

# Given to everybody who may read indicators; none of it tells of a person.
PLAIN: dict[str, float] = {
    "requests_received": 2,  # the letter from Togo, and the one from a Member State
    "requests_eligible": 1,
    "requests_not_eligible": 1,
    "requests_relevant": 1,
    "requests_not_relevant": 0,
    "requests_into_action": 1,
    "requests_withdrawn": 0,
    "requests_merged": 0,
    "actions_opened": 1,  # the one of last year lies before the period
    "actions_completed": 0,
    "actions_cancelled": 0,
    "calls_published": 1,
    "calls_closed": 1,
    "calls_cancelled": 0,
    "decisions": 1,
    "decisions_departing": 1,
    "days_received_to_eligible": 4,  # 12 to 16 November
    "days_eligible_to_relevant": 2,  # to 18 November
    "days_relevant_to_action": 1,  # to 19 November
    "days_action_to_published": 0,  # the same day
    "days_published_to_closed": 16,  # to 5 December
    "days_closed_to_decided": 5,  # to 10 December
    "days_received_to_decided": 28,
}

# Given to those who may see persons; what people declared, to the auditor alone.
WITH_PERSONS: dict[str, float] = {
    "applications": 4,  # Maude, Bertrand, Cleonice, Dinislam
    "applications_per_call": 4,
    "invitations_sent": 1,  # Annelie, who accepted and then declined
    "invitations_accepted": 0,
    "invitations_declined": 1,
    "invitations_expired": 0,
    "offers_sent": 3,  # Bertrand and Dinislam, then Maude of the reserve
    "offers_accepted": 2,
    "offers_declined": 1,
    "offers_expired": 0,
    "days_of_expertise": 34,  # 18 and 16
    "registered_people": 9,  # eight of the small roster, and Maude
    "registered_women": 3,  # of the five who declared their gender
    "registered_women_share": 0.6,
    "registered_nationalities": 4,  # Belgium, France, Italy, Spain
    "invited_people": 1,
    "applied_people": 4,
    "applied_women": 2,
    "applied_women_share": 0.5,
    "shortlisted_people": 4,  # on the second version
    "shortlisted_women": 2,
    "selected_people": 2,  # Maude, who stepped in for Bertrand, and Dinislam
    "selected_women": 1,
    "selected_women_share": 0.5,
    "days_women_share": 0.529,  # 18 of 34
}

# Given to those who may not see persons: of five people or more, to the nearest five.
OF_MANY: dict[str, float] = {"registered_people": 10}
