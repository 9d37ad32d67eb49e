"""Which is more, or came first: the two are told side by side, and judged only where decided."""

from __future__ import annotations

import pytest

from kvbot.ask.reading import language_of
from kvbot.desk import Desk
from kvbot.model.answers import Message, Stated, proofs
from kvbot.words.render import Rendered, render
from tests.nordic import asked


async def told(desk: Desk, question: str) -> Rendered:
    return render(await asked(desk, question), language_of(question))


@pytest.mark.parametrize(
    ("question", "first_line"),
    [
        (
            "Does KOSME have more offices at home or abroad?",
            "domestic offices: 33; representative offices abroad: 27",
        ),
        (
            "Which one has more SMEs share of GDP, Korea or Vietnam?",
            "South Korea: 46%; Vietnam: over 40%",
        ),
        ("국내 사무소가 많아, 해외 사무소가 많아?", "국내 사무소: 33곳, 해외 사무소: 27곳"),
        ("중소기업 비중 어디가 더 커, 한국 베트남?", "한국: 99%, 베트남: 97%"),
        ("KOSME nhiều văn phòng hay nhiều trường hơn?", "văn phòng trong nước: 33; trường"),
    ],
)
async def test_the_figures_of_both_stand_in_the_first_line(shipped, question, first_line):
    headline = (await told(shipped, question)).headline
    assert headline.startswith(first_line)
    assert headline.endswith("[1][2]")


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("Is the SME workforce share higher in Korea than in Vietnam?", "Yes: South Korea: 81%"),
        ("Is the SME workforce share higher in Vietnam than in Korea?", "No: Vietnam: 60%"),
        ("Is the SME workforce share lower in Vietnam than in Korea?", "Yes: Vietnam: 60%"),
        ("전체 기업중 중소기업 비율은 한국이 베트남보다 높은거 맞아요?", "예: 한국: 99%"),
        ("전체 사업체 중 중소기업 비율은 한국보다 베트남이 높은 거 맞아요?", "아니요: 베트남: 97%"),
        ("Was the roundtable before the summit?", "No: 11 August 2025"),
        ("Was the roundtable after the summit?", "Yes: 11 August 2025"),
        ("Hội nghị thượng đỉnh có trước tọa đàm không?", "Đúng: ngày 11 tháng 8 năm 2025"),
    ],
)
async def test_whether_it_is_so_is_said_where_the_two_decide_it(shipped, question, opening):
    assert (await told(shipped, question)).headline.startswith(opening)


async def test_a_lower_bound_and_a_figure_decide_nothing(shipped):
    headline = (
        await told(shipped, "Is SMEs' share of GDP higher in Korea than in Vietnam?")
    ).headline
    assert headline == "South Korea: 46%; Vietnam: over 40% [1][2]"


@pytest.mark.parametrize(
    ("question", "first", "then"),
    [
        (
            "Which was earlier, the Hai Phong MoU or the VISTIP MoU?",
            "19 September 2022",
            "15 April 2024",
        ),
        (
            "Which came first, the roundtable or the Oh-Chau meeting?",
            "23 April 2024",
            "12 August 2025",
        ),
        (
            "diễn đàn Hà Nội hay tọa đàm Seoul diễn ra trước?",
            "ngày 21 tháng 11 năm 2024",
            "ngày 12 tháng 8 năm 2025",
        ),
    ],
)
async def test_what_happened_is_told_in_the_order_of_time(shipped, question, first, then):
    rendered = await told(shipped, question)
    assert rendered.headline.startswith(f"{first}: ")
    one, other = (claim.text.casefold() for claim in rendered.claims)
    assert first.casefold() in one
    assert then.casefold() in other


@pytest.mark.parametrize(
    "question",
    [
        "Is trade higher in Korea than in Laos?",
        "한국이 베트남보다 큰가요?",
        "Did Kim Ki-mun come before Oh Youngju?",
        "Which was earlier, the VISTIP MoU or the treaty with Laos?",
        "MoU가 먼저야 라오스 조약이 먼저야?",
    ],
)
async def test_where_one_of_the_two_is_not_known_nothing_is_compared(shipped, question):
    assert (await asked(shipped, question)).status == "unknown"


async def test_a_figure_on_which_sources_differ_is_not_told_as_one_of_two(nordic):
    disputed = await told(nordic, "compare ferry passengers in 2015 and 2019")
    agreed = await told(nordic, "compare ferry passengers in 2019 and 2020")
    assert (disputed.headline, agreed.headline.split(":")[0]) == (
        "2 figures on record here",
        "2019",
    )


async def test_the_first_line_cites_what_proves_the_days_that_it_tells(shipped):
    question = "Which came first, the roundtable or the Oh-Chau meeting?"
    answer = await asked(shipped, question)
    rendered = render(answer, "en")
    assert isinstance(answer.headline, Message)
    told_days = [v for v in answer.headline.values.values() if isinstance(v, Stated)]
    proving = {r.exact for v in told_days for r in proofs(v.report, [v.field])}
    assert proving <= {cited.quote for cited in rendered.citations}
    assert any("April 23" in quote for quote in proving)
