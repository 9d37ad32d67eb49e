"""Questions that want yes or no: yes where a fact says all of it, no where it says otherwise.

Asked of the invented base of Norway and Latvia. An answer that opens with neither tells what is
on record and leaves the judgement to the reader.
"""

from __future__ import annotations

import pytest

from tests.nordic import asked, opening, told, wrong

AS_ITS_OWN_FIGURE = [
    ("did more than 60,000 passengers take the ferry in 2020?", "yes", "ferry-passengers-2020"),
    ("did fewer than 70,000 passengers take the ferry in 2020?", "yes", "ferry-passengers-2020"),
    ("2020년 페리 승객이 6만명 이상이었나요?", "yes", "ferry-passengers-2020"),
    (
        "năm 2020 có hơn 60.000 hành khách đi phà đúng không?",
        *("yes", "ferry-passengers-2020"),
    ),
    (
        "were more than 1,000 norwegian students in latvia in 2017?",
        *("yes", "norwegian-students-in-latvia-2017"),
    ),
    (
        "were more than 2,000 norwegian students in latvia in 2017?",
        *("no", "norwegian-students-in-latvia-2017"),
    ),
    ("has nici more than 10 field stations in norway?", "yes", "nici-field-stations-at-home-2016"),
    (
        "is norwegian investment in latvia over 500 million euros?",
        *("no", "norwegian-investment-in-latvia-2020"),
    ),
    (
        "노르웨이 기업이 라트비아에 30개 이상 있나요?",
        *("yes", "norwegian-companies-in-latvia-2021"),
    ),
    (
        "라트비아에 진출한 노르웨이 기업 90개 이상 맞나요?",
        *("no", "norwegian-companies-in-latvia-2021"),
    ),
    (
        "Latvia có trên 50 doanh nghiệp ở Na Uy phải không",
        *("no", "latvian-companies-in-norway-2021"),
    ),
    (
        "are there fewer than 50 latvian firms in norway?",
        *("yes", "latvian-companies-in-norway-2021"),
    ),
    (
        "did wind give more than 50% of latvia's electricity in 2020?",
        "no",
        "latvia-wind-share-2020",
    ),
    (
        "was wind's share of electricity in latvia more than 3% in 2020?",
        *("yes", "latvia-wind-share-2020"),
    ),
    ("năm 2020 tỷ trọng điện gió ở Latvia hơn 3% phải không", "yes", "latvia-wind-share-2020"),
    ("năm 2020 tỷ trọng điện gió ở Latvia hơn 90% phải không", "no", "latvia-wind-share-2020"),
    ("did more than 70,000 passengers take the ferry in 2020?", *("no", "ferry-passengers-2020")),
    ("has nici at least 12 field stations in norway?", "yes", "nici-field-stations-at-home-2016"),
    ("2020년 페리 승객이 7만명 이상이었나요?", *("no", "ferry-passengers-2020")),
    ("năm 2020 có hơn 70.000 hành khách đi phà đúng không?", *("no", "ferry-passengers-2020")),
    wrong(
        "has nici more than 20 field stations in norway?",
        *("no", "nici-field-stations-at-home-2016"),
        because="the no is given by the stations abroad",
    ),
]


@pytest.mark.parametrize(("question", "says", "fact"), AS_ITS_OWN_FIGURE)
async def test_a_figure_beyond_a_bound_is_decided_by_the_number_on_record(
    nordic, question, says, fact
):
    answer = await asked(nordic, question)
    assert (opening(answer), told(answer)[0]) == (says, fact)


@pytest.mark.parametrize(
    "question",
    [
        "are there more than 85 norwegian companies in latvia?",
        "라트비아에 진출한 노르웨이 기업 수가 85개 이상 맞죠?",
        "Na Uy có hơn 85 doanh nghiệp ở Latvia đúng không?",
        "did over 640 people attend the sea days 2018?",
        "바다의 날 2018에 640명 이상 참석했나요?",
        "Ngày Biển 2018 có hơn 640 người tham dự phải không?",
    ],
)
async def test_more_than_a_number_on_record_bears_out_more_than_that_number(nordic, question):
    assert opening(await asked(nordic, question)) == "yes"


@pytest.mark.parametrize(
    "question",
    [
        "are there over 90 norwegian companies in latvia?",
        "라트비아에 진출한 노르웨이 기업 90개 이상 맞나요?",
        "Na Uy có hơn 90 doanh nghiệp ở Latvia đúng không?",
    ],
)
async def test_more_than_a_number_on_record_does_not_bear_out_more_than_a_higher_one(
    nordic, question
):
    assert opening(await asked(nordic, question)) != "yes"


OF_ANOTHER_UNIT = [
    "is wind capacity in latvia more than 50 percent?",
    "라트비아 풍력 설비용량이 50% 이상인가요",
    "công suất điện gió lắp đặt ở Latvia hơn 50% phải không",
    "does nici run more than 3 percent of field stations abroad",
    "did the majority of passengers take the ferry in 2020?",
    "was wind's share of electricity in latvia more than 3 megawatts in 2020?",
]


@pytest.mark.parametrize("question", OF_ANOTHER_UNIT)
async def test_a_percentage_is_borne_out_by_no_figure_but_a_share(nordic, question):
    assert opening(await asked(nordic, question)) != "yes"


@pytest.mark.parametrize(
    "question",
    [wrong(q, because="a figure of another unit is taken to deny it") for q in OF_ANOTHER_UNIT],
)
async def test_a_percentage_is_denied_by_no_figure_but_a_share(nordic, question):
    assert opening(await asked(nordic, question)) != "no"


OTHERWISE = [
    ("was the wind mou signed on 15 June 2016?", "nici-lwa-mou-2016"),
    ("was the ventspils contract signed on 3 september 2021?", "ventspils-quay-contract-2021"),
    ("벤츠필스 항만위원회 계약이 9월 3일에 체결됐나요?", "ventspils-quay-contract-2021"),
    (
        "Hợp đồng cầu cảng Ventspils ký ngày 3/9/2021 đúng không?",
        "ventspils-quay-contract-2021",
    ),
    ("오슬로 공동성명이 2021년 9월 7일에 채택됐나요?", "oslo-joint-statement-2021"),
    ("tuyên bố chung Oslo được thông qua ngày 7/9/2021 đúng không", "oslo-joint-statement-2021"),
    ("was NICI founded in 1990?", "nici-founding-1987"),
    ("nici가 1990년에 설립됐나요?", "nici-founding-1987"),
    ("NICI thành lập năm 1990 phải không", "nici-founding-1987"),
    ("were the sea days 2018 held in Riga?", "sea-days-2018"),
    ("벤츠필스 항만위원회 계약 오슬로에서 체결된 거 맞아요?", "ventspils-quay-contract-2021"),
    ("MoU gió ký ở Oslo đúng không", "nici-lwa-mou-2016"),
    ("did the ferries carry 70,000 passengers in 2020?", "ferry-passengers-2020"),
    ("2020년 페리 승객이 70,000명이었나요?", "ferry-passengers-2020"),
    ("lượng hành khách đi phà năm 2020 là 70.000 phải không", "ferry-passengers-2020"),
    ("was latvia's installed wind capacity 90 megawatts in 2020?", "latvia-wind-capacity-2020"),
    ("was the quay to cost 30 million euros?", "quay-cost-2021"),
    ("were there 700 people at the sea days 2018?", "sea-days-2018"),
    wrong(
        "were there 40 joint patents in 2017?",
        "joint-patents-2017",
        because="the first line denies it by the applications for patents",
    ),
]


@pytest.mark.parametrize(("question", "fact"), OTHERWISE)
async def test_it_is_no_where_the_fact_that_is_meant_has_another_day_figure_or_place(
    nordic, question, fact
):
    answer = await asked(nordic, question)
    assert (opening(answer), told(answer)[0]) == ("no", fact)


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("was nici founded in 1987?", "nici-founding-1987"),
        ("nici가 1987년에 설립된 거 맞죠?", "nici-founding-1987"),
        ("NICI thành lập năm 1987 phải không", "nici-founding-1987"),
        (
            "was the oslo joint statement adopted on 6 september 2021?",
            "oslo-joint-statement-2021",
        ),
        ("오슬로 공동성명이 2021년 9월 6일에 채택됐나요?", "oslo-joint-statement-2021"),
        ("were 95 joint patent applications filed in 2017?", "joint-patent-applications-2017"),
        ("라트비아 풍력 설비용량 2020년에 78메가와트 맞나요", "latvia-wind-capacity-2020"),
        ("are nici and lwa partners?", "nici-lwa-partners"),
        ("is edgars lapsalns the director of lwa?", "lapsalns-lwa-director"),
        ("are the sea days 2022 in june?", "sea-days-2022"),
    ],
)
async def test_it_is_yes_where_a_fact_says_all_that_the_question_does(nordic, question, fact):
    answer = await asked(nordic, question)
    assert (opening(answer), told(answer)[0]) == ("yes", fact)


@pytest.mark.parametrize(
    "question",
    [
        "were the sea days 2018 held on 27 november 2018?",
        "바다의 날 2018이 11월 27일에 열린 거 맞나요?",
        "Ngày Biển 2018 diễn ra ngày 27/11/2018 phải không",
    ],
)
async def test_a_day_on_which_an_event_was_held_is_not_denied(nordic, question):
    assert opening(await asked(nordic, question)) != "no"


@pytest.mark.parametrize(
    "question",
    [
        "is latvia the biggest destination for norwegian students?",
        "is latvia the top destination for norwegian students?",
        "is latvia the number one destination for norwegian students?",
        "is latvia the third most popular destination for norwegian students?",
        "노르웨이 유학생 목적지 중 라트비아가 1위인가요",
        "라트비아가 노르웨이 유학생의 최대 목적지인가요?",
        "Latvia là điểm đến lớn nhất của sinh viên Na Uy phải không",
        "Latvia có phải điểm đến số 1 của sinh viên Na Uy không",
        "is latvia the most popular destination for norwegian students?",
    ],
)
async def test_the_fourth_of_a_ranking_is_never_said_to_be_its_first_or_another(nordic, question):
    assert opening(await asked(nordic, question)) in ("no", "declined")


@pytest.mark.parametrize(
    "question",
    [
        "is it sigrun halvorsdal?",
        "is ingrid brekkmo?",
        "was astrid fossvik?",
        "did sigrun halvorsdal?",
        "포스비크인가요?",
        "바다의 날 2018인가요?",
        "có phải Fossvik không",
    ],
)
async def test_it_is_never_yes_where_a_question_only_names_somebody_or_something(nordic, question):
    assert opening(await asked(nordic, question)) not in ("yes", "no")


@pytest.mark.parametrize(
    ("whether", "otherwise"),
    [
        ("is nici part of the ministry of sea and harbours", "nici, ministry of sea and harbours"),
        ("are nici and lwa partners", "nici and lwa partners"),
        ("was nici founded in 1987", "nici founded in 1987"),
        ("were 95 joint patent applications filed in 2017", "95 joint patent applications 2017"),
    ],
)
async def test_what_begins_with_its_verb_wants_a_yes_or_no_without_a_question_mark_too(
    nordic, whether, otherwise
):
    assert opening(await asked(nordic, whether)) == "yes"
    assert opening(await asked(nordic, otherwise)) == "told"


NOT_BORNE_OUT = [
    "is nlec based in riga?",
    "was nlec set up in riga?",
    "is nlec based in bergen?",
    wrong(
        "was torvald brekkmo at the oslo summit?",
        because="an event that has a place is taken to contradict whoever it does not name",
    ),
    "is the lwa under the ministry of sea and harbours?",
    "is there a norwegian office in Thailand?",
]


@pytest.mark.parametrize("question", NOT_BORNE_OUT)
async def test_it_is_neither_yes_nor_no_where_no_document_says_so(nordic, question):
    assert opening(await asked(nordic, question)) not in ("yes", "no")


@pytest.mark.parametrize("question", ["Does KOSME have employees?", "Does VISTIP have experts?"])
async def test_who_stood_at_a_signing_does_not_tell_what_a_party_has(shipped, question):
    assert opening(await asked(shipped, question)) != "yes"
