"""Questions as people type them to a colleague: with asides, alternatives, tags and bare numbers.

Most tables have beside each question another that differs from it in one decisive word. Asked of
the invented base of Norway and Latvia and, where names have to be Korean or Vietnamese or an event
has to have been the occasion of another, of the shipped base.
"""

from __future__ import annotations

import pytest

from kvbot.ask.reading import language_of
from tests.nordic import asked, named, opening, told, wrong

MAYOR = "fossvik-mayor"

# --- what it is for ---


@pytest.mark.parametrize(
    "question",
    [
        "who is the mayor of havnesund, for the place card",
        "mayor of havnesund, checking the protocol order",
        "하브네순 시장 누구 보고서용",
        "하브네순 시장 누구야, 초청장에 넣을 거예요",
        "thị trưởng Havnesund là ai để ghi vào tờ trình",
        "de ghi vao bao cao, thi truong havnesund la ai",
        "thị trưởng Havnesund là ai, sếp giục quá",
        wrong(
            "place card for the mayor of havnesund",
            because="the card is only passed over after the preposition",
        ),
        wrong(
            "who is the mayor of havnesund, quick question before my meeting",
            because="before is taken for a point in time",
        ),
    ],
)
async def test_what_a_question_is_for_is_passed_over(nordic, question):
    assert told(await asked(nordic, question)) == [MAYOR]


@pytest.mark.parametrize(
    "question",
    [
        "who is the deputy mayor of havnesund, for the place card",
        "title of dace upmalkalne, for the salary",
        "하브네순 부시장 누구 보고서용",
        "하브네순 시장 누구 급여용",
        "phó thị trưởng Havnesund là ai để ghi vào tờ trình",
        "thị trưởng Havnesund là ai để lấy lương",
    ],
)
async def test_a_word_that_decides_is_not_passed_over_with_what_a_question_is_for(nordic, question):
    assert opening(await asked(nordic, question)) == "declined"


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("Open Harbour để làm gì", "open-harbour"),
        ("NICI và LWA ký mou để làm gì", "nici-lwa-mou-2016"),
        ("chu de ngay bien 2018", "sea-days-2018"),
        ("chu de dien dan gio baltic", "baltic-wind-forum-2016"),
    ],
)
async def test_what_something_is_for_and_its_theme_are_still_asked(nordic, question, fact):
    assert told(await asked(nordic, question)) == [fact]


# --- the one or the other ---

BEGINS = "a question that begins with a verb is taken for one of yes or no"


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("fossvik mayor or minister?", MAYOR),
        ("is valdis strautkalns rector or mayor?", "strautkalns-rector"),
        ("is astrid fossvik the mayor or the director?", MAYOR),
        ("is henrik solbakkmo the chair or the chief executive?", "solbakkmo-chief-executive"),
        ("셰툰은 시장인가요 아님 장관인가요?", "sjotun-minister"),
        ("스트라우트칼른스는 총장이에요 아님 시장이에요?", "strautkalns-rector"),
        ("Ragnhild Sjotun là thị trưởng hay bộ trưởng?", "sjotun-minister"),
        ("Fossvik là bộ trưởng hay hiệu trưởng", MAYOR),  # neither
    ],
)
async def test_of_posts_that_are_offered_the_one_that_somebody_has_is_told(nordic, question, role):
    answer = await asked(nordic, question)
    assert (opening(answer), told(answer)) == ("told", [role])


@pytest.mark.parametrize(
    "question",
    [
        "fossvik mayor or married?",
        "포스비크는 시장인가요 아님 은퇴했나요",
        "Fossvik là thị trưởng hay đã nghỉ hưu",
    ],
)
async def test_what_is_offered_beside_a_post_and_is_none_is_not_passed_over(nordic, question):
    assert opening(await asked(nordic, question)) == "declined"


# --- the sex of who holds a post ---


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("who is the female mayor of havnesund", MAYOR),
        ("female director general of nici", "halvorsdal-nici-director-general"),
        ("nữ thị trưởng Havnesund là ai", MAYOR),
        ("nữ hiệu trưởng Đại học Nordlys", "ingrid-brekkmo-rector"),
        ("하브네순 여자 시장은 누구", MAYOR),
        wrong(
            "하브네순 여성 시장은 누구야",
            MAYOR,
            because="beside 여성 the title is taken for a market",
        ),
        ("female rector of nordlys university", "ingrid-brekkmo-rector"),
    ],
)
async def test_the_sex_of_who_holds_a_post_is_passed_over_beside_its_title(nordic, question, role):
    assert told(await asked(nordic, question)) == [role]


@pytest.mark.parametrize(
    "question",
    [
        "who are the women of havnesund",
        "women at nici",
        "nữ ở NICI",
        "female deputy mayor of havnesund",
        "nữ phó thị trưởng Havnesund là ai",
    ],
)
async def test_without_a_title_on_record_beside_it_the_sex_is_a_thing_to_be_on_record(
    nordic, question
):
    assert opening(await asked(nordic, question)) == "declined"


# --- on what occasion it was said ---


@pytest.mark.parametrize(
    ("at_it", "elsewhere", "remark"),
    [
        (
            "who spoke about shipyards at the conference",
            "who spoke about shipyards at the summit",
            "brekkmo-on-shipyards",
        ),
        (
            "what did brekkmo say at the sea days",
            "what did brekkmo say at the summit",
            "brekkmo-on-shipyards",
        ),
        (
            "who asked for patience at the conference",
            "who asked for patience at the forum",
            "priedkalns-on-the-harbour",
        ),
        (
            "컨퍼런스에서 조선소를 칭찬한 사람",
            "정상회담에서 조선소를 칭찬한 사람",
            "brekkmo-on-shipyards",
        ),
        ("Ai nói về phà tại hội nghị", "Ai nói về phà tại diễn đàn", "brekkmo-on-shipyards"),
        (
            "ai nói về kho dữ liệu gió tại lễ ký mou",
            "ai nói về kho dữ liệu gió tại hội nghị thượng đỉnh",
            "halvorsdal-on-wind-data",
        ),
    ],
)
async def test_what_was_said_is_found_by_the_words_of_its_occasion(
    nordic, at_it, elsewhere, remark
):
    assert told(await asked(nordic, at_it)) == [remark]
    assert opening(await asked(nordic, elsewhere)) == "declined"


@pytest.mark.parametrize(
    ("at_it", "elsewhere", "remark"),
    [
        (
            "did brekkmo praise shipyards at the conference?",
            "did brekkmo praise shipyards at the summit?",
            "brekkmo-on-shipyards",
        ),
        (
            "did priedkalns ask for patience at the conference?",
            "did priedkalns ask for patience at the forum?",
            "priedkalns-on-the-harbour",
        ),
    ],
)
async def test_whether_something_was_said_on_an_occasion_is_told_by_what_was_said(
    nordic, at_it, elsewhere, remark
):
    answer = await asked(nordic, at_it)
    assert (opening(answer), told(answer)) == ("told", [remark])
    assert opening(await asked(nordic, elsewhere)) == "declined"


# --- a place that nobody speaks of ---

FORUM = "baltic-wind-forum-2016"


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("was the baltic wind forum in riga?", FORUM),
        ("was the baltic wind forum in da nang?", FORUM),
        ("발트 풍력 포럼이 부산에서 열리나요", FORUM),
        ("Diễn đàn Gió Baltic có phải ở Đà Nẵng không", FORUM),
        ("was the nici lwa mou signed in hanoi?", "nici-lwa-mou-2016"),
        ("was the baltic wind forum in paris?", FORUM),
        wrong(
            "were the sea days 2018 in paris?",
            "sea-days-2018",
            because="paris is taken for parks mistyped, and what was said there told",
        ),
        wrong(
            "Ngày Biển 2018 có phải ở Riga không",
            "sea-days-2018",
            because="it is denied by what was signed in the other place",
        ),
    ],
)
async def test_a_place_where_something_was_not_is_corrected(nordic, question, fact):
    answer = await asked(nordic, question)
    assert (opening(answer), told(answer)) == ("no", [fact])


@pytest.mark.parametrize(
    "question",
    [
        "was the baltic wind forum in bergen?",
        "발트 풍력 포럼은 베르겐에서 열리나요",
        "is there a maritime office in riga?",
        "có văn phòng hàng hải ở Riga không",
    ],
)
async def test_a_place_where_something_was_is_borne_out(nordic, question):
    assert opening(await asked(nordic, question)) == "yes"


@pytest.mark.parametrize(
    "question",
    [
        "is there an office in thailand?",
        "is there a maritime office in bergen?",
        "does nici have field stations in thailand?",
        "태국에 해사사무소가 있나요",
        "có văn phòng hàng hải ở Thái Lan không",
    ],
)
async def test_whether_there_is_one_in_another_place_is_neither_yes_nor_no(nordic, question):
    assert opening(await asked(nordic, question)) == "declined"


# --- an occasion beside what happened on it ---

SUMMIT, VISIT = "korea-vietnam-summit-2025", "to-lam-state-visit-2025"


@pytest.mark.parametrize(
    ("question", "event"),
    [
        ("date of the summit during the visit", SUMMIT),
        ("방한 때 정상회담 날짜", SUMMIT),
        ("방한 중 정상회담은 언제 열렸나요", SUMMIT),
        ("hội nghị thượng đỉnh trong chuyến thăm diễn ra ngày nào", SUMMIT),
        ("when was the state visit", VISIT),
        ("방한은 언제", VISIT),
        ("chuyến thăm cấp nhà nước diễn ra khi nào", VISIT),
        ("when was the summit during the state visit", SUMMIT),
        ("when was the roundtable during the visit", "st-cooperation-roundtable-2025"),
    ],
)
async def test_the_occasion_of_an_event_is_not_the_event_that_is_asked(shipped, question, event):
    assert told(await asked(shipped, question))[:1] == [event]


@pytest.mark.parametrize(
    ("on_it", "on_another", "agreement"),
    [
        (
            "when was the exchange agreement signed during the sea days",
            "when was the exchange agreement signed during the summit",
            "nordlys-amber-exchange-2018",
        ),
        (
            "정상회담 때 채택된 공동성명은 언제",
            "바다의 날 때 채택된 공동성명은 언제",
            "oslo-joint-statement-2021",
        ),
        (
            "Tuyên bố chung trong hội nghị thượng đỉnh được thông qua khi nào",
            "Tuyên bố chung trong diễn đàn được thông qua khi nào",
            "oslo-joint-statement-2021",
        ),
    ],
)
async def test_what_was_signed_on_an_occasion_is_not_told_of_another(
    nordic, on_it, on_another, agreement
):
    assert told(await asked(nordic, on_it)) == [agreement]
    assert opening(await asked(nordic, on_another)) == "declined"


@pytest.mark.parametrize(
    "question",
    [
        "date of the summit during the visit",
        "date of the conference during the summit",
        "방문 중 정상회담 날짜",
        "hội nghị thượng đỉnh trong chuyến thăm diễn ra khi nào",
        wrong(
            "when was the agreement signed during the sea days",
            because="what was signed on another occasion is told",
        ),
    ],
)
async def test_an_event_that_was_not_on_that_occasion_is_not_told(nordic, question):
    told_of = told(await asked(nordic, question))
    assert not set(told_of) & {"oslo-summit-2021", "sea-days-2018", "oslo-joint-statement-2021"}


# --- figures ---


@pytest.mark.parametrize(
    ("number", "another", "figure"),
    [
        ("what is 1,200 megawatts?", "what is 1,300 megawatts?", "latvia-wind-target-2030"),
        ("what is 412?", "what is 413?", "ferry-crossings-2017"),
        ("226,400은 뭐야", "226,401은 뭐야", "ferry-passengers-2017"),
        ("1.200 là gì", "1.201 là gì", "latvia-wind-target-2030"),
        ("28 million euros?", "29 million euros?", "quay-cost-2021"),
    ],
)
async def test_a_number_by_itself_is_the_figure_that_has_it(nordic, number, another, figure):
    assert told(await asked(nordic, number)) == [figure]
    assert opening(await asked(nordic, another)) == "declined"


@pytest.mark.parametrize(
    ("question", "event"),
    [wrong("what is 640?", "sea-days-2018", because="only statistics are looked up by a number")],
)
async def test_a_number_by_itself_is_also_how_many_came(nordic, question, event):
    assert told(await asked(nordic, question)) == [event]


STATIONS = {"nici-field-stations-at-home-2016", "nici-field-stations-abroad-2016"}
FERRIES = {"ferry-crossings-2017", "ferry-passengers-2017"}


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("nici field stations at home vs field stations abroad", STATIONS),
        ("nici 국내 관측소 vs 해외 관측소", STATIONS),
        ("ferry crossings vs passengers in 2017", FERRIES),
        ("페리 승객 vs 운항 횟수 2017년", FERRIES),
        (
            "công suất điện gió vs tỷ trọng điện gió Latvia 2020",
            {"latvia-wind-capacity-2020", "latvia-wind-share-2020"},
        ),
        wrong(
            "NICI trạm trong nước vs trạm ở nước ngoài",
            STATIONS,
            because="vs is read as with, and only the first is told",
        ),
        wrong(
            "joint patents vs joint patent applications 2017",
            {"joint-patents-2017", "joint-patent-applications-2017"},
            because="the applications alone are told: the one is taken for a part of the other",
        ),
        wrong(
            "norwegian students in latvia vs latvian students in norway",
            {"norwegian-students-in-latvia-2017", "latvian-students-in-norway-2017"},
            because="a rank is told in the place of the second",
        ),
    ],
)
async def test_two_figures_with_vs_between_them_are_both_told(nordic, question, figures):
    answer = await asked(nordic, question)
    assert (opening(answer), set(told(answer))) == ("listed", figures)


@pytest.mark.parametrize(
    "question",
    ["lwa field stations at home vs abroad", "ferry crossings vs joint patents 2017"],
)
async def test_figures_of_different_bodies_or_of_none_on_record_are_not_put_side_by_side(
    nordic, question
):
    assert opening(await asked(nordic, question)) == "declined"


# --- a name and a title ---


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("who signed for havlys, name and title", "solbakkmo-chief-executive"),
        ("who signed for nordlys university, name and title", "ingrid-brekkmo-rector"),
        ("who praised the shipyards, name and title", "torvald-brekkmo-minister"),
        ("노르들뤼스대 측 서명자 이름과 직책", "ingrid-brekkmo-rector"),
        ("ai ký thay mặt Đại học Nordlys, tên và chức vụ", "ingrid-brekkmo-rector"),
    ],
)
async def test_a_name_and_a_title_asked_together_are_told_by_the_post_first(nordic, question, role):
    assert told(await asked(nordic, question))[:1] == [role]


async def test_where_only_who_is_asked_the_post_is_not_told(nordic):
    answer = await asked(nordic, "who signed for havlys")
    assert told(answer) == ["ventspils-quay-contract-2021"]
    assert named(answer) == ["henrik-solbakkmo"]


@pytest.mark.parametrize(
    "question",
    ["who signed for havlys, name and age", "노르들뤼스대 측 서명자 이름과 나이"],
)
async def test_what_is_asked_beside_a_name_and_not_on_record_is_not_passed_over(nordic, question):
    assert opening(await asked(nordic, question)) == "declined"


# --- names in Hangul ---

EACH_WORD = "each word of the name counts against one of the question"


@pytest.mark.parametrize(
    ("question", "lang"),
    [
        ("who is 중진공?", "en"),
        ("what did 랑힐 셰툰 say about permits", "en"),
        ("where was 바다의 날 2018 held", "en"),
        ("이범석 là ai", "vi"),
        ("하블뤼스 페리 ký hợp đồng với ai", "vi"),
        ("nici 원장 who", "ko"),
        ("셰툰 누구 what", "ko"),
        ("시그룬 할보르스달 title", "ko"),
        ("who is 시그룬 할보르스달", "en"),
        ("시그룬 할보르스달 là ai", "vi"),
        wrong(
            "who is the rector of 노르들뤼스 대학교?",
            "en",
            because="a word of the lexicon within the name counts",
        ),
    ],
)
def test_names_in_hangul_do_not_make_a_question_korean(question, lang):
    assert language_of(question) == lang


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("what did 랑힐 셰툰 say about permits", "sjotun-on-permits"),
        ("ông 헨리크 솔바크모 giữ chức vụ gì", "solbakkmo-chief-executive"),
        ("하블뤼스 페리 ký hợp đồng với ai", "ventspils-quay-contract-2021"),
        ("where was 바다의 날 2018 held", "sea-days-2018"),
    ],
)
async def test_a_question_with_a_name_in_hangul_is_answered_as_one_of_its_language(
    nordic, question, fact
):
    assert told(await asked(nordic, question)) == [fact]


# --- names in Vietnamese, and families ---


@pytest.mark.parametrize(
    "question",
    [
        "ở Hà Nội có văn phòng nào",
        "văn phòng KOSME ở ha noi",
    ],
)
async def test_hanoi_is_found_with_and_without_diacritics(shipped, question):
    assert "kosme-hanoi-office-2014" in told(await asked(shipped, question))


HANOI = "names of places are looked up in any order of their words, without their diacritics"


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("ai nói về hạ tầng logistics", ["chau-on-logistics-and-incentives"]),
        ("ai nói hạ tầng logistics", ["chau-on-logistics-and-incentives"]),
        wrong("ai nói hạ", [], because=HANOI),
    ],
)
async def test_to_say_and_to_lower_are_not_hanoi(shipped, question, facts):
    assert told(await asked(shipped, question)) == facts


KIMS = {"kim-moon-hwan-kosme", "kim-sung-seop-mss-deputy-minister", "kim-ki-mun-kbiz-chair"}


@pytest.mark.parametrize(
    "question",
    ["những ai mang họ Kim", "김씨 다 알려줘", "김씨가 몇 명이야", "김씨 목록"],
)
async def test_all_of_a_family_are_listed_also_where_their_number_is_asked(shipped, question):
    answer = await asked(shipped, question)
    assert (answer.status, opening(answer), set(told(answer))) == ("answered", "listed", KIMS)


@pytest.mark.parametrize("question", ["họ Kim", "김씨", "김씨가 뭐라고 했어"])
async def test_one_of_a_family_is_asked_back_where_no_list_is_asked(shipped, question):
    answer = await asked(shipped, question)
    assert (answer.status, set(told(answer))) == ("ambiguous", KIMS)


AS_A_WORD = "the family name is looked for as a word in what documents say"


@pytest.mark.parametrize(
    ("question", "roles"),
    [
        ("những người họ Trần", []),
        ("những người họ Choi", []),
        ("박씨 다 알려줘", []),
        ("liệt kê những người họ Oh", ["oh-youngju-mss-minister"]),
        ("những người họ Park", []),
        wrong("những người họ Đào", ["dao-vu-thai-aim-tech"], because=AS_A_WORD),
        wrong("những người họ Phạm", ["pham-thi-sen-quynh-hai-phong-dost"], because=AS_A_WORD),
        wrong(
            "오씨 성 가진 사람",
            ["oh-youngju-mss-minister"],
            because="the family is passed over, and people of others are told",
        ),
    ],
)
async def test_of_a_family_only_its_members_are_told(shipped, question, roles):
    assert told(await asked(shipped, question)) == roles


@pytest.mark.parametrize(
    "question", ["có ai mang họ Brekkmo", "có bao nhiêu người họ Brekkmo", "브레크모씨 몇 명이야"]
)
async def test_the_bearers_of_a_name_are_listed_where_their_number_is_asked(nordic, question):
    answer = await asked(nordic, question)
    assert (opening(answer), set(told(answer))) == (
        "listed",
        {"torvald-brekkmo-minister", "ingrid-brekkmo-rector"},
    )


# --- lists of those who hold a post ---


@pytest.mark.parametrize(
    ("question", "roles"),
    [
        ("list all mayors", {MAYOR, "priedkalns-mayor"}),
        ("시장 목록", {MAYOR, "priedkalns-mayor"}),
        ("liệt kê các thị trưởng", {MAYOR, "priedkalns-mayor"}),
        ("list the directors of LWA", {"kalnroze-lwa-director", "lapsalns-lwa-director"}),
        ("장관 명단", {"sjotun-minister", "torvald-brekkmo-minister"}),
        wrong(
            "list all ministers and mayors",
            {
                *("sjotun-minister", "torvald-brekkmo-minister"),
                *(MAYOR, "priedkalns-mayor"),
            },
            because="both titles have to be one post's",
        ),
    ],
)
async def test_a_list_of_those_who_hold_a_post_has_only_posts(nordic, question, roles):
    answer = await asked(nordic, question)
    assert (opening(answer), set(told(answer))) == ("listed", roles)


@pytest.mark.parametrize("question", ["list all governors", "list directors who spoke about ships"])
async def test_a_list_of_a_post_that_nobody_has_or_with_more_to_it_is_not_filled_up(
    nordic, question
):
    assert opening(await asked(nordic, question)) == "declined"


# --- whether it is so ---


@pytest.mark.parametrize(
    ("so", "not_so", "fact"),
    [
        (
            "nici는 해양항만부 산하 아니에요?",
            "nici는 풍력수자원부 산하 아니에요?",
            "nici-parent-sea-ministry",
        ),
        ("셰툰은 장관 아니에요?", "셰툰은 시장 아니에요?", "sjotun-minister"),
        (
            "바다의 날 2018은 진타르말라에서 열린 거 아니에요?",
            "바다의 날 2018은 리가에서 열린 거 아니에요?",
            "sea-days-2018",
        ),
        (
            "NICI trực thuộc Bộ Biển và Cảng, chuẩn chưa",
            "NICI trực thuộc Bộ Gió và Nước, chuẩn chưa",
            "nici-parent-sea-ministry",
        ),
        (
            "NICI thuộc Bộ Biển và Cảng hả bạn",
            "NICI thuộc Bộ Gió và Nước hả bạn",
            "nici-parent-sea-ministry",
        ),
        ("Sjotun là bộ trưởng hả bạn", "Sjotun là thị trưởng hả bạn", "sjotun-minister"),
        (
            "sea days 2018 were held in dzintarmala, confirm",
            "sea days 2018 were held in riga, confirm",
            "sea-days-2018",
        ),
        (
            "nici is under the ministry of sea and harbours, confirm",
            "nici is under the ministry of wind and water, confirm",
            "nici-parent-sea-ministry",
        ),
        (
            "fossvik is the mayor of havnesund, confirm",
            "fossvik is the mayor of riga, confirm",
            MAYOR,
        ),
        (
            "sigrun halvorsdal heads nici, confirm",
            "sigrun halvorsdal heads lwa, confirm",
            "halvorsdal-nici-director-general",
        ),
        wrong(
            "Ngày Biển Na Uy - Latvia 2018 ở Dzintarmala hả bạn",
            "Ngày Biển Na Uy - Latvia 2018 ở Riga hả bạn",
            "sea-days-2018",
            because="it is told without a yes, and denied by what was signed in Riga",
        ),
    ],
)
async def test_a_tag_asks_whether_a_statement_is_so(nordic, so, not_so, fact):
    yes, no = await asked(nordic, so), await asked(nordic, not_so)
    assert (opening(yes), told(yes)[:1]) == ("yes", [fact])
    assert (opening(no), told(no)[:1]) == ("no", [fact])


@pytest.mark.parametrize(
    "question", ["NICI trực thuộc Bộ Biển và Cảng", "nici는 해양항만부 산하예요"]
)
async def test_without_a_tag_it_is_not_asked_whether(nordic, question):
    answer = await asked(nordic, question)
    assert (opening(answer), told(answer)) == ("told", ["nici-parent-sea-ministry"])


@pytest.mark.parametrize(
    ("question", "lang"),
    [
        ("Who met Le Tien Chau?", "en"),
        ("Lê Tiến Châu = who", "en"),
        ("Le Tien Chau title pls", "en"),
        ("all the deputy prime ministers of Việt Nam in your documents", "en"),
        ("Le Tien Chau la ai", "vi"),
        ("Lê Tiến Châu là ai", "vi"),
        ("Nguyễn Văn Thân", "vi"),
        ("chu tich hoi doanh nhan tre hai phong la ai", "vi"),
    ],
)
def test_the_name_of_a_vietnamese_does_not_tell_the_language(question, lang):
    assert language_of(question) == lang
