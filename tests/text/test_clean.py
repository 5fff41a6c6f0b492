"""The cleaner: damage of many kinds is mended, clean text stays as it is, no Chinese character is lost."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import GAP
from kg.text.clean import clean

PARAGRAPHS = (
    "渝州银行5日向青竹县发放绿色贷款3000万元，用于竹林改造，这是当地第一笔以竹林碳汇收益权为质押的贷款，期限8年。",
    "“这笔钱来得及时。”青竹县林业局副局长田野说，全县竹林面积已达12.5万亩，年产值6.5亿元，同比增长19.4%。",
    "下一步，该行还将推出排污权抵押贷款，支持高新区企业改造升级，降低能耗；并与A&B公司合作，引进2000辆新能源车……",
    "在明月湖畔，江北绿能科技有限公司（以下简称绿能科技）的车间里机械臂转个不停，产品销往十多个省份，订单排到了年底。",
    "据统计，2023年前三季度，全市战略性新兴产业增加值占比由31.1%提高至31.9%，碳市场累计成交4753万吨。",
)
STYLE = (
    "margin: 20px 0px 0px; padding: 0px; text-align: justify; line-height: 36px; letter-spacing: 1px; font-size: 18px"
)
ENTITIES = {"“": "&ldquo;", "”": "&rdquo;", "…": "&hellip;", "—": "&mdash;", "&": "&amp;"}

CLEAN = {
    "article": "\n".join(PARAGRAPHS),
    "indented": "\n".join("　　" + paragraph for paragraph in PARAGRAPHS),
    "indented by one space": "\n".join(" " + paragraph for paragraph in PARAGRAPHS),
    "blank lines": "\n\n".join(PARAGRAPHS) + "\n",
    "ascii": "A&B公司称x<5且y>3，PM2.5<35，R&D投入占比>3%；if a<b and c>d then stop。",
    "comparison in letters": "当x<b，y>c时成立；p<a且q>b时不成立。",
    "poem": "青山绿水绕人家，\n白鹭低飞逐浪花。\n一叶扁舟江上过，\n满船明月载新茶。",
    "poem without stops": "我走过春天的长江\n看见山城的灯亮了\n像一封没有写完信\n等着远方的人回家",
    "list": "重庆银行\n三峡银行\n渝州银行\n农商银行\n工商银行\n建设银行",
    "names of one width": "张三，男，重庆市巴南区人\n李四，女，重庆市渝北区人\n王五，男，重庆市涪陵区人\n赵六，女，重庆市长寿区人",
    "table": "地区\t贷款\t占比\n巴南区\t1200\t12%\n渝北区\t3400\t15%\n涪陵区\t2100\t13%\n长寿区\t1800\t11%",
    "headlines": "\n".join(f"第{i}条：重庆市发布绿色金融改革创新试验区建设实施细则" for i in "一二三四五六"),
    "english": "渝州银行发布ESG report 2023，介绍green bond与carbon neutrality的实践。",
}


def han(text):
    return "".join(re.findall("[\u4e00-\u9fff]", text))


def wrapped(text, width):
    """Cut every ``width`` columns, inside words too; Chinese characters have two."""
    lines, line, size = [], "", 0
    for character in text:
        step = 1 if character.isascii() else 2
        if size + step > width:
            lines.append(line)
            line, size = "", 0
        line, size = line + character, size + step
    return "\n".join([*lines, line])


def encoded(paragraph):
    return "".join(ENTITIES.get(character, character) for character in paragraph)


def tagged(paragraphs):
    return " ".join(f"<p style={STYLE}>{encoded(paragraph)}</p>" for paragraph in paragraphs)


@pytest.mark.parametrize("text", CLEAN.values(), ids=CLEAN)
def test_clean_text_passes_unchanged(text):
    done = clean(text)
    assert done.text == text
    assert done.runs == ()
    assert done.gaps == ()


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ("&ldquo;双碳&rdquo;目标&hellip;&hellip;", "“双碳”目标……"),
        ("&amp;ldquo;双碳&amp;rdquo;目标", "“双碳”目标"),
        ("A&amp;B公司，占比&lt;5%", "A&B公司，占比<5%"),
        ("1&mdash;10月&#8220;增长&#x201d;", "1—10月“增长”"),
        ("<p>重庆</p><p>成都</p>", "重庆\n成都"),
        ("&lt;p&gt;重庆&lt;/p&gt;成都", "重庆\n成都"),
        ('<div class="a"><strong>重庆</strong>银行<br/>成都</div>', "重庆银行\n成都"),
        ('<a href="x" title="说明">重庆</a>银行', "重庆银行"),
        ("重庆<!-- 广告 --><script>var a='1';</script>银行", "重庆银行"),
        ("<p>A&B公司的x<5。</p>", "A&B公司的x<5。"),
        ("重\u200b庆\ufeff银行", "重庆银行"),
        ("size: 18px; vertical-align: middle;>深冬的重庆</p>", "深冬的重庆"),
        ("<p>深冬的重庆</p>天气 ize: 18px; color: red;>渐寒</p>", f"深冬的重庆\n天气\n{GAP}\n渐寒"),
        ("<p>深冬的重庆</p><p style=margin: 0px; colo天气渐寒", f"深冬的重庆\n{GAP}\n天气渐寒"),
        ("<p>贷款</p> <p style=mar\n gn: middle;>债券</p>", f"贷款\n{GAP}\n债券"),
        ("<p>贷款</p> <p style=margin:\n 0px; color: red;>债券</p>", "贷款\n债券"),
        ("<p>贷款余额</p>\n <p>债券余额</p>", "贷款余额\n债券余额"),
        ("<p>全市的贷款\n 债券余额</p>", f"全市的贷款\n{GAP}\n债券余额"),
        ("<p>&ldquo;含绿量&rd\n e;>全市</p>", f"“含绿量\n{GAP}\n全市"),
        ("<p>能耗</p><p>下降</\n y; line-height: 36px;>全市</p>", f"能耗\n下降\n{GAP}\n全市"),
    ],
)
def test_damage_is_mended(damaged, mended):
    assert clean(damaged).text == mended


@pytest.mark.parametrize("width", [30, 41, 62, 80])
def test_hard_wraps_are_joined_inside_words(width):
    text = PARAGRAPHS[4] + PARAGRAPHS[0] + PARAGRAPHS[2]
    assert clean(wrapped(text, width)).text == text


@pytest.mark.parametrize("width", [36, 62, 75])
def test_wraps_inside_tags_and_entities_are_joined(width):
    assert clean(wrapped(tagged(PARAGRAPHS), width)).text == "\n".join(PARAGRAPHS)


def test_page_breaks_inside_a_sentence_are_joined():
    lines = wrapped(tagged(PARAGRAPHS), 62).split("\n")
    lines[4] += "\n\n\n"
    assert clean("\n".join(lines)).text == "\n".join(PARAGRAPHS)


def test_a_title_before_the_wraps_stays_a_line():
    done = clean("渝州银行支持竹业\n" + wrapped(tagged(PARAGRAPHS), 62))
    assert done.text.split("\n")[0] == "渝州银行支持竹业"


def test_lines_wrapped_at_words_get_their_space_back():
    text = (
        PARAGRAPHS[4]
        + "报告的 carbon neutrality and green bond market outlook 一章介绍了 ESG 与 transition finance 的实践。" * 3
    )
    words = re.findall("[A-Za-z0-9.%]+|.", text)
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) > 40:
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
    done = clean("\n".join(line.rstrip() for line in lines)).text
    english = "[A-Za-z]+(?: [A-Za-z]+)*"
    assert re.findall(english, done) == re.findall(english, text)
    assert "\n" not in done


def test_gaps_are_offsets_of_marks_on_their_own_lines():
    done = clean("<p>全市的贷款\n 债券余额</p><p>其他</p>")
    assert [done.text[at : at + len(GAP)] for at in done.gaps] == [GAP]
    assert f"\n{GAP}\n" in done.text


def test_cleaning_twice_changes_nothing_more():
    once = clean(wrapped(tagged(PARAGRAPHS), 62).replace("车间", "\n 间"))
    again = clean(once.text)
    assert (again.text, again.gaps, again.runs) == (once.text, once.gaps, ())


@pytest.mark.parametrize("width", [40, 55, 62, 80])
@pytest.mark.parametrize(("end", "start"), [(150, 190), (170, 330), (420, 470)])
def test_each_cut_out_piece_leaves_a_gap_that_no_text_crosses(width, end, start):
    text = tagged(PARAGRAPHS)
    before, after = text[:end], text[start:]
    done = clean(wrapped(before, width) + "\n " + wrapped(after, width))
    assert len(done.gaps) == 1
    left, right = done.text.split(GAP)
    assert (han(left), han(right)) == (han(before), han(after))
    assert not re.search("[<>]|px|&[a-z]", done.text)


@st.composite
def damages(draw):
    """A tagged article, wrapped at a random width, with pieces cut out; and the Chinese characters that are left."""
    paragraphs = draw(st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=6))
    text = tagged(paragraphs) if draw(st.booleans()) else "".join(paragraphs)
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        text = text[:start] + "\n " + text[start + draw(st.integers(1, 80)) :]
    width = draw(st.integers(20, 90))
    return "\n".join(wrapped(line, width) for line in text.split("\n"))


@settings(max_examples=300, deadline=None)
@given(damages())
def test_no_chinese_character_is_lost_and_runs_lead_back(damaged):
    done = clean(damaged)
    assert han(done.text) == han(damaged)
    for run in done.runs:
        assert done.text[run.start : run.start + run.length] == damaged[run.source : run.source + run.length]
    if done.runs:
        covered = {at for run in done.runs for at in range(run.start, run.start + run.length)}
        assert all(at in covered for at, character in enumerate(done.text) if han(character))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="重庆银行。，“”<>/p =&;ampldquo\n :1\x1e" + GAP, max_size=200))
def test_any_text_keeps_its_chinese_characters(text):
    assert han(clean(text).text) == han(text)
