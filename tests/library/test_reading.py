"""Reading a dossier: what is wrong with it is said with file, place and remedy."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvbot.dossier.problems import BadDossier
from kvbot.dossier.reading import MAX_BYTES, read_dossier
from kvbot.model.entities import REGISTRY
from kvbot.model.sources import Dossier

SKERRA = Path(__file__).parent / "skerra"
GAZETTE = (SKERRA / "gazette-2024-05-02.toml").read_text(encoding="utf-8")
MANY = settings(max_examples=100, deadline=None)

KEEPER_QUOTE = 'exact = "Keeper-General Tova Merrin signed for the Board"'
EDTF = "write 2024, 2023-09, 2024-11-21, 2013/.. or, if unsure, 2023-09?"
SLUG = "write lower-case letters and digits joined by single hyphens, such as hai-phong"


def problems_of(text: str | bytes) -> list[str]:
    """What the reader says of a file called f.toml."""
    content = text.encode() if isinstance(text, str) else text
    with pytest.raises(BadDossier) as caught:
        read_dossier("f.toml", content)
    assert str(caught.value).splitlines() == [str(p) for p in caught.value.problems]
    return str(caught.value).splitlines()


def gazette_with(new: str, instead_of: str) -> str:
    """The gazette's dossier with one thing in it changed."""
    assert GAZETTE.count(instead_of) == 1
    return GAZETTE.replace(instead_of, new)


def test_a_dossier_reads_as_its_source_and_its_facts():
    dossier = read_dossier("f.toml", GAZETTE.encode())
    assert dossier.source is not None
    assert dossier.source.display == "Board and pilots agree to share fog reports"
    assert [report.slug for report in dossier.reports()] == [
        "slb-guild-mou-2024",
        "merrin-keeper-general",
        "ryu-harbour-master",
        "festival-of-lamps-2024",
        "norholm-ship-calls-2023",
        "eastwick-ship-calls-2023",
        "merrin-yearly-meeting",
    ]


def test_a_fact_takes_its_source_and_its_day_from_the_source():
    agreement = read_dossier("f.toml", GAZETTE.encode()).agreements[0]
    assert (agreement.source, agreement.as_of) == ("gazette-2024-05-02", "2024-05-02")


def test_a_fact_may_hold_for_another_day_than_that_of_publication():
    text = gazette_with('title = "Keeper-General"\nas_of = "2023"', 'title = "Keeper-General"')
    assert read_dossier("f.toml", text.encode()).roles[0].as_of == "2023"


def test_a_name_in_a_dossier_is_from_its_document_and_in_the_registry_from_nowhere():
    added = '[[organizations]]\nextends = "pilots-guild"\nnames = [{ text = "the Guild" }]\n'
    in_dossier = read_dossier("f.toml", (GAZETTE + added).encode())
    in_registry = read_dossier("f.toml", ("format = 1\n" + added).encode())
    origins = [d.more_names()[0].names[0].origin for d in (in_dossier, in_registry)]
    assert origins == ["gazette-2024-05-02", REGISTRY]


def test_figures_keep_every_digit():
    text = gazette_with("value = 412.10", "value = 412")
    assert read_dossier("f.toml", text.encode()).statistics[0].value == Decimal("412.10")
    assert str(read_dossier("f.toml", text.encode()).statistics[0].value) == "412.10"


@pytest.mark.parametrize(
    ("instead_of", "new", "problem"),
    [
        (
            'title = "Keeper-General"',
            'title = "Keeper-General"\nrank = "first"',
            'roles "merrin-keeper-general", rank: unknown key; roles have slug, said_by, as_of, '
            "date_words, note, disputes, related, essential, references, person, organization, "
            "title, title_in, honorific",
        ),
        (
            'title = "Keeper-General"',
            'title = "Keeper-General"\ntitle_in = {}',
            'roles "merrin-keeper-general", title_in: is empty; '
            "write at least one of en, ko and vi",
        ),
        (
            'title = "Keeper-General"',
            'title = "Keeper-General"\ntitle_in = { de = "Leuchtturmwart" }',
            'roles "merrin-keeper-general", title_in, de: unknown key; '
            "take it out, or mend its spelling",
        ),
        (
            "format = 1",
            'format = 1\nauthor = "tova-merrin"',
            "author: unknown key; a file has format, source, record, people, organizations, "
            "places, measures, agreements, roles, events, statistics, programmes, relations, "
            "remarks",
        ),
        (
            "{ exact = \"They will share reports of fog.\", proves",
            "{ exact = \"They will share reports of fog.\", page = 2, proves",
            'agreements "slb-guild-mou-2024", references 2, page: unknown key; '
            "take it out, or mend its spelling",
        ),
        (
            'person = "tova-merrin"\n',
            "",
            'roles "merrin-keeper-general", person: is missing; write it, or take the entry out',
        ),
        (
            'slug = "merrin-keeper-general"\n',
            "",
            "roles 1, slug: is missing; write it, or take the entry out",
        ),
        ("format = 1\n", "", "format: is missing; write it, or take the entry out"),
        ("format = 1\n", "format = 2\n", "format: 2: input should be less than or equal to 1; "
         "mend the value"),
        (
            'date = "2024-04-30"',
            'date = "30 April 2024"',
            f"agreements \"slb-guild-mou-2024\", date: '30 April 2024' is not an EDTF date; {EDTF}",
        ),
        (
            'date = "2024-04-30"',
            'date = "2024-04-31"',
            f"agreements \"slb-guild-mou-2024\", date: '2024-04-31' is not a day of the calendar; "
            f"{EDTF}",
        ),
        (
            'date = "2024-04-30"',
            "date = 2024-04-30",
            'agreements "slb-guild-mou-2024", date: 2024-04-30 is not text; '
            "put it between quotation marks",
        ),
        (
            'published = "2024-05-02"',
            'published = "May; 2024"',
            f"source, published: 'May; 2024' is not an EDTF date; {EDTF}",
        ),
        (
            "added = 2025-01-07",
            'added = "soon"',
            "record, added: 'soon' is not a date; write it as 2024-11-21, without quotation marks",
        ),
        (
            'slug = "merrin-keeper-general"',
            'slug = "Merrin, keeper"',
            "roles \"Merrin, keeper\", slug: 'Merrin, keeper' does not have the right form; "
            f"{SLUG}",
        ),
        (
            'slug = "gazette-2024-05-02"',
            'slug = "the gazette"',
            f"source, slug: 'the gazette' does not have the right form; {SLUG}",
        ),
        (
            'kind = "press release"',
            'kind = "leaflet"',
            "source, kind: 'leaflet' is not a value for this; "
            "write 'press release', 'news', 'report', 'web page' or 'note'",
        ),
        (
            'witnesses = ["ryu-haedeung"]',
            'witnesses = "ryu-haedeung"',
            "agreements \"slb-guild-mou-2024\", witnesses: 'ryu-haedeung' is not a list; "
            "put it between [ and ]",
        ),
        (
            'witnesses = ["ryu-haedeung"]',
            'witnesses = ["ryu-haedeung", 3]',
            'agreements "slb-guild-mou-2024", witnesses 2: 3 is not a table; '
            "write it with its keys",
        ),
        (
            'witnesses = ["ryu-haedeung"]',
            'witnesses = ["ryu-haedeung", {}]',
            'agreements "slb-guild-mou-2024", witnesses 2, described: is missing; '
            "write it, or take the entry out",
        ),
        (
            "value = 412",
            "value = nan",
            'statistics "norholm-ship-calls-2023", value: NaN is not a number; write it in digits',
        ),
        (
            "value = 412",
            "value = 1e999999",
            'statistics "norholm-ship-calls-2023", value: 1E+999999: decimal input should have '
            "no more than 24 digits in total; mend the value",
        ),
        (
            KEEPER_QUOTE,
            f'exact = "{"x" * 401}"',
            'roles "merrin-keeper-general", references 1, exact: has 401 characters; '
            "write at most 400",
        ),
        (
            KEEPER_QUOTE,
            'exact = "Tova Merrin"',
            "roles \"merrin-keeper-general\", references 1, exact: 'Tova Merrin' is too short; "
            "write at least 12 characters",
        ),
        (
            KEEPER_QUOTE,
            'exact = "Merrin        "',
            "role \"merrin-keeper-general\", references 1: quotes 'Merrin ', which is mostly "
            "white space; quote at least 12 characters",
        ),
        (
            KEEPER_QUOTE,
            'exact = "write to tova.merrin@skerra.example for more"',
            'role "merrin-keeper-general": has a telephone number or an e-mail address in it; '
            "take it out, or quote less: contact data stays out of the base",
        ),
        (
            KEEPER_QUOTE,
            f'{KEEPER_QUOTE}, suffix = ", tel. 024 3944 6450"',
            'role "merrin-keeper-general": has a telephone number or an e-mail address in it; '
            "take it out, or quote less: contact data stays out of the base",
        ),
        (
            f"references = [{{ {KEEPER_QUOTE}, paragraph = 4 }}]",
            "references = []",
            'roles "merrin-keeper-general", references: has too few entries; write at least 1',
        ),
        (
            ', proves = ["scope"]',
            ', proves = ["place"]',
            'agreement "slb-guild-mou-2024": no quote proves scope; '
            "add 'scope' to the proves of the quote that says it, or take scope out",
        ),
        (
            ', proves = ["scope"]',
            ', proves = ["scope", "weather"]',
            "agreement \"slb-guild-mou-2024\", references 2: proves 'weather', which this "
            "agreement does not give; name fields that it gives: kind, parties, "
            "representatives, witnesses, date, place, scope",
        ),
        (
            'slug = "ryu-harbour-master"',
            'slug = "merrin-keeper-general"',
            '"merrin-keeper-general": 2 facts have this slug; '
            "give each a slug of its own, or make them one",
        ),
        (
            'title = "Keeper-General"',
            'title = "Keeper-General"\ntype = "role"',
            "roles 1: unknown key 'type'; take it out: it follows from the table and the file",
        ),
        (
            'title = "Keeper-General"',
            'title = "Keeper-General"\nsource = "gazette-2024-05-02"',
            "roles 1: unknown key 'source'; take it out: it follows from the table and the file",
        ),
        (
            'title = "Board and pilots agree to share fog reports"\n',
            "",
            "source: has neither title nor label; write a label that tells what it is",
        ),
        (
            "[record]\nadded = 2025-01-07\napproved_by = \"the test writers\"\n"
            "approved = 2025-01-08\n",
            "",
            "has no [record]; say with [record] when it was added",
        ),
    ],
)  # fmt: skip
def test_one_mistake_makes_one_message_with_its_place_and_remedy(instead_of, new, problem):
    assert problems_of(gazette_with(new, instead_of)) == [f"f.toml: {problem}"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "format: is missing; write it, or take the entry out"),
        (b"format = 1\nagreements = 3\n", "agreements: 3 is not a list; put it between [ and ]"),
        (b"format = 1\nsource = 3\n", "source: 3 is not a table; write it with its keys"),
        (b"format = 1\n# caf\xe9\n", "line 2 is not UTF-8; save the file as UTF-8"),
        (b"#" * (MAX_BYTES + 1), f"has {MAX_BYTES + 1} bytes; keep a dossier under {MAX_BYTES}"),
        (b"format = " + b"[" * 5000, "is nested too deeply; mend its brackets"),
        (b"format = " + b"9" * 5000, "has a number too long to be read; write fewer digits"),
        (b"format = 1e" + b"9" * 30, "has a number too long to be read; write fewer digits"),
        (
            b'format = 1\n[[people]]\nslug = "tova-merrin"\nname = "Tova Merrin"\n'
            b'family = "Marrin"\n',
            "people \"tova-merrin\": 'Marrin' is no part of the name 'Tova Merrin'; "
            "write family and given as they stand in the name",
        ),
        (
            b'format = 1\n[[places]]\nslug = "skerra"\nname = "Skerra"\n'
            b'[[organizations]]\nslug = "skerra"\nname = "Skerra"\n',
            '"skerra": 2 entities have this slug; give each a slug of its own, or make them one',
        ),
    ],
)
def test_a_file_that_is_no_dossier_at_all_is_told_so(content, problem):
    assert problems_of(content) == [f"f.toml: {problem}"]


def test_a_file_that_is_not_toml_is_told_the_line():
    (problem,) = problems_of("format = 1\n[[roles]\n")
    assert problem.startswith("f.toml: is not TOML: ")
    assert "line 2" in problem
    assert problem.endswith("; mend the line that is named")


def test_tables_thousands_deep_are_one_short_problem():
    (problem,) = problems_of("format" + ".a" * 5000 + " = 1")
    assert problem.endswith(("is not a whole number; write it in digits", "mend its brackets"))
    assert len(problem) < 200


def test_facts_need_to_say_which_document_they_are_from():
    start, end = GAZETTE.index("[source]"), GAZETTE.index("[[agreements]]")
    assert problems_of(GAZETTE[:start] + GAZETTE[end:]) == [
        "f.toml: has facts but no [source]; say with [source] which document they are from"
    ]


def test_all_that_is_wrong_with_the_shape_is_told_at_once():
    text = gazette_with('date = "last week"', 'date = "2024-04-30"')
    text = text.replace('kind = "festival"', 'kind = "party"')
    text = text.replace(KEEPER_QUOTE, 'exact = "too short"')
    assert [problem.split(": ")[1] for problem in problems_of(text)] == [
        'agreements "slb-guild-mou-2024", date',
        'roles "merrin-keeper-general", references 1, exact',
        'events "festival-of-lamps-2024", kind',
    ]


def test_all_that_is_wrong_with_the_content_is_told_at_once():
    text = gazette_with('proves = ["date"]', 'proves = ["scope"]')
    text = text.replace(KEEPER_QUOTE, 'exact = "telephone +84 24 3944 6450"')
    assert [problem.split(": ")[1] for problem in problems_of(text)] == [
        'agreement "slb-guild-mou-2024"',
        'role "merrin-keeper-general"',
    ]


CALL_ME = "tel. +84 24 3944 6450"
TITLE_OF_GAZETTE = 'title = "Board and pilots agree to share fog reports"'


@pytest.mark.parametrize(
    ("new", "instead_of", "place"),
    [
        (f'note = "{CALL_ME}"\nkind = "festival"', 'kind = "festival"', 'event "festival-of-'),
        (f'name = "Festival, {CALL_ME}"', 'name = "Festival of Lamps"', 'event "festival-of-'),
        (f'title = "Keeper, {CALL_ME}"', 'title = "Keeper-General"', 'role "merrin-keeper-'),
        (f'about = [{{ described = "{CALL_ME}" }}]', 'about = ["pilots-guild"]', 'remark "merrin-'),
        (f'{KEEPER_QUOTE}, prefix = "{CALL_ME}"', KEEPER_QUOTE, 'role "merrin-keeper-general"'),
        (f'gist.ko = "{CALL_ME}"\ngist.en =', "gist =", 'remark "merrin-yearly-meeting"'),
        (f'title = "Call us, {CALL_ME}"', TITLE_OF_GAZETTE, "source"),
        (f'label = "{CALL_ME}"\n{TITLE_OF_GAZETTE}', TITLE_OF_GAZETTE, "source"),
        (f'approved_by = "Tova, {CALL_ME}"', 'approved_by = "the test writers"', "record"),
    ],
)
def test_contact_data_is_refused_wherever_it_stands(new, instead_of, place):
    (problem,) = problems_of(gazette_with(new, instead_of))
    assert problem.startswith(f"f.toml: {place}")
    assert problem.endswith("contact data stays out of the base")


@pytest.mark.parametrize(
    ("tables", "place"),
    [
        (
            f'[[places]]\nslug = "skerra"\nname = "Skerra"\nnames = [{{ text = "{CALL_ME}" }}]',
            '"skerra"',
        ),
        (
            f'[[places]]\nextends = "skerra"\nnames = [{{ text = "{CALL_ME}" }}]',
            'names of "skerra"',
        ),
        (
            f'[[measures]]\nslug = "calls"\nname = "calls"\ntopics = ["{CALL_ME}"]',
            'measure "calls"',
        ),
        (f'[[organizations]]\nslug = "slb"\nname = "{CALL_ME}"', '"slb"'),
    ],
)
def test_contact_data_is_refused_in_a_registry_too(tables, place):
    (problem,) = problems_of(f"format = 1\n{tables}\n")
    assert problem.startswith(f"f.toml: {place}: has a telephone number or an e-mail address in it")


@pytest.mark.parametrize(
    "name",
    ["/etc/hosts", "../gazette.txt", "a/gazette.txt", r"a\\gazette.txt", "..", ".", r"g\u0000"],
)
def test_the_file_of_a_source_is_a_plain_file_name(name):
    (problem,) = problems_of(gazette_with(f'file = "{name}"', 'file = "gazette.txt"'))
    assert problem.startswith("f.toml: source, file: ")
    assert "is no file name; write it without its folder" in problem


@pytest.mark.parametrize("approved", [True, False])
def test_a_source_is_approved_if_its_record_says_by_whom(approved):
    text = GAZETTE if approved else gazette_with("", 'approved_by = "the test writers"\n')
    source = read_dossier("f.toml", text.encode()).source
    assert source is not None
    assert source.approved is approved


def test_that_a_source_is_approved_is_not_for_the_file_to_say():
    text = gazette_with('kind = "press release"\napproved = true', 'kind = "press release"')
    assert problems_of(text) == [
        "f.toml: source: unknown key 'approved'; take it out: it follows from [record]"
    ]


@pytest.mark.parametrize(
    ("words", "is_contact"),
    [
        ("tova.merrin@skerra.example", True),
        ("tova+light@mail.skerra.example", True),
        ("+84 24 3944 6450", True),
        ("024.3944.6450", True),
        ("(82-42) 481-4359, 02-2100-5114", True),
        ("090 123 4567", True),
        ("in all 12.500.000 dong", False),
        ("in all 12 500 000 dong", False),
        ("in all 12,500,000 dong", False),
        ("from 2022-09-19 to 2024-04-26", False),
        ("Decree No. 30-2024", False),
        ("at 9 @ Norholm", False),
    ],
)
def test_contact_data_is_told_from_dates_and_amounts(words, is_contact):
    text = gazette_with(f'exact = "Merrin says: {words}"', KEEPER_QUOTE)
    if is_contact:
        assert "contact data stays out" in problems_of(text)[0]
    else:
        read_dossier("f.toml", text.encode())


def test_a_message_stays_on_one_line_whatever_the_file_has_in_it():
    text = gazette_with(r'"ti\nt\u001b[31mle" = "Board', 'title = "Board')
    assert problems_of(text)[0].startswith("f.toml: source, ti t [31mle: unknown key; ")


def is_read_or_refused(content: bytes) -> None:
    """Fails on anything but a Dossier, or BadDossier with something to mend."""
    try:
        outcome: Dossier | BadDossier = read_dossier("f.toml", content)
    except BadDossier as error:
        outcome = error
    if isinstance(outcome, BadDossier):
        assert outcome.problems
        assert all(problem.what and problem.remedy for problem in outcome.problems)


@MANY
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_message(content):
    is_read_or_refused(content)


NUMBERS = ["3", "-1", "0", "0.5", "1e9999", "nan", "true", "2024-05-02", "0x" + "f" * 5000]
TEXTS = ['""', '"a"', f'"{"a" * 500}"', '"\\u0000"']
LISTS = ["[]", "[[]]", "[3]", '["a", "a"]', "[{}]"]
TABLES = ["{}", "{ en = 3 }", '{ slug = "a" }', '{ described = "a" }', "{ a.b.c = [{}] }"]
VALUES = [*NUMBERS, *TEXTS, *LISTS, *TABLES]
LINES = GAZETTE.splitlines()
KEYS = [number for number, line in enumerate(LINES) if " = " in line]
HEADS = [number for number, line in enumerate(LINES) if line.startswith("[")]


@MANY
@given(st.sampled_from(KEYS), st.sampled_from(VALUES))
def test_a_dossier_with_any_value_under_any_key_is_read_or_refused(number, value):
    changed = list(LINES)
    changed[number] = f"{LINES[number].partition(' = ')[0]} = {value}"
    is_read_or_refused("\n".join(changed).encode())


@MANY
@given(st.sampled_from(HEADS), st.sampled_from(LINES), st.integers(0, len(LINES)))
def test_a_dossier_with_lines_in_other_places_is_read_or_refused(number, moved, to):
    changed = list(LINES)
    changed[number] = changed[number].replace("[[", "[").replace("]]", "]")
    changed.insert(to, moved)
    is_read_or_refused("\n".join(changed).encode())


@MANY
@given(st.integers(0, len(GAZETTE)), st.integers(0, 40), st.text(max_size=8))
def test_a_dossier_with_a_passage_overwritten_is_read_or_refused(at, length, words):
    is_read_or_refused((GAZETTE[:at] + words + GAZETTE[at + length :]).encode("utf-8", "replace"))
