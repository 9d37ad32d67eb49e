"""Which facts a question finds: speakers, comparisons, beginnings, bodies, occasions.

Asked of the invented base of Norway and Latvia.
"""

from __future__ import annotations

import pytest

from kvbot.ask.words import may_be_slip, words_in
from tests.nordic import asked, opening, told, wrong

SPOKE_AT_THE_SEA_DAYS = {"brekkmo-on-shipyards", "priedkalns-on-the-harbour"}


@pytest.mark.parametrize(
    "question",
    [
        "who were the speakers at sea days 2018",
        "speakers at the sea days 2018?",
        "list the speakers at the sea days 2018",
        "바다의 날 2018 발언자 누구누구야",
        "바다의 날 2018 연설자 명단",
        wrong(
            "바다의 날 2018 발언자는 누구",
            because="all who took part are named, also who did not speak",
        ),
        wrong(
            "các diễn giả tại Ngày Biển 2018 là ai",
            because="all who took part are named, also who did not speak",
        ),
        wrong(
            "Ngày Biển 2018 ai phát biểu",
            because="the words of the question are taken for a thing that has to be on record",
        ),
    ],
)
async def test_the_speakers_of_an_event_are_listed_once_each(nordic, question):
    answer = await asked(nordic, question)
    assert opening(answer) == "listed"
    assert len(told(answer)) == len(SPOKE_AT_THE_SEA_DAYS)
    assert set(told(answer)) == SPOKE_AT_THE_SEA_DAYS


@pytest.mark.parametrize(
    "question",
    [
        "what did halvorsdal say about wind data",
        "what did minister sjotun say",
        "what did sigrun halvorsdal say",
        "what did halvorsdal say at the signing of the nici lwa mou",
    ],
)
async def test_what_somebody_said_is_told_with_or_without_a_topic(nordic, question):
    first = told(await asked(nordic, question))[:1]
    assert first in (["halvorsdal-on-wind-data"], ["sjotun-on-permits"])


COMPARED = [
    ("compare ferry passengers 2019 and 2020", {"ferry-passengers-2019", "ferry-passengers-2020"}),
    ("페리 승객 2015년 2017년 비교", {"ferry-passengers-2015", "ferry-passengers-2017"}),
    (
        "so sánh lượng hành khách đi phà năm 2019 và 2020",
        {"ferry-passengers-2019", "ferry-passengers-2020"},
    ),
    (
        "compare norwegian and latvian students abroad in 2017",
        {"norwegian-students-in-latvia-2017", "latvian-students-in-norway-2017"},
    ),
    (
        "노르웨이와 라트비아 유학생 수 비교",
        {"norwegian-students-in-latvia-2017", "latvian-students-in-norway-2017"},
    ),
    (
        "so sánh số du học sinh Na Uy và Latvia",
        {"norwegian-students-in-latvia-2017", "latvian-students-in-norway-2017"},
    ),
    (
        "norway vs latvia companies abroad",
        {"norwegian-companies-in-latvia-2021", "latvian-companies-in-norway-2021"},
    ),
    (
        "compare wind capacity of latvia in 2015 and 2020",
        {"latvia-wind-capacity-2015", "latvia-wind-capacity-2020"},
    ),
]


@pytest.mark.parametrize(("question", "figures"), COMPARED)
async def test_what_is_compared_is_of_the_same_measure_one_figure_for_each(
    nordic, question, figures
):
    answer = await asked(nordic, question)
    measures = {claim.fact.first.measure for claim in answer.claims() if claim.fact}
    assert (set(told(answer)), len(measures)) == (figures, 1)


SINCE_AND_WHEN = [
    ("since when do nici and lwa work together", "nici-lwa-partners"),
    ("when did nici and lwa sign", "nici-lwa-mou-2016"),
    ("nici랑 lwa 언제부터 협력했어", "nici-lwa-partners"),
    ("nici랑 lwa mou 언제 체결했어", "nici-lwa-mou-2016"),
    ("NICI và LWA hợp tác từ khi nào", "nici-lwa-partners"),
    ("NICI và LWA ký khi nào", "nici-lwa-mou-2016"),
    ("since when is the guild a member of nlec", "guild-member-of-nlec"),
    ("since when does the open harbour programme run", "open-harbour"),
    ("오픈 하버는 언제부터야", "open-harbour"),
    wrong(
        "Open Harbour có từ khi nào",
        "open-harbour",
        because="có từ is taken for founded, and the founding of another body is told",
    ),
]


@pytest.mark.parametrize(("question", "fact"), SINCE_AND_WHEN)
async def test_since_when_is_another_question_than_when(nordic, question, fact):
    assert told(await asked(nordic, question)) == [fact]


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("institute for coastal industry of Norway when founded", "nici-founding-1987"),
        ("enterprise council latvian norwegian founded when", "nlec-founding-2009"),
        ("harbour board of ventspils - who chairs it", "upmalkalne-chair"),
        ("guild of latvian boatbuilders member of what", "guild-member-of-nlec"),
        ("boatbuilders of norway union mou where", "boatbuilders-mou-2018"),
        wrong(
            "wind agency of latvia - who heads it",
            "lapsalns-lwa-director",
            because="the words are not taken for its name, and a remark of its director is told",
        ),
    ],
)
async def test_a_body_is_found_by_the_words_of_its_name_in_another_order(nordic, question, fact):
    assert fact in told(await asked(nordic, question))


@pytest.mark.parametrize(
    ("there", "elsewhere"),
    [
        ("what did sjotun say of permits in Oslo", "what did sjotun say of permits in Riga"),
        (
            "who called the oslo statement a promise",
            "who called the riga statement a promise",
        ),
        ("minister sjotun on permits at oslo", "minister sjotun on permits at bergen"),
    ],
)
async def test_what_a_remark_stands_beside_counts_as_its_occasion(nordic, there, elsewhere):
    assert told(await asked(nordic, there)) == ["sjotun-on-permits"]
    assert opening(await asked(nordic, elsewhere)) == "declined"


@pytest.mark.parametrize(
    "question",
    [
        "what did sjotun say about the statement",
        "what did minister sjotun say about the statement",
        "what did sjotun say about the joint statement",
        wrong(
            "who called the joint statement a promise",
            because="a joint statement is only found as an agreement, not where it is spoken of",
        ),
    ],
)
async def test_a_remark_is_found_by_what_it_is_about(nordic, question):
    assert told(await asked(nordic, question)) == ["sjotun-on-permits"]


@pytest.mark.parametrize(
    "question",
    [
        "wich city hosted the sea days 2018",
        "whcih city hosted teh sea days 2018",
        "which city hotsed the sea days 2018 pelase",
    ],
)
async def test_a_slip_in_a_common_word_of_english_hides_nothing(nordic, question):
    assert told(await asked(nordic, question)) == ["sea-days-2018"]


@pytest.mark.parametrize("slip", ["wich", "teh", "adn", "whcih", "bewteen", "shoud"])
def test_a_letter_left_out_or_two_changed_round_is_a_slip(slip):
    assert may_be_slip(words_in(slip)[0])


@pytest.mark.parametrize("other", ["hop", "kim", "lam", "riga", "nici", "ferry", "mayor"])
def test_a_name_or_a_word_that_means_something_is_no_slip(other):
    assert not may_be_slip(words_in(other)[0])


@pytest.mark.parametrize(
    "question",
    [
        "teh thị trưởng Havnesund là ai",
        "thị trưởng Havnesund là ai wich",
        "whihc thị trưởng Havnesund là ai",
    ],
)
async def test_no_word_of_a_question_in_vietnamese_is_such_a_slip(nordic, question):
    assert told(await asked(nordic, "thị trưởng Havnesund là ai")) == ["fossvik-mayor"]
    assert opening(await asked(nordic, question)) == "declined"


@pytest.mark.parametrize(
    "question",
    [
        "did Lars sign the nici lwa mou?",
        "what did Lars say about permits",
        "did Anh sign the nici lwa mou?",
        "did Hans sign the nici lwa mou?",
        "what did Hans say about permits",
        wrong("who was the aide of minister sjotun", because="aide is taken for a slip of aside"),
    ],
)
async def test_a_name_or_word_that_no_fact_has_is_declined_though_it_is_like_a_common_word(
    nordic, question
):
    assert opening(await asked(nordic, question)) == "declined"
