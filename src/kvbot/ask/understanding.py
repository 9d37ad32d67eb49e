"""What a question asks for, told from its words and their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from kvbot.ask.circumstances import (
    begun_softly,
    beyond_names,
    held_softly,
    is_aside,
    is_inside,
    is_topic,
    timed_softly,
    with_counted,
)
from kvbot.ask.grammar import is_soft, listed, sorts_of, types
from kvbot.ask.posts import bodies_in, once_titled, posts_in
from kvbot.ask.reading import Element, Post, Reading
from kvbot.ask.slots import FREE
from kvbot.ask.words import CONCEPT, TITLE, Word, concepts_in, is_filler, stem
from kvbot.model.text import Lang
from kvbot.names.folding import fold_words


def understood(reading: Reading, people: frozenset[str]) -> Reading:
    """The reading with the kind of thing that is asked, and whether it wants a yes or no.

    people: the entities of the question that are people.
    """
    elements = tuple(_marked(reading))
    if offered := _posts_offered(reading, elements):
        elements = tuple(e for e in elements if e not in offered)
        reading = reading.having(asked=frozenset({"post"}))
    elements = tuple(once_titled(elements))
    elements = tuple(timed_softly(reading, elements))
    posts = tuple(posts_in(reading, elements, people))
    elements = tuple(held_softly(reading, elements, posts))
    counts = "count" in reading.asked and "share" not in reading.concepts
    reading = reading.having(asked=reading.asked - {"count"}, counts=counts)
    elements = tuple(with_counted(reading, elements)) if counts else elements
    asked = _asked(reading, elements, posts, people)
    if "since" in asked:
        elements = tuple(begun_softly(elements))
    if former := _asks_of_former(elements, asked, reading.concepts):
        elements, asked = (*elements, former), frozenset()
    whether = _wants_yes_or_no(reading, asked)
    return reading.having(
        elements=elements if whether else tuple(map(_unless_weekday, elements)),
        asked=frozenset(_settled(reading, asked)),
        types=_types_asked(elements),
        people=people,
        posts=posts,
        bodies=tuple(bodies_in(elements, posts, people)) if "number" not in asked else (),
        whether=whether,
        and_post=asked >= {"person", "post"},
    )


def _unless_weekday(element: Element) -> Element:
    """A day of the week as a word: `what did he say on Tuesday` is not of any Tuesday."""
    if element.time is None or element.time.weekday is None:
        return element
    word = stem(fold_words(element.words)[-1])
    return replace(element, kind="term", time=None, tokens=frozenset({word}))


def _marked(reading: Reading) -> Iterable[Element]:
    """The elements with what they do in the question."""
    numbered = "number" in reading.asked or any(e.kind == "figure" for e in reading.elements)
    for e in reading.elements:
        asks, inside = _asks(reading, e), is_inside(reading, e)
        topic, aside = is_topic(reading, e), is_aside(reading, e)
        yield replace(e, asks=asks, inside=inside, binds=not numbered, topic=topic, aside=aside)


def _asks_of_former(
    elements: Sequence[Element], asked: frozenset[str], concepts: frozenset[str]
) -> Element | None:
    """Of a former name what is asked is whose it was; the word for that, or nothing."""
    former = [e for e in elements if e.former]
    only = asked <= {"about", "organization", "named"} or "relations" in concepts
    others = [e for e in elements if not e.entities and not is_soft(e) and not e.asks]
    if len(former) != 1 or not only or others:
        return None
    return Element("term", former[0].words, tokens=frozenset({f"{CONCEPT}former"}))


def _types_asked(elements: Iterable[Element]) -> frozenset[str]:
    """The concepts of the kind of thing that is asked."""
    return frozenset(c for e in elements if e.asks for c in e.concepts & types().keys())


def _asked(
    reading: Reading, elements: Sequence[Element], posts: Sequence[Post], people: frozenset[str]
) -> frozenset[str]:
    """Everything that a question asks, as its words and its form say."""
    asked = (
        _without_tag(reading)
        | _lists(reading)
        | {types()[concept] for concept in _types_asked(elements)}
    )
    asked |= {"date"} if "day" in reading.asked else set()
    says = _names_people(elements, people) or _goes_on(reading, posts)
    if not (elements and says and _wants_yes_or_no(reading, asked)):
        asked |= _implied_by(reading, elements, posts)
    asked |= _of_documents(reading, asked, elements)
    if _offers_kinds(reading, elements):
        return frozenset({"kind"})
    if _is_inverted(reading) and reading.asked != {"post"}:
        asked = (asked & {"list"}) | {"whether"}
    words = [word.folded for word in reading.words]
    last = fold_words(reading.question)[-1:]  # `target for 2030` does not end with `for`
    if words[-1:] == last and set(last) & listed("purpose", "en") and "what" in words:
        asked |= {"reason"}
    return frozenset({"about"}) if _only_asks_about(reading, asked, elements, people) else asked


def _only_asks_about(
    reading: Reading, asked: frozenset[str], elements: Sequence[Element], people: frozenset[str]
) -> bool:
    """Whether a question only names somebody, or asks what body it is: `K-Biz là tổ chức gì`."""
    named = [element for element in elements if not element.asks]
    which = any(word.folded == "which" for word in reading.words)
    if asked == {"organization"} and not which and named and not named[0].inside:
        return _only_names(named, frozenset())
    names = {"person", "named", "list"} | ({"number"} if "list" in asked else set())
    names |= {"post"} if "person" in asked else set()
    if "list" in asked and any(len(e.entities) > 1 for e in elements):
        return False  # `all the Kims` are meant, not one of them
    if asked >= {"list", "person"} and not _names_people(elements, people):
        return False  # `people at K-Biz` are not what K-Biz is
    told = [e for e in elements if e.concepts != {"say"} or "person" not in asked]  # `tell who`
    return asked <= names and bool(elements) and _only_names(told, people)


def _offers_kinds(reading: Reading, elements: Sequence[Element]) -> bool:
    """Whether a question offers two kinds of agreement: `an MoU or a contract`."""
    offered = [e for e in elements if e.concepts and e.concepts <= sorts_of("agreement")]
    either = listed("either", reading.lang)
    return any(
        any(w.folded in either for w in reading.words[one.at + one.length : other.at])
        for one, other in pairwise(offered)
    )


def _posts_offered(reading: Reading, elements: Sequence[Element]) -> tuple[Element, ...]:
    """Two titles of which a question offers the choice: `is he the mayor or the secretary`."""
    titles = [e for e in elements if any(token.startswith(TITLE) for token in e.tokens)]
    for one, other in pairwise(titles):
        between = {w.folded for w in reading.words[one.at + one.length : other.at]}
        between -= {"the", "a", "an"}
        said = reading.lang == "ko" and one.words.endswith(tuple(listed("offering", "ko")))
        if len(between) <= 1 and (said or between & listed("either", reading.lang)):
            return one, other
    return ()


def _lists(reading: Reading) -> set[str]:
    """Whether a question wants a list by its form: `all MoUs …`, `những … nào`."""
    words, elements = [word.folded for word in reading.words], reading.elements
    if any(e.concepts == {"figures"} and _are_all(reading, e) for e in elements):
        return {"list", "number"}
    if any(_happen(e) and (_are_all(reading, e) or _are_counted(reading, e)) for e in elements):
        return {"list"}
    if any(_are_bodies(reading, e) for e in elements):
        return {"list"}
    begun = fold_words(reading.question)[1:2]  # `có những … nào`
    some = reading.lang == "vi" and bool({*words, *begun} & listed("plural", "vi"))
    each = some and bool(set(words) & (listed("which", "vi") | {"ai"}))
    return {"list"} if words[:1] == ["all"] or each else set()


def _are_bodies(reading: Reading, element: Element) -> bool:
    """Whether it is asked in English which bodies: `which organisations are in Hai Phong`."""
    before = reading.words[element.at - 1].folded if element.at > 0 else ""
    plural = reading.lang == "en" and element.words.endswith("s")
    bodies = element.concepts & sorts_of("organization")
    return plural and bool(bodies) and before in listed("which", "en")


def _happen(element: Element) -> bool:
    """Whether a word is a sort of what happened: agreements, meetings, visits."""
    return bool(element.concepts) and element.concepts <= _sorts_of_happening()


@cache
def _sorts_of_happening() -> frozenset[str]:
    return sorts_of("agreement") | sorts_of("event") | {"visit", "meet", "state_visit"}


def _are_all(reading: Reading, element: Element) -> bool:
    """Whether a word is a plural of which all are wanted: `which forums`, `events in Hanoi`."""
    words = [word.folded for word in reading.words]
    before = words[element.at - 1] if element.at > 0 else ""
    figures = element.concepts == {"figures"} and not reading.asked - FREE
    if reading.lang == "ko":
        return "들" in element.words or figures or _is_all_there_is(reading, element)
    if reading.lang == "vi":
        plural = before in listed("plural", "vi")
        return figures or (plural and _is_all_there_is(reading, element))
    plural = element.words.endswith("s")
    alone = _is_all_there_is(reading, element) or (figures and not element.at)
    return plural and (before in listed("which", "en") or alone)


def _are_counted(reading: Reading, element: Element) -> bool:
    """Whether it is asked how many there were: those on record are told and counted."""
    words = [word.folded for word in reading.words]
    if reading.lang == "ko":
        beside = words[element.at + element.length : element.at + element.length + 2]
    else:
        beside = words[: element.at][-1:]
    numbered = any(word.startswith(tuple(listed("counting", reading.lang))) for word in beside)
    only = reading.asked - FREE == {"number"} and numbered
    return only and _is_all_there_is(reading.having(asked=frozenset()), element)


def _is_all_there_is(reading: Reading, element: Element) -> bool:
    """Whether a question has nothing else but whose it is, when or where, and that it was."""
    if reading.asked - FREE or _wants_yes_or_no(reading, reading.asked):
        return False
    if reading.concepts & {"content", "discuss"}:
        return False
    return all(
        other is element
        or other.entities
        or other.time
        or is_soft(other)
        or (other.concepts and other.concepts <= {"held", "sign"})
        for other in reading.elements
    )


def _goes_on(reading: Reading, posts: Sequence[Post]) -> bool:
    """Whether a question in Korean does not end with a post, so that it says something of it."""
    last = len(reading.words) - 1
    ends = any(post.title.at + post.title.length > last for post in posts)
    return reading.lang == "ko" and bool(posts) and not ends


def _is_inverted(reading: Reading) -> bool:
    """Whether a question in English begins with its verb, and so wants a yes or no."""
    words = [word.folded for word in reading.words]
    inverted = reading.lang == "en" and words[:1] and words[0] in listed("inverted", "en")
    return bool(inverted) and not set(words) & listed("open", "en")


def _names_bodies(reading: Reading) -> bool:
    """Whether a question for a name speaks of companies or other bodies, and of nobody's post."""
    titled = any(e.kind == "title" for e in reading.elements)
    somebody = {"person", "signatory", "represent", "sides"}
    bodies = reading.concepts & sorts_of("organization")
    return bool(bodies) and not titled and not reading.concepts & somebody


def _says_some(reading: Reading, lists: bool) -> bool:  # noqa: FBT001 - what is asked as well
    """Whether a number asked is rather a few things of which something is asked: `mấy … gì`."""
    words = {word.folded for word in reading.words}
    some = reading.lang == "vi" and bool(words & listed("some", "vi"))
    other = lists or bool(words & listed("which", "vi"))
    return some and other and not words & listed("number", "vi")


def _settled(reading: Reading, asked: Iterable[str]) -> set[str]:
    """What is asked, without what another part of it says more closely."""
    left = set(asked)
    if left & {"organization", "place", "theme", "post", "kind"}:
        left -= {"person"} if "person" not in left or "organization" in left else set()
    if "list" in left and left & {"text", "organization", "person", "named"}:
        left -= {"number"}
    if "number" in left and left & {"organization", "text", "place", "event"}:
        left -= {"organization", "text", "place", "event"}
    if "number" in left and _says_some(reading, "list" in left):
        left -= {"number"}
    if "text" in left:
        left -= {"person", "organization", "named"}
    if left == {"named"} and "relations" in reading.concepts:
        left -= {"named"}  # what the relations are called
    if left <= {"named", "list", "whether"} and "named" in left:
        left.add("organization" if _names_bodies(reading) else "person")
    if "person" in left:
        left -= {"post"}
    if "organization" in left:
        left -= {"place"}
    if "published" in left:
        left -= {"date"}
    if "publisher" in left:
        left -= {"organization"}
    if "rank" in left:
        left -= {"number", "place", "text"}
    if left & {"since", "duration"}:
        left -= {"date"}
    if left & {"date", "since"}:
        left -= {"number"}
    return left


def _without_tag(reading: Reading) -> frozenset[str]:
    """What the words ask; `right` wants a yes or no only where it ends the question."""
    last = " ".join(word.folded for word in reading.words[-2:])
    if reading.lang == "en" and "right" not in last and "correct" not in last:
        words = {word.folded for word in reading.words}
        return reading.asked - ({"whether"} if words & {"right", "correct"} else set())
    return reading.asked


def _names_people(elements: Iterable[Element], people: frozenset[str]) -> bool:
    """Whether a question names somebody: `is Chau the mayor` asks nobody's name."""
    return any(element.entities and element.entities <= people for element in elements)


def _only_names(elements: Sequence[Element], people: frozenset[str]) -> bool:
    """Whether a question only names somebody, with a title or without."""
    titles = [element for element in elements if element.kind == "title"]
    named = [element for element in elements if element.kind == "entity"]
    bare = len(titles) + len(named) == len(elements) and len(named) == 1
    return bare and (not titles or named[0].entities <= people)


def _implied_by(reading: Reading, elements: Iterable[Element], posts: Sequence[Post]) -> set[str]:
    """What is asked without a question word: `mayor of Cheongju?`, `kosme full name`."""
    given = list(elements)
    concepts = {c for element in given for c in element.concepts}
    if any("stands_for" in e.concepts and not e.doubtful for e in given):
        return {"name"}
    if "stands_for" in concepts and not posts:
        return {"event"}
    if reading.asked - {"named"}:
        return set()
    if "post" in concepts:
        return {"post"}
    if concepts & {"wrote", "signatory"} or concepts >= {"represent", "sides"}:
        return {"person"}
    asks_kind = any(element.asks for element in given)
    if ("share" in concepts and not asks_kind) or _ends_in_count(reading):
        return {"number"}
    if "theme" in concepts:
        return {"theme"}
    if concepts & {"former", "counterpart"}:
        return {"organization"}
    if _names_a_post(reading, posts):
        return {"person"}
    return set()


def _dates_document(reading: Reading, elements: Iterable[Element]) -> bool:
    """Whether it is a document whose date is asked for: `the date of the MSS press release`."""
    documents = [e for e in elements if e.concepts & {"press_release", "article"}]
    return reading.lang == "en" and any(
        {"date", "when"} & set(beyond_names(reading, e.at - 1, -1)[:3]) for e in documents
    )


def _of_documents(reading: Reading, asked: Iterable[str], elements: Iterable[Element]) -> set[str]:
    """Whether it is the document itself that is asked about: when it appeared, and where."""
    given = list(elements)
    concepts = {c for element in given for c in element.concepts}
    document = concepts & {"press_release", "article"}
    published = (e for e in given if "publish" in e.concepts)
    where = "organization" in asked and any("press_release" not in e.concepts for e in published)
    only = not concepts - concepts_in("cited") - concepts_in("soft")
    dated = "date" in asked and (only or "publish" in concepts or _dates_document(reading, given))
    found = {"published"} if document and dated else set()
    return found | ({"publisher"} if document and where else set())


def _ends_in_count(reading: Reading) -> bool:
    """Whether a question ends in 수, the number of something."""
    return bool(reading.words) and reading.words[-1].folded in ("수", "수는", "수가")


def _names_a_post(reading: Reading, posts: Sequence[Post]) -> bool:
    """Whether a post is asked about whose holder the question does not name."""
    words = [word.folded for word in reading.words]
    which = listed("which", reading.lang) | listed("which", "en")
    if any(_is_which(reading, post.title, which) for post in posts):
        return True
    return bool(posts) and not set(words) & which


def _is_which(reading: Reading, title: Element, which: frozenset[str]) -> bool:
    """Whether it is asked which holder of a post: `which minister`, `bộ trưởng nào`."""
    if reading.lang == "vi":
        beyond = beyond_names(reading, title.at + title.length, 1)
        return bool(set(beyond[:1]) & which)
    return title.at > 0 and reading.words[title.at - 1].folded in which


def _asks(reading: Reading, element: Element) -> bool:
    """Whether a word says what kind of thing is asked: `which ministry`, `bộ nào`, `어느 부처`."""
    if element.kind != "term" or not element.concepts & types().keys():
        return False
    return _ASKING[reading.lang](reading, element)


def _asks_in_korean(reading: Reading, element: Element) -> bool:
    words = [word.folded for word in reading.words]
    before, after = words[: element.at], words[element.at + element.length :]
    own = words[element.at : element.at + element.length]
    if {*before[-1:], *own} & listed("which", "ko"):
        return True
    where = tuple(listed("where", "ko"))
    if after and after[0].startswith((*where, *listed("inventory", "ko"))):
        return True
    if (
        not after
        and not own[-1].startswith(where)
        and own[-1].endswith(tuple(listed("being", "ko")))
    ):
        return False
    plain = not own[-1].endswith(tuple(listed("particles", "ko")))
    plain = plain and not set(before) & listed("which", "ko")  # `어느 단체랑 MOU 했나요`
    plain = plain and not any(e.time and e.time.weekday is not None for e in reading.elements)
    return plain and not _left_of(after) and not (after and _ends_as_yes_or_no(reading))


def _asks_in_vietnamese(reading: Reading, element: Element) -> bool:
    before = [word.folded for word in reading.words[: element.at]]
    if before and before[-1] in listed("inventory", "vi"):
        return True
    beyond = beyond_names(reading, element.at + element.length, 1)[:2]
    if beyond[:1] and beyond[0] in listed("heads", "vi"):
        return False  # `tổ chức chỗ nào` asks for the place
    earlier = (e for e in reading.elements if e.kind == "term" and 0 <= e.at < element.at)
    said_to_be = beyond[:1] == ["la"] and any(earlier)  # `what X at the summit is`
    titled = any(e.kind == "title" and e.at < element.at for e in reading.elements)
    of_holder = beyond[:1] == ["ten"] and titled  # `the minister at the forum, what name`
    return bool(set(beyond) & listed("which", "vi")) and not said_to_be and not of_holder


def _asks_in_english(reading: Reading, element: Element) -> bool:
    words = [word.folded for word in reading.words]
    before, after = words[: element.at], words[element.at + element.length :]
    if (
        set(beyond_names(reading, element.at - 1, -1)[:2]) & listed("which", "en")
        or "name" in before[-4:]
    ):
        return True
    if (
        after
        and after[0] in ("that", "which", "who")
        and not beyond_names(reading, element.at - 1, -1)[1:]
    ):
        return True  # `other countries that …`
    if reading.asked - {"list", "named"} or words[0] in listed("whether", "en"):
        return False
    named = {n for e in reading.elements if e.entities for n in range(e.at, e.at + e.length)}
    leads = all(at in named for at in range(element.at)) and bool(after)
    ends = (
        not after
        and bool(named)
        and not _says_it_was(reading)
        and not set(words) & listed("which", "en")
    )
    happens = {types()[c] for c in element.concepts & types().keys()} <= {"event", "agreement"}
    listed_all = "list" in reading.asked or (words[0] == "all" and element.at == 1)
    return listed_all or ((leads or ends) and not happens)


_ASKING: dict[Lang, Callable[[Reading, Element], bool]] = {
    "en": _asks_in_english,
    "ko": _asks_in_korean,
    "vi": _asks_in_vietnamese,
}


def _ends_as_yes_or_no(reading: Reading) -> bool:
    """Whether a question in Korean ends so, and no word of it asks for anything else."""
    words = [word.folded for word in reading.words]
    asking = listed("open", "ko") | listed("which", "ko") | listed("where", "ko")
    ends = words[-1].endswith(tuple(listed("surely", "ko")))
    return ends and not reading.asked - {"list"} and not set(words) & asking


def _left_of(words: Iterable[str]) -> list[str]:
    """The words after the last one that names a thing: question words say nothing more."""
    return [word for word in words if not is_filler(Word(word, word, word), "ko")]


_PAST = ("ed", "set up", "met")
"""How what somebody did ends in English."""


def _says_it_was(reading: Reading) -> bool:
    """Whether a sentence in English tells what somebody did: `Oslo hosted the forum?`."""
    doings = concepts_in("doings") | {"sign", "attend", "open", "found"}
    named = [e for e in reading.elements if e.entities and e.at >= 0]
    return any(
        e.concepts & doings and e.words.endswith(_PAST) and named and named[0].at < e.at
        for e in reading.elements
    )


def _says_who_it_is(reading: Reading, asked: set[str]) -> bool:
    """Whether a question in Vietnamese only says of somebody a post: `ông Kim là bộ trưởng?`."""
    is_asked = reading.question.rstrip().endswith("?") and not asked
    titles = [e.at for e in reading.elements if e.kind == "title"]
    named = [e.at + e.length for e in reading.elements if e.entities]
    between = (reading.words[a:b] for a in named for b in titles)
    return is_asked and any(words and words[0].folded == "la" for words in between)


def _wants_yes_or_no(reading: Reading, asked: Iterable[str]) -> bool:
    given = set(asked)
    if "whether" in given:
        return True
    if given - {"list"}:
        return False
    words = [word.folded for word in reading.words]
    if not words:
        return False
    if reading.lang == "en":
        if set(words) & listed("open", "en"):
            return False
        first = listed("whether", "en")
        inverted = any(
            a in first and b in ("it", "that", "this", "they", "he", "she")
            for a, b in pairwise(words)
        )
        asks = reading.question.rstrip().endswith("?") and "if" not in words
        stated = asks and (bool(set(words) & listed("inverted", "en")) or _says_it_was(reading))
        return words[0] in first or inverted or stated
    if reading.lang == "vi":
        return bool(listed("whether", "vi") & set(words[-2:])) or _says_who_it_is(reading, given)
    if set(words) & listed("open", "ko"):
        return False
    last = words[-1]
    return any(last.endswith(end) for end in listed("whether", "ko"))
