"""Questions about things on record that the record does not answer: they are declined.

Asked of the invented base of Norway and Latvia.
"""

from __future__ import annotations

import pytest

from kvbot.ask.reading import language_of
from kvbot.words.render import render
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


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who is the mayor of Hai Phong?", "No document here names the “mayor of Hai Phong”."),
        ("Who is the head of KOSME?", "No document here names the “head of KOSME”."),
        (
            "Who heads KOSME?",
            "Not on record here: nothing links “heads” with the rest of the question.",
        ),
        (
            "누가 중기중앙회 부회장이야?",
            "“중기중앙회 부회장”: 여기 있는 문서에는 누구인지 나와 있지 않습니다.",
        ),
        (
            "Giám đốc VISTIP hiện nay là ai?",
            "Không tài liệu nào ở đây nêu tên “Giám đốc VISTIP”.",
        ),
        ("Did K-Biz sign an MoU with VINASME?", "No such agreement is on record here."),
        ("K-Biz가 체결한 MoU는?", "그런 협약은 기록에 없습니다."),
        ("When was VISTIP founded?", "The documents here do not say when."),
        ("하이퐁 인구는?", "기록에 없음: “인구” 관련 기록 중 이 질문에 답하는 것이 없습니다."),
        ("What is the budget of the ODA project?", "Not on record here: no fact fits “budget”."),
    ],
)
async def test_the_line_of_a_decline_names_what_is_missing(shipped, question, said):
    rendered = render(await asked(shipped, question), language_of(question))
    assert (rendered.status, rendered.headline, rendered.citations) == ("unknown", said, ())
