"""The same matching turned round: which open calls suit a person, why, why not, and the smallest change that would do.

    changes      what can change in a record so that a gate is met, with its size, and what nobody can change
    needed       from the gates that are open for a person to the changes that meet them
    applying     a record as it would be, and whether it really passes
    standing     how the gates of a call stand for many people at once, and their merit: one pass over the roster per call
    suggestions  every open call for one person, in an order that explains itself
    exposure     how evenly suggestions are spread over the roster

"Yes" means that every gate of a position is passed. Gates and merit are those of `Matcher.shortlist`.
"""
