"""Questions in words: answered from the facts with their quotes, or declined.

Asked of the invented base of Norway and Latvia (see test_second_base.py).
"""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.questions.grading import verdict
from kvbot.ask.reading import language_of
from kvbot.ask.words import lexicon
from kvbot.desk import Desk, open_desk
from kvbot.desk.declining import questions_about
from kvbot.model.answers import Answer
from kvbot.model.text import LANGUAGES
from kvbot.settings import Settings
from kvbot.words.render import Rendered, render
from tests.nordic import NORDIC, QUESTIONS, TODAY

OPEN = {
    "n022": "an event that is asked about with its kind as another word is declined",
}
LEAST_ANSWERED = 0.95
"""The part of the questions that are proposed which have to be answered."""


def specified(question):
    reason = OPEN.get(question["id"])
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
    return pytest.param(question, id=question["id"], marks=marks)


async def told(desk: Desk, question: str) -> Rendered:
    return render(await desk.ask(question, TODAY), language_of(question))


@pytest.mark.parametrize("question", [specified(question) for question in QUESTIONS])
async def test_a_question_is_answered_with_its_proof_or_declined(nordic, question):
    assert verdict(question, await told(nordic, question["question"])) == "right"


@pytest.mark.parametrize("question", [q["question"] for q in QUESTIONS if not q["answerable"]][:9])
async def test_what_is_not_known_has_no_citation_and_at_most_three_questions(nordic, question):
    answer = await told(nordic, question)
    assert (answer.status, answer.claims, answer.citations) == ("unknown", (), ())
    assert len(answer.nearest) <= 3


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("NICI revenue?", "revenue"),
        ("what did Torvald Brekkmo say about bicycles", "bicycles"),
    ],
)
async def test_what_is_missing_is_named(nordic, question, missing):
    answer = await told(nordic, question)
    assert answer.status == "unknown"
    assert missing in answer.headline


async def test_a_wrong_year_is_named_and_the_right_one_told(nordic):
    answer = await told(nordic, "who signed the nici lwa mou in 2019?")
    assert answer.headline.startswith("Not in 2019: ")
    assert "14 June 2016" in answer.headline


async def test_a_wrong_post_is_corrected_by_the_one_on_record(nordic):
    answer = await told(nordic, "is Gunars Priedkalns the mayor of Havnesund?")
    assert answer.headline.startswith("No: ")
    assert "Mayor of Dzintarmala" in answer.headline


async def test_an_exact_day_is_not_told_where_only_the_month_is_known(nordic):
    asked = "the Union of Norwegian Boatbuilders signed with the Latvian Boatbuilders' Guild"
    month = await told(nordic, f"when was it that {asked}")
    day = await told(nordic, f"on which day was it that {asked}")
    assert "March 2018" in month.headline
    assert day.status == "unknown"


async def test_nearly_every_question_that_is_proposed_is_answered(nordic):
    known, reports = await nordic.everything()
    proposed = {q.model_dump_json(): q for r in reports for q in questions_about(r, known.measures)}
    texts = [
        render(known.model_copy(update={"nearest": (question,)}), lang).nearest[0]
        for question in proposed.values()
        for lang in LANGUAGES
    ]
    answered = [text for text in texts if (await nordic.ask(text, TODAY)).status == "answered"]
    assert len(answered) >= LEAST_ANSWERED * len(texts) > 100


def test_any_text_is_answered_or_declined_and_only_an_answer_has_claims(nordic_home):
    words = st.sampled_from([w for q in QUESTIONS for w in q["question"].split()])
    texts = st.one_of(
        st.text(max_size=80), st.lists(words, max_size=12).map(" ".join), st.just("mou " * 2500)
    )

    async def ask(text: str) -> Answer:
        async with open_desk(Settings(seeds=(NORDIC,), home=nordic_home)) as desk:
            return await desk.ask(text, TODAY)

    @settings(max_examples=80, deadline=None)
    @given(texts)
    def holds(text: str) -> None:
        answer = asyncio.run(ask(text))
        assert answer.question == text
        assert bool(answer.claims()) <= (answer.status != "unknown")
        assert bool(answer.claims()) or answer.status != "answered"

    holds()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NICI and LWA signed a memorandum of understanding in Riga on 14 June 2016.", "borne out"),
        (
            "NICI and LWA signed a memorandum of understanding in Riga on 15 June 2016.",
            "contradicted",
        ),
        ("NICI and LWA opened an office in Bergen.", "not covered"),
    ],
)
async def test_a_statement_is_held_against_the_base(nordic, text, expected):
    answer = await nordic.check(text, TODAY)
    assert [section.verdict for section in answer.sections] == [expected]


@pytest.mark.parametrize("section", ["asked", "concepts"])
def test_every_language_has_words_for_every_meaning(section):
    english, *others = (lexicon(lang)[section] for lang in LANGUAGES)
    assert all(words.keys() == english.keys() for words in others)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_list_of_words_has_an_empty_place_or_a_word_twice(lang):
    for section in ("asked", "concepts"):
        for meaning, listed in lexicon(lang)[section].items():
            words = [" ".join(word.split()) for word in listed.split(",")]
            assert all(words), meaning
            assert len(set(words)) == len(words), meaning


def test_the_rules_name_only_meanings_that_the_languages_have():
    rules, known = lexicon("rules"), lexicon("en")["concepts"].keys()
    tables = [*rules["types"].values(), *rules["implied"].values()]
    tables += [
        rules[part]["concepts"] for part in ("actions", "speech", "cited", "soft", "structural")
    ]
    named = {concept.strip() for table in tables for concept in table.split(",")} - {""}
    assert named <= known
