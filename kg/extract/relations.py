"""Relations between mentions of one sentence, by the triggers of ``relations.toml``, and posts of persons."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, pairwise, product

from kg.extract.grammar import Grammar, PersonRule, Trigger
from kg.extract.mood import denied, is_told
from kg.extract.scene import Ref, Scene
from kg.model import Ontology, Relation

_TOWARDS = re.compile(r"(?:[向给对从]|(?<![作成认称评列定])为)$")
Group = tuple[Ref, ...]
Finder = Callable[[Scene, Grammar, Ontology], Iterator[Relation]]


def _relation(scene: Scene, subject: str, name: str, other: str, score: float, role: str = "") -> Relation:
    return Relation(subject=subject, property=name, object=other, role=role, evidence=(scene.evidence(),), score=score)


def _says(trigger: Trigger, scene: Scene, first: Group, second: Group) -> bool:
    """Tell whether the words between, before and behind two groups are those of the trigger."""
    start, end = first[-1].end, second[0].start
    if end - start > trigger.gap:
        return False
    between = scene.slice(start, end)
    if not trigger.pattern.search(between) or denied(between):
        return False
    before = scene.slice(scene.clause(first[0].start)[0], first[0].start)
    # 银行向企业发放贷款: a name behind a preposition of direction is no subject of the verb.
    if not is_told(scene, first[0].start) or (not trigger.inverse and between and _TOWARDS.search(before)):
        return False
    before = before[-12:]
    after = scene.slice(second[-1].end, min(scene.end, second[-1].end + 40))
    return not (trigger.before and not trigger.before.search(before)) and not (
        trigger.after and not trigger.after.search(after)
    )


def _types(first: Group, second: Group) -> tuple[str, str]:
    return first[0].type, second[0].type


def _nearest(trigger: Trigger, scene: Scene, grammar: Grammar, i: int, j: int) -> bool:
    """No group between the two fits the trigger as well: the nearer one is meant."""
    second = scene.groups[j]
    nearer = (g for g in scene.groups[i + 1 : j] if trigger in grammar.triggers.get(_types(g, second), ()))
    return not any(_says(trigger, scene, group, second) for group in nearer)


def by_trigger(scene: Scene, grammar: Grammar, ontology: Ontology) -> Iterator[Relation]:
    """Every pair of groups that stand near each other and whose words are those of a trigger; members of a group share it."""
    groups = scene.groups
    for i, first in enumerate(groups):
        for j in range(i + 1, len(groups)):
            if groups[j][0].start - first[-1].end > grammar.reach:
                break
            yield from _pair(scene, grammar, i, j)


def _pair(scene: Scene, grammar: Grammar, i: int, j: int) -> Iterator[Relation]:
    first, second = scene.groups[i], scene.groups[j]
    for trigger in grammar.triggers.get(_types(first, second), ()):
        if _says(trigger, scene, first, second) and _nearest(trigger, scene, grammar, i, j):
            subjects, objects = (second, first) if trigger.inverse else (first, second)
            for subject, other in product(subjects, objects):
                if subject.entity != other.entity:
                    yield _relation(scene, subject.entity, trigger.property, other.entity, trigger.score)


_EMPLOYERS = frozenset(
    "Company FinancialInstitution GovernmentBody Organization AdministrativeArea Zone Facility".split()
)
_FILLER = re.compile(r"^(?:的|一位|一名|相关|有关|原|时任|、)+")
_BREAK = re.compile(r"[，。；：！？“”（）《》]|记者|通讯员")


def _title_before(scene: Scene, person: Ref, rule: PersonRule) -> int:
    """The offset at which the title before a person begins, -1 where none stands there."""
    begin = max(scene.start, person.start - 24)
    before = scene.slice(begin, person.start).rstrip("·， ")
    found = [m for m in rule.title.finditer(before) if m.end() == len(before)]
    if not found or found[0][0] in rule.plain:
        return -1
    return begin + found[0].start()


def _employer(scene: Scene, person: Ref, title: int) -> tuple[Ref, str] | None:
    """The last possible employer before the title, and the role: all words between the two."""
    for ref in reversed(scene.refs):
        if ref.end <= title and ref.type in _EMPLOYERS:
            role = scene.slice(ref.end, person.start).strip(" ，”")
            # …公司（以下简称甲）董事长乙: the short name's bracket closes before the title.
            role = role[1:] if role.startswith("）") and "（" in scene.slice(ref.start - 8, ref.start) else role
            if len(role) > 24 or _BREAK.search(role):
                return None
            return ref, _FILLER.sub("", role)
    return None


def posts(scene: Scene, grammar: Grammar, ontology: Ontology) -> Iterator[Relation]:
    """``worksFor`` of persons with a title: 重庆市生态环境局|副局长|罗某; a chain of posts (甲教授、乙所长) gives each."""
    for person in (r for r in scene.refs if r.type == "Person"):
        title = _title_before(scene, person, grammar.person)
        found = _employer(scene, person, title) if title >= 0 else None
        if found is None:
            continue
        ref, role = found
        head, _, tail = role.rpartition("、")
        yield _relation(scene, person.entity, "worksFor", ref.entity, 0.85, tail or role)
        if head:
            yield _relation(scene, person.entity, "worksFor", ref.entity, 0.6, head)
        yield from _earlier_post(scene, person, ref, grammar.person)


def _earlier_post(scene: Scene, person: Ref, last: Ref, rule: PersonRule) -> Iterator[Relation]:
    for ref in reversed(scene.refs):
        if ref.end < last.start and ref.type in _EMPLOYERS:
            role = scene.slice(ref.end, last.start)
            if role.endswith("、") and len(role) <= 14 and rule.title.search(role) and not _BREAK.search(role):
                yield _relation(scene, person.entity, "worksFor", ref.entity, 0.7, role.rstrip("、"))
            return


def _branches(scenes: Sequence[Scene]) -> Iterator[Relation]:
    """A branch whose name begins with that of its bank, where the document names both, in whatever sentences."""
    banks: dict[str, str] = {}
    places: dict[tuple[str, str], Scene] = {}
    for scene in scenes:
        for ref in scene.refs:
            if ref.named and ref.type == "FinancialInstitution":
                name = scene.slice(ref.start, ref.end)
                banks.setdefault(name, ref.entity)
                places.setdefault((name, ref.entity), scene)
    for (name, entity), scene in places.items():
        parent = next((banks[name[:n]] for n in range(len(name) - 1, 2, -1) if name[:n] in banks), entity)
        if parent != entity and name.endswith(("分行", "支行", "分公司", "支公司", "营业部")):
            yield _relation(scene, entity, "partOf", parent, 0.6)


_WITH = re.compile(r"^(?:与|和|同|、)$")
_JOINTLY = re.compile(
    r"^[^。；]{0,16}(?:签[订署约下]|合作|共建|携手|联合|联手|结伴|共同(?!体)|协议|战略|攻关)|^[^，。；]{0,8}(?:签|达成|组建)"
)


def partners(scene: Scene, grammar: Grammar, ontology: Ontology) -> Iterator[Relation]:
    """Two actors of one type that stand side by side (甲与乙签订…): each works with the next."""
    for group in scene.groups:
        behind = scene.slice(group[-1].end, scene.end)
        if len(group) > 1 and group[0].type in _PARTNERS and _JOINTLY.search(behind) and not denied(behind[:8]):
            for one, other in pairwise(group):
                joined = _WITH.match(scene.slice(one.end, other.start)) and one.entity != other.entity
                if joined and is_told(scene, group[0].start):
                    yield _relation(scene, one.entity, "cooperatesWith", other.entity, 0.6)


_PARTNERS = ("Company", "FinancialInstitution", "Organization")

FINDERS: tuple[Finder, ...] = (by_trigger, posts, partners)


def find_relations(scenes: Sequence[Scene], grammar: Grammar, ontology: Ontology) -> tuple[Relation, ...]:
    """All relations of a document that the ontology allows, each once with its best score; loops are left out."""
    types = {r.entity: r.type for scene in scenes for r in scene.refs}
    best: dict[tuple[str, str, str], Relation] = {}
    by_sentence = (found for scene in scenes for finder in FINDERS for found in finder(scene, grammar, ontology))
    for found in chain(by_sentence, _branches(scenes)):
        if ontology.allows(types[found.subject], found.property, types[found.object]):
            _keep(best, found, symmetric=ontology.properties[found.property].symmetric)
    return tuple(best.values())


def _keep(best: dict[tuple[str, str, str], Relation], found: Relation, *, symmetric: bool) -> None:
    ends = sorted((found.subject, found.object)) if symmetric else (found.subject, found.object)
    key = (found.property, ends[0], ends[1])
    if key not in best or found.score > best[key].score:
        best[key] = found
