"""Which entity a written name means: resolved to one, a question back, or unknown."""

from __future__ import annotations

import asyncio
import json
import unicodedata
from collections.abc import AsyncIterator, Iterable
from datetime import date
from pathlib import Path

import hypothesis
import pytest
from hypothesis import HealthCheck
from hypothesis import strategies as st

from kvbot.desk import Desk, open_desk
from kvbot.index.connection import connection
from kvbot.index.index import Index, open_index
from kvbot.index.registry import BadRegistry, open_registry, read_registry
from kvbot.index.snapshot import Snapshot
from kvbot.model.queries import Agreements, Who
from kvbot.names import korean
from kvbot.names.decision import MOST_CHOICES, UNKNOWN, Resolution
from kvbot.names.folding import MAX_TYPED, fold, typed
from kvbot.settings import Settings

Line = tuple[str, str, str, list[str]]

COAST: list[Line] = [
    ("orla-light", "organization", "Cape Orla Light", ["COL", "오를라 곶 등대", "Đèn biển Orla"]),
    ("lighthouse-board", "organization", "Skerra Lighthouse Board", ["SLB", "Beacon Office"]),
    ("norholm-pilots", "organization", "Norholm Pilots' Guild", ["Pilots"]),
    ("eastwick-pilots", "organization", "Eastwick Pilots' Guild", ["Pilots"]),
    ("lamps-and-oil", "organization", "Lamps & Oil Co. (Skerra)", []),
    ("fog-watch", "organization", "Fogga", ["FGWA"]),
    (
        "norholm-science",
        "organization",
        "Norholm Department of Science and Technology",
        ["Norholm DOST", "Sở Khoa học và Công nghệ Norholm"],
    ),
    ("eastwick-science", "organization", "Eastwick Department of Science and Technology", []),
    ("norholm-finance", "organization", "Norholm Department of Finance", []),
    ("fog-ministry", "organization", "Ministry of Fog and Tides", ["MFT", "안개조수부"]),
    ("boat-builders", "organization", "Federation of Small and Medium Enterprises", ["FSME"]),
    ("tova-merrin", "person", "Tova Merrin", ["Merrin"]),
    ("aldo-merrin", "person", "Aldo Merrin", ["Merrin"]),
    ("lam-thi-hai-dang", "person", "Lam Thi Hai Dang", ["Lâm Thị Hải Đăng"]),
    ("vo-thi-hoa-grave", "person", "Võ Thị Hoà", []),
    ("vo-thi-hoa", "person", "Võ Thị Hoa", []),
    ("tran-bien-xa", "person", "Tran Bien Xa", []),
    ("le-anh-song", "person", "Le Anh Song", ["Lê Anh Sóng"]),
    ("ryu-haedeung", "person", "Ryu Hae-deung", ["류해등"]),
    ("kim-deungdae", "person", "Kim Deung-dae", ["김등대"]),
    ("kim-haean", "person", "Haean Kim", []),
    ("moon-dohun", "person", "Moon Do-hun", []),
    ("moon-dohyun", "person", "Moon Do-hyun", ["문도현"]),
    ("park-sungdae", "person", "Park Sung-dae", []),
    ("park-seongdae", "person", "Park Seong-dae", ["박성대"]),
    ("lee-jungdeung", "person", "Lee Jung-deung", ["이중등"]),
    ("namgung-yeoul", "person", "NAMGUNG Yeoul", ["남궁여울"]),
    ("woo-yeon", "person", "Woo Yeon", []),
    ("ji-deungju", "person", "Ji Deung-ju", []),
    ("bae-miyang", "person", "Bae Mi-yang", []),
    ("norholm", "place", "Norholm", ["노르홀름"]),
    ("norholt", "place", "Norholt", []),
    ("eastwick", "place", "Eastwick", []),
    ("odde", "place", "Ødde", []),
    ("strasse", "place", "Weiße Straße", []),
    ("merrick", "place", "Tova Merrim", []),
    ("deungju", "place", "Deungju", ["등주"]),
    ("ben-den", "place", "Ben Den", ["Bến Đèn"]),
]


def write_registry(path: Path, lines: Iterable[Line]) -> Path:
    keys = ("id", "kind", "name", "aliases")
    path.write_text(
        "".join(json.dumps(dict(zip(keys, line, strict=True))) + "\n" for line in lines),
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="module")
def coast_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of a registry file with the names of the coast, made once: it is only read."""
    folder = tmp_path_factory.mktemp("coast")

    async def make() -> None:
        async with open_registry(write_registry(folder / "coast.jsonl", COAST)) as index:
            await index.copy_to(folder / "coast.sqlite")

    asyncio.run(make())
    return folder / "coast.sqlite"


@pytest.fixture
async def coast(coast_index: Path) -> AsyncIterator[Snapshot]:
    """The names of the coast, as a registry file of its own."""
    async with connection(coast_index) as db, Index(db).snapshot() as names:
        yield names


def resolved(entity: str) -> Resolution:
    return Resolution("resolved", (entity,))


def ambiguous(*entities: str) -> Resolution:
    return Resolution("ambiguous", entities)


def unknown(*nearest: str) -> Resolution:
    return Resolution("unknown", (), nearest)


# --- as it is written ---


@pytest.mark.parametrize(
    ("written", "entity"),
    [
        ("Cape Orla Light", "orla-light"),
        ("cape orla light", "orla-light"),
        ("CAPE ORLA LIGHT", "orla-light"),
        ("  Cape   Orla\tLight ", "orla-light"),
        ("Cape-Orla-Light", "orla-light"),
        ("Cape Orla Light.", "orla-light"),
        ("“Cape Orla” Light", "orla-light"),
        ("CapeOrlaLight", "orla-light"),
        ("Càpe Örla Lïght", "orla-light"),
        ("ＣＡＰＥ　Ｏｒｌａ　Ｌｉｇｈｔ", "orla-light"),
        ("C.O.L.", "orla-light"),
        ("오를라 곶 등대", "orla-light"),
        ("오를라곶등대", "orla-light"),
        (unicodedata.normalize("NFD", "오를라 곶 등대"), "orla-light"),
        ("Đèn biển Orla", "orla-light"),
        ("đèn biển orla", "orla-light"),
        ("den bien orla", "orla-light"),
        ("ĐÈN BIỂN ORLA", "orla-light"),
        ("Norholm Pilots’ Guild", "norholm-pilots"),
        ("Norholm Pilots Guild", "norholm-pilots"),
        ("Lamps & Oil Co. (Skerra)", "lamps-and-oil"),
        ("lamps oil co skerra", "lamps-and-oil"),
        ("노르홀름", "norholm"),
        ("WEISSE STRASSE", "strasse"),
        ("Ødde", "odde"),
        ("Nor\u200bholm", "norholm"),
        ("\u202eNorholm\u202c", "norholm"),
        ("RYU, Hae-Deung", "ryu-haedeung"),
        ("Ryu Hae–deung", "ryu-haedeung"),
        ("류 해 등", "ryu-haedeung"),
    ],
)
async def test_a_name_is_found_whatever_its_case_accents_and_punctuation(
    coast: Snapshot, written: str, entity: str
):
    assert await coast.resolve(typed(written)) == resolved(entity)


@pytest.mark.parametrize(
    ("written", "entity"),
    [
        ("Skerra Lighthouse Board (SLB)", "lighthouse-board"),
        ("SLB (Skerra Lighthouse Board)", "lighthouse-board"),
        ("MFT 안개조수부", "fog-ministry"),
        ("Ryu Haedeung (류해등)", "ryu-haedeung"),
        ("류해등 (Yoo Haedeung)", "ryu-haedeung"),
        ("류해등（Ryu Hae-deung）", "ryu-haedeung"),
        ("Mr. Ryu Haedeung (류해등)", "ryu-haedeung"),
        ("류해등 Ryu Haedeung", "ryu-haedeung"),
        ("Ryu Haedeung 류해등", "ryu-haedeung"),
        ("Lam Thi Hai Dang (Lâm Thị Hải Đăng)", "lam-thi-hai-dang"),
        ("Vo Thi Hoa (Võ Thị Hòa)", "vo-thi-hoa-grave"),
        ("Norholm (노르홀름)", "norholm"),
    ],
)
async def test_a_second_name_in_brackets_or_another_script_may_stand_beside_the_first(
    coast: Snapshot, written: str, entity: str
):
    assert await coast.resolve(typed(written)) == resolved(entity)


@pytest.mark.parametrize(
    "written",
    [
        "Skerra Lighthouse Board (MFT)",
        "Norholm (Eastwick)",
        "Ryu Haedeung (김등대)",
        "Ryu Haedeung (Atlantis)",
        "류해등 Kim Deung-dae",
    ],
)
async def test_two_names_side_by_side_that_no_entity_has_are_unknown(coast: Snapshot, written: str):
    assert await coast.resolve(written) == UNKNOWN


@pytest.mark.parametrize(
    "written",
    ["", " ", "…", "---", "()", "\x00", "\ud800", "👍", "Atlantis", "아틀란티스", "Xa Xa"],
)
async def test_what_is_no_name_on_record_is_unknown(coast: Snapshot, written: str):
    assert await coast.resolve(typed(written)) == UNKNOWN


@pytest.mark.parametrize(
    ("written", "entities"),
    [
        ("Pilots", ("eastwick-pilots", "norholm-pilots")),
        ("pilots'", ("eastwick-pilots", "norholm-pilots")),
        ("Merrin", ("aldo-merrin", "tova-merrin")),
        ("Mr. Merrin", ("aldo-merrin", "tova-merrin")),
    ],
)
async def test_a_name_of_several_is_a_question_back(
    coast: Snapshot, written: str, entities: tuple[str, ...]
):
    assert await coast.resolve(written) == ambiguous(*entities)


async def test_a_name_as_it_is_written_wins_over_one_that_is_a_letter_away(coast: Snapshot):
    assert await coast.resolve("Norholm") == resolved("norholm")
    assert await coast.resolve("Norholt") == resolved("norholt")
    assert await coast.resolve("Tova Merrim") == resolved("merrick")


async def test_a_name_as_it_is_published_wins_over_another_spelling_of_it(coast: Snapshot):
    assert await coast.resolve("Park Sung-dae") == resolved("park-sungdae")
    assert await coast.resolve("Park Seong-dae") == resolved("park-seongdae")
    assert await coast.resolve("Bak Seong-dae") == ambiguous("park-seongdae", "park-sungdae")


# --- titles around a whole name ---


@pytest.mark.parametrize(
    ("written", "entity"),
    [
        ("Mr. Ryu Haedeung", "ryu-haedeung"),
        ("Prof. Dr. Ryu Hae-deung", "ryu-haedeung"),
        ("H.E. Minister Ryu Haedeung", "ryu-haedeung"),
        ("Vice Chairman Hae-deung Ryu", "ryu-haedeung"),
        ("Ryu Haedeung, Director", "ryu-haedeung"),
        ("류해등 회장", "ryu-haedeung"),
        ("류해등 회장님", "ryu-haedeung"),
        ("류해등회장님", "ryu-haedeung"),
        ("류해등 씨", "ryu-haedeung"),
        ("Mr. 류해등", "ryu-haedeung"),
        ("Bộ trưởng Ryu Haedeung", "ryu-haedeung"),
        ("ông Ryu Haedeung", "ryu-haedeung"),
        ("Ms. Lam Thi Hai Dang", "lam-thi-hai-dang"),
        ("bà Lâm Thị Hải Đăng", "lam-thi-hai-dang"),
        ("Phó Chủ tịch Lâm Thị Hải Đăng", "lam-thi-hai-dang"),
        ("Lâm Thị Hải Đăng 서기", "lam-thi-hai-dang"),
        ("Dr. Tova Merrin", "tova-merrin"),
    ],
)
async def test_titles_and_forms_of_address_in_three_languages_do_not_matter(
    coast: Snapshot, written: str, entity: str
):
    assert await coast.resolve(written) == resolved(entity)


@pytest.mark.parametrize(
    ("written", "entity"),
    [
        ("Chi Deung-ju", "ji-deungju"),  # chị
        ("Deungju Chi", "ji-deungju"),
        ("Anh Song Le", "le-anh-song"),  # anh
        ("Anh Sóng Lê", "le-anh-song"),
        ("배미양", "bae-miyang"),  # 양
        ("배미양 씨", "bae-miyang"),
    ],
)
async def test_a_part_of_a_name_that_looks_like_a_title_may_be_none(
    coast: Snapshot, written: str, entity: str
):
    assert await coast.resolve(written) == resolved(entity)


@pytest.mark.parametrize("written", ["Minister", "장관", "이사장", "Bộ trưởng", "Mr.", "Dr. Dr."])
async def test_a_title_alone_is_nobody(coast: Snapshot, written: str):
    assert await coast.resolve(written) == UNKNOWN


# --- Korean names ---


@pytest.mark.parametrize(
    ("written", "entity"),
    [
        ("Yoo Haedeung", "ryu-haedeung"),
        ("Yu Hae Deung", "ryu-haedeung"),
        ("Haedeung Ryu", "ryu-haedeung"),
        ("Hae-deung, Ryu", "ryu-haedeung"),
        ("ryuhaedeung", "ryu-haedeung"),
        ("Yoo-Hae-deung", "ryu-haedeung"),
        ("Woo Yeon", "woo-yeon"),
        ("Yeon Woo", "woo-yeon"),
        ("우연", "woo-yeon"),
        ("Gim Deungdae", "kim-deungdae"),
        ("Deung Dae Kim", "kim-deungdae"),
        ("Kim Haean", "kim-haean"),
        ("Kim Hae-ahn", "kim-haean"),
        ("김해안", "kim-haean"),
        ("Mun Dohun", "moon-dohun"),
        ("Moon Do-hoon", "moon-dohun"),
        ("문도훈", "moon-dohun"),
        ("문도헌", "moon-dohun"),
        ("Moon Dohyeon", "moon-dohyun"),
        ("Yi Joong-deung", "lee-jungdeung"),
        ("Namkoong Yeo-ul", "namgung-yeoul"),
        ("Yeoul Namgung", "namgung-yeoul"),
        ("남궁여울", "namgung-yeoul"),
    ],
)
async def test_spellings_that_one_hangul_fits_are_one_name(
    coast: Snapshot, written: str, entity: str
):
    assert await coast.resolve(written) == resolved(entity)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Kim Deung-tae", unknown("kim-deungdae")),
        ("김등태", unknown("kim-deungdae")),
        ("유해등", unknown("ryu-haedeung")),
        ("Moon Do-hyung", unknown("moon-dohyun")),
        ("Han Deung-dae", UNKNOWN),
        ("Ryu Haedong", UNKNOWN),
        ("연우", UNKNOWN),
    ],
)
async def test_names_that_no_hangul_fits_both_of_are_different_people(
    coast: Snapshot, written: str, found: Resolution
):
    assert await coast.resolve(written) == found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("이중등", resolved("lee-jungdeung")),
        ("이정등", unknown("lee-jungdeung")),
        ("Lee Jeong-deung", UNKNOWN),
        ("박성대", resolved("park-seongdae")),
        ("박승대", resolved("park-sungdae")),
    ],
)
async def test_where_the_hangul_of_a_person_is_known_it_decides(
    coast: Snapshot, written: str, found: Resolution
):
    assert await coast.resolve(written) == found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("이중등", resolved("lee-jungdeung")),
        ("Yi Joong-deung", resolved("lee-jungdeung")),
        ("이정등", unknown("lee-jungdeung")),
        ("등주시", resolved("deungju")),
        ("Deung-ju", resolved("deungju")),
        ("Deungdae", resolved("tova-merrin")),
        ("등대", unknown("deungju")),
        ("The Keeper", resolved("tova-merrin")),
        ("Keeper", UNKNOWN),
    ],
)
async def test_it_decides_also_where_another_file_tells_it(
    tmp_path: Path, written: str, found: Resolution
):
    base = tmp_path / "base"
    base.mkdir()
    (base / "registry.toml").write_text(
        'format = 1\n[[people]]\nslug = "lee-jungdeung"\nname = "Lee Jung-deung"\n'
        '[[people]]\nslug = "tova-merrin"\nname = "Tova Merrin"\n'
        '[[places]]\nslug = "deungju"\nname = "The Isle"\n'
    )
    (base / "more.toml").write_text(
        'format = 1\n[[people]]\nextends = "lee-jungdeung"\nnames = [{ text = "이중등" }]\n'
        '[[people]]\nextends = "tova-merrin"\n'
        'names = [{ text = "Deungdae" }, { text = "The Keeper" }]\n'
        '[[places]]\nextends = "deungju"\nnames = [{ text = "등주" }]\n',
        encoding="utf-8",
    )
    async with open_index(tmp_path / "home") as index:
        assert (await index.refresh([base])).problems == ()
        async with index.snapshot() as names:
            assert await names.resolve(written) == found


# --- Vietnamese names ---


@pytest.mark.parametrize(
    ("written", "entity"),
    [
        ("Lam Thi Hai Dang", "lam-thi-hai-dang"),
        ("LAM THI HAI DANG", "lam-thi-hai-dang"),
        ("lam-thi-hai-dang", "lam-thi-hai-dang"),
        ("Lâm Thị Hải Đăng", "lam-thi-hai-dang"),
        ("LÂM THỊ HẢI ĐĂNG", "lam-thi-hai-dang"),
        (unicodedata.normalize("NFD", "Lâm Thị Hải Đăng"), "lam-thi-hai-dang"),
        ("Dang Lam Thi Hai", "lam-thi-hai-dang"),
        ("Thi Hai Dang Lam", "lam-thi-hai-dang"),
        ("Thị Hải Đăng Lâm", "lam-thi-hai-dang"),
        ("Võ Thị Hoà", "vo-thi-hoa-grave"),
        ("Võ Thị Hòa", "vo-thi-hoa-grave"),
        (unicodedata.normalize("NFD", "Võ Thị Hòa"), "vo-thi-hoa-grave"),
        ("Võ Thị Hoa", "vo-thi-hoa"),
        ("Trần Biển Xa", "tran-bien-xa"),
        ("Trán Biến Xà", "tran-bien-xa"),
    ],
)
async def test_a_vietnamese_name_is_found_by_its_letters_and_by_its_diacritics(
    coast: Snapshot, written: str, entity: str
):
    assert await coast.resolve(written) == resolved(entity)


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("Lầm Thị Hải Đăng", ("lam-thi-hai-dang",)),
        ("Lâm Thị Hải Đặng", ("lam-thi-hai-dang",)),
        ("Võ Thị Hoá", ("vo-thi-hoa", "vo-thi-hoa-grave")),
        ("Bến Đen", ("ben-den",)),
        ("Lam Hai Đặng", ()),
    ],
)
async def test_diacritics_decide_where_both_sides_have_them(
    coast: Snapshot, written: str, nearest: tuple[str, ...]
):
    assert await coast.resolve(written) == unknown(*nearest)


async def test_without_diacritics_a_name_that_fits_two_is_a_question_back(coast: Snapshot):
    assert await coast.resolve("Vo Thi Hoa") == ambiguous("vo-thi-hoa", "vo-thi-hoa-grave")


# --- a title with one name ---


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Mr. Ryu", resolved("ryu-haedeung")),
        ("Director Yoo", resolved("ryu-haedeung")),
        ("Prof. Dr. Ryu", resolved("ryu-haedeung")),
        ("류 회장", resolved("ryu-haedeung")),
        ("류 회장님", resolved("ryu-haedeung")),
        ("류회장", resolved("ryu-haedeung")),
        ("류회장님", resolved("ryu-haedeung")),
        ("남궁 차관", resolved("namgung-yeoul")),
        ("남궁차관", resolved("namgung-yeoul")),
        ("Chủ tịch Namgung", resolved("namgung-yeoul")),
        ("Minister Kim", ambiguous("kim-deungdae", "kim-haean")),
        ("김 장관", ambiguous("kim-deungdae", "kim-haean")),
        ("Ms. Park", ambiguous("park-seongdae", "park-sungdae")),
        ("Mr. Han", UNKNOWN),
        ("한 장관", UNKNOWN),
        ("한장관", UNKNOWN),
        ("Ms. Haedeung", resolved("ryu-haedeung")),
    ],
)
async def test_a_title_with_one_korean_name_means_the_family_name(
    coast: Snapshot, written: str, found: Resolution
):
    assert await coast.resolve(written) == found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Ms. Dang", resolved("lam-thi-hai-dang")),
        ("bà Đăng", resolved("lam-thi-hai-dang")),
        ("Chairwoman Dang", resolved("lam-thi-hai-dang")),
        ("chị Hải Đăng", resolved("lam-thi-hai-dang")),
        ("ông Xá", resolved("tran-bien-xa")),
        ("bà Hòa", resolved("vo-thi-hoa-grave")),
        ("bà Hoa", resolved("vo-thi-hoa")),
        ("Ms Hoa", ambiguous("vo-thi-hoa", "vo-thi-hoa-grave")),
        ("bà Đặng", UNKNOWN),
        ("Ms. Lam", UNKNOWN),
        ("Ms. Hai", UNKNOWN),
    ],
)
async def test_a_form_of_address_with_one_vietnamese_name_means_the_given_name(
    coast: Snapshot, written: str, found: Resolution
):
    assert await coast.resolve(written) == found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Ryu", ambiguous("ryu-haedeung")),
        ("류", ambiguous("ryu-haedeung")),
        ("Kim", ambiguous("kim-deungdae", "kim-haean")),
        ("Namgung", ambiguous("namgung-yeoul")),
        ("Dang", ambiguous("lam-thi-hai-dang")),
        ("Lam", UNKNOWN),
        ("Han", UNKNOWN),
    ],
)
async def test_one_name_of_a_person_without_a_title_is_a_question_back(
    coast: Snapshot, written: str, found: Resolution
):
    assert await coast.resolve(written) == found


# --- a part of a name ---


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Orla", resolved("orla-light")),
        ("Cape", resolved("orla-light")),
        ("오를라", resolved("orla-light")),
        ("Orla Light", resolved("orla-light")),
        ("Lighthouse Board", resolved("lighthouse-board")),
        ("Guild", ambiguous("eastwick-pilots", "norholm-pilots")),
        ("Department of Science", ambiguous("eastwick-science", "norholm-science")),
        ("Norholm Department", ambiguous("norholm-finance", "norholm-science")),
        ("Norholm Department of Science", resolved("norholm-science")),
        ("Hai Dang", resolved("lam-thi-hai-dang")),
        ("Lam Hai Dang", resolved("lam-thi-hai-dang")),
        ("Lam Dang", resolved("lam-thi-hai-dang")),
        ("Lâm Đăng", resolved("lam-thi-hai-dang")),
        ("Hae-deung", resolved("ryu-haedeung")),
        ("해등", resolved("ryu-haedeung")),
        ("Sung-dae", ambiguous("park-seongdae", "park-sungdae")),
        ("Lam Thi Hai", resolved("lam-thi-hai-dang")),
        ("Lam Hai", UNKNOWN),
        ("Kim Deung", UNKNOWN),
        ("So", UNKNOWN),
        ("Orla Board", UNKNOWN),
        ("Norholm Department of Trade", UNKNOWN),
        ("Dang Hai", UNKNOWN),
        ("sở Norholm", resolved("norholm-science")),
        ("sơ Norholm", UNKNOWN),
        ("biển Orla", resolved("orla-light")),
        ("biến Orla", UNKNOWN),
        ("Đèn Bến", resolved("ben-den")),
        ("đến bên", UNKNOWN),
    ],
)
async def test_a_part_of_a_name_is_enough_where_one_entity_has_it(
    coast: Snapshot, written: str, found: Resolution
):
    assert await coast.resolve(written) == found


# --- several at once ---

AT_ONCE = ["Norholm", "Pilots", "류해등", "Atlantis", "Norholn", "", "Mr. Merrin", "hae-deung"]


async def test_names_looked_up_at_once_mean_what_each_means_alone(coast: Snapshot):
    found = await coast.resolve_all(AT_ONCE)
    alone = {name: await coast.resolve(name) for name in AT_ONCE}
    assert found == {name: meant._replace(nearest=()) for name, meant in alone.items()}
    assert {meant.status for meant in found.values()} == {"resolved", "ambiguous", "unknown"}


async def test_of_names_looked_up_at_once_the_unknown_ones_are_told_nothing_similar(
    coast: Snapshot,
):
    assert await coast.resolve("bến đen") == unknown("ben-den")
    assert await coast.resolve_all(["bến đen"]) == {"bến đen": UNKNOWN}


async def test_no_names_at_once_are_none(coast: Snapshot):
    assert await coast.resolve_all([]) == {}


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Mayor of Norholm", resolved("ryu-jungdeung")),
        ("Mayor of Atlantis", UNKNOWN),
        ("Vice Minister Ryu", resolved("ryu-haedeung")),
        ("Minister Kim", ambiguous("kim-deungdae", "kim-haean")),
    ],
)
async def test_a_post_or_a_name_with_a_title_is_told_from_others_looked_up_with_it(
    offices: Desk, tmp_path: Path, written: str, found: Resolution
):
    async with open_index(tmp_path / "again") as index:
        await index.refresh([tmp_path / "offices"])
        async with index.snapshot() as base:
            assert (await base.resolve_all(["Norholm", written, "Ryu"]))[written] == found


# --- bodies ---


@pytest.mark.parametrize(
    ("written", "entity"),
    [
        ("slb", "lighthouse-board"),
        ("S.L.B.", "lighthouse-board"),
        ("S L B", "lighthouse-board"),
        ("the SLB", "lighthouse-board"),
        ("Beacon Office", "lighthouse-board"),  # its former name
        ("Lighthouse Board of Skerra", "lighthouse-board"),
        ("The Skerra Lighthouse Board", "lighthouse-board"),
        ("Ministry of Fog & Tides", "fog-ministry"),
        ("Ministry for Fog and Tides", "fog-ministry"),
        ("Min. of Fog and Tides", "fog-ministry"),
        ("안개 조수부", "fog-ministry"),
        ("Norholm Dept. of Science & Technology", "norholm-science"),
        ("Norholm Department of S&T", "norholm-science"),
        ("Department of Science and Technology of Norholm", "norholm-science"),
        ("Sở KH&CN Norholm", "norholm-science"),
        ("So KHCN Norholm", "norholm-science"),
        ("Norholm Finance Department", "norholm-finance"),
        ("Federation of SMEs", "boat-builders"),
        ("SME Federation", "boat-builders"),
        ("Federation of Small & Medium-sized Enterprises", "boat-builders"),
    ],
)
async def test_a_body_is_found_by_its_acronym_its_former_name_and_the_words_that_count(
    coast: Snapshot, written: str, entity: str
):
    assert await coast.resolve(written) == resolved(entity)


@pytest.mark.parametrize(
    "written",
    [
        "Eastwick Department of Finance",
        "Norholm Lighthouse Board",
        "Eastwick DOST",
        "Ministry of Fog and Ports",
        "Federation of Large Enterprises",
        "SLA",
        "Sở Tài chính Norholm",
    ],
)
async def test_a_body_with_a_similar_name_is_another(coast: Snapshot, written: str):
    assert (await coast.resolve(written)).status == "unknown"


# --- places ---


@pytest.mark.parametrize(
    ("written", "entity"),
    [
        ("Norholm City", "norholm"),
        ("City of Norholm", "norholm"),
        ("노르홀름시", "norholm"),
        ("등주", "deungju"),
        ("등주시", "deungju"),
        ("등주 시", "deungju"),
        ("Deungju-si", "deungju"),
        ("Deung-ju", "deungju"),
        ("Dungju", "deungju"),
        ("Thành phố Bến Đèn", "ben-den"),
        ("thanh pho ben den", "ben-den"),
        ("TP. Bến Đèn", "ben-den"),
        ("Ben-Den", "ben-den"),
        ("Benden", "ben-den"),
    ],
)
async def test_a_place_is_found_with_its_sort_and_in_another_spelling(
    coast: Snapshot, written: str, entity: str
):
    assert await coast.resolve(written) == resolved(entity)


async def test_a_part_of_the_name_of_a_place_is_not_the_place(coast: Snapshot):
    assert await coast.resolve("Tungju") == UNKNOWN
    assert await coast.resolve("Norholm Harbour") == UNKNOWN


# --- with one typing error ---


@pytest.mark.parametrize(
    "written",
    [
        *("xEastwick", "Easxtwick", "Eastxwick", "Eastwxick", "Eastwickx"),
        *("astwick", "Easwick", "Eastick", "Eastwck", "Eastwic"),
        *("Xastwick", "Easxwick", "Eastxick", "Eastwxck", "Eastwicx"),
        *("aEstwick", "Easwtick", "Eatswick", "Eastiwck", "Eastwikc"),
    ],
)
async def test_one_letter_more_less_changed_or_swapped_is_forgiven(coast: Snapshot, written: str):
    assert await coast.resolve(written) == resolved("eastwick")


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Foggaa", resolved("fog-watch")),
        ("Fogag", resolved("fog-watch")),
        ("Skerra Lighthose Board", resolved("lighthouse-board")),
        ("Skerra Ligthhouse Board", resolved("lighthouse-board")),
        ("SkerraLighthousBoard", resolved("lighthouse-board")),
        ("Norholm Departmnet of Finance", resolved("norholm-finance")),
        ("Lam Thi Hai Dnag", resolved("lam-thi-hai-dang")),
        ("Lam Thi Hai Dangg", resolved("lam-thi-hai-dang")),
        ("Tova Merin", resolved("tova-merrin")),
        ("Tvoa Merrin", resolved("tova-merrin")),
        ("Ryu Haedeugn", resolved("ryu-haedeung")),
        ("Mr. Ryu Haedeugn", resolved("ryu-haedeung")),
        ("Kmi Deung-dae", resolved("kim-deungdae")),
        ("Deungjju", resolved("deungju")),
    ],
)
async def test_an_error_that_leaves_no_other_name_is_forgiven(
    coast: Snapshot, written: str, found: Resolution
):
    assert await coast.resolve(written) == found


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("Lam Thi Hai Dan", "lam-thi-hai-dang"),
        ("Lam Thi Hai Lang", "lam-thi-hai-dang"),
        ("Tran Bien Xe", "tran-bien-xa"),
        ("Kim Deung-tae", "kim-deungdae"),
        ("김등재", "kim-deungdae"),
        ("Lee Jung-deum", ""),
        ("Ben Dan", "ben-den"),
        ("Deung jo", "deungju"),
        ("Norholt Pilots' Guild", "norholm-pilots"),  # Norholt is a town of its own
    ],
)
async def test_an_error_that_leaves_another_name_is_another_name(
    coast: Snapshot, written: str, nearest: str
):
    assert await coast.resolve(written) == unknown(*([nearest] if nearest else []))


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("Fogg", "fog-watch"),
        ("Foga", "fog-watch"),
        ("FGW", "fog-watch"),
        ("FGWAA", "fog-watch"),
        ("FWGA", "fog-watch"),
        ("SLBB", "lighthouse-board"),
    ],
)
async def test_in_a_short_name_or_word_no_error_is_forgiven(
    coast: Snapshot, written: str, nearest: str
):
    assert await coast.resolve(written) == unknown(nearest)


@pytest.mark.parametrize("written", ["Eatswcik", "xEastwickx", "Eastwi", "Eestwyck", "kciwtsae"])
async def test_two_errors_are_not_forgiven(coast: Snapshot, written: str):
    assert await coast.resolve(written) == UNKNOWN


@pytest.mark.parametrize(
    ("written", "entities"),
    [
        ("Norhol", ("norholm", "norholt")),
        ("Tova Merrix", ("merrick", "tova-merrin")),
    ],
)
async def test_an_error_that_fits_two_names_is_a_question_back(
    coast: Snapshot, written: str, entities: tuple[str, ...]
):
    assert await coast.resolve(written) == ambiguous(*entities)


async def test_at_most_three_similar_names_are_told_for_an_unknown_one(tmp_path: Path):
    lines: list[Line] = [(f"isle-{c}", "place", f"Isle{c}", []) for c in "abcde"]
    path = write_registry(tmp_path / "isles.jsonl", lines)
    async with open_registry(path) as index, index.snapshot() as names:
        assert await names.resolve("Isle") == unknown("isle-a", "isle-b", "isle-c")


# --- posts ---

QUOTE = "The keepers wrote all of this down in the great book of the light."


def role(person: str, organization: str, title: str) -> str:
    """A post for a dossier, proved by the one quote."""
    values = {"slug": f"{person}-post", "person": person, "organization": organization}
    lines = [f'{key} = "{value}"' for key, value in (values | {"title": title}).items() if value]
    return "\n".join(["[[roles]]", *lines, f'references = [{{ exact = "{QUOTE}" }}]', ""])


def book(year: int, *roles: str) -> str:
    """A dossier of that year's posts."""
    head = f"""format = 1
[source]
slug = "book-{year}"
title = "Book of {year}"
published = "{year}-06-01"
kind = "report"
file = "book-{year}.txt"
sha256 = "{"0" * 64}"
[record]
added = 2025-01-02
"""
    return "\n".join([head, *roles])


PEOPLE = {
    "kim-deungdae": "Kim Deung-dae",
    "kim-haean": "Kim Hae-an",
    "kim-yeoul": "Kim Yeoul",
    "ryu-haedeung": "Ryu Hae-deung",
    "ryu-jungdeung": "Ryu Jung-deung",
    "lam-thi-hai-dang": "Lâm Thị Hải Đăng",
    "vo-hai-dang": "Võ Hải Đăng",
    "tran-bien-dang": "Trần Biển Đặng",
}

REGISTRY = (
    "format = 1\n"
    + "".join(f'[[people]]\nslug = "{slug}"\nname = "{name}"\n' for slug, name in PEOPLE.items())
    + """
[[places]]
slug = "norholm"
name = "Norholm"
names = [{ text = "노르홀름" }]
[[organizations]]
slug = "fog-office"
name = "Fog Office"
place = "norholm"
names = [{ text = "FGO" }, { text = "안개청" }]
[[organizations]]
slug = "tide-office"
name = "Tide Office"
[[organizations]]
slug = "norholm-council"
name = "Council of the Port"
place = "norholm"
"""
)


@pytest.fixture
async def offices(tmp_path: Path) -> AsyncIterator[Desk]:
    """Two books of posts: Kim Deung-dae was minister in 2020, Kim Hae-an is in 2024."""
    base = tmp_path / "offices"
    base.mkdir()
    (base / "registry.toml").write_text(REGISTRY, encoding="utf-8")
    (base / "book-2020.toml").write_text(
        book(
            2020,
            role("kim-deungdae", "fog-office", "Minister of Fog"),
            role("lam-thi-hai-dang", "tide-office", "Chairwoman"),
            role("tran-bien-dang", "tide-office", "Director"),
        )
    )
    (base / "book-2024.toml").write_text(
        book(
            2024,
            role("kim-haean", "fog-office", "Minister"),
            role("ryu-haedeung", "fog-office", "Vice Minister"),
            role("ryu-jungdeung", "norholm-council", "Mayor"),
        )
    )
    async with open_desk(Settings(seeds=(base,), home=tmp_path / "home")) as desk:
        assert (await desk.refresh()).problems == ()
        yield desk


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Vice Minister Ryu", resolved("ryu-haedeung")),
        ("Deputy Minister Yoo", resolved("ryu-haedeung")),
        ("류 차관", resolved("ryu-haedeung")),
        ("류차관님", resolved("ryu-haedeung")),
        ("H.E. Vice Minister Ryu", resolved("ryu-haedeung")),
        ("Thứ trưởng Ryu", resolved("ryu-haedeung")),
        ("Mayor Ryu", resolved("ryu-jungdeung")),
        ("Minister Kim", ambiguous("kim-deungdae", "kim-haean")),
        ("김 장관", ambiguous("kim-deungdae", "kim-haean")),
        ("Chairwoman Dang", resolved("lam-thi-hai-dang")),
        ("Chủ tịch Đăng", resolved("lam-thi-hai-dang")),
        ("Director Đặng", resolved("tran-bien-dang")),
        ("Director Đăng", ambiguous("lam-thi-hai-dang", "vo-hai-dang")),
        ("Ambassador Ryu", ambiguous("ryu-haedeung", "ryu-jungdeung")),
        ("Mr. Kim", ambiguous("kim-deungdae", "kim-haean", "kim-yeoul")),
    ],
)
async def test_of_several_who_fit_those_who_hold_the_post_are_meant(
    offices: Desk, written: str, found: Resolution
):
    assert await offices.resolve(written) == found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Fog Office vice minister", resolved("ryu-haedeung")),
        ("FGO Vice Minister", resolved("ryu-haedeung")),
        ("Vice Minister of the Fog Office", resolved("ryu-haedeung")),
        ("안개청 차관", resolved("ryu-haedeung")),
        ("안개청차관", resolved("ryu-haedeung")),
        ("Thứ trưởng Fog Office", resolved("ryu-haedeung")),
        ("Fog Office minister", ambiguous("kim-deungdae", "kim-haean")),
        ("Mayor of Norholm", resolved("ryu-jungdeung")),
        ("노르홀름 시장", resolved("ryu-jungdeung")),
        ("노르홀름시장", resolved("ryu-jungdeung")),
        ("chairwoman of the Tide Office", resolved("lam-thi-hai-dang")),
        ("Fog Office chairwoman", UNKNOWN),
        ("Tide Office minister", UNKNOWN),
        ("안개청 회장", UNKNOWN),
        ("Mayor of the Fog Office", UNKNOWN),
        ("Mayor of Atlantis", UNKNOWN),
    ],
)
async def test_a_post_means_who_holds_it_and_nobody_where_no_one_is_on_record(
    offices: Desk, written: str, found: Resolution
):
    assert await offices.resolve(written) == found


@pytest.mark.parametrize(
    ("written", "until", "status", "people"),
    [
        ("Minister Kim", date(2023, 12, 31), "answered", []),
        ("Minister Kim", date(2024, 6, 1), "ambiguous", ["kim-deungdae", "kim-haean"]),
        ("Fog Office minister", date(2020, 6, 1), "answered", []),
        ("Fog Office minister", date(2020, 5, 31), "unknown", []),
        ("Vice Minister Ryu", date(2020, 6, 1), "ambiguous", ["ryu-haedeung", "ryu-jungdeung"]),
    ],
)
async def test_who_held_a_post_is_judged_by_what_was_on_record_as_of_the_day(
    offices: Desk, written: str, until: date, status: str, people: list[str]
):
    answer = await offices.answer(Who(name=written, as_of=until), written, date(2025, 3, 1))
    assert answer.status == status
    assert [choice.id for choice in answer.choices] == people
    if status == "answered":
        assert "kim-deungdae" in answer.entities
        assert "kim-haean" not in answer.entities


async def test_one_minister_is_found_among_more_of_the_name_than_can_be_offered(tmp_path: Path):
    base = tmp_path / "base"
    base.mkdir()
    given = [a + b for a in "가나다라마바사아자하" for b in "기미비시이지호도조주"]
    people = [f'[[people]]\nslug = "kim-{n}"\nname = "김{g}"\n' for n, g in enumerate(given, 100)]
    office = '[[organizations]]\nslug = "fog-office"\nname = "Fog Office"\n'
    more = '[[people]]\nslug = "the-last-kim"\nname = "김등대"\n'
    registry = "format = 1\n" + "".join([*people, more]) + office
    (base / "registry.toml").write_text(registry, encoding="utf-8")
    (base / "book-2024.toml").write_text(
        book(2024, role("the-last-kim", "fog-office", "Minister")), encoding="utf-8"
    )
    async with open_index(tmp_path / "home") as index:
        assert (await index.refresh([base])).problems == ()
        async with index.snapshot() as names:
            assert await names.resolve("Minister Kim") == resolved("the-last-kim")
            anyone = await names.resolve("Mr. Kim")
    assert (anyone.status, len(anyone.ids)) == ("ambiguous", MOST_CHOICES)


# --- while it is being typed ---


@pytest.mark.parametrize(
    ("beginning", "entities"),
    [
        ("Cape", ["orla-light"]),
        ("cape o", ["orla-light"]),
        ("CAPE-OR", ["orla-light"]),
        ("đèn b", ["orla-light"]),
        ("den bien", ["orla-light"]),
        ("오를", ["orla-light"]),
        ("오를라고", ["orla-light"]),  # on the way to 곶
        ("ㅇㅗ", ["orla-light"]),
        ("류", ["ryu-haedeung"]),
        ("류ㅎ", ["ryu-haedeung"]),
        ("류핻", []),
        ("기", ["kim-deungdae"]),  # on the way to 김
        ("ㄱ", ["kim-deungdae", "orla-light"]),
        ("Lâm", ["lam-thi-hai-dang", "lamps-and-oil"]),
        ("lam thi h", ["lam-thi-hai-dang"]),
        ("Hải Đ", ["lam-thi-hai-dang"]),
        ("S.L", ["lighthouse-board"]),
        ("Light", ["lighthouse-board", "orla-light"]),
        ("등", ["deungju", "orla-light"]),
        ("Cape Orla Light and more", []),
        ("ape", []),
        ("Atlantis", []),
        ("", []),
        ("  ", []),
        ("…", []),
        ("%", []),
        ("_", []),
        ("\ud800", []),
    ],
)
async def test_names_are_suggested_in_any_script_while_they_are_being_typed(
    coast: Snapshot, beginning: str, entities: list[str]
):
    assert sorted(await coast.suggest(typed(beginning), 25)) == sorted(entities)


async def test_names_that_begin_so_are_suggested_before_names_with_a_later_word(coast: Snapshot):
    found = await coast.suggest("nor", 25)
    assert found[0] in {
        "norholm",
        "norholm-finance",
        "norholm-pilots",
        "norholm-science",
        "norholt",
    }
    found = await coast.suggest("d", 25)
    first, later = found.index("deungju"), found.index("lam-thi-hai-dang")
    assert first < later


async def test_before_anything_is_typed_those_are_suggested_whom_the_latest_reports_name(
    desk: Desk,
):
    suggested = [choice.id for choice in await desk.suggest("")]
    assert "pilots-guild" in suggested
    assert len(suggested) <= 25
    assert [choice.id for choice in await desk.suggest("\x00\u202e")] == suggested


async def test_suggestions_can_be_limited_to_kinds_of_entities(desk: Desk):
    for kind in ("person", "organization", "place"):
        assert {choice.kind for choice in await desk.suggest("n", [kind])} <= {kind}
    assert {choice.kind for choice in await desk.suggest("", ["place"])} == {"place"}


async def test_a_person_is_suggested_with_the_last_post_on_record(desk: Desk):
    (choice,) = await desk.suggest("aldo m")
    assert choice.post == "secretary, Norholm Pilots' Guild"


async def test_settling_a_query_puts_ids_in_the_place_of_names(desk: Desk):
    settled = await desk.settle(Agreements(party="the pilots guild", place="Norholm"))
    assert settled == (Agreements(party="id:pilots-guild", place="id:norholm"), ())
    again = await desk.settle(settled.query)
    assert again == settled


async def test_settling_a_query_tells_which_name_is_open(desk: Desk):
    settled = await desk.settle(Agreements(party="the pilots guild", place="Atlantis"))
    assert (settled.open, settled.query.party) == (("place",), "id:pilots-guild")
    assert (await desk.settle(Who(name="id:nobody"))).open == ("name",)


async def test_no_more_is_suggested_than_was_asked_for_and_nothing_twice(tmp_path: Path):
    lines: list[Line] = [
        *((f"light-{n}", "place", f"Orla Light {n}", [f"Light {n}"]) for n in range(20)),
        *((f"rock-{n}", "place", f"Rock Light {n}", []) for n in range(20)),
    ]
    path = write_registry(tmp_path / "lights.jsonl", lines)
    async with open_registry(path) as index, index.snapshot() as names:
        found = await names.suggest("Light", 25)
        assert len(found) == len(set(found)) == 25
        assert {slug.split("-")[0] for slug in found[:20]} == {"light"}
        assert {slug.split("-")[0] for slug in found[20:]} == {"rock"}
        assert len(await names.suggest("Light", 3)) == 3


async def test_the_desk_suggests_choices_at_most_as_many_as_discord_shows(desk: Desk):
    (choice,) = await desk.suggest("norholm p")
    assert (choice.id, choice.name, choice.kind) == (
        "pilots-guild",
        "Norholm Pilots' Guild",
        "organization",
    )
    assert [c.id for c in await desk.suggest("류ㅎ")] == ["ryu-haedeung"]
    assert await desk.suggest("-") == []
    assert await desk.suggest("x" * 10_000) == []


# --- what always holds ---

SAME_FIXTURE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]

FORGIVING = [
    (entity, name)
    for entity, kind, first, others in COAST
    for name in (first, *others)
    if kind == "organization" and len(fold(name)) >= 5
]

LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyzéđø가곶0")


@st.composite
def misspelt(draw: st.DrawFn) -> tuple[str, str]:
    """A body, and one of its names with one typing error."""
    entity, name = draw(st.sampled_from(FORGIVING))
    error = draw(st.sampled_from(["insert", "delete", "replace", "swap"]))
    at = draw(st.integers(0, len(name) - 2))
    if error == "insert":
        return entity, name[:at] + draw(LETTERS) + name[at:]
    if error == "delete":
        return entity, name[:at] + name[at + 1 :]
    if error == "replace" and name[at].isalnum():
        letter = draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz가"))
        return entity, name[:at] + letter + name[at + 1 :]
    return entity, name[:at] + name[at + 1] + name[at] + name[at + 2 :]


@hypothesis.settings(max_examples=100, deadline=None, suppress_health_check=SAME_FIXTURE)
@hypothesis.given(variant=misspelt())
async def test_a_body_with_one_typing_error_is_always_found_asked_about_or_told_as_similar(
    coast: Snapshot, variant: tuple[str, str]
):
    entity, written = variant
    found = await coast.resolve(written)
    assert entity in (*found.ids, *found.nearest)


SYLLABLES = ["Hae", "deung", "Dae", "sung", "Yeoul", "jung", "an", "Mi-yang", "do hun"]
WORDS = ["Chi", "Co", "Ba", "Minister", "Dr.", "Dang", "Đăng", "Thị", "Hải", "Lam", "City", "Orla"]
HANGUL = ["김", "류", "남궁", "해등", "대", "장관", "시", "시장", "양", "이사장"]

BUILT = st.lists(
    st.sampled_from(
        [*SYLLABLES, *WORDS, *HANGUL, "Kim", "Ryu", "Yoo", "of", "&", "(", ")", "S.L.B."]
    ),
    min_size=1,
    max_size=5,
).flatmap(lambda words: st.sampled_from([" ", "-", ""]).map(lambda glue: glue.join(words)))
"""Names, and what looks like names, made of the pieces that the rules look for."""

ANY = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Co", "Cn"]), min_size=1
).map(lambda name: name[:MAX_TYPED])

NAMES = st.one_of(BUILT, BUILT, ANY)
KINDS = st.sampled_from(["person", "organization", "place"])


@hypothesis.settings(max_examples=60, deadline=None, suppress_health_check=SAME_FIXTURE)
@hypothesis.given(entities=st.lists(st.tuples(KINDS, NAMES, NAMES), min_size=1, max_size=8))
async def test_an_entity_is_found_by_its_own_name_or_asked_about_among_those_of_that_name(
    tmp_path: Path, entities: list[tuple[str, str, str]]
):
    lines: list[Line] = [
        (f"entity-{number}", kind, name, [alias])
        for number, (kind, name, alias) in enumerate(entities)
    ]
    path = write_registry(tmp_path / "any.jsonl", lines)
    async with open_registry(path) as index, index.snapshot() as base:
        for entity, _, name, aliases in lines:
            for written in filter(fold, (name, *aliases)):
                found = await base.resolve(written)
                namesakes = {e for e, _, n, a in lines if fold(written) in map(fold, (n, *a))}
                assert entity in found.ids
                assert namesakes >= set(found.ids)


@hypothesis.settings(max_examples=60, deadline=None, suppress_health_check=SAME_FIXTURE)
@hypothesis.given(kind=KINDS, name=NAMES, another=KINDS, more=NAMES)
async def test_another_entity_never_takes_a_name_away_at_most_one_has_to_ask(
    tmp_path: Path, kind: str, name: str, another: str, more: str
):
    lines: list[Line] = [("first", kind, name, []), ("second", another, more, [])]
    path = write_registry(tmp_path / "two.jsonl", lines)
    async with open_registry(path) as index, index.snapshot() as base:
        found = await base.resolve(name)
    assert not fold(name) or found in (resolved("first"), ambiguous("first", "second"))


@hypothesis.settings(max_examples=60, deadline=None, suppress_health_check=SAME_FIXTURE)
@hypothesis.given(
    written=NAMES, kind=KINDS, name=st.text("αβγδεζηθικλμνξοπ", min_size=8, max_size=20)
)
async def test_an_entity_of_which_nothing_was_written_changes_nothing(
    coast: Snapshot, tmp_path: Path, written: str, kind: str, name: str
):
    path = write_registry(tmp_path / "more.jsonl", [*COAST, ("stranger", kind, name, [])])
    async with open_registry(path) as index, index.snapshot() as more:
        hypothesis.assume(name[:3] not in fold(written))
        assert await more.resolve(typed(written)) == await coast.resolve(typed(written))


@st.composite
def spelled(draw: st.DrawFn) -> tuple[str, str]:
    """A Korean name in Hangul, and one of the ways to write it in Latin letters."""
    spelling = draw(st.sampled_from(sorted(korean.surnames())))
    family = draw(st.sampled_from(korean.surnames()[spelling]))
    parts = draw(st.lists(st.sampled_from(sorted(korean.syllables())), min_size=2, max_size=2))
    given = "".join(draw(st.sampled_from(korean.syllables()[part])) for part in parts)
    rest = draw(st.sampled_from(["", "-", " "])).join(parts)
    orders = [f"{spelling} {rest}", f"{spelling}, {rest}", f"{rest} {spelling}"]
    return family + given, draw(st.sampled_from(orders)).title()


@hypothesis.settings(max_examples=100, deadline=None, suppress_health_check=SAME_FIXTURE)
@hypothesis.given(variant=spelled())
async def test_a_person_known_in_hangul_is_found_by_every_spelling_of_it(
    tmp_path: Path, variant: tuple[str, str]
):
    hangul, written = variant
    path = write_registry(tmp_path / "one.jsonl", [("the-one", "person", hangul, [])])
    async with open_registry(path) as index, index.snapshot() as names:
        assert await names.resolve(written) == resolved("the-one")
        assert await names.resolve(hangul) == resolved("the-one")


@hypothesis.settings(max_examples=100, deadline=None, suppress_health_check=SAME_FIXTURE)
@hypothesis.given(
    text=st.one_of(
        st.text(max_size=MAX_TYPED),
        st.lists(NAMES, max_size=40).map(" ".join),
        st.builds(lambda piece: piece * MAX_TYPED, NAMES),
    ).map(lambda text: text[:MAX_TYPED])
)
async def test_any_text_is_resolved_or_asked_about_or_unknown(coast: Snapshot, text: str):
    known = {entity for entity, *_ in COAST}
    found = await coast.resolve(typed(text))
    assert {*found.ids, *found.nearest} <= known
    assert len(set(found.ids)) == len(found.ids) <= MOST_CHOICES
    assert {"resolved": len(found.ids) == 1, "unknown": not found.ids}.get(
        found.status, bool(found.ids)
    )
    assert found.status == "unknown" or found.nearest == ()
    assert set(await coast.suggest(typed(text), 25)) <= known


# --- registry files ---


def test_a_registry_file_may_have_blank_lines_a_byte_order_mark_and_windows_line_ends(
    tmp_path: Path,
):
    path = tmp_path / "registry.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"id": "norholm", "kind": "place", "name": "Norholm"}\r\n\r\n'
        b'{"id": "slb", "kind": "organization", "name": "Board", "aliases": ["SLB"]}'
    )
    assert [(line.id, line.aliases) for line in read_registry(path)] == [
        ("norholm", ()),
        ("slb", ("SLB",)),
    ]


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b"null",
        b'"norholm"',
        b"\xff\xfe",
        b'{"id": "norholm"}',
        b'{"id": "norholm", "kind": "port", "name": "Norholm"}',
        b'{"id": "norholm", "kind": "place", "name": ""}',
        b'{"id": "norholm", "kind": "place", "name": "Norholm", "aliases": "Nor"}',
    ],
)
async def test_a_bad_line_of_a_registry_is_named_with_what_to_write(tmp_path: Path, line: bytes):
    path = tmp_path / "registry.jsonl"
    path.write_bytes(b'{"id": "skerra", "kind": "place", "name": "Skerra"}\n' + line + b"\n")
    with pytest.raises(BadRegistry, match="line 2 is no entity; write") as caught:
        async with open_registry(path):
            pass
    assert (caught.value.path, caught.value.line) == (path, 2)


async def test_an_empty_registry_knows_nobody(tmp_path: Path):
    path = write_registry(tmp_path / "empty.jsonl", [])
    async with open_registry(path) as index, index.snapshot() as names:
        assert await names.resolve("Norholm") == UNKNOWN
