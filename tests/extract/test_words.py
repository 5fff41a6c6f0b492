from __future__ import annotations

import pytest

from kg.extract.words import find_words


@pytest.mark.parametrize("text", ["重庆市发展绿色金融", "😀 你好\n  𠮷林", "", "ABC 123，。"])
def test_words_cover_the_text(text):
    words = find_words(text)
    assert "".join(w.text for w in words.items) == text
    assert all(text[w.start : w.end] == w.text for w in words.items)


def test_the_word_at_an_offset():
    words = find_words("重庆市发展绿色金融")
    for offset in range(9):
        word = words.items[words.at(offset)]
        assert word.start <= offset < word.end
