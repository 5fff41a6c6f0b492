from __future__ import annotations

import subprocess
import sys

import pytest

from kg.extract.pipe import mark


def test_the_mentions_are_spans_of_the_doc(tool):
    doc = tool.nlp("重庆银行向云阳县江帆环保科技有限公司放款。")
    spans = [(s.text, s.label_) for s in doc.spans["mentions"]]
    assert spans == [("重庆银行", "FinancialInstitution"), ("云阳县江帆环保科技有限公司", "Company")]
    assert tool.nlp.pipe_names == ["lvjin_gazetteer", "lvjin_patterns", "lvjin_mentions"]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "  重庆银行 \n在重庆市  。", "😀重庆银行𠮷云阳县", "a  b\t重庆市\r\n"]
)
def test_offsets_are_those_of_the_text(tool, text):
    assert tool.nlp.make_doc(text).text == text
    for mention in mark(tool.nlp, text).mentions:
        assert text[mention.start : mention.end] == mention.text


def test_two_pipelines_do_not_share_their_lexicon(tool, ontology):
    from kg.extract import make_extractor
    from kg.tables import ontology_dir

    other = make_extractor(ontology, [("江帆", "Company", 1.0)], ontology_dir())
    assert [m.type for m in other.mark("江帆到云阳县").mentions if m.text == "江帆"] == ["Company"]
    assert "江帆" not in {m.text for m in tool.mark("江帆到云阳县").mentions}


def test_importing_registers_nothing():
    code = (
        "import kg.extract; from spacy.util import registry; "
        "print([n for n in registry.factories.get_all() if n.startswith('lvjin')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
