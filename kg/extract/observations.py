"""Numbers stated of a named thing: subject, indicator, value, unit and period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from kg.extract.mood import is_told
from kg.extract.scene import Ref, Scene
from kg.extract.values import Value
from kg.model import Observation

# Bodies publish numbers; those that they publish are of the area.
_SUBJECTS = frozenset(
    "Company FinancialInstitution Organization AdministrativeArea Region Zone Facility NaturalFeature "
    "Programme Project Platform Document".split()
)
_ATTRIBUTE = re.compile(r"^(?:多|余|以上)?(?:的|(?P<built>建设|建成|兴建))[^，。；、]{0,5}$")
_OBLIQUE = re.compile(r"[向给对从与由比至到据和往同]$")
_STARTS = re.compile(
    r"^(?:截至目前|截至|目前|如今|其中|据统计|据介绍|数据显示|同时|此外|已经|已|累计有|还有|共有|共|有|拥有|以及|并|而|则|也|又|还|仅"
    r"|约|近|超|逾|达|到|年|、|的|在|从|由|比|较|为|是|让|把|将|使|全市|全区|全县|全省|全国|该行|该公司|当年|今年|去年|期间|末|底)+"
)
_ENDS = re.compile(
    r"(?:约为|达到了?|达|超过|突破|超|逾|近|约|为|是|至|到|增至|升至|降至|提高到|提高至|提升至|提升到|接近|不足|不到"
    r"|共计|合计|共|仅|只有|已有|有|了|的|以上|在|从|由|就|最高|将|已|高达|，|：|“|”|（|）|、|个|可|能|还|比|较|每|出|满|足)+$"
)
_RELATIVE = re.compile(r"^(?:同比|环比|比|较|占|增|增长|下降|高于|低于|提升|提高|降低|减少|翻)")
_NOUN_AFTER = re.compile(
    r"^(?:的|余)?(?P<noun>[一-龥A-Za-z0-9“”（）]{2,12}?)"
    r"(?=[，。；、：！？\n]|的|已|被|在|为|和|与|及|由|将|全部|等|纳入|建成|投|成|达|完成|进入|$)"
)
_COUNTED = frozenset(
    "家个项件辆台套座条株棵只头尾羽笔单次场批种类款处片块张份人名位户人次所村艘列架口门例宗篇部支对组颗箱瓶班车次节"
)
_SKIP_UNIT = frozenset(["天", "小时", "分钟", "岁", "级", "期", "轮", "字", "句", "版", "星"])


def _subject(scene: Scene, value: Value, carried: str) -> str:
    """Who or what the number is stated of: a name right behind it (全长200公里的…), the first of its clause, of the nearest clause
    before that has one, or what the last number was stated of.
    """
    start, _ = scene.clause(value.start)
    fitting = [r for r in scene.refs if r.type in _SUBJECTS and r.end <= value.start]
    inside = [r for r in fitting if r.start >= start]
    if behind := _behind(scene, value, alone=not inside):
        return behind.entity
    if fitting and not inside:
        start, _ = scene.clause(fitting[-1].start)
        inside = [r for r in fitting if r.start >= start]
    chosen = [r for r in inside if not _oblique(scene, r)] or inside
    return _last_head(chosen, scene).entity if chosen else carried


def _behind(scene: Scene, value: Value, *, alone: bool) -> Ref | None:
    """The name that the number is an attribute of, where nothing else is named in its clause, or that it builds."""
    for ref in scene.refs:
        if ref.start >= value.end and ref.type in _SUBJECTS:
            match = _ATTRIBUTE.match(scene.slice(value.end, ref.start))
            return ref if match and (alone or match["built"]) else None
    return None


def _oblique(scene: Scene, ref: Ref) -> bool:
    """Tell whether a name stands behind a preposition of direction or comparison: 向山东调水, 比重庆高."""
    return bool(_OBLIQUE.search(scene.slice(max(scene.start, ref.start - 1), ref.start)))


def _last_head(refs: Sequence[Ref], scene: Scene) -> Ref:
    # Of 石柱县|桥头镇 the last is meant, of 重庆的三家银行… the first: a name right behind another one narrows it.
    chosen = refs[0]
    for ref in refs[1:]:
        if scene.slice(chosen.end, ref.start) in ("", "的", "境内", "内"):
            chosen = ref
    return chosen


def _words_before(scene: Scene, value: Value, start: int) -> str:
    """The clause before a number without its dates and subjects."""
    text = scene.slice(start, value.start)
    cuts = [(d.start, d.end) for d in scene.dates] + [(r.start, r.end) for r in scene.refs if r.type in _SUBJECTS]
    for s, e in sorted(cuts, reverse=True):
        if start <= s and e <= value.start:
            text = text[: s - start] + text[e - start :]
    previous = [v.end for v in scene.values if start <= v.start and v.end <= value.start]
    if previous:
        text = text[-(value.start - max(previous)) :] if value.start > max(previous) else ""
    return _ENDS.sub("", _STARTS.sub("", text)).strip("“”（）《》、 ")


def _earlier_clause(scene: Scene, value: Value, start: int) -> str:
    """The clause before that of the number, where it has no number of its own: …占…比重，由31.1%提高至31.9%."""
    if start <= scene.start or any(v.start < value.start and v.end > scene.clause(start - 2)[0] for v in scene.values):
        return ""
    begin, _ = scene.clause(start - 2)
    stand_in = Value(start - 1, start, value.number, value.unit, value.kind)
    return _words_before(scene, stand_in, begin)


def _noun_after(scene: Scene, value: Value) -> str:
    match = _NOUN_AFTER.match(scene.slice(value.end, min(scene.end, value.end + 16)))
    return match["noun"] if match else ""


def _indicator(scene: Scene, value: Value, last: str) -> str:
    start, _ = scene.clause(value.start)
    before = _words_before(scene, value, start)
    if len(before) < 2:
        before = _earlier_clause(scene, value, start) or before
    after = _noun_after(scene, value) if value.kind == "count" else ""
    if after:
        return after
    if len(before) < 2 or _RELATIVE.match(before):
        return (last + before)[-28:] if last else before
    return before[-26:]


def _period(scene: Scene, value: Value) -> str:
    """The date told last before the number; one that is tied to another number (2022年的31.1%) dates only that."""
    tied = {d for d in scene.dates for v in scene.values if v.start < value.start and 0 <= v.start - d.end <= 1}
    before = [d for d in scene.dates if d.end <= value.start]
    free = [d for d in before if d not in tied] or before
    return free[-1].iso if free else ""


def _usable(scene: Scene, value: Value) -> bool:
    if value.unit.lstrip("十百千万亿") in _SKIP_UNIT:
        return False
    around = scene.slice(max(scene.start, value.start - 3), value.start)
    return not around.endswith(("第", "每")) and is_told(scene, value.start)


def _of_scene(scene: Scene, used: AbstractSet[int], carried: str) -> Iterator[Observation]:
    last, subject = "", carried
    for value in scene.values:
        if not _usable(scene, value):
            continue
        subject = _subject(scene, value, subject)
        indicator = _indicator(scene, value, last)
        if value.start in used or not subject or len(indicator) < 2:
            continue
        if not _RELATIVE.search(indicator[-6:]):
            last = indicator
        yield Observation(
            subject=subject,
            indicator=indicator,
            value=value.number,
            unit=value.unit,
            period=_period(scene, value),
            evidence=(scene.evidence(),),
            score=0.5 if value.kind == "count" else 0.6,
        )


def _topic(scene: Scene, carried: str) -> str:
    """What the numbers of the next sentence are stated of where it names nothing, if this one has no number."""
    return next((r.entity for r in scene.refs if r.type in _SUBJECTS), carried)


def find_observations(scenes: Sequence[Scene], used: AbstractSet[int]) -> tuple[Observation, ...]:
    """All observations of a document; ``used`` holds the offsets of numbers that belong to deals."""
    found: list[Observation] = []
    carried = ""
    for scene in scenes:
        here = list(_of_scene(scene, used, carried))
        found += here
        carried = here[-1].subject if here else _topic(scene, carried)
    return tuple(found)
