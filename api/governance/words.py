"""How figures are worded: one form for numbers, intervals and the names of measures in all documents."""

from __future__ import annotations

import math

from api.governance.measured import FigureFact

NOT_MEASURED = "not measured"
# What the measures of the evaluation mean, for readers who do not know them; one that is not here is shown by its name.
MEASURES = {
    "nDCG@10": "how near the ten best come to the best possible ten, 1 at most, early places counting more",
    "MAP": "how early the suitable people come, 1 where all of them come first",
    "recall@50": "share of the suitable people who are among the first fifty",
    "P@5": "share of the first five who are suitable",
    "pairs in order": "share of pairs in which the suitable person stands above the one who only looks suitable",
    "loss": "share of pairs ordered against people's own ratings, weighed by how far the ratings differ; 0.5 is chance",
    "easy pairs": "share of pairs with ratings far apart that are in the right order",
    "hard pairs": "share of pairs with ratings close together that are in the right order",
    "LRAP": "how early the codes come that officers gave a request, 1 where they come first",
    "recall@5": "share of the codes that officers gave which are among the first five proposed",
    "first-letter accuracy": "share of requests whose first proposed code lies in the right area",
    "calibration error": "how far the confidence of a proposed code lies from how often it is right",
    "one of the nearest 3: a code in common": "share of requests with a code in common with one of the three nearest",
    "share of the nearest 3: a code in common": "share of the three nearest requests that have a code in common",
    "one of the nearest 3: codes in one line of the tree": "the same for one of three, a field and those above or below",
    "share of the nearest 3: codes in one line of the tree": "the same for each of three, a field and those above or below",
    "loss against last year's, total by quarter": "how far the forecast misses beside repeating last year; below 0 is nearer",
    "loss against last year's, area by quarter": "the same for each area",
    "loss against last year's, field by quarter": "the same for each field",
    "loss against last year's, language by quarter": "the same for each language",
    "pinball loss less the baseline's": "by how many requests the forecast misses less (below 0) or more than last year's",
    "requests nearer than last year's count, per count": "by how many requests a forecast is nearer than last year's count",
    "share of histories in which the model was shown to be better": "of histories that repeat themselves: here none should be",
    "overlap@10 with English": "share of the ten best that a call and its English twin have in common",
    "nDCG@10 lost against English": "nDCG@10 of the English twin less that of the call; below 0 the call does better",
    "merits changed at all": "share of merits (a person for a position) that change when only this is swapped",
    "ranks changed at all": "share of ranks (a person for a position) that change when only this is swapped",
    "score change, median": "points of merit of 100: in half of the cases no more than this",
    "score change, p95": "points of merit of 100: in 95 % of the cases no more than this",
    "score change, max": "points of merit of 100: the most that was seen",
    "rank change, median": "ranks: in half of the cases no more than this",
    "rank change, p95": "ranks: in 95 % of the cases no more than this",
    "rank change, max": "ranks: the most that was seen",
    "sentences made the same": "share of pairs of gendered sentences that become one text before they are embedded",
    "overlap@10": "share of the ten best that stay when the call is changed in this way",
    "nDCG@10 lost": "nDCG@10 of the call as it is less that of the changed one",
    "ranks won": "ranks that a CV gains by this",
    "suitable person above": "share of pairs in which the suitable person still stands above",
    "value kept, %": "merit of the composition with balance, in per cent of that without",
    "report-only is the default": "share of the doors at which nothing is balanced unless somebody asks",
    "greedy better than exact": "number of compositions in which a plain method finds a better one than ours",
    "exact answers proven": "share of compositions proven to be the best",
    "exact answers sound": "share of compositions that keep every rule, checked apart",
    "served as composed": "share of what is served that is worth what composition finds",
    "confidence against error of grade": "rank correlation; below 0 is what is hoped for",
    "mean confidence against nDCG@10 lost": "rank correlation; below 0 is what is hoped for",
    "employers F1": "employers of posts read from CVs against those printed there, 1 where all and only those are read",
    "dates of posts F1": "the same for first and last days of posts, as precise as they are printed",
    "languages with level F1": "the same for languages with all their levels",
    "education F1": "the same for degrees: title, who awarded it, year",
    "segments' boundaries F1": "the same for where each piece of a CV begins and ends",
    "reading order": "share of pieces of a CV whose words come in order, with no other piece between",
    "fields recall@5": "share of a CV's true fields among the first five proposed",
    "status": "share of CVs whose status is proposed rightly",
    "refused in words": "share of damaged, locked or hostile documents that are refused with a reason",
    "protected data kept out": "share of CVs of whose protected data nothing is left in what is read",
    "merit against grade": "rank correlation of merit with the grades of the sample; 1 is the same order",
}


def number(value: float) -> str:
    """A figure with three decimals below ten, one above, none where it is whole and large."""
    if math.isnan(value):
        return NOT_MEASURED
    text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.3f}"
    return text.removeprefix("-") if float(text.replace(",", "")) == 0 else text


def plain(value: float) -> str:
    """A weight or another number that somebody set, as they would write it."""
    return f"{value:g}"


def interval(figure: FigureFact) -> str:
    """The 95 % interval of a figure; empty where it has none."""
    if math.isnan(figure.low) or math.isnan(figure.high) or figure.low == figure.high:
        return ""
    return f"{number(figure.low)} to {number(figure.high)}"


def figure_words(figure: FigureFact | None) -> str:
    """A figure with its interval, or that it was not measured."""
    if figure is None or math.isnan(figure.value):
        return NOT_MEASURED
    between = interval(figure)
    return f"{number(figure.value)} ({between})" if between else number(figure.value)


def direction(figure: FigureFact) -> str:
    """Which way is better."""
    return {True: "higher", False: "lower", None: ""}[figure.higher_is_better]
