"""Names without a database: folding, the tables, and the Hangul behind a spelling."""

from __future__ import annotations

import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from kvbot.names import korean, vietnamese
from kvbot.names.bodies import canonical, without_sort_of_place
from kvbot.names.decision import STEPS
from kvbot.names.folding import MAX_TYPED, TooLong, fold, fold_words, is_hangul, printable, typed
from kvbot.names.titles import Titled, bare_title, posts_in, same_post, without_titles
from kvbot.names.written import Written


def table(name: str) -> dict[str, Any]:
    """One of the tables that the package reads its names from."""
    return tomllib.loads(files("kvbot.names").joinpath(name).read_text(encoding="utf-8"))


def twice(items: Iterable[str]) -> list[str]:
    return [item for item, times in Counter(items).items() if times > 1]


def titles_of(where: str, lang: str) -> list[str]:
    return [fold(title) for title in table("titles.toml")[where][lang].split(",") if title.strip()]


# --- what is typed ---


def test_what_is_longer_than_any_name_is_refused_before_any_work():
    assert typed("x" * MAX_TYPED) == "x" * MAX_TYPED
    with pytest.raises(TooLong, match="has 301 characters"):
        typed("x" * (MAX_TYPED + 1))
    with pytest.raises(TooLong, match="has 10,000 characters"):
        typed("x" * 10_000)


@hypothesis.given(st.text())
def test_what_is_printable_is_one_line_of_visible_characters(text: str):
    shown = printable(text)
    assert shown == " ".join(shown.split())
    assert all(unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn") for c in shown)
    assert printable(shown) == shown


# --- folding ---


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Cape Orla Light", "capeorlalight"),
        ("CAPE-ORLA—LIGHT", "capeorlalight"),
        ("  “Cape”\tOrla_Light. ", "capeorlalight"),
        ("Đèn biển Orla", "denbienorla"),
        ("Weiße Straße", "weissestrasse"),
        ("Ｓ．Ｌ．Ｂ．", "slb"),
        ("Lamps & Oil", "lampsoil"),
        ("Pier № 2", "pierno2"),
        ("오를라 곶", "오를라곶"),
        (unicodedata.normalize("NFD", "오를라 곶"), "오를라곶"),
        ("Hoà", "hoa"),
        ("Hòa", "hoa"),
        ("…", ""),
        ("", ""),
        ("👍", ""),
    ],
)
def test_a_folded_name_has_no_case_diacritics_spaces_or_punctuation(text: str, folded: str):
    assert fold(text) == folded


@hypothesis.given(st.text())
def test_folding_what_is_folded_changes_nothing(text: str):
    assert fold(fold(text)) == fold(text)


@hypothesis.given(st.text())
def test_case_and_composition_never_matter(text: str):
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert fold(unicodedata.normalize(form, text)) == fold(text)
    assert fold(text.casefold()) == fold(text)


@hypothesis.given(st.text())
def test_a_folded_name_is_its_folded_words(text: str):
    assert "".join(fold_words(text)) == fold(text) == Written(text).folded


# --- titles ---


@pytest.mark.parametrize(
    ("text", "title", "name"),
    [
        ("Mr. Ryu", "mr", "ryu"),
        ("Prof. Dr. Ryu", "prof dr", "ryu"),
        ("H.E. Ryu Hae-deung", "he", "ryu hae deung"),
        ("Vice Minister Ryu", "viceminister", "ryu"),
        ("First Vice-Minister Ryu", "firstviceminister", "ryu"),
        ("Ryu Haedeung, Ambassador", "ambassador", "ryu haedeung"),
        ("bà Đăng", "ba", "dang"),
        ("Phó Chủ tịch Đăng", "phochutich", "dang"),
        ("PGS.TS Đăng", "pgsts", "dang"),
        ("류 장관", "장관", "류"),
        ("류해등 장관님", "님 장관", "류해등"),
        ("류해등장관", "장관", "류해등"),
        ("Minister", "", "minister"),
        ("장관", "", "장관"),
        ("이사장", "", "이사장"),
        ("Ryu Haedeung", "", "ryu haedeung"),
        ("", "", ""),
    ],
)
def test_titles_before_and_after_a_name_are_taken_off_it(text: str, title: str, name: str):
    found = without_titles(fold_words(text))
    assert (found.titles, found.name) == (tuple(title.split()), tuple(name.split()))


@hypothesis.given(st.lists(st.sampled_from(["mr", "vice", "minister", "ba", "ryu", "장관", "님"])))
def test_taking_titles_off_adds_nothing_and_leaves_something(words: list[str]):
    found = without_titles(words)
    assert sorted("".join((*found.titles, *found.name))) == sorted("".join(words))
    assert bool(found.name) == bool(words)
    assert without_titles(found.name) == Titled((), found.name, 0)


@pytest.mark.parametrize(
    ("typed_title", "published", "same"),
    [
        ("Minister", "Minister", True),
        ("minister", "Minister of Fog and Tides", True),
        ("장관", "Minister of Fog and Tides", True),
        ("Bộ trưởng", "Minister", True),
        ("Vice Minister", "Deputy Minister of Fog", True),
        ("chủ tịch", "Chairwoman", True),
        ("Minister", "Vice Minister of Fog", False),
        ("Vice Minister", "Minister of Fog", False),
        ("차관", "Minister", False),
        ("Keeper", "Keeper-General", False),
        ("Keeper-General", "Keeper-General, Skerra", True),
    ],
)
def test_titles_mean_the_same_post_in_any_language(typed_title: str, published: str, same: bool):
    assert same_post(fold(typed_title), published) is same


def test_the_bare_title_is_what_stands_before_a_name():
    assert bare_title("Minister of Fog") == "Minister"
    assert bare_title("Keeper-General") == "Keeper-General"


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        (
            "Fog Office vice president",
            [("president", "fog office vice"), ("vicepresident", "fog office")],
        ),
        ("Mayor of Norholm", [("mayor", "of norholm")]),
        ("노르홀름 시장", [("시장", "노르홀름")]),
        ("노르홀름시장", [("시장", "노르홀름")]),
        ("Thị trưởng Norholm", [("thitruong", "norholm")]),
        ("Minister", []),
        ("Norholm", []),
    ],
)
def test_a_post_is_a_title_with_a_body_or_place(text: str, posts: list[tuple[str, str]]):
    found = {(post.title, " ".join(post.of)) for post in posts_in(fold_words(text))}
    assert found >= set(posts)
    assert bool(found) == bool(posts)


# --- bodies and places ---


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ministry of Fog and Tides", "Ministry for Fog & Tides"),
        ("Norholm Dept. of S&T", "Norholm Department of Science and Technology"),
        ("Sở KH&CN Norholm", "Sở Khoa học và Công nghệ Norholm"),
        ("Skerra Federation of SMEs", "Skerra Federation of Small and Medium-sized Enterprises"),
        ("Beacon Centre", "Beacon Center"),
        ("Fog Assn.", "Fog Association"),
        ("Skerra Techno Park", "Skerra Technopark"),
    ],
)
def test_bodies_are_compared_by_the_words_that_count(one: str, other: str):
    assert canonical(fold_words(one)) == canonical(fold_words(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Norholm Department of Finance", "Norholm Department of Science"),
        ("Norholm Department of Finance", "Eastwick Department of Finance"),
        ("Fog Association", "Fog Agency"),
    ],
)
def test_bodies_with_other_words_are_others(one: str, other: str):
    assert canonical(fold_words(one)) != canonical(fold_words(other))


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Norholm City", "norholm"),
        ("City of Norholm", "norholm"),
        ("the City of Norholm", "norholm"),
        ("Deungju-si", "deungju"),
        ("등주시", "등주"),
        ("등주광역시", "등주"),
        ("Thành phố Bến Đèn", "ben den"),
        ("tỉnh Bến Đèn", "ben den"),
        ("Norholm", "norholm"),
        ("City", "city"),
        ("Thành phố", "thanh pho"),
        ("대구", "대구"),
    ],
)
def test_a_place_is_named_with_or_without_its_sort(text: str, bare: str):
    assert " ".join(without_sort_of_place(fold_words(text))) == bare


# --- Vietnamese ---


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Hoà", "Hòa", True),
        ("HÒA", "hoà", True),
        ("Thuý", "Thúy", True),
        ("Đăng", unicodedata.normalize("NFD", "Đăng"), True),
        ("Hoà", "Hoa", False),
        ("Hoà", "Hoá", False),
        ("Đăng", "Đặng", False),
        ("Đăng", "Dăng", False),
    ],
)
def test_diacritics_count_but_not_the_place_of_the_tone(one: str, other: str, same: bool):
    assert (vietnamese.marked(one) == vietnamese.marked(other)) is same


@pytest.mark.parametrize(
    ("name", "vietnamese_name"),
    [
        ("Lam Thi Hai Dang", True),
        ("Thi Hai Dang Lam", True),
        ("Lam", False),
        ("Tova Merrin", False),
        ("Kim Deung-dae", False),
    ],
)
def test_a_vietnamese_name_has_a_family_name_and_syllables(name: str, vietnamese_name: bool):
    assert vietnamese.is_name(Written(name).words) is vietnamese_name


# --- Korean ---


def hangul_of(text: str) -> set[str]:
    return {reading.full for reading in korean.readings(Written(text).parts)}


@pytest.mark.parametrize(
    ("hangul", "spellings"),
    [
        (
            "류해등",
            ["Ryu Hae-deung", "Yoo Haedeung", "RYU, Haedeung", "Haedeung Ryu", "ryuhaedeung"],
        ),
        ("김등대", ["Kim Deung-dae", "Gim Deungdae", "Deung Dae Kim"]),
        ("박성현", ["Park Sung-hyun", "Bak Seonghyeon", "Pak Sunghyeon", "Seong-Hyun Park"]),
        ("이영희", ["Lee Young-hee", "Yi Yeonghui", "Rhee Young Hee", "I Yeong-hui"]),
        ("최우진", ["Choi Woo-jin", "Choe Ujin", "Choi, Woojin"]),
        ("정철", ["Jung Chul", "Jeong Cheol", "Chung Chul"]),
        ("남궁여울", ["Namgung Yeoul", "Namkoong Yeo-ul", "Yeoul Namgoong"]),
    ],
)
def test_one_name_in_hangul_has_many_spellings(hangul: str, spellings: list[str]):
    assert [spelling for spelling in spellings if hangul not in hangul_of(spelling)] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Deung-dae", "Kim Deung-tae"),
        ("Moon Do-hyun", "Moon Do-hyung"),
        ("Ryu Haedeung", "Ryu Haedong"),
        ("Lee Young-ju", "Lee Yeon-ju"),
        ("Kang Hae-an", "Kwang Hae-an"),
    ],
)
def test_spellings_that_no_hangul_fits_are_different_names(one: str, other: str):
    assert not hangul_of(one) & hangul_of(other)


@pytest.mark.parametrize(
    "text", ["Tova Merrin", "Lighthouse", "Kim", "Kim Deung Dae Hae", "Qim Deungdae", "", "Lam Thi"]
)
def test_what_is_spelled_like_no_korean_name_has_no_hangul(text: str):
    assert hangul_of(text) == set()


def spelled(table: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """How each Hangul of a table is spelled."""
    found: dict[str, list[str]] = {}
    for spelling, hanguls in table.items():
        for hangul in hanguls:
            found.setdefault(hangul, []).append(spelling)
    return found


FAMILY, GIVEN = spelled(korean.surnames()), spelled(korean.syllables())


@st.composite
def romanised(draw: st.DrawFn) -> tuple[str, str]:
    """A Korean name in Hangul, and one of the ways to spell it by the tables."""
    family = draw(st.sampled_from(sorted(FAMILY)))
    given = draw(st.lists(st.sampled_from(sorted(GIVEN)), min_size=1, max_size=2))
    surname = draw(st.sampled_from(FAMILY[family]))
    rest = draw(st.sampled_from(["", "-", " "])).join(
        draw(st.sampled_from(GIVEN[syllable])) for syllable in given
    )
    name = draw(st.sampled_from([f"{surname} {rest}", f"{surname}, {rest}", f"{rest} {surname}"]))
    return family + "".join(given), draw(st.sampled_from([name, name.upper(), name.title()]))


@hypothesis.settings(max_examples=100, deadline=None)
@hypothesis.given(variant=romanised())
def test_every_spelling_of_a_name_is_read_back_to_its_hangul(variant: tuple[str, str]):
    hangul, spelling = variant
    assert hangul in hangul_of(spelling)


# --- bounded work ---

PIECES = ["a", "yeo", "sung", "young", "chu", "minister", "vice", "장관", "가", "님", "ă", "&", "ﷺ"]


@hypothesis.settings(max_examples=100, deadline=None)
@hypothesis.given(
    st.lists(st.sampled_from(PIECES), max_size=MAX_TYPED),
    st.sampled_from(["", " ", "-", ", "]),
)
def test_the_longest_text_is_looked_up_by_a_bounded_number_of_keys(pieces: list[str], glue: str):
    written = Written(glue.join(pieces)[:MAX_TYPED])
    lookups = [step.lookup(written) for step in STEPS]
    assert all(len(lookup.forms) + len(lookup.keys) <= 400 for lookup in lookups)
    assert all(sum(map(len, lookup.words)) <= 10 * MAX_TYPED for lookup in lookups)
    assert len(posts_in(written.words)) <= 20


# --- the tables ---


def test_every_family_name_is_hangul_and_every_spelling_of_it_is_folded_and_listed_once():
    rows = table("korean.toml")["surnames"]
    assert all(is_hangul(family) and len(family) <= 2 for family in rows)
    assert {family: twice(row.split()) for family, row in rows.items() if twice(row.split())} == {}
    spellings = [spelling for row in rows.values() for spelling in row.split()]
    assert [s for s in spellings if s != fold(s) or not s.isascii() or not s.isalpha()] == []
    assert max(map(len, spellings)) <= korean.LONGEST_SURNAME


def test_every_syllable_is_one_of_hangul_and_listed_once():
    listed = table("korean.toml")["syllables"]["list"].split()
    assert [s for s in listed if not is_hangul(s) or len(s) != 1] == []
    assert twice(listed) == []


def test_every_syllable_can_be_spelled_and_every_row_of_letters_has_a_spelling_once():
    assert set(GIVEN) == set(table("korean.toml")["syllables"]["list"].split())
    tables = table("korean.toml")
    vowels = [row[where] for row in tables["vowels"].values() for where in ("open", "closed")]
    rows = [*tables["initials"].values(), *tables["finals"].values(), *vowels]
    assert [row for row in rows if twice(row.split())] == []
    assert [row for row in rows if row != fold(row) and fold(row) != row.replace(" ", "")] == []


def test_spellings_beyond_the_rules_belong_to_listed_syllables_and_are_not_given_twice():
    tables = table("korean.toml")
    listed = set(tables["syllables"]["list"].split())
    assert set(tables["also"]) - listed == set()
    assert {s: twice(row.split()) for s, row in tables["also"].items() if twice(row.split())} == {}


def test_no_spelling_of_a_syllable_is_too_long_to_be_read():
    assert [s for s in korean.syllables() if korean.word_in_hangul("ga" + s) == []] == []


def test_the_vietnamese_lists_are_folded_and_name_everything_once():
    tables = table("vietnamese.toml")
    for row in (
        tables["syllables"]["onsets"],
        tables["syllables"]["rimes"],
        tables["family_names"]["list"],
    ):
        assert twice(row.split()) == []
        assert [word for word in row.split() if word != fold(word) or not word.isascii()] == []


def test_every_vietnamese_family_name_is_a_syllable():
    assert [n for n in vietnamese.family_names() if not vietnamese.is_syllable(n)] == []


@pytest.mark.parametrize("lang", ["en", "ko", "vi"])
def test_no_title_is_listed_twice_in_a_language(lang: str):
    assert twice(titles_of("before", lang)) == []
    assert twice(titles_of("after", lang)) == []


@pytest.mark.parametrize("lang", ["ko", "vi"])
def test_a_title_stands_before_a_name_or_after_it(lang: str):
    assert set(titles_of("before", lang)) & set(titles_of("after", lang)) == set()


def test_an_english_title_that_may_follow_a_name_is_a_title():
    academic = {"phd"}
    assert set(titles_of("after", "en")) - set(titles_of("before", "en")) == academic


def test_a_title_is_in_one_group_of_posts_by_name_and_in_a_group_once():
    groups = [[fold(t) for t in row.split(",")] for row in table("titles.toml")["same"]["groups"]]
    assert [twice(group) for group in groups if twice(group)] == []
    assert [group for group in groups if "" in group or len(group) < 2] == []
    assert twice(group[0] for group in groups) == []


def test_abbreviations_of_bodies_are_folded_words_that_stand_for_folded_words():
    rows = table("bodies.toml")["stands_for"]
    assert [short for short in rows if short.split() != fold_words(short)] == []
    assert [full for full in rows.values() if full.split() != fold_words(full)] == []


def test_what_an_abbreviation_stands_for_is_no_abbreviation_itself():
    full = table("bodies.toml")["stands_for"].values()
    assert [f for f in full if canonical(f.split()) != tuple(f.split())] == []


def test_the_words_that_are_left_out_are_folded_and_listed_once():
    tables = table("bodies.toml")
    fillers = tables["fillers"]["words"].split()
    assert [word for word in fillers if word != fold(word)] == []
    assert twice(fillers) == []


def test_the_sorts_of_place_are_folded_and_listed_once():
    sorts = table("bodies.toml")["sorts_of_place"]
    for row in (sorts["before"].split(","), sorts["after"].split(","), sorts["hangul"].split()):
        words = [sort.strip() for sort in row]
        assert [sort for sort in words if sort.split() != fold_words(sort)] == []
        assert twice(words) == []


def test_a_longer_sort_of_place_in_hangul_stands_before_one_that_ends_it():
    hangul = table("bodies.toml")["sorts_of_place"]["hangul"].split()
    late = [
        (short, long)
        for at, short in enumerate(hangul)
        for long in hangul[at + 1 :]
        if long.endswith(short)
    ]
    assert late == []
