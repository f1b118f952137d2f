"""How does a page show what to do first?"""

from __future__ import annotations

from collections.abc import Sequence

from csat_methods import _html
from csat_methods._html import Html, join, tag
from csat_methods._messages import Message, translate
from csat_methods.report.front_page import Action, FrontPage
from csat_methods.report.near_line import told_apart
from csat_methods.report.placing import ABOUT, fact
from csat_methods.report.strips import ends_of, strip


def first_html(front: FrontPage) -> Html:
    """Return the list of what falls short for certain, or that nothing does."""
    head = tag("h2", translate(first_title(front.audience)))
    if not front.first:
        said = tag("p", translate(_nothing(front)), class_="nothing")
        return tag("div", head, said, class_="lead", id="first")
    return tag("div", head, _actions(front.first), class_="lead", id="first")


def _nothing(front: FrontPage) -> str:
    """Return what an empty list says: customers are not told of every shortfall."""
    if not front.held:
        return "The study sets no line for what was measured: nothing was judged."
    if front.audience == "customer":
        return "No rating in this report falls short of its line for certain."
    return "Nothing falls short of its line for certain."


def first_title(audience: str) -> str:
    """Return what the list of shortfalls is called: customers have nothing to do."""
    return "What falls short most" if audience == "customer" else "What to do first"


def _actions(actions: Sequence[Action]) -> Html:
    """Return the table of what falls short: kind, gap, importance."""
    reasons = any(action.why for action in actions)
    kinds = any(action.kind for action in actions)
    known = any(action.importance for action in actions)
    finding = actions[0].judged.finding
    result = actions[0].judged.row.shown.result
    values = {
        "what": Message(SHORT_OF[finding.kind]),
        "line": fact(finding.line, f"lines.{finding.kind}", result.kind("estimate")),
    }
    heads = [
        tag("th", tag("span", translate("Rank"), class_="unseen"), scope="col"),
        tag(
            "th",
            translate("What, and why" if reasons else "Item"),
            scope="col",
            class_="text",
        ),
        tag("th", translate("Kind"), scope="col", class_="text") if kinds else "",
        tag(
            "th",
            _html.sentence(Message("{what} (line: {line})", values), ABOUT),
            scope="col",
            class_="text",
        ),
        tag("th", _of_importance(actions), scope="col") if known else "",
    ]
    ends = ends_of(
        [v for a in actions for v in a.judged.row.interval] + [finding.line], room=0.1
    )
    rows = (
        _action(rank, action, ends, kinds=kinds, known=known)
        for rank, action in enumerate(actions, start=1)
    )
    return tag(
        "table",
        tag("caption", translate(RANKED if known else UNRANKED)),
        tag("thead", tag("tr", *heads)),
        tag("tbody", *rows),
        class_="actions",
    )


RANKED = (
    "What falls short for certain, the furthest first; what matters less comes last"
)
UNRANKED = "What falls short for certain, the furthest first"

SHORT_OF = {"gap": "Gap", "mean": "Rating", "top_box": "Share of best answers"}


def _action(
    rank: int, action: Action, ends: tuple[float, float], *, kinds: bool, known: bool
) -> Html:
    row, finding = action.judged.row, action.judged.finding
    place = fact(rank, f"first.{rank - 1}.rank")
    values = {
        "estimate": row.number(),
        "low": row.number("ci_low"),
        "high": row.number("ci_high"),
    }
    told = Message("{estimate} ({low} to {high})", told_apart(values, finding.line))
    short = _html.sentence(told, row.prefix)
    bar = strip(row.interval, ends, verdict=finding.verdict, line=finding.line)
    return tag(
        "tr",
        tag("td", _html.data(place, ABOUT), class_="rank"),
        tag(
            "th",
            _html.value(row.label),
            tag("span", _html.sentence(action.why), class_="why") if action.why else "",
            scope="row",
        ),
        tag("td", _kind(action.kind), class_="kindcell text") if kinds else "",
        tag("td", tag("span", short, class_="short"), bar, class_="gapcell text"),
        tag("td", _importance(action), class_="importance") if known else "",
    )


def _kind(kind: Message | None) -> Html:
    if kind is None:
        return Html("")
    name = "kind open" if kind.id == "undecided" else "kind"
    return tag("span", _html.sentence(kind), class_=name)


def _of_importance(actions: Sequence[Action]) -> str:
    """Return what importance is here: a rating of customers, or a share of R²."""
    kinds = {action.importance[0].kind for action in actions if action.importance}
    if kinds == {"share"}:
        return translate("Importance, derived")
    return translate("Importance, stated")


def _importance(action: Action) -> Html:
    label = tag("span", translate("Importance"), class_="cardlabel")
    if action.importance is None:
        return join(label, tag("span", "\u2014", class_="none"))
    return join(label, _html.data(*action.importance))
