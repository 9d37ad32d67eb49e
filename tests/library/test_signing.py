"""Who signed, for which side, in what post, and with whom.

Asked of the invented base of Norway and Latvia.
"""

from __future__ import annotations

import pytest

from tests.nordic import asked, named, opening, told

BY_SIDE = [
    ("who signed for the norwegian side, nici-lwa mou?", "sigrun-halvorsdal"),
    ("who signed for the latvian side, nici-lwa mou?", "ilze-kalnroze"),
    ("who signed the nici lwa mou for latvia?", "ilze-kalnroze"),
    (
        "who signed for the norwegian side of the student exchange agreement",
        "ingrid-brekkmo",
    ),
    ("nici-lwa mou 노르웨이 측 누가 서명했어", "sigrun-halvorsdal"),
    ("앰버코스트대 측 서명자 이름", "valdis-strautkalns"),
    ("2021년 9월 2일 벤츠필스 항만위원회 계약 누가 서명했어", "dace-upmalkalne"),
    ("Ai ký MoU NICI - LWA bên phía Na Uy?", "sigrun-halvorsdal"),
    ("ai ký MoU NICI - LWA bên phía Latvia", "ilze-kalnroze"),
    ("ai ký thay mặt Đại học Nordlys", "ingrid-brekkmo"),
    ("ai ký phía Latvia trong hợp đồng cầu cảng Ventspils", "dace-upmalkalne"),
    ("벤츠필스 항만위원회 측 서명자는 누구야", "dace-upmalkalne"),
]


@pytest.mark.parametrize(("question", "person"), BY_SIDE)
async def test_who_signed_for_a_side_is_named_and_nobody_else(nordic, question, person):
    assert named(await asked(nordic, question)) == [person]


@pytest.mark.parametrize(
    ("question", "people"),
    [
        ("who signed the wind mou in riga", ["sigrun-halvorsdal", "ilze-kalnroze"]),
        ("6/14에 체결된 mou 누가 서명했어", ["sigrun-halvorsdal", "ilze-kalnroze"]),
        ("ngày 14/6 ai ký mou", ["sigrun-halvorsdal", "ilze-kalnroze"]),
    ],
)
async def test_where_no_side_is_asked_the_signatories_of_both_are_named(nordic, question, people):
    assert named(await asked(nordic, question)) == people


@pytest.mark.parametrize(
    "question",
    [
        "norwegian signatory of the wind mou",
        "latvian signatory of the wind mou",
        "nici's rep at the wind mou",
        "LWA's rep at the signing of the mou",
    ],
)
async def test_a_signatory_or_rep_of_a_side_is_told_by_the_agreement_with_their_name(
    nordic, question
):
    answer = await asked(nordic, question)
    people = [person.person for person in answer.claims()[-1].fact.first.representatives]
    assert told(answer) == ["nici-lwa-mou-2016"]
    assert people == ["sigrun-halvorsdal", "ilze-kalnroze"]


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("name and title of the signatory for NICI", "halvorsdal-nici-director-general"),
        ("wind mou 노르웨이측 서명자 직책", "halvorsdal-nici-director-general"),
        ("title of the latvian signatory of the nici lwa mou", "kalnroze-lwa-director"),
        ("who signed the nici lwa mou for latvia, name and title?", "kalnroze-lwa-director"),
        ("who signed for lwa, name and title", "kalnroze-lwa-director"),
        ("who signed for amber coast university, name and title", "strautkalns-rector"),
        ("nici-lwa mou 라트비아 측 서명자 누구야 이름 직책", "kalnroze-lwa-director"),
        ("người ký MoU NICI - LWA phía Latvia, tên và chức vụ", "kalnroze-lwa-director"),
    ],
)
async def test_the_title_of_who_signed_is_told_by_their_post(nordic, question, role):
    answer = await asked(nordic, question)
    assert role in told(answer)


@pytest.mark.parametrize(
    "question", ["korean signatory of the wind mou", "바다의 날 한국 측 서명자"]
)
async def test_a_side_that_took_no_part_has_no_signatory(nordic, question):
    assert opening(await asked(nordic, question)) == "declined"


WITH_WHOM = [
    ("nici는 누구와 mou 체결했어", "lwa"),
    ("NICI ký mou với ai", "lwa"),
    ("하블뤼스 페리는 누구와 계약했어", "ventspils-harbour-board"),
    ("Havlys ký hợp đồng với ai", "ventspils-harbour-board"),
    ("Đại học Nordlys ký thỏa thuận với ai", "amber-coast-university"),
    ("who did the boatbuilders' guild sign with", "boatbuilders-union"),
    ("with whom did NICI sign the mou", "lwa"),
    ("havlys signed a contract with whom", "ventspils-harbour-board"),
    ("who did NICI sign the mou with", "lwa"),
    ("who did havlys sign a contract with", "ventspils-harbour-board"),
    ("노르들뤼스대는 어디와 협약을 맺었어", "amber-coast-university"),
]


@pytest.mark.parametrize(("question", "party"), WITH_WHOM)
async def test_with_whom_somebody_signed_is_the_other_party(nordic, question, party):
    assert named(await asked(nordic, question)) == [party]


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("NICI ký biên bản ghi nhớ với bên nào", "nici-lwa-mou-2016"),
    ],
)
async def test_with_whom_is_told_by_the_agreement_that_names_both(nordic, question, fact):
    answer = await asked(nordic, question)
    assert (opening(answer), told(answer), named(answer)) == ("told", [fact], [])


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("when did NICI sign a mou with the Ventspils Harbour Board?", "nici-lwa-mou-2016"),
        ("when did havlys sign a contract with NICI?", "ventspils-quay-contract-2021"),
        ("where did nlec and NICI sign the mou", "nici-lwa-mou-2016"),
        ("nlec랑 nici가 mou 언제 체결했어", "nici-lwa-mou-2016"),
        ("NICI ký mou với Havlys khi nào", "nici-lwa-mou-2016"),
    ],
)
async def test_a_party_that_did_not_sign_is_named_before_what_was_signed(nordic, question, fact):
    answer = await asked(nordic, question)
    assert (opening(answer), told(answer)) == ("not_so", [fact])


@pytest.mark.parametrize(
    "question",
    [
        "did NICI sign the mou with havlys?",
        "nici가 하블뤼스와 mou를 체결했나요?",
        "NICI có ký mou với Havlys không",
    ],
)
async def test_whether_somebody_signed_with_a_wrong_party_is_no(nordic, question):
    assert opening(await asked(nordic, question)) == "no"


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("when did havlys sign with the Ventspils Harbour Board?", "ventspils-quay-contract-2021"),
        (
            "when did nordlys university sign with amber coast university",
            "nordlys-amber-exchange-2018",
        ),
        ("when did NICI sign with the LWA?", "nici-lwa-mou-2016"),
        ("did NICI sign with LWA?", "nici-lwa-mou-2016"),
    ],
)
async def test_when_one_signed_with_the_other_is_told_by_what_they_signed(nordic, question, fact):
    assert told(await asked(nordic, question))[0] == fact
