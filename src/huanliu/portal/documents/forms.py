"""The form that takes a paper in."""

from __future__ import annotations

from typing import Any

from django import forms

from huanliu.portal.bay import law_language, the_bay
from huanliu.portal.front.templatetags.words import page_language, plainly

OTHER = "other"


def kinds() -> list[tuple[str, str]]:
    """The kinds of paper that the law knows, by their words in the language of the page, and any other."""
    lang = law_language(page_language())
    known = [(name, text.in_language(lang)) for name, text in the_bay().law.documents.items()]
    return [*sorted(known, key=lambda pair: pair[1].lower()), (OTHER, plainly("documents.kind_other"))]


class PaperForm(forms.Form):
    """A kind and a file."""

    kind = forms.ChoiceField(choices=kinds)
    file = forms.FileField(allow_empty_file=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].error_messages["required"] = plainly("documents.file_missing")
