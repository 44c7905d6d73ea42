"""Simplified to traditional script as Hong Kong's government writes it.

OpenCC's dictionaries choose well between characters that were merged, word by word, but some of their words run across the
border of two of ours (换发 | 证 becomes hair), and their Hong Kong table prefers forms that the ordinances and departments
do not use. What is wrong in that way stands here, so that every text of the packs is put right and not one by one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

# Left what OpenCC writes, right what the ordinances and departments of Hong Kong write.
CHARACTERS = str.maketrans("税説兑脱鋭悦閲蜕佈啓羣牀恆户温卧“”‘’", "稅說兌脫銳悅閱蛻布啟群床恒戶溫臥「」『』")
# What is found after the conversion, and what it should be.
PHRASES = tuple(
    (re.compile(found), right)
    for found, right in (
        # Cut at the wrong place: 换|发证, 未获|签, 资金|发放, 多|只能, 利率|表, 本人|参加, 在港|并合资格, 名下|注册, 机关|征收.
        ("(?<![美理頭毛])髮", "發"),
        ("(?<![抽中標書])籤", "簽"),
        ("(?<![船一])隻", "只"),
        ("(?<![手鐘])錶", "表"),
        ("蔘", "參"),
        ("併(?=合[法資格乎])", "並"),
        ("注冊", "註冊"),
        ("征收", "徵收"),
        ("(?<!存)摺", "折"),
        # A place name is no inside.
        ("(?<![哪這那家心])裏", "里"),
        # A week, where it stands behind a number.
        ("週年", "周年"),
        # The Basic Laws of both regions (Articles 44 and 46) write 周歲.
        ("週歲", "周歲"),
        ("什麼", "甚麼"),
        ("(?<=[0-9}一二三四五六七八九十兩每幾數])( ?)周(?![年邊歲])", r"\1週"),
        # Words of the law: 簽注, 市場准入, 不准出境, 准照, 覆核, 匯算清繳, 人才回流, 曆年.
        ("簽註", "簽注"),
        ("(?<!標)準入", "准入"),
        ("不準(?=[出予許])", "不准"),
        ("準(?=照|用教員)", "准"),
        ("複核", "覆核"),
        ("彙(?=[算報])", "匯"),
        ("迴流", "回流"),
        ("一歷年", "一曆年"),
    )
)


@cache
def _converter() -> Any:
    # Loading the dictionaries takes longer than an assessment, so only a reader of traditional script pays for it.
    from opencc import OpenCC

    return OpenCC("s2hk")


@cache
def _reader() -> Any:
    # The Hong Kong table: the plain one leaves 衞 and 説 as they are.
    from opencc import OpenCC

    return OpenCC("hk2s")


def to_simplified(text: str) -> str:
    """Any Chinese in simplified script, for comparing and finding; never for showing."""
    return text if text.isascii() else str(_reader().convert(text))


@cache
def to_traditional(text: str) -> str:
    """The text in traditional script; never for people's names (see style notes)."""
    converted = str(_converter().convert(text)).translate(CHARACTERS)
    for found, right in PHRASES:
        converted = found.sub(right, converted)
    return converted
