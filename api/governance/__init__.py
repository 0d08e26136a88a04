"""The governance documents: facts gathered from code and data, and pure functions from facts to Markdown and HTML.

The flow: `gathering.own_sources` (or `office_facts.office_sources`) says what to look at, `gathering.gather_facts` makes
`facts.Facts` of it, `pack.make_pack` makes the files, and `pack.write_pack` writes them into a new folder. What people
fill in comes from `answers.read_answers`, figures from `figures.read_figures`.
"""
