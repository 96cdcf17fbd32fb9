"""A network as a page: every tie leads to its statements, nothing breaks out, the same bytes every time."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import html

sys.path.insert(0, str(Path(__file__).parent))

from network_factory import HOSTILE, LINES, Line, hostile, made, paths

from onrecord.export import network_figure, network_page
from onrecord.export.network_figure import NARROW, WIDE, chosen, figure, laid_out
from onrecord.export.network_labels import placed, wide
from onrecord.export.network_page import network_html
from onrecord.export.network_picture import picture
from onrecord.export.network_readings import readings

WINDOWED = {"window": "60d", "step": "30d"}


def tree(text: str) -> Any:
    return html.document_fromstring(text)


def page(**choices: Any) -> Any:
    return tree(network_html(made(**choices), paths=paths()))


@pytest.mark.parametrize(
    "choices",
    [
        {}, {"aggregate": "subtract", **WINDOWED}, {"aggregate": "conflict"}, {"aggregate": "ignore", **WINDOWED},
        {"type": "two-mode", "aggregate": "subtract", **WINDOWED}, {"type": "two-mode", "aggregate": "combine"},
        {"confidence": "expected"}, {"aggregate": "subtract", "kernel": "gaussian", "normalize": "cosine", **WINDOWED},
    ],
)  # fmt: skip
def test_every_link_leads_somewhere_and_every_id_is_there_once(choices: dict[str, Any]) -> None:
    found = page(**choices)
    ids = [e.get("id") for e in found.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))
    for link in found.xpath("//*[local-name()='a']/@href"):
        assert link.startswith(("#", "https://example.org/"))
        assert not link.startswith("#") or link[1:] in ids


def test_every_tie_and_node_of_the_drawing_has_its_statements() -> None:
    network = made(aggregate="subtract", **WINDOWED)
    found = tree(network_html(network))
    for figure_ in found.xpath("//figure[contains(@class, 'net')]/svg"):
        ties = figure_.xpath(".//a[@data-t]")
        assert len(ties) == len(picture(network).ties) > 4
        for tie in ties:
            (section,) = found.xpath(f"//*[@id='{tie.get('href')[1:]}']")
            assert section.xpath(".//blockquote")
            assert section.xpath(".//h4")
        for node in figure_.xpath(".//a[@data-n]"):
            (section,) = found.xpath(f"//*[@id='{node.get('href')[1:]}']")
            assert section.xpath(".//li[starts-with(@id, 's-')]")


def test_a_tie_tells_actor_stance_day_outlet_title_words_and_article() -> None:
    found = page(aggregate="conflict")
    of = picture(made(aggregate="conflict"))
    tie = next(t for t in of.ties if (of.nodes[t.a].label, of.nodes[t.b].label) == ("Bo", "Cy"))
    told = " ".join(found.xpath(f"//*[@id='{tie.id}']")[0].text_content().split())
    for words in ("20 January 2031", "1 February 2031", "support", "oppose", "gates", "Post They", "They said so."):
        assert words in told
    assert found.xpath(f"//*[@id='{tie.id}']//a[@href='https://example.org/2?a=1&b=2']")


def test_what_was_counted_stands_under_every_figure() -> None:
    network = made(aggregate="subtract", **WINDOWED)
    text = network_html(network, paths=paths())
    assert text.count(network.describe()) >= 4
    assert "window" in text and "step 30d" in text


def test_congruence_and_conflict_are_told_apart_without_colour() -> None:
    found = page(aggregate="subtract")
    kinds = {a.get("class").split()[0] for a in found.xpath("//svg//a[@data-t]")}
    assert kinds == {"t-agree", "t-disagree"}
    style = found.xpath("string(//style)")
    assert re.search(r"\.t-disagree \.line\{[^}]*stroke-dasharray", style)
    assert not re.search(r"\.t-agree \.line\{[^}]*stroke-dasharray", style)


def test_hostile_names_stay_text() -> None:
    lines = hostile()
    network = made(lines, words=HOSTILE[0] + HOSTILE[1], aggregate="subtract", window="60d", step="30d")
    text = network_html(network, paths=paths(lines, HOSTILE[1]), title=HOSTILE[0], camps={"ann": HOSTILE[1]})
    found = tree(text)
    assert [s.get("type") for s in found.xpath("//script")] == ["application/json", "module"]
    assert found.xpath("//img") == []
    assert not [a for e in found.iter() if isinstance(e.tag, str) for a in e.attrib if a.startswith("on")]
    assert not [h for h in found.xpath("//@href") if h.startswith("javascript")]
    assert HOSTILE[3] in text
    assert not re.search("[\x00\x07\ud800\ufffe]", text)
    assert json.loads(found.xpath("string(//script[@id='views'])"))
    text.encode("utf-8")


def test_the_policy_lets_one_script_run_and_nothing_in() -> None:
    found = page()
    policy = found.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-inline" not in policy.split("style-src")[0]
    text = network_html(made())
    assert not re.search(r"""(?:src|href|action|url)\s*[=(]\s*["']?(?:https?:)?//(?!example\.org)""", text)
    assert "import(" not in text and "fetch(" not in text


def test_the_same_network_is_the_same_page() -> None:
    network = made(aggregate="subtract", **WINDOWED)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from network_factory import made, paths;"
        "from onrecord.export.network_page import network_html; import hashlib;"
        "text = network_html(made(aggregate='subtract', window='60d', step='30d'), paths=paths());"
        "print(hashlib.sha256(text.encode()).hexdigest())"
    )
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"  # another than that of this process
    ran = subprocess.run(
        [sys.executable, "-c", code, str(Path(__file__).parent)],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed},
    )  # fmt: skip
    here = network_html(network, paths=paths())
    assert ran.stdout.strip() == hashlib.sha256(here.encode()).hexdigest()
    assert network_html(network) == network_html(made(LINES, aggregate="subtract", **WINDOWED))


# ---------------------------------------------------------------------------- windows


def test_the_slider_has_every_window_and_nothing_moves() -> None:
    network = made(aggregate="subtract", **WINDOWED)
    found = tree(network_html(network))
    views = json.loads(found.xpath("string(//script[@id='views'])"))
    assert len(views) == len(network.windows) == int(found.xpath("string(//input[@type='range']/@max)"))
    of = picture(network)
    for view, window in zip(views, network.windows, strict=True):
        assert view["told"] == window.describe()
        weights = {(of.nodes[of.ties[int(i)].a].label, of.nodes[of.ties[int(i)].b].label): w[1]
                   for i, w in view["t"].items()}  # fmt: skip
        assert weights == {(e.a, e.b): network_page.shown_weight(e.weight) for e in window.edges()}
        assert {of.nodes[int(i)].label for i in view["n"]} == {
            window.rows[n] for n in set(window.network.coded.node.tolist())
        }


def test_readings_are_those_of_the_windows() -> None:
    network = made(aggregate="subtract", **WINDOWED)
    whole, *parts = readings(network)
    assert whole.window is None and whole.ties == sum(1 for _ in network.edges())
    assert [r.window for r in parts] == [w.window for w in network.windows]
    assert parts[0].distance is None
    assert all(0 <= r.distance <= 2 for r in parts[1:] if r.distance is not None)
    sided = [readings(made(aggregate=a, **WINDOWED))[0].polarization for a in ("congruence", "conflict", "subtract")]
    assert len(set(sided)) == 1  # whichever is drawn, both are counted
    assert readings(made(aggregate="ignore"))[0].polarization is None
    assert readings(made(type="two-mode", aggregate="subtract"))[0].modularity is None


def test_without_windows_there_is_no_slider_and_no_chart() -> None:
    found = page()
    assert not found.xpath("//input") and not found.xpath("//*[@id='windows']")


def test_stances_show_also_what_no_tie_counts() -> None:
    found = page()
    panels = found.xpath("//section[@id='stances']//svg[contains(@class, 'stance')]")
    assert sum(len(p.xpath(".//a")) for p in panels) == len(LINES) + 1
    assert found.xpath("//*[@id='s-s8']")  # Fay's condition


# ---------------------------------------------------------------------------- what is drawn


def many(nodes: int, ties: int) -> tuple[Line, ...]:
    """Nodes in a chain of agreements, each on an issue of its own, then more between some of them."""
    chain = [(f"n{i + k:04}", f"i{i}", 1, "2031-01-01") for i in range(nodes - 1) for k in (0, 1)]
    more = [(f"n{k:04}", "all", 1, "2031-01-02") for k in range(ties)]
    return tuple(chain + more)


def test_of_a_large_network_the_strongest_is_drawn_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network_figure, "MOST_NODES", 40)
    monkeypatch.setattr(network_figure, "MOST_TIES", 100)
    monkeypatch.setattr(network_page, "MOST_ROWS", 250)
    network = made(many(70, 25))
    of = picture(network)
    drawn = chosen(of)
    assert len(drawn.nodes) <= network_figure.MOST_NODES
    assert len(drawn.ties) == network_figure.MOST_TIES < len(of.ties)
    assert {n for i in drawn.ties for n in (of.ties[i].a, of.ties[i].b)} == set(drawn.nodes)
    strongest = max(t.strength for t in of.ties)
    assert {i for i, t in enumerate(of.ties) if t.strength == strongest} <= set(drawn.ties)
    text = network_html(network)
    assert "too large to be drawn whole" in text
    assert f"{len(of.ties):,} ties" in text
    rows = tree(text).xpath("//table[@id='tie-table']/tbody/tr")
    assert len(rows) == min(len(of.ties), network_page.MOST_ROWS)


@pytest.mark.parametrize("form", [WIDE, NARROW])
def test_nothing_is_drawn_outside_and_circles_do_not_lie_on_each_other(form: Any) -> None:
    lines = [(f"Member number {i}", f"issue {i % 4}", i % 2, "2031-01-01") for i in range(30)]
    of = picture(made(lines, aggregate="subtract"))
    drawn = chosen(of)
    made_figure = figure(of, drawn, laid_out(of, drawn), form)
    for s in made_figure.spots:
        assert s.r <= s.x <= form.width - s.r and s.r <= s.y <= made_figure.height - s.r
    spots = made_figure.spots
    for i, a in enumerate(spots):
        for b in spots[i + 1 :]:
            assert (a.x - b.x) ** 2 + (a.y - b.y) ** 2 >= (a.r + b.r) ** 2


def test_nodes_without_a_tie_move_none_of_the_others() -> None:
    pair = [("Ann", "gates", 1, "2031-01-01"), ("Bo", "gates", 1, "2031-01-01")]
    loose = [(f"Loner {i}", f"issue {i}", 1, "2031-01-01") for i in range(5)]

    def tied(lines: list[Line]) -> list[list[float]]:
        of = picture(made(lines))
        ends = {end for t in of.ties for end in (t.a, t.b)}
        points = laid_out(of, chosen(of)).tolist()
        return [p for k, p in enumerate(points) if k in ends]

    assert tied(pair) == tied(pair + loose)
    (x1, y1), (x2, y2) = tied(pair)
    assert sorted((x1, x2)) == [0.0, 1.0]  # two alone take the whole width, and stand in the middle of the height
    assert abs((y1 + y2) / 2 - 0.5) < 0.01


def test_names_that_find_no_room_are_left_out_or_all_kept() -> None:
    circles = [(50.0, 50.0, 5.0)] * 20
    texts = [f"A rather long name {i}" for i in range(20)]
    some = placed(texts, circles, range(20), 12, (0, 0, 200, 100), every=False)
    assert 0 < sum(label is not None for label in some) < 20
    assert all(placed(texts, circles, range(20), 12, (0, 0, 200, 100), every=True))
    assert wide("日本", 10) > wide("ab", 10) > wide("e\u0301", 10) == wide("e", 10)


@pytest.mark.parametrize("lines", [(), (("Ann", "gates", 1, "2031-01-01"),), (("Ann", "gates", 1, ""),)])
def test_a_network_of_almost_nothing_is_a_page(lines: tuple[Line, ...]) -> None:
    found = tree(network_html(made(lines)))
    assert found.xpath("//h1")
