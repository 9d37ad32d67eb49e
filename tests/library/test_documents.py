"""What a document says of itself: when it was published, who wrote it, who published it.

Asked of the invented base of Norway and Latvia, whose article has no publisher, and whose report
and press release have no author. The documents of Skerra prove nothing of these things.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kvbot.cli.main import run
from kvbot.dossier.originals import verify
from kvbot.dossier.problems import BadDossier
from kvbot.dossier.reading import read_dossier
from kvbot.model.answers import Answer
from kvbot.words.render import render
from tests.nordic import NORDIC, asked, opening, told, wrong

ARTICLE = "oslo-summit-2021-09-10"
REPORT = "sea-days-2018-11-30"
RELEASE = "wind-memorandum-2016-06-15"

BYLINE, DATED = "By Kaisa Lindmoe", "10 September 2021"
MASTHEAD, DATELINE = "Ministry of Sea and Harbours Press release", "Oslo, 15 June 2016"
OF_THE_COUNCIL = "Norwegian-Latvian Enterprise Council (NLEC), Riga, 30 November 2018"


def said_of_itself(answer: Answer) -> list[tuple[str, tuple[str, ...], str]]:
    """The documents that an answer tells something of, what it is, and the quote of it."""
    return [
        (claim.document, claim.fields, citation.reference.exact)
        for claim in answer.claims()
        if claim.document
        for citation in claim.citations
    ]


TOLD = [
    ("when was the article about the oslo summit published?", ARTICLE, "published", DATED),
    ("오슬로 정상회담 기사 언제 게재됐어?", ARTICLE, "published", DATED),
    ("오슬로 정상회담 기사는 언제 나왔나요", ARTICLE, "published", DATED),
    ("bài báo về hội nghị thượng đỉnh Oslo đăng ngày nào?", ARTICLE, "published", DATED),
    ("when was the press release about the wind mou published?", RELEASE, "published", DATELINE),
    (
        "on what date was the press release on the nici lwa mou issued?",
        *(RELEASE, "published", DATELINE),
    ),
    ("nici lwa mou 보도자료 발행일", RELEASE, "published", DATELINE),
    wrong(
        "nici lwa mou 보도자료는 언제 발표됐어?",
        *(RELEASE, "published", DATELINE),
        because="the day of what was said at the signing is told",
    ),
    (
        "thông cáo báo chí về MoU NICI - LWA đăng ngày nào?",
        *(RELEASE, "published", DATELINE),
    ),
    ("바다의 날 2018 보고서 언제 발행됐어?", REPORT, "published", OF_THE_COUNCIL),
    (
        "báo cáo về Ngày Biển 2018 được công bố khi nào?",
        *(REPORT, "published", OF_THE_COUNCIL),
    ),
    wrong(
        "when was the report on the sea days published?",
        *(REPORT, "published", OF_THE_COUNCIL),
        because="without their year the Sea Days of 2022, of which the article tells, fit as well",
    ),
    ("who wrote the article about the oslo summit?", ARTICLE, "author", BYLINE),
    ("who is the author of the article after oslo", ARTICLE, "author", BYLINE),
    ("ai viết bài báo về hội nghị thượng đỉnh Oslo?", ARTICLE, "author", BYLINE),
    ("tác giả bài báo về hội nghị thượng đỉnh Oslo là ai", ARTICLE, "author", BYLINE),
    ("오슬로 정상회담 기사 누가 썼어?", *(ARTICLE, "author", BYLINE)),
    wrong(
        "오슬로 정상회담 기사를 쓴 기자는 누구야",
        *(ARTICLE, "author", BYLINE),
        because="the reporter is taken for a thing that has to be on record",
    ),
    ("who published the press release about the nici lwa mou?", RELEASE, "publisher", MASTHEAD),
    (
        "thông cáo báo chí về MoU NICI - LWA do ai phát hành?",
        *(RELEASE, "publisher", MASTHEAD),
    ),
    (
        "cơ quan nào phát hành thông cáo báo chí về MoU NICI - LWA?",
        *(RELEASE, "publisher", MASTHEAD),
    ),
    wrong(
        "nici lwa mou 보도자료 누가 냈어?",
        *(RELEASE, "publisher", MASTHEAD),
        because="냈어 is not taken to say that somebody published",
    ),
    ("who published the report on the sea days 2018?", REPORT, "publisher", OF_THE_COUNCIL),
    wrong(
        "바다의 날 2018 보고서 발행 기관은?",
        *(REPORT, "publisher", OF_THE_COUNCIL),
        because="the hosts of the event are told",
    ),
    wrong(
        "báo cáo về Ngày Biển 2018 do ai xuất bản?",
        *(REPORT, "publisher", OF_THE_COUNCIL),
        because="the post of a minister who was there is told",
    ),
]


@pytest.mark.parametrize(("question", "document", "field", "quote"), TOLD)
async def test_what_a_document_says_of_itself_is_told_with_the_words_in_which_it_does(
    nordic, question, document, field, quote
):
    answer = await asked(nordic, question)
    assert said_of_itself(answer) == [(document, (field,), quote)]
    assert told(answer) == []


@pytest.mark.parametrize(
    ("lang", "question", "whom"),
    [
        ("en", "who wrote the article about the oslo summit?", "Kaisa Lindmoe"),
        ("vi", "ai viết bài báo về hội nghị thượng đỉnh Oslo?", "Kaisa Lindmoe"),
        (
            "en",
            "who published the report on the sea days 2018?",
            "Norwegian-Latvian Enterprise Council (NLEC)",
        ),
        ("ko", "nici lwa mou 보도자료 발행일", "2016년 6월 15일"),
        ("vi", "thông cáo báo chí về MoU NICI - LWA đăng ngày nào?", "Ngày 15 tháng 6 năm 2016"),
    ],
)
async def test_what_is_asked_of_a_document_comes_first_and_its_source_below(
    nordic, lang, question, whom
):
    page = render(await asked(nordic, question), lang)
    assert page.headline.startswith(f"{whom}: ")
    (citation,) = page.citations
    assert citation.paragraph == 1


@pytest.mark.parametrize(
    "question",
    [
        "who published the article about the oslo summit?",
        "오슬로 정상회담 기사 어느 매체가 냈어?",
        "báo nào đăng bài về hội nghị thượng đỉnh Oslo?",
        "who wrote the report on the sea days 2018?",
        "바다의 날 2018 보고서 누가 썼어?",
        "ai viết báo cáo về Ngày Biển 2018?",
        "who wrote the press release about the nici lwa mou?",
        "nici lwa mou 보도자료 누가 썼어",
        "ai viết thông cáo báo chí về MoU NICI - LWA?",
    ],
)
async def test_what_a_document_does_not_say_of_itself_is_declined(nordic, question):
    answer = await asked(nordic, question)
    assert (opening(answer), answer.claims()) == ("declined", [])


@pytest.mark.parametrize(
    "question",
    [
        "when was the press release about the slb guild mou published?",
        "who published the press release about the slb guild mou?",
        "SLB 보도자료 발행일",
        "thông cáo báo chí của SLB đăng ngày nào?",
    ],
)
async def test_what_no_reference_of_a_document_proves_is_not_told_though_its_source_has_it(
    desk, question
):
    answer = await asked(desk, question)
    assert said_of_itself(answer) == []


@pytest.mark.parametrize(
    "question",
    [
        "when was the article about ferry passengers published?",
        "페리 승객 기사 언제 게재됐어?",
        "bài báo về lượng hành khách đi phà đăng ngày nào?",
        "when was the article about latvia published?",
        "라트비아에 대한 기사 언제 나왔어?",
    ],
)
async def test_nothing_is_told_of_a_document_where_two_fit(nordic, question):
    assert said_of_itself(await asked(nordic, question)) == []


@pytest.mark.parametrize(
    "question",
    [
        "when was the press release about the oslo summit published?",
        "when was the press release on the sea days 2018 published?",
        "who published the press release about the oslo summit?",
        "who published the press release on the sea days 2018?",
        "publisher of the press release on the sea days 2018",
        "바다의 날 2018 보도자료 발행일",
        "오슬로 정상회담 보도자료 언제 나왔어",
        "오슬로 정상회담 보도자료 발행일",
        "thông cáo báo chí về hội nghị thượng đỉnh Oslo đăng ngày nào",
        "thông cáo báo chí về hội nghị thượng đỉnh Oslo do ai phát hành",
    ],
)
async def test_an_article_or_a_report_is_no_press_release(nordic, question):
    assert said_of_itself(await asked(nordic, question)) == []


@pytest.mark.parametrize(
    "question",
    [
        "who wrote the article about bicycles?",
        "자전거 기사 누가 썼어?",
        "ai viết bài báo về xe đạp?",
    ],
)
async def test_a_document_about_something_else_is_not_taken_for_one_on_record(nordic, question):
    assert opening(await asked(nordic, question)) == "declined"


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("when was the oslo summit?", "oslo-summit-2021"),
        ("오슬로 정상회담 언제 열렸어", "oslo-summit-2021"),
        ("Hội nghị thượng đỉnh Oslo diễn ra khi nào", "oslo-summit-2021"),
        ("when was the oslo joint statement adopted", "oslo-joint-statement-2021"),
        ("when was the nici lwa mou signed", "nici-lwa-mou-2016"),
        ("nici lwa mou 언제 체결됐어", "nici-lwa-mou-2016"),
        ("MoU NICI - LWA ký ngày nào", "nici-lwa-mou-2016"),
        ("when were the sea days 2018 held?", "sea-days-2018"),
        ("바다의 날 2018 언제 열렸어", "sea-days-2018"),
    ],
)
async def test_the_day_of_an_event_is_not_that_of_the_document_about_it(nordic, question, fact):
    answer = await asked(nordic, question)
    assert (told(answer), said_of_itself(answer)) == ([fact], [])


# --- references of a source ---


def gazette_with(base: Path, references: str) -> str:
    """The gazette's dossier with references of its source."""
    text = (base / "gazette-2024-05-02.toml").read_text(encoding="utf-8")
    given, times = re.subn(r"(sha256 = .*\n)", rf"\1references = [{references}]\n", text)
    assert times == 1
    return given


DATELINE_OF_THE_GAZETTE = "NORHOLM, 2 May 2024."
PUBLISHED = f'{{ exact = "{DATELINE_OF_THE_GAZETTE}", proves = ["published"], paragraph = 3 }}'


def test_a_reference_of_a_source_is_one_of_the_quotes_of_its_dossier(base):
    dossier = read_dossier("f.toml", gazette_with(base, PUBLISHED).encode())
    place, reference = next(iter(dossier.quotes()))
    assert (place, reference.exact) == ("source, references 1", DATELINE_OF_THE_GAZETTE)
    assert dossier.source.proof("published") == reference
    assert dossier.source.proof("publisher") is None


@pytest.mark.parametrize(
    ("reference", "problem"),
    [
        ('exact = "NORHOLM, 2 May 2024.", proves = ["author"]', "a reference proves 'author'"),
        ('exact = "NORHOLM, 2 May 2024.", proves = ["place"]', "a reference proves 'place'"),
        ('exact = "NORHOLM, 2 May 2024.", proves = ["kind"]', "a reference proves 'kind'"),
        ('exact = "NORHOLM, 2 May 2024."', 'add proves = ["published"]'),
        ('exact = "2 May 2024", proves = ["published"]', "12"),
    ],
)
def test_a_reference_of_a_source_proves_what_it_gives_in_words_enough(base, reference, problem):
    text = gazette_with(base, f"{{ {reference} }}")
    with pytest.raises(BadDossier) as caught:
        read_dossier("f.toml", text.encode())
    assert "source" in str(caught.value)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("reference", "problem"),
    [
        (PUBLISHED, None),
        (
            PUBLISHED.replace("2 May", "3 May"),
            "the original does not say 'NORHOLM, 3 May 2024.'; copy the words as they stand there",
        ),
        (
            PUBLISHED.replace("paragraph = 3", "paragraph = 1"),
            "the quote stands in paragraph 3, not 1; run kvbot stamp on the dossier",
        ),
    ],
)
def test_a_reference_of_a_source_is_held_against_the_original(base, originals, reference, problem):
    dossier = read_dossier("f.toml", gazette_with(base, reference).encode())
    found = [str(p) for p in verify("f.toml", dossier, originals)]
    expected = [problem] if problem else []
    assert [line.split(": ", 2)[-1] for line in found] == expected
    assert all("source, references 1" in line for line in found)


@pytest.mark.parametrize("name", sorted(path.stem for path in NORDIC.glob("*.toml")))
def test_the_originals_bear_out_what_the_nordic_documents_say_of_themselves(name):
    dossier = read_dossier("f.toml", (NORDIC / f"{name}.toml").read_bytes())
    assert dossier.source.references
    assert verify("f.toml", dossier, NORDIC / "originals") == []


@pytest.fixture
def kvbot(base, tmp_path, monkeypatch, capsys) -> Callable[..., tuple[int, str]]:
    """Run a command over the base of Skerra: its status and what it says is wrong."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KVBOT_SEEDS", str(base))
    monkeypatch.setenv("KVBOT_HOME", str(tmp_path / "home"))

    def call(*args: str) -> tuple[int, str]:
        capsys.readouterr()
        return run(args), capsys.readouterr().err

    return call


def test_verify_tells_of_a_source_that_is_not_proved_by_its_original(kvbot, base, originals):
    path = base / "gazette-2024-05-02.toml"
    good = gazette_with(base, PUBLISHED)
    path.write_text(good, encoding="utf-8")
    assert kvbot("verify", "--originals", str(originals)) == (0, "")
    path.write_text(good.replace("NORHOLM, 2 May", "NORHOLM, 3 May"), encoding="utf-8")
    status, problems = kvbot("verify", "--originals", str(originals))
    assert status == 2
    assert "source, references 1" in problems


def test_stamp_fills_in_the_paragraph_of_a_reference_of_the_source(kvbot, base, originals):
    path = base / "gazette-2024-05-02.toml"
    path.write_text(gazette_with(base, PUBLISHED.replace(", paragraph = 3", "")), encoding="utf-8")
    assert kvbot("stamp", str(path), "--originals", str(originals)) == (0, "")
    (reference,) = read_dossier("f.toml", path.read_bytes()).source.references
    assert reference.paragraph == 3
