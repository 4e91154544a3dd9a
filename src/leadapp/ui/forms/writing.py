"""What helps at a text in which people write sentences: house words and spelling. One call for each such field."""

from __future__ import annotations

from leadapp.ui.forms import house_words
from leadapp.ui.forms.fields import TextArea
from leadapp.ui.forms.house_words import WordingLine
from leadapp.ui.forms.spelling import SpellingMarks
from leadapp.ui.page import Page


def attach(field: TextArea, page: Page) -> WordingLine:
    """Remark on house words and spelling in a field from now on; the page keeps what is added to the dictionary."""
    line = house_words.attach(field, page)
    SpellingMarks(field.area, line, page)
    return line
