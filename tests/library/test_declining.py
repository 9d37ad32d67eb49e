"""Questions about things on record that the record does not answer: they are declined.

Asked of the invented base of Norway and Latvia.
"""

from __future__ import annotations

import pytest

from tests.nordic import asked, opening, told, wrong


@pytest.mark.parametrize(
    "question",
    [
        "where was nlec founded?",
        "NLEC được thành lập ở đâu",
        "where was NICI founded",
        "on which day was nici founded",
        "nlec 설립 며칠이야",
        "NLEC được thành lập ngày nào",
        "who signed the oslo joint statement",
        "오슬로 공동성명 누가 서명했어",
        "ai ký tuyên bố chung Oslo",
        "who hosted the oslo summit",
        "where did havlys open its office?",
        wrong("nlec 설립 장소", because="who set it up is told for the place"),
    ],
)
async def test_what_is_on_record_without_the_place_day_or_person_that_is_asked_is_declined(
    nordic, question
):
    answer = await asked(nordic, question)
    assert (opening(answer), answer.claims()) == ("declined", [])


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("where was the nici lwa mou signed?", "nici-lwa-mou-2016"),
        ("when was nlec founded", "nlec-founding-2009"),
        ("nlec는 언제 설립됐어", "nlec-founding-2009"),
        ("NLEC thành lập năm nào", "nlec-founding-2009"),
        ("on which day was the nici lwa mou signed", "nici-lwa-mou-2016"),
    ],
)
async def test_the_place_day_or_year_that_is_on_record_is_told(nordic, question, fact):
    answer = await asked(nordic, question)
    assert (opening(answer), told(answer)) == ("told", [fact])


@pytest.mark.parametrize(
    "question",
    [
        "havlys and lwa",
        "havlys ferries and the Latvian wind agency",
        "nlec and Havlys",
        "nordic turbine school and nlec",
        "nici랑 하블뤼스 페리",
        "노르웨이 조선업자연합이랑 하블뤼스 페리",
        "노르들뤼스대랑 앰버코스트대",
        "NICI và Havlys",
        "Hội đồng Doanh nghiệp Na Uy - Latvia và Havlys",
        "dzintarmala and bergen",
        wrong(
            "nordlys university and amber coast university",
            because="university and amber coast is taken for the name of one of them",
        ),
    ],
)
async def test_a_question_that_only_names_two_bodies_is_declined(nordic, question):
    assert opening(await asked(nordic, question)) == "declined"


@pytest.mark.parametrize("question", ["nici and lwa", "nici랑 라트비아 풍력청", "NICI và LWA"])
async def test_two_bodies_that_have_a_relation_are_answered_with_it(nordic, question):
    answer = await asked(nordic, question)
    assert (opening(answer), told(answer)) == ("told", ["nici-lwa-partners"])


AROUND_THE_SUMMIT = [
    "what was signed right before the oslo summit",
    "what was signed just before the oslo summit",
    "what was signed following the oslo summit",
    "오슬로 정상회담 직전에 체결된 계약은",
    "오슬로 정상회담 직후에 뭐가 체결됐어",
    "ngay trước hội nghị thượng đỉnh Oslo ký gì",
    "hợp đồng nào được ký ngay sau hội nghị thượng đỉnh Oslo",
    "what was signed before the oslo summit",
    wrong(
        "what was signed after the oslo summit?",
        because="after says nothing, so that the summit's own statement is told",
    ),
]


@pytest.mark.parametrize("question", AROUND_THE_SUMMIT)
async def test_what_was_signed_at_an_event_was_signed_neither_before_nor_after_it(nordic, question):
    assert "oslo-joint-statement-2021" not in told(await asked(nordic, question))


@pytest.mark.parametrize(
    "question",
    [
        "how many norwegian companies in germany",
        "number of latvian students in Japan",
        "did nici open an office in Tokyo?",
        "what did norway open in Japan?",
        "ferry passengers to germany",
        "노르웨이 기업이 일본에 몇 개 있나",
        "라트비아 유학생이 독일에 몇 명",
        "nici 부산 사무소가 있다던데 맞나요",
        "Na Uy có bao nhiêu doanh nghiệp ở Nhật Bản",
        "Na Uy có bao nhiêu doanh nghiệp ở Thái Lan",
        "NICI có văn phòng ở Đà Nẵng không",
    ],
)
async def test_what_is_asked_of_a_country_or_city_that_no_fact_names_is_declined(nordic, question):
    answer = await asked(nordic, question)
    assert (opening(answer), answer.claims()) == ("declined", [])


@pytest.mark.parametrize(
    "question",
    [
        "how many norwegian companies in latvia",
        "라트비아에 진출한 노르웨이 기업 수",
        "Na Uy có bao nhiêu doanh nghiệp ở Latvia",
    ],
)
async def test_the_same_of_a_country_that_facts_name_is_told(nordic, question):
    assert told(await asked(nordic, question)) == ["norwegian-companies-in-latvia-2021"]
