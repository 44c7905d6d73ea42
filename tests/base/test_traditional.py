"""Traditional script as Hong Kong's government writes it: where OpenCC alone chooses wrongly."""

from __future__ import annotations

import pytest

from huanliu.base.traditional import to_traditional

# simplified, traditional
CASES = [
    ("“不知道”是指‘尚未能确定’", "「不知道」是指『尚未能確定』"),
    ("为什么、什么", "為甚麼、甚麼"),
    ("年满18周岁", "年滿18周歲"),
    ("每周30小时，至少4周", "每週30小時，至少4週"),
    ("周年及周边", "周年及周邊"),
    ("多次签注", "多次簽注"),
    ("机构换发证件", "機構換發證件"),
    ("首次获签", "首次獲簽"),
    ("抽签、标签", "抽籤、標籤"),
    ("美发师理发", "美髮師理髮"),
    ("最多只能", "最多只能"),
    ("船只", "船隻"),
    ("市场准入负面清单", "市場准入負面清單"),
    ("标准、准则", "標準、準則"),
    ("依法不准出境", "依法不准出境"),
    ("企业家人参加", "企業家人參加"),
    ("在香港并合法逗留，合并计算", "在香港並合法逗留，合併計算"),
    ("税率表速算扣除数", "稅率表速算扣除數"),
    ("税务机关征收", "稅務機關徵收"),
    ("收入折合澳门元", "收入折合澳門元"),
    ("年度汇算清缴", "年度匯算清繳"),
    ("人才回流", "人才回流"),
    ("上一历年、学历", "上一曆年、學歷"),
    ("名下注册，制度下注册", "名下註冊，制度下註冊"),
    ("户籍已启用，公布于群岛", "戶籍已啟用，公布於群島"),
    ("临床卫生", "臨床衞生"),
    ("马里、埃默里大学在哪里", "馬里、埃默里大學在哪裏"),
    ("若干骨干干细胞", "若干骨幹幹細胞"),
    ("复印件重复，恢复，复核", "複印件重複，恢復，覆核"),
]


@pytest.mark.parametrize(("simplified", "traditional"), CASES)
def test_traditional_script_is_that_of_hong_kongs_government(simplified: str, traditional: str) -> None:
    assert to_traditional(simplified) == traditional
