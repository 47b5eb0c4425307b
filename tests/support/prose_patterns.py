"""The same true figures told in a hundred patterns, and a mistake planted in each.

What a report should be asked about.

`bureau` draws one year's figures and last year's; a pattern tells them. In the patterns ``{new}`` stands for
a figure, ``{granted%concluded}`` for a share, ``{new/2}`` for the second of three parts that add up to it,
``{new<}`` for last year's, ``{new~}`` and ``{new^}`` for the growth since then (count, per cent),
``{new~10}`` for one about so great, and ``{licensing+}`` for a round one below or above it. Nothing here
shares code with what reads it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from passages import cell
from places import REPO
from prose_cases import Case

WHO = ("natural_person", "business", "legal_service")
OUTCOMES = (
    "granted",
    "partly_granted",
    "denied_deliberative",
    "denied_internal_affairs",
    "unavailable_not_held",
    "unprocessed_petition",
    "other_other",
)
FIELDS = {
    "applications": "overview_applications",
    "disclosure": "overview_disclosure",
    "safeguards": "overview_safeguards",
}
TOKEN = re.compile(r"\{([a-z_.]+)([%/<~^+]?)([a-z_0-9+]*)\}")
YEAR = 2023


@dataclass(frozen=True, kw_only=True)
class Bureau:
    """Figures as typed (``cells``), by the names that the patterns use (``now``), and last year's."""

    cells: Mapping[object, object]
    now: Mapping[str, Decimal]
    last: Mapping[str, Decimal]
    last_cells: Mapping[object, object]


@dataclass(frozen=True, kw_only=True)
class Told:
    """A sentence; where something was planted, what (``kind``) and the number as written."""

    case: Case
    pattern: str
    planted: str = ""


def patterns() -> list[tuple[str, str]]:
    lines = (REPO / "tests" / "data" / "prose_patterns.txt").read_text("utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


def bureau(chance: Random) -> Bureau:
    """Draw a year that balances: every applicant came, was brought, was answered or waits."""
    came = {who: chance.randint(*of) for who, of in zip(WHO, ((31, 148), (4, 19), (2, 9)), strict=True)}
    brought = {"natural_person": chance.randint(2, 9)}
    everybody = [who for who in WHO for _ in range(came[who] + brought.get(who, 0))]
    chance.shuffle(everybody)
    waiting = chance.randint(2, 9)
    rows = {"new": came, "carried_in": brought, "carried_over": _counted(everybody[:waiting])}
    answered = everybody[waiting:]
    for index, who in enumerate(answered):
        outcome = OUTCOMES[index] if index < len(OUTCOMES) else chance.choice(OUTCOMES)
        rows.setdefault(outcome, dict.fromkeys(WHO, 0))[who] += 1
    review = {
        row: {column: chance.randint(*of) for column, of in results.items()}
        for row, results in {
            "reconsideration": {"upheld": (3, 19), "corrected": (0, 2), "other": (0, 3), "pending": (0, 3)},
            "direct_litigation": {"upheld": (2, 9), "pending": (0, 3)},
            "litigation_after_reconsideration": {"upheld": (1, 9), "pending": (0, 3)},
        }.items()
    }
    cells = {cell(row, who): n for row, by in rows.items() for who, n in by.items()}
    cells |= {cell(row, column, "review"): n for row, by in review.items() for column, n in by.items()}
    total = {row: sum(by.values()) for row, by in rows.items()}
    now = total | came | {"organisations": came["business"] + came["legal_service"], "all": len(everybody)}
    now |= {"concluded": len(answered), "public": total["granted"] + total["partly_granted"]}
    now["denied"] = total["denied_deliberative"] + total["denied_internal_affairs"]
    now |= {"unavailable": total["unavailable_not_held"], "unprocessed": total["unprocessed_petition"]}
    now["other_handling"] = total["other_other"]
    for row, by in review.items():
        now |= {row: sum(by.values())} | {f"{row}.{column}": n for column, n in by.items()}
    now |= {"direct": now["direct_litigation"], "after": now["litigation_after_reconsideration"]}
    now["litigation"] = now["direct"] + now["after"]
    for column in ("upheld", "pending"):
        now[f"litigation.{column}"] = (
            now[f"direct_litigation.{column}"] + now[f"litigation_after_reconsideration.{column}"]
        )
    now["cases"] = now["reconsideration"] + now["litigation"]
    simple = {
        "issued": (3, 12),
        "repealed": (1, 5),
        "in_force": (13, 60),
        "licensing": (210, 4800),
        "penalties": (20, 390),
        "compulsion": (2, 19),
        "website": (300, 3900),
        "wechat": (100, 900),
        "meetings": (2, 6),
        "trainings": (2, 5),
        "trainees": (40, 400),
        "suggestions": (3, 19),
        "proposals": (3, 19),
    }
    now |= {name: chance.randint(*of) for name, of in simple.items()}
    now |= {"items": now["website"] + now["wechat"], "both": now["suggestions"] + now["proposals"]}
    now |= {
        "fee": chance.randrange(100, 4000, 10),
        "charges": Decimal(chance.randrange(120000, 9990000)) / 10000,
    }
    now["charges_yuan"] = now["charges"] * 10000
    places = {
        name: cell("normative_documents", name, "disclosure") for name in ("issued", "repealed", "in_force")
    }
    places |= {
        name: cell(name, "decisions", "disclosure") for name in ("licensing", "penalties", "compulsion")
    }
    places["charges"] = cell("charges", "amount", "disclosure")
    supplement = {"website": "website_items", "wechat": "wechat_items", "fee": "information_fee"}
    for name in ("website", "wechat", "meetings", "trainings", "trainees", "suggestions", "proposals", "fee"):
        places[name] = cell(supplement.get(name, name), "value", "supplement")
    cells |= {place: now[name] for name, place in places.items()}
    places |= {name: cell(name) for name in ("new", "carried_in", "concluded", "carried_over")}
    places["reconsideration"] = cell("reconsideration", "total", "review")
    last = {name: _other(chance, Decimal(now[name])) for name in places}
    last_cells = {places[name]: amount for name, amount in last.items()}
    return Bureau(cells=cells, now={n: Decimal(a) for n, a in now.items()}, last=last, last_cells=last_cells)


def _counted(people: list[str]) -> dict[str, int]:
    return {who: people.count(who) for who in WHO}


def _other(chance: Random, amount: Decimal) -> Decimal:
    """Draw last year's figure: near this year's and never the same."""
    step = Decimal(1).scaleb(int(amount.as_tuple().exponent))
    return (
        amount + step * chance.choice((-1, 1)) * max(1, int(amount / step * chance.randint(3, 30) / 100))
        or amount + 1
    )


# ------------------------------------------------------------------ telling


class _Teller:
    def __init__(self, of: Bureau, chance: Random) -> None:
        self.of, self.chance = of, chance
        self._parts: dict[str, list[Decimal]] = {}

    def __call__(self, match: re.Match[str]) -> str:
        name, sign, more = match.groups()
        words = {"year": YEAR, "next": YEAR + 1, "last": YEAR - 1, "kind": "局"}
        if name in words and not sign:
            return str(words[name])
        now, before = self.of.now[name], self.of.last.get(name, Decimal(0))
        if sign == "%":
            return share(now, self.of.now[more], self.chance)
        if sign == "/":
            return plain(sum(self.parts(name)[int(part) - 1] for part in more.split("+")))
        if sign == "<":
            return plain(before)
        if sign == "~" and more:
            return plain((now / int(more)).quantize(Decimal(1), ROUND_HALF_UP) * int(more))
        if sign == "~":
            unit = "万元" if name == "charges" else "件"
            return grown(now > before, self.chance) + plain(abs(now - before)) + unit
        if sign == "^":
            return grown(now > before, self.chance) + share(abs(now - before), before, self.chance)
        if sign == "+":
            step = 10 if name == "charges" else 100
            return plain((now // step + (name == "charges")) * step)
        return plain(now)

    def parts(self, name: str) -> list[Decimal]:
        if name not in self._parts:
            whole = int(self.of.now[name])
            first = self.chance.randint(1, whole - 2)
            second = self.chance.randint(1, whole - first - 1)
            self._parts[name] = [Decimal(n) for n in (first, second, whole - first - second)]
        return self._parts[name]


def plain(amount: Decimal) -> str:
    return format(amount.normalize(), "f")


def share(part: Decimal, whole: Decimal, chance: Random) -> str:
    digits = Decimal(1).scaleb(-chance.choice((1, 1, 2)))
    return f"{(part * 100 / whole).quantize(digits, ROUND_HALF_UP)}%"


def grown(more: bool, chance: Random) -> str:
    return chance.choice(("增加", "增长", "上升") if more else ("减少", "下降"))


# ------------------------------------------------------------------ planting


def told(passage: str, pattern: str, of: Bureau, seed: int) -> Iterator[Told]:
    """Tell a pattern truly, then once with each kind of mistake that it has room for."""
    teller, whole, places = _Teller(of, Random(seed)), "", []
    here = 0
    for match in TOKEN.finditer(pattern):
        whole += pattern[here : match.start()]
        written = teller(match)
        places.append((match, len(whole), written))
        whole, here = whole + written, match.end()
    whole += pattern[here:]
    yield Told(case=_case("honest", passage, whole, of), pattern=pattern)
    chance = Random(seed)
    chance.shuffle(places)
    done: set[str] = set()
    for match, start, written in places:
        for kind, wrong in _mistakes(match, written, whole, of, chance):
            if kind not in done:
                done.add(kind)
                text = whole[:start] + wrong + whole[start + len(written) :]
                number = next(iter(re.findall(r"[\d.]+", wrong)), wrong)
                yield Told(case=_case(kind, passage, text, of), pattern=pattern, planted=number)
    if "{charges}万元" in pattern and "~" not in pattern:
        text = whole.replace(f"{plain(of.now['charges'])}万元", f"{plain(of.now['charges'])}元")
        yield Told(
            case=_case("元 for 万元", passage, text, of), pattern=pattern, planted=plain(of.now["charges"])
        )


def _case(kind: str, passage: str, text: str, of: Bureau) -> Case:
    rules = frozenset() if kind == "honest" else frozenset({"W01", "W02", "W08"})
    texts = {FIELDS.get(passage, passage): text}
    return Case(kind=kind, texts=texts, figures=of.cells, rules=rules, last=of.last_cells, year=YEAR)


def _mistakes(
    match: re.Match[str], written: str, whole: str, of: Bureau, chance: Random
) -> Iterator[tuple[str, str]]:
    """Give the mistakes that can be made in one number, where the sentence is then true under no reading."""
    name, sign, more = match.groups()
    if name in {"year", "next", "last", "kind"} or more == "10" or sign == "+":
        return
    if sign in {"~", "^"}:
        number = re.findall(r"[\d.]+", written)[0]
        wrong = _wrong_digit(number, chance)
        if sign == "~" or abs(Decimal(wrong) - Decimal(number)) > Decimal(
            "0.3"
        ):  # shares may be rounded or cut off
            yield "growth", written.replace(number, wrong)
        return
    if sign == "%":
        named = re.search(r"占(?:办结|答复|新收)[^,，。]{0,6}$", match.string[: match.start()]) is not None
        wrong = _of_another_base(name, more, of, named)
        if wrong is not None:
            yield "wrong base", wrong
        return
    if sign == "/":
        yield "parts", plain(Decimal(written) + chance.randint(1, 9))
        return
    wrong = _wrong_digit(written, chance)
    if sign == "<" or Decimal(wrong) not in _lawful(name, of):
        yield "growth" if sign == "<" else "digit", wrong
    before = of.last.get(name)
    if not sign and before is not None and before not in _lawful(name, of):
        yield "last year", plain(before)


def _wrong_digit(number: str, chance: Random) -> str:
    """Swap two neighbouring digits, or mistype the last where that changes nothing."""
    swaps = [i for i in range(len(number) - 1) if number[i : i + 2].isdigit() and number[i] != number[i + 1]]
    swaps = [i for i in swaps if i or number[1] != "0"]
    if swaps:
        i = chance.choice(swaps)
        return number[:i] + number[i + 1] + number[i] + number[i + 2 :]
    return number[:-1] + str(
        (int(number[-1]) + chance.randint(1, 8)) % 9 + 1 if number[-1] == "0" else int(number[-1]) % 9 + 1
    )


def _lawful(name: str, of: Bureau) -> set[Decimal]:
    """What a number beside these words may be without anybody having erred."""
    now = of.now
    if name in {"new", "all", "concluded"}:
        flow = {now["new"], now["all"], now["concluded"], now["concluded"] - now["carried_in"]}
        return flow | {now["concluded"] - now["other_handling"]}
    if name in WHO or name == "organisations":
        return {
            sum(n for k, n in of.cells.items() if k[1] in rows and k[2] in _columns(name)) for rows in _ROWS
        }
    return {now[name]}


_ROWS = (("new",), ("new", "carried_in"), OUTCOMES)


def _columns(name: str) -> tuple[str, ...]:
    return WHO[1:] if name == "organisations" else (name,)


def _of_another_base(name: str, of_what: str, of: Bureau, named: bool) -> str | None:
    """Give the share of last year's whole, or of another of this year's where the sentence says which."""
    now = of.now
    parts = _lawful(name, of)
    lawful = {
        "concluded": ("concluded",),
        "new": ("new", "all", "concluded"),
        "all": ("new", "all", "concluded"),
    }
    wholes = {now[w] for w in (lawful[of_what] if named else ("new", "all", "concluded"))}
    wholes |= {now["concluded"] - now["carried_in"]}
    right = {part * 100 / whole for part in parts for whole in wholes}
    for whole in (now["new"], now["all"], of.last["new"], of.last["concluded"]):
        wrong = (now[name] * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
        if all(abs(wrong - share) > Decimal("0.25") for share in right):
            return f"{wrong}%"
    return None
