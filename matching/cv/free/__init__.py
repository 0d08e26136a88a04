"""CVs in free form: sections, entries, dates, employers, education, languages and contacts, in six languages."""

from matching.cv.free.reading import read_free

__all__ = ["read_free"]
