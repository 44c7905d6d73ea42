"""Days and moments as pages write them."""

from __future__ import annotations

import datetime

import pytest
from django.utils import translation

from huanliu.portal.front.templatetags.words import moment

# The portal's clock is eight hours ahead of UTC's.
MOMENTS = [
    ("en", "2026-10-13T01:05", '<time class="day" datetime="2026-10-13">2026-10-13</time> <span class="nowrap">09:05</span>'),
    ("en", "2026-10-13T16:00", '<time class="day" datetime="2026-10-14">2026-10-14</time> <span class="nowrap">00:00</span>'),
    ("zh-hant", "2026-10-13T13:59", '<time class="day" datetime="2026-10-13">2026年10月13日</time> <span class="nowrap">21:59</span>'),
]  # fmt: skip


@pytest.mark.parametrize(("code", "at", "written"), MOMENTS)
def test_a_moment_is_written_with_both_figures_of_hour_and_minute(code: str, at: str, written: str) -> None:
    with translation.override(code):
        assert moment(datetime.datetime.fromisoformat(at).replace(tzinfo=datetime.UTC)) == written
