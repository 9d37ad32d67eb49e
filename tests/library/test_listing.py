"""Lists: whole, in order, each of their facts by as few passages as prove it.

Asked of the shipped base, where several facts are of a kind; what holds of every fact is held
to every base of the tests.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from kvbot.ask.reading import language_of
from kvbot.desk import Desk, open_desk
from kvbot.desk.listing import MOST_PASSAGES, briefly
from kvbot.desk.replying import of_head
from kvbot.model.answers import Answer, Claim
from kvbot.model.facts import Fact
from kvbot.names.folding import stands_in
from kvbot.settings import Settings
from kvbot.words.render import HEADLINE_LENGTH, Rendered, render
from tests.nordic import asked

SEEDS = Path(__file__).parents[2] / "seeds"
BASES = [SEEDS, *sorted((Path(__file__).parents[1] / "bases").iterdir())]
EVERY_AGREEMENT = {
    "vistip-kosme-mou-2022",
    "hai-phong-chungbuk-agreement-2023",
    "hai-phong-cheongju-mou-2024",
    "korea-vietnam-joint-statement-2025",
}


def slugs(answer: Answer) -> list[str]:
    return [claim.fact.slug for claim in answer.claims() if claim.fact]


async def told(desk: Desk, question: str) -> Rendered:
    return render(await asked(desk, question), language_of(question))


@pytest.mark.parametrize(
    "question",
    [
        "list all agreements",
        "which agreements are there",
        "how many agreements are there?",
        "agreements with Korea",
        "협약 뭐 있나요",
        "협약은 총 몇 건이야?",
        "Có những thỏa thuận nào đã được ký?",
        "có bao nhiêu thỏa thuận",
    ],
)
async def test_every_agreement_is_told_and_counted_with_its_proof(shipped, question):
    answer = await asked(shipped, question)
    assert set(slugs(answer)) == EVERY_AGREEMENT
    rendered = render(answer, language_of(question))
    assert "4" in rendered.headline
    assert len(rendered.citations) <= MOST_PASSAGES
    assert all(claim.citations for claim in rendered.claims)


async def everything(base: Path, home: Path) -> tuple[Answer, list[Fact]]:
    async with open_desk(Settings(seeds=(base,), home=home)) as desk:
        await desk.refresh()
        known, reports = await desk.everything()
    grouped: dict[str, list] = {}
    for report in reports:
        grouped.setdefault(report.slug, []).append(report)
    return known, [Fact(reports=tuple(reports)) for reports in grouped.values()]


@pytest.mark.parametrize("base", BASES, ids=lambda base: base.name)
def test_a_claim_of_a_list_is_proved_in_every_field_that_it_tells(base, tmp_path):
    known, facts = asyncio.run(everything(base, tmp_path))
    for fact in facts:
        claim = briefly(fact, of_head(fact), known.entities)
        for field in claim.fields:
            assert proving(claim, field), (fact.slug, field)
        for slug in {m.entity for m in fact.first.mentions() if m.field in claim.fields}:
            assert is_named(known, slug, claim) or not is_named(
                known, slug, Claim.of(fact, claim.fields)
            ), (fact.slug, slug)


def proving(claim: Claim, field: str) -> list:
    """The passages of a claim that prove a field, or the whole report."""
    return [c for c in claim.citations if field in (c.reference.proves or (field,))]


def is_named(known: Answer, slug: str, claim: Claim) -> bool:
    entity = known.entities[slug]
    names = (entity.name, *(name.text for name in entity.names))
    return any(stands_in(name, c.reference.exact) for name in names for c in claim.citations)


@pytest.mark.parametrize("base", BASES, ids=lambda base: base.name)
def test_a_list_leaves_out_passages_that_only_say_again_what_another_proves(base, tmp_path):
    known, facts = asyncio.run(everything(base, tmp_path))
    full = sum(len(Claim.of(fact, of_head(fact)).citations) for fact in facts)
    few = sum(len(briefly(fact, of_head(fact), known.entities).citations) for fact in facts)
    assert few < full


async def test_what_happened_in_a_year_is_told_by_its_date_and_what_has_none_is_left_out(shipped):
    events = slugs(await asked(shipped, "what events were in 2024"))
    assert events == [
        "investment-forum-2024",
        "small-giants-forum-2024",
        "oh-chau-meeting-2024",
        "techfest-hai-phong-2024",
        "hai-phong-promotion-event-2024",
    ]


@pytest.mark.parametrize(
    ("question", "events"),
    [
        ("서울에서 열린 행사는?", {"st-cooperation-roundtable-2025", "oh-chau-meeting-2024"}),
        ("서울 행사 목록", {"st-cooperation-roundtable-2025", "oh-chau-meeting-2024"}),
        ("all visits", {"to-lam-state-visit-2025", "kim-ki-mun-vietnam-visit-planned"}),
        ("2024년 11월 행사 뭐 있었어?", {"investment-forum-2024", "small-giants-forum-2024"}),
    ],
)
async def test_a_list_has_what_is_of_the_place_and_the_kind_and_nothing_else(
    shipped, question, events
):
    assert set(slugs(await asked(shipped, question))) == events


@pytest.mark.parametrize(
    "question",
    ["what happened in September 2023", "2023년 9월에 무슨 일이 있었나", "tháng 9/2023 có gì"],
)
async def test_a_question_of_nothing_but_a_time_tells_what_was_then(shipped, question):
    assert "hai-phong-chungbuk-agreement-2023" in slugs(await asked(shipped, question))


async def test_where_nothing_was_then_that_is_said(shipped):
    answer = await told(shipped, "what happened in 1999")
    assert (answer.status, answer.claims) == ("unknown", ())
    assert "1999" in answer.headline


@pytest.mark.parametrize(
    "question", ["KOSME figures", "중진공 통계", "Các số liệu về KOSME?", "statistics on KOSME"]
)
async def test_figures_are_the_statistics_of_whom_a_question_names(shipped, question):
    found = set(slugs(await asked(shipped, question)))
    assert {"kosme-domestic-offices-2022", "kosme-offices-abroad-2022"} <= found


@pytest.mark.parametrize(
    ("question", "agreements"),
    [
        ("what did KOSME sign", ["vistip-kosme-mou-2022"]),
        ("KOSME ký những gì với Việt Nam?", ["vistip-kosme-mou-2022"]),
        ("What did Chungbuk Technopark sign?", ["hai-phong-chungbuk-agreement-2023"]),
        ("K-Biz đã ký gì?", []),
    ],
)
async def test_what_somebody_signed_is_agreements_and_nothing_that_was_said(
    shipped, question, agreements
):
    assert list(dict.fromkeys(slugs(await asked(shipped, question)))) == agreements


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("who works at MSS", ["Oh Youngju", "Kim Sung Seop", "Rachel Minjo Chun"]),
        ("중기부 인물 목록", ["오영주", "김성섭"]),
        ("Những người của MSS?", ["Oh Youngju", "Kim Sung Seop"]),
        ("which organisations are in Hai Phong", ["LG Display"]),
    ],
)
async def test_those_who_are_asked_for_stand_in_the_first_line_with_their_proof(
    shipped, question, names
):
    headline = (await told(shipped, question)).headline
    assert all(name in headline for name in names)
    assert headline.endswith("]")
    assert len(headline) <= HEADLINE_LENGTH


@pytest.mark.parametrize(
    ("question", "types"),
    [
        ("Phó Thủ tướng Nguyễn Hòa Bình nói gì tại diễn đàn?", {"remark": 4, "statistic": 2}),
        ("what did Oh Youngju say", {"remark": 3}),
        ("오영주 장관 뭐라고 했어?", {"remark": 3}),
    ],
)
async def test_of_what_somebody_said_all_is_told_and_no_figure_that_only_repeats_it(
    shipped, question, types
):
    claims = (await asked(shipped, question)).claims()
    assert Counter(claim.fact.first.type for claim in claims if claim.fact) == types


@pytest.mark.parametrize(
    ("question", "first_line"),
    [
        ("Nguyễn Văn Thân là ai?", "Nguyễn Văn Thân, Chủ tịch Hiệp hội Doanh nghiệp nhỏ và vừa"),
        ("what was discussed at the seoul roundtable", "Science and technology cooperation: "),
        ("MoU VISTIP KOSME ký khi nào, ở đâu?", "Ngày 19 tháng 9 năm 2022, Hà Nội: VISTIP"),
        ("What was in the joint statement?", "Deepen the two countries' Comprehensive"),
        ("did 300 people attend the global small giants forum", "No: over 500 business leaders"),
        ("Did K-Biz host the roundtable?", "No: Ministry of Science and ICT"),
        ("Sau tọa đàm ông Kim gặp ai?", "Nguyễn Văn Thân: "),
        ("whom did kim meet after the roundtable", "Nguyen Van Than: "),
        ("who co-organized the investment forum 2024", "Vietnam Association of Small and Medium"),
        ("K-Biz là gì?", "K-Biz: “Korea Federation of Small and Medium-sized Enterprises”"),
        ("How much has Korea invested in Vietnam?", "As of 21 November 2024 (uncertain): regist"),
        ("Quan hệ ngoại giao Việt Hàn lập năm nào?", "Năm 1992: "),
        ("한베 수교 언제?", "1992년: "),
    ],
)
async def test_the_first_line_is_what_is_asked(shipped, question, first_line):
    assert (await told(shipped, question)).headline.startswith(first_line)


@pytest.mark.parametrize(
    ("question", "first_line"),
    [
        (
            "What is KOSME?",
            "Reported on 20 September 2022: VISTIP describes KOSME as a comprehensive",
        ),
        (
            "What does K-Biz do?",
            "K-Biz initiative for SME cooperation between South Korea and Vietnam; aim:",
        ),
        ("VISTIP이 뭐하는 곳이야?", "2022년 9월 20일 기준: VISTIP, KOSME 간 협력 관계"),
        ("What is AIM Tech?", "On 15 April 2024: Dao Vu Thai, Deputy Director, AIM Tech Company"),
    ],
)
async def test_what_a_body_is_or_does_is_told_by_the_fact_that_says_most_of_it(
    shipped, question, first_line
):
    assert (await told(shipped, question)).headline.startswith(first_line)


async def test_where_no_document_says_what_a_body_is_the_answer_says_so(shipped):
    caveat = "No document here says what it is or does as a whole."
    assert caveat in (await told(shipped, "What is AIM Tech?")).caveats
    assert caveat not in (await told(shipped, "What is KOSME?")).caveats
    assert caveat not in (await told(shipped, "What is VISTIP?")).caveats


@pytest.mark.parametrize(
    ("question", "headline"),
    [
        (
            "Who attended the August 12 roundtable?",
            "Kim Ki-mun: Roundtable on Korea-Vietnam Science and Technology Cooperation"
            " (12 August 2025, Seoul) [1][2][3]",
        ),
        (
            "Who signed the VISTIP KOSME MoU?",
            "Bui Thi Huy Hop and Kim Moon Hwan: VISTIP and KOSME signed a memorandum of"
            " understanding (19 September 2022) [1]–[5]",
        ),
        (
            "What was the theme of the forum?",
            "Trust and Cooperation: Strategies for Sustainable Development of SMEs"
            " (21 November 2024, Hanoi) [1][2][3]",
        ),
        (
            "라운드테이블 참석자는?",
            "김기문: 한·베트남 과학기술 협력 라운드테이블(2025년 8월 12일, 서울) [1][2][3]",
        ),
    ],
)
async def test_after_what_is_asked_the_first_line_says_of_what_and_when(
    shipped, question, headline
):
    assert (await told(shipped, question)).headline == headline


@pytest.mark.parametrize("question", ["하이퐁 기관 목록", "danh sách cơ quan ở Hải Phòng"])
async def test_a_list_of_the_bodies_of_a_place_has_its_bodies_and_nothing_else(shipped, question):
    assert set(slugs(await asked(shipped, question))) == {
        "hai-phong-dost-in-hai-phong",
        "lg-display-located-in-hai-phong",
    }


@pytest.mark.parametrize("question", ["figures on Hai Phong", "하이퐁 관련 수치 있어?"])
async def test_where_figures_are_wanted_nothing_else_is_listed(shipped, question):
    assert set(slugs(await asked(shipped, question))) == {"hai-phong-city-size-rank-2024"}


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("왜 한국 기업이 하이퐁에 많이 가?", "chau-on-logistics-and-incentives"),
        ("Why do Korean companies come to Hai Phong?", "chau-on-logistics-and-incentives"),
        ("Vì sao doanh nghiệp Hàn Quốc vào Hải Phòng?", "chau-on-logistics-and-incentives"),
        ("was nguyen hoa binh at the vn-korea forum in nov 2024?", "investment-forum-2024"),
        ("Hàn Quốc đầu tư vào Việt Nam bao nhiêu?", "korean-registered-capital-2024"),
        ("중진공 하노이 사무소 언제 생겼어?", "kosme-hanoi-office-2014"),
    ],
)
async def test_the_fact_that_tells_it_best_is_told_first(shipped, question, fact):
    assert slugs(await asked(shipped, question))[0] == fact


async def test_who_signed_is_declined_by_that_no_document_names_them(shipped):
    answer = await told(shipped, "Who signed the Hai Phong MoU?")
    assert answer.headline == "No document here names the signatories."


async def test_of_what_is_on_record_elsewhere_it_is_not_said_that_no_fact_has_it(shipped):
    headline = (await told(shipped, "what is the population of Hai Phong")).headline
    assert headline == (
        "Not on record here: nothing links “population” with the rest of the question."
    )


async def test_a_figure_that_somebody_told_is_no_yes_to_what_he_does(shipped):
    answer = await asked(shipped, "Kim Ki-mun có sang Việt Nam không?")
    assert slugs(answer)[0] == "kim-ki-mun-vietnam-visit-planned"


@pytest.mark.parametrize("question", ["포럼에서 누가 연설했나요?", "투자협력포럼 누가 발언했어?"])
async def test_who_spoke_at_an_event_is_told_by_name(shipped, question):
    headline = (await told(shipped, question)).headline
    assert all(name in headline for name in ("김성섭", "응우옌 호아 빈", "김기문", "응우옌 반 턴"))
