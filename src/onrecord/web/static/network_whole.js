// A network of many nodes, drawn by sigma.js at the places that the server gives.
"use strict";
(async () => {
  const room = document.getElementById("whole");
  const now = document.getElementById("whole-now");
  const style = getComputedStyle(document.documentElement);
  const token = (name) => style.getPropertyValue(name).trim();
  const groups = ["--q2", "--q4", "--good", "--q3", "--cond", "--q1", "--edge"].map(token);
  const forms = { agree: token("--bar2"), disagree: token("--q4"), both: token("--q3"), plain: token("--line") };
  let answer;
  try {
    answer = await (await fetch(room.dataset.from)).json();
  } catch {
    now.textContent = "The network could not be loaded; is the workbench still running?";
    return;
  }
  const graph = new graphology.Graph({ type: "undirected", multi: true });
  answer.nodes.forEach((n, i) => {
    graph.addNode(i, { label: n.label, x: n.x, y: n.y, size: n.size, color: n.group === null ? token("--soft") : groups[n.group % groups.length], told: n.statements });
  });
  const most = Math.max(...answer.ties.map((t) => Math.abs(t.weight)), 1);
  for (const t of answer.ties) graph.addEdge(t.a, t.b, { size: 0.4 + 2.5 * Math.abs(t.weight) / most, color: forms[t.form] });
  const drawn = new Sigma(graph, room, { labelColor: { color: token("--ink") }, labelFont: "system-ui, sans-serif", renderEdgeLabels: false, minCameraRatio: 0.02, maxCameraRatio: 3 });
  let chosen = null;
  drawn.setSetting("edgeReducer", (edge, data) => (chosen === null || graph.hasExtremity(edge, chosen) ? data : { ...data, hidden: true }));
  drawn.setSetting("nodeReducer", (node, data) => (chosen === null || node === chosen || graph.areNeighbors(node, chosen) ? data : { ...data, color: token("--line"), label: "" }));
  const tell = (node) => {
    now.textContent = "";
    const a = graph.getNodeAttributes(node);
    const link = document.createElement("a");
    const address = new URL(room.dataset.node, location.href);
    address.searchParams.set("a", a.label);
    link.href = address.href;
    link.textContent = `${a.label}: ${a.told} statements, tied to ${graph.neighbors(node).length}`;
    now.append(link);
  };
  drawn.on("clickNode", ({ node }) => {
    chosen = node;
    tell(node);
    drawn.refresh();
  });
  drawn.on("clickStage", () => {
    chosen = null;
    now.textContent = "";
    drawn.refresh();
  });
  room.dataset.drawn = String(graph.order);
})();
