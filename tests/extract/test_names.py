from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("记者从重庆江帆环保科技有限公司获悉", "重庆江帆环保科技有限公司", "Company"),
        ("由云阳县巨峰柑橘专业合作社负责", "云阳县巨峰柑橘专业合作社", "Company"),
        ("农业银行云阳支行为他们放款", "农业银行云阳支行", "FinancialInstitution"),
        ("重庆三江融资担保有限公司提供担保", "重庆三江融资担保有限公司", "FinancialInstitution"),
        ("中国人民银行云阳县支行开展检查", "中国人民银行云阳县支行", "GovernmentBody"),
        ("日前，重庆市生态环境局印发通知", "重庆市生态环境局", "GovernmentBody"),
        ("云阳县人民政府办公室回复", "云阳县人民政府办公室", "GovernmentBody"),
        ("西江大学派出团队", "西江大学", "Organization"),
        ("重庆市环保产业协会的会员", "重庆市环保产业协会", "Organization"),
        ("位于凤鸣镇的柏木村", "柏木村", "AdministrativeArea"),
        ("江北区港城工业园区内", "港城工业园区", "Zone"),
        ("建成金龙水库", "金龙水库", "Facility"),
        ("游览青石湿地公园", "青石湿地公园", "NaturalFeature"),
        ("登录重庆市碳普惠服务平台", "重庆市碳普惠服务平台", "Platform"),
        ("举行中国绿色低碳博览会", "中国绿色低碳博览会", "Event"),
        ("壮大柑橘种植业", "柑橘种植业", "Industry"),
        ("办理林权抵押贷款", "林权抵押贷款", "FinanceInstrument"),
        ("金龙水库除险加固工程", "金龙水库除险加固工程", "Project"),
    ],
)
def test_names_of_each_type(marked, text, name, kind):
    assert (name, kind) in marked(text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("形成新格局", "新格局"),
        ("一批上市公司", "上市公司"),
        ("推进乡村振兴，建设美丽乡村", "美丽乡村"),
        ("各级政府高度重视", "各级政府"),
        ("该局表示", "该局"),
        ("云阳县财政局长到会", "云阳县财政局"),
        ("几家商业银行", "商业银行"),
        ("农村公路改造", "农村公路"),
        ("绿色项目增多", "绿色项目"),
        ("绿水青山", "青山"),
        ("改善生态系统", "生态系统"),
        ("建立长效机制", "长效机制"),
        ("创新城市管理", "创新城"),
        ("为该项目发放贷款45亿元", "目发放贷款"),
        ("为该项目发放贷款45亿元", "项目发放贷款"),
    ],
)
def test_words_that_are_no_names(marked, text, wrong):
    assert wrong not in {words for words, _ in marked(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云阳县凤鸣镇柏木村", {"云阳县", "凤鸣镇", "柏木村"}),
        ("江北区港城工业园区", {"江北区", "港城工业园区"}),
        ("重庆市和四川省的合作", {"重庆市", "四川省"}),
        ("今年，重庆市推动重庆银行发展", {"重庆市", "重庆银行"}),
    ],
)
def test_where_one_name_ends_and_another_begins(marked, text, expected):
    assert expected <= {words for words, _ in marked(text)}
