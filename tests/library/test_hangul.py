"""Words in Hangul without what follows their noun or the stem of their verb."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvbot.ask.hangul import heads

SYLLABLES = st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)
LETTERS = st.characters(min_codepoint=0x1100, max_codepoint=0x11FF) | st.characters(
    min_codepoint=0x3130, max_codepoint=0x318F
)


@pytest.mark.parametrize(
    ("word", "head"),
    [
        ("회사들은", "회사들"),
        ("포럼에서", "포럼"),
        ("한국어로", "한국어"),
        ("국제화진흥센터는", "국제화진흥센터"),
        ("누구한테", "누구"),
        ("연봉이", "연봉"),
        ("mou는", "mou"),
    ],
)
def test_a_noun_is_left_of_its_particles(word, head):
    assert heads(word) == (head,)


@pytest.mark.parametrize(
    ("word", "head"),
    [
        ("체결했다던데", "체결"),
        ("방문했었나요", "방문"),
        ("설립됐더라", "설립"),
        ("요청했다고", "요청"),
        ("강조하셨나요", "강조"),
        ("누구였더라", "누구"),
        ("시장이었더라", "시장"),
        ("중소기업이라던데", "중소기업"),
        ("머라고", "머"),
    ],
)
def test_a_noun_is_left_of_what_is_said_or_heard_of_it(word, head):
    assert heads(word) == (head,)


@pytest.mark.parametrize(
    ("word", "written", "base"),
    [
        ("늘려달라고", "늘려", "늘리"),
        ("만났다던데", "만났", "만나"),
        ("열렸다며", "열렸", "열리"),
        ("갔다며", "갔", "가"),
    ],
)
def test_of_a_verb_both_what_is_written_and_its_dictionary_form_are_left(word, written, base):
    assert heads(word) == (written, base)


@pytest.mark.parametrize(
    "word",
    [
        "협력하지않은",
        "안했나요",
        "아니었다",
        "못했다",
        "아닌가요",
        "참석하지못한",
    ],
)
def test_nothing_is_left_of_a_word_that_negates_what_it_says(word):
    assert heads(word) == ()


@pytest.mark.parametrize("word", ["후임", "가장", "때문에", "것", "회사"])
def test_a_word_that_is_no_more_than_its_beginning_or_means_nothing_has_none(word):
    assert heads(word) == ()


@given(st.text(SYLLABLES, min_size=1, max_size=12))
def test_a_word_in_hangul_has_at_most_its_beginning_and_a_dictionary_form(word):
    found = heads(word)
    assert len(found) <= 2
    assert word not in found
    assert all(found)
    assert len(found) < 2 or word.startswith(found[0])


@given(st.text(SYLLABLES | LETTERS | st.characters(codec="utf-8"), max_size=20))
def test_any_text_at_all_has_heads_and_the_same_ones_again(text):
    first = heads(text)
    heads.cache_clear()
    assert heads(text) == first
