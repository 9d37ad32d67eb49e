"""Questions to the shipped base in which a fact is near, and not what is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from kvbot.desk import Desk, open_desk
from kvbot.model.answers import Answer
from kvbot.settings import Settings
from kvbot.words.render import render
from tests.nordic import named, opening, told, wrong

SEEDS = Path(__file__).parents[2] / "seeds"
TODAY = date(2026, 1, 15)
MOST_READ = 1200
"""Characters of an answer that is still read in a channel."""


@pytest.fixture
async def desk(shipped_home: Path) -> AsyncIterator[Desk]:
    """The desk over the shipped base, which is only read."""
    async with open_desk(Settings(seeds=(SEEDS,), home=shipped_home)) as opened:
        await opened.refresh()
        yield opened


async def asked(desk: Desk, question: str) -> Answer:
    return await desk.ask(question, TODAY)


@pytest.mark.parametrize(
    ("question", "says", "fact"),
    [
        ("중진공 국내 사무소가 30개 이상 맞나요?", "yes", "kosme-domestic-offices-2022"),
        ("KOSME has more than 30 offices at home, right?", "yes", "kosme-domestic-offices-2022"),
        ("KOSME has more than 40 offices at home, right?", "no", "kosme-domestic-offices-2022"),
        ("was KOSME founded in 2014?", "no", "kosme-founding-1978"),
        (
            "is Korea the biggest trading partner of Vietnam?",
            *("no", "trading-partner-rank-2023"),
        ),
        ("한국이 베트남 최대 교역국인가요?", "no", "trading-partner-rank-2023"),
        (
            "Hàn Quốc là đối tác thương mại lớn nhất của Việt Nam phải không",
            *("no", "trading-partner-rank-2023"),
        ),
    ],
)
async def test_the_figure_day_or_rank_on_record_says_yes_or_no(desk, question, says, fact):
    answer = await asked(desk, question)
    assert (opening(answer), told(answer)[0]) == (says, fact)


@pytest.mark.parametrize(
    "question",
    [
        "is it Kim Moon Hwan?",
        "was To Lam at the roundtable?",
        "is K-Biz based in Seoul?",
        wrong(
            "did Hans attend the November 2024 forum?",
            because="Hans is taken for a slip of hasn",
        ),
        "is there a KOSME office in Thailand?",
    ],
)
async def test_it_is_neither_yes_nor_no_where_no_document_says_so(desk, question):
    assert opening(await asked(desk, question)) not in ("yes", "no")


@pytest.mark.parametrize(
    ("question", "party"),
    [
        ("중진공은 누구랑 mou 맺었어?", "vistip"),
        ("KOSME ký mou với ai", "vistip"),
        ("who did KOSME sign the mou with?", "vistip"),
        ("KOSME signed an mou with who", "vistip"),
    ],
)
async def test_who_signed_for_a_side_and_with_whom_are_told_apart(desk, question, party):
    assert named(await asked(desk, question)) == [party]


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("KOSME's rep who signed the mou, name and title", "kim-moon-hwan-kosme"),
        ("who signed for VISTIP, name and title", "bui-thi-huy-hop-vistip"),
        ("who came for the korean side to the 2022 signing, and his title", "kim-moon-hwan-kosme"),
    ],
)
async def test_name_and_title_of_who_signed_are_told_by_the_post(desk, question, role):
    assert told(await asked(desk, question))[0] == role


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("korean signatory of the 2022 mou", "vistip-kosme-mou-2022"),
        ("since when do VISTIP and KOSME cooperate", "vistip-kosme-partners"),
        ("2023년거 말고 하이퐁 mou 언제 체결됐어", "hai-phong-cheongju-mou-2024"),
        ("when did VISTIP and KOSME sign", "vistip-kosme-mou-2022"),
    ],
)
async def test_a_signing_is_told_apart_from_what_it_belongs_to(desk, question, fact):
    assert told(await asked(desk, question))[0] == fact


@pytest.mark.parametrize(
    "question",
    [
        "what did Kim Ki-mun say about smart factories",
        "what did Kim Ki-mun say",
        "what did oh youngju say",
    ],
)
async def test_what_somebody_said_is_told_with_or_without_a_topic(desk, question):
    assert opening(await asked(desk, question)) in ("told", "listed")


@pytest.mark.parametrize("question", ["KOSME and K-Biz", "MSS and K-Biz", "중진공 중기중앙회"])
async def test_a_question_that_only_names_two_bodies_is_declined(desk, question):
    assert opening(await asked(desk, question)) == "declined"


@pytest.mark.parametrize(
    "question",
    [
        "chairman of the korean federation of smes",
        wrong(
            "federation of korean smes chairman",
            because="it is not taken for a name, and what another chairman said is told",
        ),
    ],
)
async def test_the_chairman_of_a_body_is_found_by_its_words_in_another_order(desk, question):
    assert told(await asked(desk, question)) == ["kim-ki-mun-kbiz-chair"]


@pytest.mark.parametrize(
    "question", ["what is Busan", "Busan?", "부산은 어떤 곳이야", "Singapore là gì"]
)
async def test_a_place_that_no_document_speaks_of_is_declined(desk, question):
    answer = await asked(desk, question)
    assert (opening(answer), answer.claims()) == ("declined", [])


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("did vistip and kosme cooperate before 2020?", "yes"),
        ("did vistip and kosme cooperate before 2014?", "no"),
        ("VISTIP với KOSME đã hợp tác trước năm 2020 chưa", "yes"),
        ("did kosme open a hanoi office before 2014?", "no"),
        ("did kosme open a hanoi office before 2015?", "yes"),
        ("did kosme open a hanoi office after 2014?", "no"),
        ("중진공은 2015년 이전에 하노이 사무소를 열었나요", "yes"),
    ],
)
async def test_before_and_after_a_year_are_not_in_it(desk, question, answered):
    assert opening(await asked(desk, question)) == answered


@pytest.mark.parametrize(
    "question",
    ["sme gdp share in both countries", "양국 중소기업 gdp 기여도 각각 몇 %씩?"],
)
async def test_a_figure_that_is_asked_of_both_countries_is_told_of_each(desk, question):
    answer = await asked(desk, question)
    assert set(told(answer)) == {"sme-share-of-gdp-korea-2024", "sme-share-of-gdp-vietnam-2024"}


@pytest.mark.parametrize(
    "question",
    [
        "tọa đàm KHCN tháng 8 năm ngoái nằm trong chuyến thăm của lãnh đạo nào",
        "toa dam khcn 12/8/2025 nam trong khuon kho chuyen tham cua ai",
    ],
)
async def test_whose_visit_an_event_was_a_part_of_is_told_with_the_passage_that_says_so(
    desk, question
):
    answer = await asked(desk, question)
    quotes = [c.reference.exact for c in answer.headline.citations]
    assert named(answer) == ["to-lam"]
    assert any("component of General Secretary To Lam's state visit" in q for q in quotes)


async def test_a_list_is_no_longer_than_it_is_read_and_counts_the_rest(desk):
    question = "fields where nguyen hoa binh wants more korean business, list"
    answer = render(await asked(desk, question), "en")
    assert len(answer.text) <= MOST_READ
    assert answer.sections[0].more
