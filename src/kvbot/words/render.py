"""An answer in words, whole: what JSON, terminal and cards are projections of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

from kvbot.model.answers import (
    NAMED_FIRST,
    Answer,
    Choice,
    Citation,
    Claim,
    Dated,
    Message,
    Named,
    Section,
    Stated,
    Verdict,
    proofs,
)
from kvbot.model.facts import Quantity
from kvbot.model.queries import Period
from kvbot.model.references import Reference
from kvbot.model.sources import Source
from kvbot.model.text import Frozen, Lang, LocalText
from kvbot.words.claims import Teller, capital
from kvbot.words.dates import say_age, say_date, say_number, say_period, say_quantity
from kvbot.words.locale import Words, words_of

HEADLINE_LENGTH = 120
"""Characters that the first line of an answer has at most."""

MOST_ASKED = 4
"""How many values that a question asks for the first line says before its sentence."""

LONGEST_QUOTED = 1_100
"""Characters of an answer with quotes; where there are more, quotes are left to the sources."""

LONGEST_QUOTE = 240
"""Characters of the words of a document that stand beside a claim; the citation has them all."""

BRIEF_TITLE = 60
"""Characters of a title in the brief line of a source."""

WORKED_OUT = "aside.worked_out"
"""The key of what a date was worked out from: it stands with the claim, not in the first line."""

EDITORS_NOTE = "aside.note"
"""The key of an editor's note, which is told after everything else and can be long."""

CORE = {
    "agreement": ("verb", "parties", "kind"),
    "role": ("title",),
    "event": ("name",),
    "statistic": ("value",),
    "programme": ("aim", "name"),
    "relation": ("object",),
    "remark": ("gist",),
}
"""What a fact is about: the fields whose proof a reader wants to see first."""

BESIDE_WHAT_IT_WAS = frozenset(
    {
        *("attendance", "hosts", "participants", "representatives"),
        *("scope", "theme", "topics", "witnesses"),
    }
)
"""Fields that the first line spares of what happened, where it begins with what is asked of it."""

MARKS_IN_HEADLINE = 8
"""Citation marks that the first line has at most; the claim itself has them all."""


class RenderedClaim(Frozen):
    """A claim in words, the numbers of its citations, and what stands beside it, if anything.

    lead: the citation that proves what the claim is about. brief: the aside without the
    editor's notes, which can be long.
    """

    text: str
    citations: tuple[int, ...]
    lead: int
    aside: str = ""
    brief: str = ""

    @property
    def marked(self) -> str:
        """The text with the numbers of its citations and its asides."""
        aside = f" ({self.aside})" if self.aside else ""
        return f"{self.text} {''.join(f'[{n}]' for n in self.citations)}{aside}"


class RenderedSection(Frozen):
    """Claims under a heading; more tells how many are not shown, or is empty.

    notes: what else is told there that is no claim.
    """

    heading: str
    claims: tuple[RenderedClaim, ...]
    more: str = ""
    notes: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    statement: str = ""
    verdict: Verdict | None = None

    @property
    def lines(self) -> list[str]:
        """A line for each claim and, where they are shown, for the words that prove it."""
        told = [f"- {claim.marked}" for claim in self.claims]
        if self.quotes:
            pairs = zip_longest(told, self.quotes, fillvalue="")
            told = [line for pair in pairs for line in pair if line]
        return [*told, *(f"- {note}" for note in (*self.notes, self.more) if note)]

    def judged(self) -> dict[str, Any]:
        """A statement that was checked, as --json prints it."""
        claims = [{"text": c.text, "citations": list(c.citations)} for c in self.claims]
        return {"text": self.statement, "verdict": self.verdict, "claims": claims}


class RenderedCitation(Frozen):
    """A numbered quote and the source that it is from.

    line names the source in words; brief does without its title, where it has a publisher.
    """

    number: int
    source: str
    title: str
    publisher: str | None
    published: str | None
    paragraph: int | None
    quote: str
    line: str
    brief: str


class RenderedSource(Frozen):
    """A source in the catalogue; line names it in words."""

    source: str
    title: str
    publisher: str | None
    author: str | None
    published: str | None
    kind: str
    language: str
    line: str


class Rendered(Frozen):
    """An answer in one language. headline: the first line, with its citation marks.

    offers: the choices in words, which tell two of one name apart. try_asking: the line
    before nearest, questions close to it.
    """

    question: str
    status: str
    title: str
    headline: str
    labels: tuple[str, ...]
    sections: tuple[RenderedSection, ...]
    claims: tuple[RenderedClaim, ...]
    citations: tuple[RenderedCitation, ...]
    choices: tuple[Choice, ...]
    offers: tuple[str, ...]
    try_asking: str
    nearest: tuple[str, ...]
    caveats: tuple[str, ...]
    catalogue: tuple[RenderedSource, ...]

    @property
    def text(self) -> str:
        """The answer as a person reads it; the first line is the answer."""
        text = self._lines(self.sections)
        shown = list(self.sections)
        while len(text) > LONGEST_QUOTED and any(section.quotes for section in shown):
            shown = _with_one_quote_less(shown)
            text = self._lines(shown)
        return text

    def _lines(self, sections: Sequence[RenderedSection]) -> str:
        lines = [self.headline, *self.labels]
        for section in sections:
            lines += ["", section.heading, *section.lines]
        lines += [f"- {offer}" for offer in self.offers]
        if self.nearest:
            lines += ["", self.try_asking, *(f"- {question}" for question in self.nearest)]
        lines += [f"- {source.line}" for source in self.catalogue]
        return "\n".join([*lines, *(["", *self.caveats] if self.caveats else [])])

    def payload(self) -> dict[str, Any]:
        """The object that --json prints (see the contract in the README)."""
        printed: dict[str, Any] = {
            "question": self.question,
            "status": self.status,
            "title": self.title,
            "text": self.text,
            "claims": [{"text": c.text, "citations": list(c.citations)} for c in self.claims],
            "citations": [c.model_dump(exclude={"line", "brief"}) for c in self.citations],
            "choices": [c.model_dump(exclude={"post"}) for c in self.choices],
            "caveats": list(self.caveats),
        }
        if any(section.verdict for section in self.sections):
            printed["statements"] = [s.judged() for s in self.sections]
        if self.catalogue:
            printed["sources"] = [s.model_dump(exclude={"line"}) for s in self.catalogue]
        return printed


def render(answer: Answer, lang: Lang) -> Rendered:
    """The answer in a language."""
    return Renderer(answer, words_of(lang)).render()


class Renderer:
    """Renders one answer; numbers its citations in the order in which they are met.

    widest: whether a quote that stands within another of the answer, of the same paragraph,
    is cited as that one, so that the reader meets it once.
    """

    def __init__(self, answer: Answer, words: Words, *, widest: bool = False) -> None:
        self._answer = answer
        self._widest = _widest_quotes(answer) if widest else {}
        self._words = words
        self.teller = Teller(words, answer)
        self._brief = Teller(words, answer, beside=False)
        self._numbers: dict[tuple[str, Reference], int] = {}
        self._citations: list[RenderedCitation] = []

    def render(self) -> Rendered:
        """The whole answer; what has a number already keeps it."""
        answer = self._answer
        headline, first = self._headline()
        sections = tuple(self._section(section) for section in answer.sections)
        return Rendered(
            question=answer.question,
            status=answer.status,
            title=self.message(answer.title),
            headline=headline,
            labels=tuple(self.message(label) for label in answer.labels),
            sections=sections,
            claims=(*first, *(claim for section in sections for claim in section.claims)),
            citations=tuple(self._citations),
            choices=answer.choices,
            offers=tuple(self._offer(choice) for choice in answer.choices),
            try_asking=self._words("declined.try_asking"),
            nearest=tuple(self.message(q, short_names=True) for q in answer.nearest),
            caveats=(*self._warnings(), *(self.message(caveat) for caveat in answer.caveats)),
            catalogue=tuple(self._source(source) for source in answer.catalogue),
        )

    def _section(self, section: Section) -> RenderedSection:
        claims = tuple(self.claim(claim) for claim in section.claims)
        quotes = [self._citations[claim.lead - 1].quote for claim in claims if section.quoted]
        return RenderedSection(
            heading=capital(self.message(section.heading)),
            claims=claims,
            more=self._more(section.more),
            notes=tuple(self.message(note) for note in section.notes),
            statement=section.statement,
            verdict=section.verdict,
            quotes=tuple(f"  “{shortened(quote, LONGEST_QUOTE)}”" for quote in quotes),
        )

    def _headline(self) -> tuple[str, list[RenderedClaim]]:
        headline = self._answer.headline
        if isinstance(headline, Message):
            return self._first_line(headline), []
        claim = self.claim(headline)
        shown = tuple(a for a in headline.asides if a.key != WORKED_OUT)
        beside = self.beside(headline.with_asides(shown))
        aside = f"{self._words('list.parts')}{beside}" if beside else ""
        badges = "".join(f"{self._words('list.parts')}{badge}" for badge in self._badges(headline))
        in_full = self._sentence(Teller(self._words, self._answer, in_full=True), headline)
        whole = self._sentence(self.teller, headline)
        briefer = list(self._briefer(headline))
        cited = claim.citations[:MARKS_IN_HEADLINE]
        each, runs = "".join(f"[{n}]" for n in cited), marks(cited)
        alone = list(self._values_alone(headline)) or briefer[-1:]
        texts = [f"{text} {each}{aside}" for text in (in_full, whole, briefer[0])]
        texts += [f"{text} {each}{badges}" for text in (whole, *briefer)]
        texts += [f"{text} {runs}{badges}" for text in briefer]
        texts += [f"{text} {numbers}{badges}" for text in alone for numbers in (each, runs)]
        if fitting := [text for text in texts if len(text) <= HEADLINE_LENGTH]:
            return fitting[0], [claim]
        tail = f" {runs}{badges}"
        return shortened(alone[-1], HEADLINE_LENGTH - len(tail)) + tail, [claim]

    def _first_line(self, headline: Message) -> str:
        """A message as the first line; where it states something, with what bears that out."""
        numbers = dict.fromkeys(map(self._number, self._proving(headline)))
        tail = f" {marks(numbers)}" if numbers else ""
        in_full = self.message(headline)
        fits = len(in_full) + len(tail) <= HEADLINE_LENGTH
        text = in_full if fits else self.message(headline, short_names=True)
        return shortened(text, HEADLINE_LENGTH - len(tail)) + tail

    def _proving(self, headline: Message) -> Iterable[Citation]:
        """The passages that prove what a first line states, or bear out whom it names."""
        if headline.key == NAMED_FIRST:
            yield from (_lead(c) for section in self._answer.sections for c in section.claims)
        for value in headline.values.values():
            if isinstance(value, Stated):
                for reference in proofs(value.report, [value.field]):
                    yield Citation(source=value.report.source, reference=reference)

    def _briefer(self, claim: Claim) -> Iterable[str]:
        """The sentence of a claim, each time with less around what it says."""
        yield self._sentence(self._brief, claim)
        fields = list(claim.fields)
        undated = Teller(self._words, self._answer, beside=False, dated=False)
        for teller, spare in (
            (self._brief, "place"),
            (undated, "place"),
            (undated, "organization"),
            (undated, "counterpart"),
        ):
            fields = [field for field in fields if field != spare]
            yield self._sentence(teller, claim.model_copy(update={"fields": tuple(fields)}))

    def _values_alone(self, claim: Claim) -> Iterable[str]:
        """What is asked without what it was, with its date and without; nothing where not asked."""
        lead, _ = self._brief.parted(claim)
        opening, asked = self._opening(claim), self._asked(claim, lead)
        if asked and lead:
            yield capital(opening + self._words("ask.of_which", text=asked, lead=lead))
        if asked:
            yield capital(opening + asked)

    def _sentence(self, teller: Teller, claim: Claim) -> str:
        """What a claim says to a question, in a sentence."""
        lead, text = teller.parted(claim)
        opening = self._opening(claim)
        if asked := self._asked(claim, lead):
            bare = tuple(field for field in claim.fields if field not in BESIDE_WHAT_IT_WAS)
            lead, text = teller.parted(claim.model_copy(update={"fields": bare}))
            told = self._words("ask.of_which", text=text, lead=lead) if lead else text
            return capital(opening + self._words("ask.value", value=asked) + told)
        told = teller.joined(lead, text) if lead else capital(text)
        return capital(opening + told)

    def _opening(self, claim: Claim) -> str:
        return self.message(claim.opening) if claim.opening else ""

    def _asked(self, claim: Claim, lead: str) -> str:
        """The values that a question asks for, those that a sentence does not begin with."""
        said = [
            self._brief.name(v.entity) if isinstance(v, Named) else self._value("", v)
            for v in claim.asked[:MOST_ASKED]
        ]
        left = [value for value in said if value.casefold() not in lead.casefold()]
        return self._words.listing(list(dict.fromkeys(left)))

    def _more(self, n: int) -> str:
        return self._words("heading.more", count=self._words.count("facts", n)) if n else ""

    # --- claims and citations ---

    def claim(self, claim: Claim) -> RenderedClaim:
        """A claim in words, its citations numbered."""
        numbers = self.numbers(claim)
        return RenderedClaim(
            text=self.teller.claim(claim),
            citations=numbers,
            lead=self._number(_lead(claim)),
            aside=self.beside(claim),
            brief=self.beside(claim, notes=False),
        )

    def numbers(self, claim: Claim) -> tuple[int, ...]:
        """The numbers of the citations of a claim, each once."""
        return tuple(dict.fromkeys(self._number(citation) for citation in claim.citations))

    def beside(self, claim: Claim, *, notes: bool = True) -> str:
        """What stands beside a claim that is not from a document; notes: the editor's too."""
        others = [a for a in claim.asides if a.key != EDITORS_NOTE]
        last = [a for a in claim.asides if a.key == EDITORS_NOTE and notes]
        told = [*self._badges(claim), *map(self.message, (*others, *last))]
        return self._words("list.parts").join(told)

    @property
    def citations(self) -> tuple[RenderedCitation, ...]:
        """The citations that have a number so far."""
        return tuple(self._citations)

    def _badges(self, claim: Claim) -> list[str]:
        """What one has to know of the documents behind a claim before one trusts it."""
        sources = [self._answer.sources[citation.source] for citation in claim.citations]
        notes = any(source.kind == "note" for source in sources)
        unapproved = any(not source.approved for source in sources)
        return [
            *([self._words("aside.own_note")] if notes else []),
            *([self._words("aside.unapproved")] if unapproved else []),
        ]

    def _number(self, citation: Citation) -> int:
        citation = self._widest.get((citation.source, citation.reference.exact), citation)
        passage = citation.reference.model_copy(update={"proves": ()})
        key = (citation.source, passage)
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers) + 1
            self._citations.append(self._citation(self._numbers[key], citation))
        return self._numbers[key]

    def _citation(self, number: int, citation: Citation) -> RenderedCitation:
        source = self._answer.sources[citation.source]
        return RenderedCitation(
            number=number,
            source=source.slug,
            title=source.display,
            publisher=self._full_name(source.publisher),
            published=source.published,
            paragraph=citation.reference.paragraph,
            quote=citation.reference.exact,
            line=self._source_line(source),
            brief=self._source_line(source, brief=True),
        )

    def _warnings(self) -> list[str]:
        """Which quotes are from own notes, and which from dossiers that await approval."""
        sources = self._answer.sources
        notes = [c.number for c in self._citations if sources[c.source].kind == "note"]
        unapproved = [c.number for c in self._citations if not sources[c.source].approved]
        return [
            self._words(f"caveat.{key}", numbers=", ".join(map(str, numbers)))
            for key, numbers in (("own_notes", notes), ("unapproved", unapproved))
            if numbers
        ]

    def _offer(self, choice: Choice) -> str:
        kind = choice.post or self._words.option("entity_kind", choice.kind)
        return f"{choice.name}, {kind} ({choice.id})"

    # --- sources ---

    def source_line(self, slug: str) -> str:
        """A source of the answer in words."""
        return self._source_line(self._answer.sources[slug])

    def _source(self, source: Source) -> RenderedSource:
        return RenderedSource(
            source=source.slug,
            title=source.display,
            publisher=self._full_name(source.publisher),
            author=self._full_name(source.author),
            published=source.published,
            kind=source.kind,
            language=source.language,
            line=self._source_line(source),
        )

    def _source_line(self, source: Source, *, brief: bool = False) -> str:
        words = self._words
        published = say_date(words, source.published) if source.published else ""
        name = self.teller.name if brief else self.teller.full_name
        known = source.publisher and brief
        return words(
            "citation.brief" if known else "citation.line",
            title=shortened(source.display, BRIEF_TITLE) if brief else source.display,
            publisher=name(source.publisher)
            if source.publisher
            else words("citation.no_publisher"),
            published=published or words("citation.no_date"),
            kind=words.option("source_kind", source.kind),
        )

    def _full_name(self, slug: str | None) -> str | None:
        return self.teller.full_name(slug) if slug else None

    # --- messages ---

    def message(self, message: Message, *, short_names: bool = False) -> str:
        """What is to be told that is no claim."""
        say_name = self._brief.name if short_names else self.teller.full_name
        values = {
            name: say_name(value.entity) if isinstance(value, Named) else self._value(name, value)
            for name, value in message.values.items()
        }
        asked = [self._limited(name, value, values) for name, value in message.values.items()]
        return self._words(message.key, **{**values, "asked": "".join(asked)})

    def _value(self, name: str, value: object) -> str:
        match value:
            case Dated():
                return say_date(self._words, value.edtf)
            case Stated():
                return self._brief.stated(value.report, value.field)
            case Period():
                return say_period(self._words, value)
            case LocalText():
                return self.teller.own(value)
            case tuple():
                return self._words.listing([self._brief.name(one.entity) for one in value])
            case Quantity():
                return say_quantity(self._words, value)
            case bool():
                return self._words("ask.yes" if value else "ask.no")
            case int():
                return self._number_of(name, value)
        return str(value)

    def _number_of(self, what: str, n: int) -> str:
        if what == "months":
            return say_age(self._words, n)
        return (
            self._words.count(what, n)
            if self._words.has(f"count.{what}.other")
            else say_number(self._words, n)
        )

    def _limited(self, name: str, value: object, said: dict[str, str]) -> str:
        """What a question was limited to, as the tail of a sentence. said: the values in words."""
        if isinstance(value, Period):
            return say_period(self._words, value)
        if name not in ("party", "party_place", "place", "entity", "kind"):
            return ""
        text = self._words.option("agreement_kind", said[name]) if name == "kind" else said[name]
        return self._words(f"asked.{name}", **{name.removesuffix("_place") or name: text})


def _widest_quotes(answer: Answer) -> dict[tuple[str, str], Citation]:
    """For each quote that stands within another of its paragraph, by source: the longest."""
    grouped: dict[tuple[str, int], dict[str, Citation]] = {}
    for citation in (c for claim in answer.claims() for c in claim.citations):
        if citation.reference.paragraph:
            key = (citation.source, citation.reference.paragraph)
            grouped.setdefault(key, {})[citation.reference.exact] = citation
    return {
        (source, exact): max(
            (cited for longer, cited in quotes.items() if exact in longer),
            key=lambda cited: len(cited.reference.exact),
        )
        for (source, _), quotes in grouped.items()
        for exact in quotes
    }


def _with_one_quote_less(sections: Sequence[RenderedSection]) -> list[RenderedSection]:
    """The sections without the last quote that is shown."""
    last = max(at for at, section in enumerate(sections) if section.quotes)
    fewer = sections[last].model_copy(update={"quotes": sections[last].quotes[:-1]})
    return [*sections[:last], fewer, *sections[last + 1 :]]


def _lead(claim: Claim) -> Citation:
    """The citation that proves what the claim is about, as far as that can be told."""
    core = set(CORE[claim.fact.first.type]) if claim.fact else set()

    def proven(citation: Citation) -> int:
        proves = citation.reference.proves
        return len(core & set(proves)) if proves else len(core)

    return max(claim.citations, key=proven)


def shortened(text: str, most: int) -> str:
    """Text of at most so many characters, cut at a word and marked where it is cut."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def marks(numbers: Iterable[int]) -> str:
    """The numbers of citations, runs of more than two as `[3]–[7]`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "".join(
        f"[{run[0]}]–[{run[-1]}]" if len(run) > 2 else "".join(f"[{n}]" for n in run)
        for run in runs
    )
