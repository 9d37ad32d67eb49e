"""People and bodies that a question names otherwise than the documents do.

By a title that they do not have, in place of somebody else, by a former name, by a family name
alone, without diacritics or in part. Asked of the invented base of Norway and Latvia and, where
names have to be Korean or Vietnamese, of the shipped base.
"""

from __future__ import annotations

import pytest

from kvbot.ask.reading import language_of
from kvbot.words.render import render
from tests.nordic import asked, opening, told, wrong

# --- a title that somebody does not have ---

MAYORS = [
    ("what did mayor sjotun say about permits", "sjotun-on-permits", "Not with mayor: "),
    ("what did mayor halvorsdal say about wind data", "halvorsdal-on-wind-data", "Not with mayor:"),
    ("mayor brekkmo what did he say about shipyards", "brekkmo-on-shipyards", "Not with mayor:"),
    ("what did mayor lapsalns say about capacity", "latvia-wind-capacity-2020", "Not with mayor:"),
    ("셰툰 시장은 인허가에 대해 뭐라고 했어", "sjotun-on-permits", "시장은 아님"),
    (
        "Thị trưởng Halvorsdal nói gì về dữ liệu gió",
        *("halvorsdal-on-wind-data", "Không phải với Thị trưởng: "),
    ),
    (
        "Bộ trưởng Priedkalns nói gì về bến cảng",
        *("priedkalns-on-the-harbour", "Không phải với Bộ trưởng: "),
    ),
    (
        "what did minister priedkalns say about the harbour",
        *("priedkalns-on-the-harbour", "Not with minister: "),
    ),
    wrong(
        "프리에드칼른스 장관이 항구에 대해 뭐라고 했어",
        *("priedkalns-on-the-harbour", "장관은 아님"),
        because="the event at which he spoke is told, and the title is left as it is",
    ),
]


@pytest.mark.parametrize(("question", "fact", "corrected"), MAYORS)
async def test_a_title_that_somebody_does_not_have_is_corrected(nordic, question, fact, corrected):
    answer = await asked(nordic, question)
    assert (opening(answer), told(answer)) == ("not_so", [fact])
    assert render(answer, language_of(question)).headline.startswith(corrected)


UNCORRECTED = "the title is passed over"


@pytest.mark.parametrize(
    "question",
    [
        "is sjotun a mayor?",
        "what did mayor sjotun say about permits",
        "who did rector sjotun meet",
        "is rector sjotun a minister",
        "when did mayor torvald brekkmo open the sea days",
        wrong("who is mayor ingrid brekkmo", because=UNCORRECTED),
        wrong("포스비크 장관은 누구야", because=UNCORRECTED),
        "랍살른스 시장이 뭐라고 했어",
    ],
)
async def test_a_title_that_somebody_does_not_have_is_never_told_as_if_it_were_so(nordic, question):
    assert opening(await asked(nordic, question)) in ("no", "not_so", "declined")


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("what did director halvorsdal say", "halvorsdal-on-wind-data"),
        ("what did rector valdis strautkalns sign", "nordlys-amber-exchange-2018"),
        ("rector brekkmo", "ingrid-brekkmo-rector"),
        ("what did minister sjotun say about permits", "sjotun-on-permits"),
    ],
)
async def test_a_title_that_somebody_has_is_not_corrected(nordic, question, fact):
    answer = await asked(nordic, question)
    assert (opening(answer), told(answer)[:1]) == ("told", [fact])


@pytest.mark.parametrize(
    ("question", "fact", "corrected"),
    [
        (
            "what did chairman oh youngju say",
            *("oh-on-vietnam-as-sme-destination", "Not with chairman: "),
        ),
        (
            "what did chairman kim sung seop say",
            *("kim-sung-seop-hopes-of-the-forum", "Not with chairman: "),
        ),
        (
            "what did minister lee beom-seog say",
            *("lee-on-adapting-to-change", "Not with minister: "),
        ),
        (
            "오영주 시장은 스타트업에 대해 뭐라고 했어",
            *("oh-on-vietnam-as-sme-destination", "시장은 아님"),
        ),
    ],
)
async def test_a_title_that_a_korean_does_not_have_is_corrected(shipped, question, fact, corrected):
    answer = await asked(shipped, question)
    assert (opening(answer), told(answer)) == ("not_so", [fact])
    assert render(answer, language_of(question)).headline.startswith(corrected)


# --- another who had the post ---


@pytest.mark.parametrize(
    ("question", "fact", "corrected"),
    [
        (
            "what did minister sjotun say about latvian shipyards",
            *("brekkmo-on-shipyards", "Not with sjotun: "),
        ),
        (
            "셰툰 장관이 라트비아 조선소에 대해 뭐라고 했어",
            *("brekkmo-on-shipyards", "셰툰 아님: "),
        ),
        (
            "Bộ trưởng Sjotun nói gì về xưởng đóng tàu Latvia",
            *("brekkmo-on-shipyards", "Không phải với Sjotun: "),
        ),
        (
            "what did minister torvald brekkmo say about permits",
            *("sjotun-on-permits", "Not with torvald brekkmo: "),
        ),
        (
            "Bộ trưởng Brekkmo nói gì về giấy phép",
            *("sjotun-on-permits", "Không phải với Brekkmo: "),
        ),
        ("브레크모 장관이 인허가에 대해 뭐라고 했어", "sjotun-on-permits", "브레크모 아님: "),
        (
            "what did director kalnroze say about 78 megawatts",
            *("lapsalns-on-capacity", "Not with kalnroze: "),
        ),
    ],
)
async def test_what_another_holder_of_the_post_said_is_told_where_the_wrong_one_is_named(
    nordic, question, fact, corrected
):
    answer = await asked(nordic, question)
    assert (opening(answer), told(answer)) == ("not_so", [fact])
    assert render(answer, language_of(question)).headline.startswith(corrected)


@pytest.mark.parametrize(
    "question",
    [
        "what did mayor fossvik say about the harbour",
        "what did fossvik say about the rebuilding of the harbour",
    ],
)
async def test_what_the_mayor_of_another_city_said_is_not_told_for_hers(nordic, question):
    assert opening(await asked(nordic, question)) == "declined"


# --- former names ---

FORMER = "nici-predecessor-kelp-bureau"


@pytest.mark.parametrize(
    "question",
    [
        "what is the norwegian kelp bureau called today?",
        "what is the norwegian kelp bureau now",
        "which body took over the tasks of the kelp bureau",
        "노르웨이 해조국은 지금 뭐라고 불려?",
        "노르웨이 해조국의 현재 이름은?",
        "Cục Tảo bẹ Na Uy nay là cơ quan nào",
        "predecessor of nici",
        "nici의 전신은?",
        "nici의 옛 이름은",
        "tiền thân của NICI là gì",
        "tên cũ của NICI là gì",
        "what was nici called before?",
        wrong("what was nici before", because="before is taken for a point in time"),
    ],
)
async def test_a_former_name_leads_to_whose_it_is_and_back(nordic, question):
    answer = await asked(nordic, question)
    assert opening(answer) in ("told", "listed")
    assert told(answer) == [FORMER]


@pytest.mark.parametrize(
    "question",
    [
        "what was kosme formerly called",
        "kosme 옛 이름",
        "tên cũ của KOSME",
        "SBC is now called what",
        "what is SBC called today",
        "what did small business corporation become",
        "SBC nay tên là gì",
        "중소기업진흥공단은 지금 이름이 뭐야",
        "중소기업진흥공단 현재 명칭",
        wrong("중소기업진흥공단의 새 이름은", because="새 is taken for a thing to be on record"),
    ],
)
async def test_the_former_name_of_a_korean_body_leads_to_it_and_back(shipped, question):
    answer = await asked(shipped, question)
    assert (opening(answer), told(answer)[:1]) == ("told", ["kosme-predecessor-sbc"])


# --- family names ---

BREKKMOS = ["torvald-brekkmo-minister", "ingrid-brekkmo-rector"]


@pytest.mark.parametrize(
    "question",
    [
        "list everyone named brekkmo",
        "list all people called brekkmo",
        "who are the people named Brekkmo",
        "브레크모라는 사람 다 알려줘",
        "브레크모 성을 가진 사람은 누구누구야",
        "những ai họ Brekkmo",
        "liệt kê những người họ Brekkmo",
        wrong(
            "people with the family name brekkmo",
            because="the family is taken for a thing that has to be on record",
        ),
        wrong("who are the brekkmos", because="it is asked back which one is meant"),
    ],
)
async def test_all_people_of_a_family_name_are_listed(nordic, question):
    answer = await asked(nordic, question)
    assert (answer.status, opening(answer), told(answer)) == ("answered", "listed", BREKKMOS)


@pytest.mark.parametrize(
    "question",
    ["brekkmo", "Brekkmo?", "who is brekkmo?", "브레크모", "브레크모 누구야", "Brekkmo là ai"],
)
async def test_a_family_name_alone_is_asked_back(nordic, question):
    answer = await asked(nordic, question)
    assert answer.status == "ambiguous"
    assert {choice.id for choice in answer.choices} == {"torvald-brekkmo", "ingrid-brekkmo"}


@pytest.mark.parametrize("question", ["Ingrid Brekkmo", "who is torvald brekkmo?", "잉리 브레크모"])
async def test_a_whole_name_is_not_asked_back(nordic, question):
    assert (await asked(nordic, question)).status == "answered"


KIMS = {"kim-moon-hwan-kosme", "kim-sung-seop-mss-deputy-minister", "kim-ki-mun-kbiz-chair"}
NGUYENS = {
    *("nguyen-chi-trung-deputy-prime-minister", "nguyen-hoa-binh-deputy-pm"),
    "nguyen-van-than-vinasme-chair",
}
MEETING = "where họ is not led by a verb, a fact that names one of them is told"


@pytest.mark.parametrize(
    ("question", "roles"),
    [
        ("who are all the Kims", KIMS),
        ("list all people named Kim", KIMS),
        ("김씨 성 가진 사람 다 알려줘", KIMS),
        ("liệt kê những người họ Kim", KIMS),
        ("list all people called Nguyen", NGUYENS),
        ("những người họ Kim", KIMS),
        wrong("những người họ Nguyen", NGUYENS, because=MEETING),
        wrong("liệt kê những người họ Nguyễn", NGUYENS, because=MEETING),
        wrong(
            "응우옌 성을 가진 사람 다 알려줘",
            NGUYENS,
            because="a Vietnamese family name in Hangul is no name alone",
        ),
    ],
)
async def test_all_koreans_and_vietnamese_of_a_family_name_are_listed(shipped, question, roles):
    answer = await asked(shipped, question)
    assert (answer.status, opening(answer), set(told(answer))) == ("answered", "listed", roles)


@pytest.mark.parametrize("question", ["who is kim?", "Mr Kim", "ông Kim là ai", "김씨는 누구야"])
async def test_a_korean_family_name_alone_is_asked_back(shipped, question):
    answer = await asked(shipped, question)
    assert (answer.status, len(answer.choices)) == ("ambiguous", len(KIMS))


# --- names without diacritics and in part ---


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("ông Nguyen Hoa Binh nói gì về bán dẫn", "binh-areas-to-expand-cooperation"),
        (
            "Phó Thủ tướng Nguyen Hoa Binh phát biểu gì về chất bán dẫn?",
            "binh-areas-to-expand-cooperation",
        ),
        ("ông Nguyen Hoa Binh giữ chức vụ gì?", "nguyen-hoa-binh-deputy-pm"),
        ("ông Nguyen Van Than là ai", "nguyen-van-than-vinasme-chair"),
        ("bà Pham Thi Sen Quynh là ai", "pham-thi-sen-quynh-hai-phong-dost"),
        ("bà Pham Thi Sen Quynh giữ chức vụ gì?", "pham-thi-sen-quynh-hai-phong-dost"),
        ("ông Kim Ki Mun là ai", "kim-ki-mun-kbiz-chair"),
        ("ông Kim Ki Mun nói gì về nhà máy thông minh?", "kim-ki-mun-smart-factory-lessons"),
        ("bà Bui Thi Huy Hop đã ký gì?", "vistip-kosme-mou-2022"),
    ],
)
async def test_a_name_without_diacritics_is_one_in_vietnamese_that_has_them(
    shipped, question, fact
):
    assert told(await asked(shipped, question))[:1] == [fact]


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("호아빈 부총리는 누구야", "nguyen-hoa-binh-deputy-pm"),
        ("호아 빈 부총리 누구", "nguyen-hoa-binh-deputy-pm"),
        ("부총리 호아빈", "nguyen-hoa-binh-deputy-pm"),
        ("응우옌 호아빈 부총리는 누구야", "nguyen-hoa-binh-deputy-pm"),
        ("호아빈 부총리 직함이 뭐야", "nguyen-hoa-binh-deputy-pm"),
        ("호아빈 부총리가 반도체에 대해 뭐라고 했어", "binh-areas-to-expand-cooperation"),
        ("반턴 회장 누구야", "nguyen-van-than-vinasme-chair"),
        wrong(
            "호아빈 부총리 발언",
            "binh-areas-to-expand-cooperation",
            because="a figure that he gave is told for what he said",
        ),
    ],
)
async def test_a_vietnamese_name_in_hangul_may_lack_its_family_name(shipped, question, fact):
    assert told(await asked(shipped, question))[:1] == [fact]


@pytest.mark.parametrize("question", ["쯔엉 부총리는 누구야", "반타잉 회장은 누구야"])
async def test_a_part_of_a_name_in_hangul_that_nobody_has_is_nobody(shipped, question):
    assert opening(await asked(shipped, question)) == "declined"


@pytest.mark.parametrize(
    ("with_mark", "without"),
    [
        ("KOSME's overseas offices", "kosmes overseas offices"),
        ("when was KOSME founded", "when was kosmes founded"),
        ("where is KOSME's hanoi office", "where is kosmes hanoi office"),
        ("how many offices does KOSME have", "how many offices does kosmes have"),
    ],
)
async def test_a_name_with_an_s_is_the_name_with_that_of_the_genitive(shipped, with_mark, without):
    facts = told(await asked(shipped, without))
    assert facts
    assert facts == told(await asked(shipped, with_mark))


VNA = "vna-photo-of-mou-signing"


@pytest.mark.parametrize(
    "question",
    [
        "VN ạ",
        "VN ạ, mou ký khi nào",
        "VN ạ, VISTIP ký mou với ai",
        "kim ngạch thương mại Hàn - VN ạ",
        "ai là phó thủ tướng VN ạ",
    ],
)
async def test_no_acronym_is_made_of_a_name_and_the_particle_after_it(shipped, question):
    answer = await asked(shipped, question)
    assert told(answer)
    assert VNA not in told(answer)


@pytest.mark.parametrize("question", ["VNA là gì", "ai ở VNA"])
async def test_an_acronym_that_is_written_as_one_is_one(shipped, question):
    assert told(await asked(shipped, question)) == [VNA]
