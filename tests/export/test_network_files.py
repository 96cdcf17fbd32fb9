"""A network as SVG, PNG, GraphML and GEXF: read back, told the same, nothing broken by a name."""

from __future__ import annotations

import struct
import sys
from pathlib import Path
from typing import Any

import networkx
import pytest
from lxml import etree

sys.path.insert(0, str(Path(__file__).parent))

from network_factory import HOSTILE, LINES, hostile, made, paths

from onrecord.errors import MissingExtra, UsageError
from onrecord.export import networks
from onrecord.export.network_graph import clean
from onrecord.export.network_picture import picture
from onrecord.project import KnownActor, Project

WINDOWED = {"window": "60d", "step": "30d"}
SVG = "{http://www.w3.org/2000/svg}"
GEXF = "{http://gexf.net/1.3}"
CHOICES: tuple[dict[str, Any], ...] = (
    {}, {"aggregate": "subtract", **WINDOWED}, {"type": "two-mode", "aggregate": "subtract", **WINDOWED},
    {"confidence": "expected"}, {"aggregate": "ignore"},
)  # fmt: skip


def parsed(text: str) -> Any:
    return etree.fromstring(text.encode("utf-8"), etree.XMLParser(resolve_entities=False))


@pytest.mark.parametrize("choices", CHOICES)
def test_graphml_read_by_networkx(tmp_path: Path, choices: dict[str, Any]) -> None:
    network = made(**choices)
    networks.write(network, tmp_path / "n.graphml")
    check(networkx.read_graphml(tmp_path / "n.graphml"), network)


@pytest.mark.parametrize("choices", CHOICES)
def test_gexf_read_by_networkx(tmp_path: Path, choices: dict[str, Any]) -> None:
    network = made(**choices)
    networks.write(network, tmp_path / "n.gexf")
    check(networkx.read_gexf(tmp_path / "n.gexf"), network)


def check(graph: Any, network: Any) -> None:
    """Every node and tie, by its label, with its weight, days and statements."""
    of = picture(network)
    assert [graph.nodes[n.id]["label"] for n in of.nodes] == [n.label for n in of.nodes]
    assert [graph.nodes[n.id]["statements"] for n in of.nodes] == [n.statements for n in of.nodes]
    assert {graph.nodes[n.id]["first_day"] for n in of.nodes} == {str(n.first) for n in of.nodes}
    assert graph.number_of_edges() == len(of.ties)
    for tie in of.ties:
        edge = graph.edges[of.nodes[tie.a].id, of.nodes[tie.b].id]
        assert edge["weight"] == tie.weight
        assert edge["id"] == tie.id
        ids = {s.id for s in network.statements(of.nodes[tie.a].label, of.nodes[tie.b].label)}
        assert set(edge["statement_ids"].split()) == ids
        assert edge.get("expected") == tie.expected


def test_graphml_read_by_igraph(tmp_path: Path) -> None:
    igraph = pytest.importorskip("igraph", reason="igraph is not installed")
    network = made(aggregate="subtract", **WINDOWED)
    networks.write(network, tmp_path / "n.graphml")
    graph = igraph.Graph.Read_GraphML(str(tmp_path / "n.graphml"))
    of = picture(network)
    assert graph.vs["label"] == [n.label for n in of.nodes]
    assert graph.es["weight"] == [t.weight for t in of.ties]
    assert graph.es["tie_id"] == [t.id for t in of.ties]


def test_gexf_has_the_published_structure() -> None:
    network = made(aggregate="subtract", **WINDOWED)
    root = parsed(networks.network_gexf(network))
    assert (root.tag, root.get("version")) == (f"{GEXF}gexf", "1.3")
    assert [c.tag for c in root] == [f"{GEXF}meta", f"{GEXF}graph"]
    graph = root[1]
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    assert [c.tag.removeprefix(GEXF) for c in graph] == ["attributes"] * 3 + ["nodes", "edges"]
    declared = {(g.get("class"), a.get("id")): a.get("type") for g in graph.iter(f"{GEXF}attributes") for a in g}
    assert set(declared.values()) <= {"string", "integer", "double"}
    ids = [n.get("id") for n in graph.iter(f"{GEXF}node")]
    assert len(ids) == len(set(ids)) == int(graph.find(f"{GEXF}nodes").get("count"))
    for what in ("node", "edge"):
        for one in graph.iter(GEXF + what):
            assert all((what, v.get("for")) in declared for v in one.iter(f"{GEXF}attvalue"))
    for edge in graph.iter(f"{GEXF}edge"):
        assert {edge.get("source"), edge.get("target")} <= set(ids)


def test_gexf_tells_the_weight_of_each_window_and_spells_hold_them() -> None:
    network = made(aggregate="subtract", **WINDOWED)
    of = picture(network)
    root = parsed(networks.network_gexf(network))
    spells = {
        e.get("id"): [(s.get("start"), s.get("end")) for s in e.iter(f"{GEXF}spell")]
        for what in ("node", "edge")
        for e in root.iter(GEXF + what)
    }
    for tie, edge in zip(of.ties, root.iter(f"{GEXF}edge"), strict=True):
        values = [v for v in edge.iter(f"{GEXF}attvalue") if v.get("for") == "edge_weight_in_window"]
        assert [float(v.get("value")) for v in values] == [
            e.weight
            for w in network.windows
            for e in w.edges()
            if (e.a, e.b) == (of.nodes[tie.a].label, of.nodes[tie.b].label)
        ]
        days = [(v.get("start"), v.get("end")) for v in values]
        assert all(a[1] < b[0] for a, b in zip(days, days[1:], strict=False))
        for start, end in days:
            for one in (tie.id, of.nodes[tie.a].id, of.nodes[tie.b].id):
                assert any(s <= start and end <= e for s, e in spells[one])


def test_ids_stay_when_a_network_grows() -> None:
    before, after = (picture(made(lines)) for lines in (LINES[:5], LINES))
    ids = {n.label: n.id for n in after.nodes}
    assert all(ids[n.label] == n.id for n in before.nodes)
    assert {t.id for t in before.ties} <= {t.id for t in after.ties}


def test_hostile_names_stay_text_in_every_file() -> None:
    network = made(hostile(), words=HOSTILE[0], aggregate="subtract", window="60d", step="30d")
    camps = {"ann": HOSTILE[2]}
    graphml, gexf = networks.network_graphml(network, camps=camps), networks.network_gexf(network, camps=camps)
    labels = {n.label for n in picture(network).nodes}
    for text in (graphml, gexf):
        root = parsed(text)
        tags = {etree.QName(e).localname for e in root.iter()}
        assert not tags & {"script", "img"}
    assert {n.get("label") for n in parsed(gexf).iter(f"{GEXF}node")} == {clean(x) for x in labels}
    for text in (
        networks.network_svg(network, camps=camps, title=HOSTILE[0]),
        networks.stances_svg(paths(hostile(), HOSTILE[1]), told=[HOSTILE[2]], title=HOSTILE[0]),
    ):
        root = parsed(text)
        assert {etree.QName(e).localname for e in root.iter()} <= {
            "svg", "title", "desc", "style", "rect", "g", "path", "circle", "text",
        }  # fmt: skip
        assert HOSTILE[3] in text


@pytest.mark.parametrize("ending", [".html", ".svg", ".graphml", ".gexf"])
def test_the_same_bytes_every_time(tmp_path: Path, ending: str) -> None:
    for name in ("a", "b"):
        networks.write(made(aggregate="subtract", **WINDOWED), tmp_path / (name + ending), paths=paths())
    assert (tmp_path / f"a{ending}").read_bytes() == (tmp_path / f"b{ending}").read_bytes()


def test_a_picture_for_papers_has_text_as_text_and_what_was_counted() -> None:
    network = made(aggregate="subtract")
    root = parsed(networks.network_svg(network, title="Gates"))
    texts = ["".join(t.itertext()) for t in root.iter(f"{SVG}text")]
    assert {"Gates", "Ann", "Bo", "Cy", "take the same side", "take opposite sides"} <= set(texts)
    assert network.describe() in root.findtext(f"{SVG}desc")
    assert " ".join(texts).count("statements (") == 0 and "8 statements; actor via concept" in " ".join(texts)
    assert not root.xpath("//@href") and "font-family:sans-serif" in root.findtext(f"{SVG}style")
    ends = {n: float(root.get(n)) for n in ("width", "height")}
    assert all(float(t.get("y")) <= ends["height"] for t in root.iter(f"{SVG}text") if t.get("class") == "counted")


def test_camps_of_the_project_are_the_groups(tmp_path: Path) -> None:
    project = Project(name="Gates", actors=(KnownActor(name="Ann", aliases=("Annie",), camp="River"),
                                            KnownActor(name="Cy", camp="Hill")))  # fmt: skip
    networks.write(made(), tmp_path / "n.svg", project=project)
    text = (tmp_path / "n.svg").read_text("utf-8")
    assert "River: Ann" in text and "Hill: Cy" in text and ">Gates</text>" in text


def test_png(tmp_path: Path) -> None:
    pytest.importorskip("resvg_py", reason="what draws PNG is not installed")
    network = made(aggregate="subtract")
    networks.write(network, tmp_path / "n.png")
    data = (tmp_path / "n.png").read_bytes()
    assert data == networks.network_png(network)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", data[16:20])[0] == 2000
    networks.write(network, tmp_path / "s.png", paths=paths(), stances=True)


def test_png_without_what_draws_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(MissingExtra, match=r"onrecord\[png\].*\.svg"):
        networks.write(made(), tmp_path / "n.png")
    assert not (tmp_path / "n.png").exists()


@pytest.mark.parametrize(("name", "stances"), [("n.pdf", False), ("n", False), ("n.gexf", True)])
def test_other_endings_are_refused(tmp_path: Path, name: str, stances: bool) -> None:
    with pytest.raises(UsageError, match=name):
        networks.write(made(), tmp_path / name, paths=paths(), stances=stances)
