"""Every figure the project gives for its speed: `python -m bench [--quick] [--only PART]`."""

from __future__ import annotations

import argparse

from rich.console import Console

from bench import allocating, compose, cv_import, encoding, pages, peers, service, shortlists, workers
from embeddings import load_encoder

PARTS = ("encoding", "index", "shortlists", "cvs", "compose", "allocating", "service", "pages")
ASKED = ("peers", "workers")  # asked for alone: they need txtai and the roster of bench.scale, a PostgreSQL server


def main() -> None:
    """Run the parts asked for, one after the other, never two at once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=(*PARTS, *ASKED))
    parser.add_argument("--full", action="store_true", help="5,000 CVs instead of 400")
    parser.add_argument("--quick", action="store_true", help="no roster above 10,000")
    asked = parser.parse_args()
    console = Console(width=160)
    parts = [asked.only] if asked.only else list(PARTS)
    encoder = load_encoder() if set(parts) - {"compose", "allocating", "service", "pages", *ASKED} else None
    if encoder is not None:
        console.print(f"Encoder: {encoder.name}, {encoder.dimension} dimensions, {getattr(encoder, 'precision', '')}\n")
        if "encoding" in parts:
            encoding.encoding(console, encoder)
        if "index" in parts:
            encoding.index_build(console, encoder)
        if "shortlists" in parts:
            shortlists.run(console, encoder, (818, 10_000) if asked.quick else (818, 10_000, 100_000))
        if "cvs" in parts:
            cv_import.run(console, encoder, full=asked.full)
    if "compose" in parts:
        compose.main()
    if "allocating" in parts:
        allocating.main()
    if "service" in parts:
        service.run(console)
    if "pages" in parts:
        pages.run(console)
    if "peers" in parts:
        peers.run(console)
    if "workers" in parts:
        workers.run(console)


if __name__ == "__main__":
    main()
