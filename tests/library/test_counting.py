"""Numbers: what is counted, which figure is meant, and which number is a rank.

Asked of the invented base of Norway and Latvia, of the island of Skerra or, where neither has
what is needed, of the shipped base.
"""

from __future__ import annotations

import pytest

from kvbot.model.answers import Answer
from tests.nordic import asked, opening, told, wrong

AT_HOME, ABROAD = "nici-field-stations-at-home-2016", "nici-field-stations-abroad-2016"


# --- what is counted ---


@pytest.mark.parametrize(
    "question",
    [
        "how many smes in vietnam",
        "how many smes in korea",
        "한국 중소기업은 몇 개야",
        "Việt Nam có bao nhiêu doanh nghiệp nhỏ và vừa",
        "how many employees in smes in vietnam",
        "베트남 중소기업 직원은 몇 명이야",
        "Việt Nam có bao nhiêu lao động trong doanh nghiệp nhỏ và vừa",
    ],
)
async def test_a_number_of_things_is_never_answered_with_a_share_in_percent(shipped, question):
    assert opening(await asked(shipped, question)) == "declined"


@pytest.mark.parametrize(
    "question",
    [
        "how many wind turbines in latvia in 2020?",
        "how many companies use wind electricity in latvia in 2020",
        "라트비아에 풍력 터빈 몇 기 있나",
        "2020년 라트비아 풍력발전소는 몇 개야",
        "Latvia có bao nhiêu tuabin gió",
    ],
)
async def test_neither_a_share_nor_a_capacity_says_how_many_things_there_are(nordic, question):
    assert opening(await asked(nordic, question)) == "declined"


@pytest.mark.parametrize(
    "question",
    [
        "how many percent of latvia's electricity is from wind in 2020",
        "2020년 라트비아 풍력 비중은 몇 %야",
        "tỷ trọng điện gió ở Latvia năm 2020",
    ],
)
async def test_a_share_is_told_where_a_share_is_asked_for(nordic, question):
    assert told(await asked(nordic, question)) == ["latvia-wind-share-2020"]


NOT_COUNTED = "the word for what is counted is taken to say nothing"


@pytest.mark.parametrize(
    "question",
    [
        "number of articles in the nici lwa mou",
        "how many articles has the memorandum",
        "nici lwa mou 조항은 몇 개야",
        "양해각서 조항 수는",
        "MoU NICI - LWA có bao nhiêu điều",
        "how many paragraphs in the oslo joint statement",
        "현장 관측소 직원은 몇 명이야",
        "nici 관측소에서 일하는 사람은 몇 명",
        "có bao nhiêu nhân viên làm việc ở trạm thực địa của NICI",
        "페리는 몇 척이야",
        "how many people work in nici's field stations",
        "how many people work in the field stations",
        "bao nhiêu người làm việc tại các trạm thực địa của NICI",
        wrong("how many ferries carried passengers in 2020", because=NOT_COUNTED),
        wrong("how many ferries between havnesund and ventspils", because=NOT_COUNTED),
        wrong(
            "how many women were trained at the turbine school",
            because="women are in what the figure says beside, which is taken for what it counts",
        ),
    ],
)
async def test_what_is_counted_has_to_be_what_the_figure_counts(nordic, question):
    assert opening(await asked(nordic, question)) == "declined"


@pytest.mark.parametrize(
    "question",
    [
        "how many people work in kosme's offices",
        "kosme 사무소 직원 몇 명",
        "how many articles has the vistip kosme memorandum",
        "vistip kosme mou 조항 몇 개",
        "Biên bản ghi nhớ VISTIP - KOSME có bao nhiêu điều",
    ],
)
async def test_what_is_counted_has_to_be_what_the_figure_counts_in_the_shipped_base_too(
    shipped, question
):
    assert opening(await asked(shipped, question)) == "declined"


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("how many field stations does nici have", {AT_HOME, ABROAD}),
        ("nici 현장 관측소 몇 곳이야", {AT_HOME, ABROAD}),
        ("NICI có bao nhiêu trạm thực địa", {AT_HOME, ABROAD}),
        ("how many technicians were trained", {"turbine-school-technicians-2021"}),
        ("how many megawatts of wind did latvia have in 2020?", {"latvia-wind-capacity-2020"}),
    ],
)
async def test_a_figure_that_counts_what_is_asked_is_told(nordic, question, facts):
    assert set(told(await asked(nordic, question))) == facts


# --- who came ---


@pytest.mark.parametrize(
    "question",
    [
        "how many people attended the sea days 2018",
        "how many people came to the sea days 2018",
        "participants of the sea days 2018 number",
        "바다의 날 2018에 몇 명 참석했어",
        "참석자 수 바다의 날 2018",
        "Ngày Biển 2018 có bao nhiêu người tham dự",
    ],
)
async def test_how_many_came_is_told_where_coming_is_asked_for(nordic, question):
    assert told(await asked(nordic, question)) == ["sea-days-2018"]


@pytest.mark.parametrize(
    "question",
    [
        "how many days did the sea days 2018 last",
        "how many speeches at the sea days 2018",
        "how many speakers at the sea days 2018",
        "how many companies at the sea days 2018",
        "how many agreements were signed at the sea days 2018",
        "how many people opened the sea days 2018",
        "바다의 날 2018에 계약 몇 건 체결됐어",
        "바다의 날 2018 연설 몇 번",
        "Ngày Biển 2018 có bao nhiêu hợp đồng được ký",
        "Ngày Biển 2018 có bao nhiêu doanh nghiệp",
        wrong(
            "how many pages has the sea days report",
            because="the report is taken for a word that says how many came",
        ),
        "바다의 날 2018에 기업 몇 곳이 왔어",
    ],
)
async def test_how_many_came_is_not_told_where_something_else_is_counted(nordic, question):
    assert "sea-days-2018" not in told(await asked(nordic, question))


# --- several figures ---

HOW_MANY = "two figures are only told where how many asks for them"


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("how many field stations at home and abroad does nici have?", {AT_HOME, ABROAD}),
        ("nici 국내 관측소랑 해외 관측소 몇 곳이야", {AT_HOME, ABROAD}),
        (
            "NICI có bao nhiêu trạm trong nước và bao nhiêu trạm ở nước ngoài",
            {AT_HOME, ABROAD},
        ),
        (
            "how many passengers and how many crossings in 2017",
            {"ferry-passengers-2017", "ferry-crossings-2017"},
        ),
        (
            "how many ferry passengers and crossings in 2017",
            {"ferry-passengers-2017", "ferry-crossings-2017"},
        ),
        (
            "năm 2017 có bao nhiêu hành khách và bao nhiêu chuyến phà",
            {"ferry-passengers-2017", "ferry-crossings-2017"},
        ),
        wrong(
            "2017년 페리 승객 수와 운항 횟수",
            {"ferry-passengers-2017", "ferry-crossings-2017"},
            because=HOW_MANY,
        ),
    ],
)
async def test_several_figures_of_one_subject_are_told_together(nordic, question, facts):
    answer = await asked(nordic, question)
    assert (opening(answer), set(told(answer))) == ("listed", facts)
    assert len(told(answer)) == len(facts)


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        (
            "how many norwegian companies in latvia and latvian companies in norway",
            ["norwegian-companies-in-latvia-2021", "latvian-companies-in-norway-2021"],
        ),
        (
            "Na Uy có bao nhiêu doanh nghiệp ở Latvia và Latvia có bao nhiêu doanh nghiệp ở Na Uy",
            ["norwegian-companies-in-latvia-2021", "latvian-companies-in-norway-2021"],
        ),
        wrong(
            "có bao nhiêu doanh nghiệp Na Uy ở Latvia và doanh nghiệp Latvia ở Na Uy",
            ["norwegian-companies-in-latvia-2021", "latvian-companies-in-norway-2021"],
            because="both places are asked of one figure",
        ),
        wrong(
            "norwegian students in latvia and latvian students in norway 2017",
            ["norwegian-students-in-latvia-2017", "latvian-students-in-norway-2017"],
            because="both places are asked of one figure where a year stands behind them",
        ),
    ],
)
async def test_the_figures_of_two_countries_are_each_told_in_the_order_of_the_question(
    nordic, question, facts
):
    assert told(await asked(nordic, question)) == facts


NORHOLM, EASTWICK = "norholm-ship-calls-2023", "eastwick-ship-calls-2023"


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("how many ship calls in norholm and eastwick", [NORHOLM, EASTWICK]),
        ("how many ship calls in eastwick and norholm", [EASTWICK, NORHOLM]),
        ("how many ship calls did Norholm and Eastwick count in 2023?", [NORHOLM, EASTWICK]),
        ("how many ship calls in norholm", [NORHOLM]),
        wrong(
            "ship calls in eastwick and norholm 2023",
            [EASTWICK, NORHOLM],
            because=HOW_MANY,
        ),
        wrong("lượt tàu cập cảng Norholm và Eastwick", [NORHOLM, EASTWICK], because=HOW_MANY),
    ],
)
async def test_of_two_places_joined_by_and_each_has_its_own_figure(desk, question, facts):
    assert told(await asked(desk, question)) == facts


# --- figures that a question has itself ---


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("did the ferries carry 70,000 passengers in 2020?", "ferry-passengers-2020"),
        ("năm 2020 có 70.000 hành khách đi phà đúng không?", "ferry-passengers-2020"),
        (
            "were there 1,500 norwegian students in latvia in 2017?",
            "norwegian-students-in-latvia-2017",
        ),
        wrong(
            "2017년 공동특허가 40건 맞나요",
            "joint-patents-2017",
            because="it is declined as not on record, and the number on record not told",
        ),
        wrong(
            "năm 2017 có 45 bằng sáng chế chung đúng không",
            "joint-patents-2017",
            because="it is declined as not on record, and the number on record not told",
        ),
        wrong(
            "were there 45 joint patents in 2017?",
            "joint-patents-2017",
            because="the first line denies it by the applications for patents",
        ),
    ],
)
async def test_a_figure_that_a_question_has_wrong_is_corrected(nordic, question, fact):
    answer = await asked(nordic, question)
    assert (opening(answer), told(answer)[:1]) == ("no", [fact])


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("did the ferries carry 61,300 passengers in 2020?", "ferry-passengers-2020"),
        ("2020년 페리 승객이 61,300명이었나요?", "ferry-passengers-2020"),
        ("năm 2020 có 61.300 hành khách đi phà đúng không?", "ferry-passengers-2020"),
        ("were there 37 joint patents in 2017?", "joint-patents-2017"),
        ("2017년 공동특허가 37건 맞나요", "joint-patents-2017"),
        ("năm 2017 có 37 bằng sáng chế chung đúng không", "joint-patents-2017"),
        ("does nici run 12 field stations in norway?", AT_HOME),
        ("nici 국내 관측소가 12곳 맞나요", AT_HOME),
        wrong(
            "did norwegian students in latvia number 1,240 in 2017?",
            "norwegian-students-in-latvia-2017",
            because="it is told without a yes",
        ),
    ],
)
async def test_a_figure_that_a_question_has_right_is_borne_out(nordic, question, fact):
    answer = await asked(nordic, question)
    assert (opening(answer), told(answer)[:1]) == ("yes", [fact])


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("did norholm have 412 ship calls in 2023?", "yes"),
        ("did norholm have 500 ship calls in 2023?", "no"),
        ("did norholm have 1300 ship calls in 2023?", "no"),
    ],
)
async def test_a_figure_of_another_place_does_not_bear_out_one(desk, question, says):
    answer = await asked(desk, question)
    assert (opening(answer), told(answer)[0]) == (says, NORHOLM)


# --- ranks ---


@pytest.mark.parametrize(
    "question",
    [
        "which country is the no 1 destination for norwegian students",
        "what is the no 2 destination for norwegian students?",
        "노르웨이 유학생 유학지 1위는 어디야",
        "노르웨이 유학생 유학지 2위는",
        "điểm đến số 1 của sinh viên Na Uy là nước nào",
        "điểm đến số 2 của sinh viên Na Uy",
        "the number 1 field station of nici",
        "nici no 1",
        "nici 1위",
        "NICI số 1",
        "no 1 ferry line",
        "no 2",
    ],
)
async def test_a_rank_is_no_number_that_is_somewhere_in_a_document(nordic, question):
    assert opening(await asked(nordic, question)) == "declined"


@pytest.mark.parametrize(
    "question",
    [
        "what is the no 4 destination for norwegian students?",
        "điểm đến số 4 của sinh viên Na Uy là nước nào",
        "which rank has latvia among destinations for norwegian students",
        "Latvia xếp thứ mấy trong các điểm đến của sinh viên Na Uy",
        "노르웨이 유학생 유학지 4위는 어디야",
        "라트비아는 노르웨이 유학생 유학지 중 몇 위야",
        "노르웨이 유학생 목적지 4위는 어디야",
        "라트비아는 노르웨이 유학생 목적지 중 몇 위야",
    ],
)
async def test_the_rank_on_record_is_told(nordic, question):
    assert told(await asked(nordic, question)) == ["latvia-student-destination-rank-2018"]


ROUND = "the rank is told though it is the other one's"


@pytest.mark.parametrize(
    "question",
    [
        "which rank has norway among destinations for latvian students",
        "노르웨이는 라트비아 유학생 유학지 중 몇 위야",
        "Na Uy xếp thứ mấy trong các điểm đến của sinh viên Latvia",
    ],
)
async def test_the_rank_of_one_is_not_told_as_that_of_the_other(nordic, question):
    assert "latvia-student-destination-rank-2018" not in told(await asked(nordic, question))


@pytest.mark.parametrize(
    "question",
    [
        "is norway the fourth most popular destination for latvian students?",
        "노르웨이가 라트비아 유학생 유학지 4위 맞나요",
        "Na Uy là điểm đến lớn thứ tư của sinh viên Latvia phải không",
    ],
)
async def test_the_rank_of_one_does_not_bear_out_that_of_the_other(nordic, question):
    assert opening(await asked(nordic, question)) != "yes"


KOREA = "trading-partner-rank-2023"


def ranked(answer: Answer) -> bool:
    """Whether the rank of Korea among the partners of Vietnam is told, or borne out."""
    return KOREA in told(answer)


@pytest.mark.parametrize(
    "question",
    [
        "which is korea's rank among vietnam's trading partners",
        "한국은 베트남의 몇 번째 교역국이야",
        "Hàn Quốc là đối tác thương mại lớn thứ mấy của Việt Nam",
        "is korea vietnam's third largest trading partner",
        "한국은 베트남 교역국 3위 맞나요",
        "Hàn Quốc là đối tác thương mại lớn thứ ba của Việt Nam phải không",
    ],
)
async def test_who_has_a_rank_among_the_partners_of_another_is_told(shipped, question):
    assert ranked(await asked(shipped, question))


@pytest.mark.parametrize(
    "question",
    [
        "which is vietnam's rank among korea's trading partners",
        "베트남은 한국의 몇 번째 교역국이야",
        "Việt Nam là đối tác thương mại lớn thứ mấy của Hàn Quốc",
        "is vietnam korea's third largest trading partner",
        "베트남이 한국의 3위 교역국 맞나요",
        "Việt Nam là đối tác thương mại lớn thứ ba của Hàn Quốc phải không",
    ],
)
async def test_whose_partner_has_the_rank_is_not_turned_round(shipped, question):
    assert not ranked(await asked(shipped, question))
