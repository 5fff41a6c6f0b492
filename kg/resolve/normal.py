"""Normal forms of names: what is left of a name when the parts that writers leave out or abbreviate are taken away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

_MARKS = re.compile(r"[\s“”\"‘’'《》·]")
_LEGAL = re.compile(r"(?:[（(]集团[）)])?(?:集团)?(?:股份|控股)?(?:有限)?(?:责任)?(?:公司)?$")
_AREA = re.compile(
    r"(?:特别行政区|(?:土家族|苗族|回族|藏族|羌族|彝族|壮族|瑶族|侗族|布依族|蒙古族|满族|傣族|白族|畲族|黎族)+自治[县州]|"
    r"维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|自治县|省|市|区|县|旗|盟)$"
)
# How the big banks are called for short, whole: the six large state banks and the three policy banks.
_BANKS = (
    ("中国邮政储蓄银行", "邮储银行"),
    ("邮政储蓄银行", "邮储银行"),
    ("中国农业发展银行", "农发行"),
    ("农业发展银行", "农发行"),
    ("国家开发银行", "国开行"),
    ("中国进出口银行", "进出口银行"),
    ("中国工商银行", "工行"),
    ("工商银行", "工行"),
    ("中国农业银行", "农行"),
    ("农业银行", "农行"),
    ("中国建设银行", "建行"),
    ("建设银行", "建行"),
    ("中国银行", "中行"),
    ("交通银行", "交行"),
    ("农村商业银行", "农商行"),
    ("农商银行", "农商行"),
)
_BODIES = (
    ("发展和改革委员会", "发改委"),
    ("发展改革委", "发改委"),
    ("人民政府", "政府"),
    ("中国人民银行", "人民银行"),
    ("管理委员会", "管委会"),
    ("经济和信息化委员会", "经信委"),
    ("经济信息委", "经信委"),
    ("委员会", "委"),
    ("营业管理部", "营管部"),
)


def plain(name: str) -> str:
    """Width, case, spaces, quotation and book marks levelled."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", name)).lower()


def area_core(name: str) -> str:
    """重庆市 → 重庆, 石柱土家族自治县 → 石柱, 内蒙古自治区 → 内蒙古; names of two characters stay (忠县). 我国 is 中国."""
    if name in ("我国", "祖国"):
        return "中国"
    core = _AREA.sub("", name)
    return core if len(core) >= 2 else name


def company_core(name: str, areas: frozenset[str] = frozenset()) -> str:
    """重庆三峰环境集团股份有限公司 → 三峰环境: without legal form and without the longest of ``areas`` that begins it."""
    core = _LEGAL.sub("", plain(name)) or plain(name)
    cut = next((n for n in range(len(core) - 2, 0, -1) if core[:n] in areas), 0)
    return core[cut:]


def bank_core(name: str) -> str:
    """中国工商银行股份有限公司重庆市分行 → 工行重庆分行: big banks by their short names, no legal form."""
    core = plain(name).replace("股份有限公司", "")
    for full, short in _BANKS:
        if full in core:
            core = core.replace(full, short)
            break
    return re.sub(r"(?<=[^省市])(?:市|省)(?=分行|支行)", "", core)


def body_core(name: str) -> str:
    """重庆市人民政府 → 重庆市政府, 国家发展和改革委员会 → 国家发改委."""
    core = plain(name)
    for full, short in _BODIES:
        core = core.replace(full, short)
    return core


def core(kind: str, name: str) -> str:
    """What is left of the name of a thing of type ``kind``: equal for two names that mean one thing."""
    return _CORES.get(kind, plain)(name)


_CORES: Mapping[str, Callable[[str], str]] = {
    "AdministrativeArea": area_core,
    "Company": company_core,
    "FinancialInstitution": bank_core,
    "GovernmentBody": body_core,
}
