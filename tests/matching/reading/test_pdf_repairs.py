"""What a PDF does to text, undone: painted Arabic, ligatures, eastern digits, pages that a library cannot lay out."""

from __future__ import annotations

from typing import Any

from matching.reading.arabic_pdf import is_right_to_left, upright
from matching.reading.pdf_files import _has_picture, _page_text
from matching.reading.pdf_layout import in_reading_order

READ = "طلب الخبراء (2): تحديث الخدمات في تونس 2027"


def test_lines_in_painted_order_are_turned_with_their_numbers_and_brackets_upright():
    painted = "2027 سنوت يف تامدخلا ثيدحت :(2) ءاربخلا بلط\nEnglish stays"
    assert upright(painted, painted) == f"{READ}\nEnglish stays"


def test_text_in_reading_order_is_left_as_it_is():
    assert upright(READ, READ) == READ
    assert upright("No Arabic (here)", "") == "No Arabic (here)"


def test_a_turned_ligature_is_set_right_where_the_stream_knows_the_word():
    assert upright("األيام والمجاالت", "الأيام والمجالات") == "الأيام والمجالات"
    assert upright("المجاالت", "المنصبالمجالاتالأيام") == "المجالات"  # cells that touch in the stream
    assert upright("ال تقل", "لا تقل") == "لا تقل"
    assert upright("مجال المال", "كلمات أخرى") == "مجال المال"  # known to nobody: left alone


def test_mirrored_brackets_are_set_right_in_arabic_lines_alone():
    assert upright("مستوى C1 )إتقان(", "") == "مستوى C1 (إتقان)"
    assert upright("a) item", "") == "a) item"


def test_eastern_digits_are_turned_back_unless_the_years_read_well():
    assert upright("من ٤٢ إلى ٨٢ مايو ٧٢٠٢", "") == "من ٢٤ إلى ٢٨ مايو ٢٠٢٧"
    assert upright("٨١ يوم عمل", "") == "١٨ يوم عمل"  # nothing speaks against it
    assert upright("من ٢٤ إلى ٢٨ مايو ٢٠٢٧", "") == "من ٢٤ إلى ٢٨ مايو ٢٠٢٧"


def test_the_right_cell_and_the_right_column_come_first_in_arabic():
    assert is_right_to_left("اللغة C1") and not is_right_to_left("C1 level")
    assert in_reading_order("18        المجالات        الخبير الرئيسي") == "الخبير الرئيسي\tالمجالات\t18"
    left, right = "تنشيط اللجان الثلاثية في الجهات", "تحديث خدمات التشغيل في البلاد"
    lines = in_reading_order("\n".join(f"{left}          {right}" for _ in range(6))).split("\n")
    assert lines[0] == right and lines[-2] == left


class Page:
    """A page whose layout or pictures the library cannot take."""

    def extract_text(self, **how: Any) -> str:
        if how:
            raise KeyError("/Widths")
        return "Plain reading"

    @property
    def images(self) -> list[Any]:
        raise ValueError("unknown filter")


def test_a_page_that_cannot_be_laid_out_is_read_in_the_order_of_its_stream():
    assert _page_text(Page()) == "Plain reading"


def test_a_picture_that_cannot_be_decoded_is_a_picture():
    assert _has_picture(Page())
