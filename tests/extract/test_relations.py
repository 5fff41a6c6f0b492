from __future__ import annotations

import pytest

FIRM, OTHER = "重庆江帆环保有限公司", "云阳巨峰果业有限公司"


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("云阳县凤鸣镇在修路。", ("凤鸣镇", "locatedIn", "云阳县")),
        (f"{FIRM}位于江北区。", (FIRM, "locatedIn", "江北区")),
        (f"{FIRM}旗下{OTHER}正在招工。", (OTHER, "partOf", FIRM)),
        ("农业银行云阳支行是农业银行的网点。", ("农业银行云阳支行", "partOf", "农业银行")),
        (f"{FIRM}收购了{OTHER}。{OTHER}隶属{FIRM}。", (OTHER, "partOf", FIRM)),
        ("农业银行很忙。今天下雨。农业银行云阳支行开门。", ("农业银行云阳支行", "partOf", "农业银行")),
        ("云阳县林业局副局长陈立新介绍情况。", ("陈立新", "worksFor", "云阳县林业局")),
        (f"{FIRM}投资建设了金龙污水处理厂。", (FIRM, "operates", "金龙污水处理厂")),
        (f"{FIRM}生产锂电池。", (FIRM, "produces", "锂电池")),
        ("云阳县大力发展柑橘种植业。", ("云阳县", "activeIn", "柑橘种植业")),
        ("江北区参加中国绿色低碳博览会。", ("江北区", "participatesIn", "中国绿色低碳博览会")),
        ("重庆市生态环境局印发《节水办法》。", ("重庆市生态环境局", "issues", "节水办法")),
        (f"{FIRM}获评“绿色标杆企业”。", (FIRM, "awarded", "绿色标杆企业")),
        ("重庆银行推出林权抵押贷款。", ("重庆银行", "offers", "林权抵押贷款")),
        (f"重庆银行向{FIRM}发放贷款300万元。", ("重庆银行", "finances", FIRM)),
        (f"{FIRM}与{OTHER}签订合作协议。", (FIRM, "cooperatesWith", OTHER)),
    ],
)
def test_each_property(said, text, fact):
    assert fact in said(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("云阳县没有下雨，也没有刮风，大家都很高兴，凤鸣镇却下了雨。", "locatedIn"),
        (f"{FIRM}不再位于江北区。", "locatedIn"),
        (f"{FIRM}并非隶属于{OTHER}旗下。", "partOf"),
        ("云阳县林业局的同志和陈立新都来了。", "worksFor"),
        (f"{FIRM}尚未建成金龙污水处理厂。", "operates"),
        (f"{FIRM}从未生产过锂电池。", "produces"),
        ("云阳县不再发展柑橘种植业。", "activeIn"),
        ("江北区没有参加中国绿色低碳博览会。", "participatesIn"),
        ("重庆市生态环境局尚未印发《节水办法》。", "issues"),
        (f"{FIRM}未能获评“绿色标杆企业”。", "awarded"),
        ("如果重庆银行推出林权抵押贷款，农户会欢迎。", "offers"),
        (f"重庆银行拒绝向{FIRM}发放贷款。", "finances"),
        (f"{FIRM}否认与{OTHER}签订合作协议。", "cooperatesWith"),
    ],
)
def test_what_is_denied_supposed_or_far_away_is_no_fact(said, text, name):
    assert name not in {fact[1] for fact in said(text)}


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("云阳县林业局副局长陈立新说。", {"副局长"}),
        (f"{FIRM}生产技术部主任周大海说。", {"生产技术部主任"}),
        (f"{FIRM}（以下简称江帆）董事长赵刚说。", {"董事长"}),
        (f"{FIRM}党委书记、董事长赵刚说。", {"董事长"}),
        ("云阳县林业局干部群众，包括陈立新。", set()),
    ],
)
def test_posts(read, text, roles):
    assert {r.role for r in read(text).relations if r.property == "worksFor"} == roles


def test_what_is_said_of_a_list_is_said_of_each(said):
    found = said("重庆银行、农业银行云阳支行推出林权抵押贷款。")
    assert {s for s, p, _ in found if p == "offers"} == {"重庆银行", "农业银行云阳支行"}


def test_no_property_leaves_the_ontology_or_joins_a_thing_to_itself(read, ontology):
    text = f"{FIRM}（以下简称江帆环保）与江帆环保签订合作协议，重庆银行推出绿色债券，云阳县凤鸣镇生产锂电池。"
    facts = read(text)
    types = {e.id: e.type for e in facts.entities}
    assert facts.relations
    for relation in facts.relations:
        assert relation.subject != relation.object
        assert ontology.allows(types[relation.subject], relation.property, types[relation.object])


def test_who_is_lent_to_offers_nothing(said):
    found = said(f"重庆银行向{FIRM}发放林权抵押贷款300万元。")
    assert {s for s, p, _ in found if p == "offers"} <= {"重庆银行"}
