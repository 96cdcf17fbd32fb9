const views = JSON.parse(document.getElementById("views").textContent);
const all = (what, inside = document) => [...inside.querySelectorAll(what)];
const moving = document.getElementById("moving");

if (moving && views.length) {
  const [slider, before, after, whole, now] = ["at", "before", "after", "whole", "now"].map((id) => document.getElementById(id));
  const counted = document.getElementById("counted");
  const wholeCounted = counted.textContent;
  const ties = all("svg [data-t]").map((a) => {
    const line = a.querySelector(".line");
    const stroke = Number(a.ownerSVGElement.dataset.stroke);
    return { a, line, stroke, i: a.dataset.t, name: a.className.baseVal, width: line.getAttribute("stroke-width") };
  });
  const nodes = all("svg [data-n]").map((a) => {
    const mark = a.querySelector(".mark");
    return { a, mark, letter: a.querySelector(".letter"), i: a.dataset.n, r: Number(mark.getAttribute("r")) };
  });
  const cells = all("tr[data-t] .in-window").map((td) => [td, "t", td.parentNode.dataset.t])
    .concat(all("tr[data-n] .in-window").map((td) => [td, "n", td.parentNode.dataset.n]));

  const show = (at) => {
    const view = at ? views[at - 1] : null;
    for (const { a, line, stroke, i, name, width } of ties) {
      const there = view ? view.t[i] : null;
      a.setAttribute("class", view ? (there ? "t-" + there[2] : name + " gone") : name);
      line.setAttribute("stroke-width", there ? there[0] * stroke : width);
    }
    for (const { a, mark, letter, i, r } of nodes) {
      const there = view ? view.n[i] : null;
      a.classList.toggle("faint", Boolean(view && !there));
      if (r) {
        const size = there ? Math.max(4, r * there[1]) : r;
        mark.setAttribute("r", size);
        if (letter) letter.style.visibility = size < 7 ? "hidden" : "";
      }
    }
    for (const [td, kind, i] of cells) {
      const there = view ? view[kind][i] : null;
      td.textContent = there ? (kind === "t" ? there[1] : there[0]) : "";
      td.dataset.v = there ? (kind === "t" ? there[1].replace("−", "-") : there[0]) : 0;
    }
    for (const cell of all(".in-window")) cell.hidden = !view;
    for (const row of all("tr[data-w]")) row.classList.toggle("lit", Number(row.dataset.w) === at);
    const said = view ? `Window ${at} of ${views.length}: ${view.label}` : "Whole time";
    now.textContent = said;
    slider.setAttribute("aria-valuetext", said);
    counted.textContent = view ? view.told + "." : wholeCounted;
    before.disabled = at === 0;
    after.disabled = at === views.length;
    whole.disabled = at === 0;
  };
  const go = (at) => {
    slider.value = at;
    show(Number(slider.value));
  };
  slider.addEventListener("input", () => show(Number(slider.value)));
  before.addEventListener("click", () => go(Number(slider.value) - 1));
  after.addEventListener("click", () => go(Number(slider.value) + 1));
  whole.addEventListener("click", () => go(0));
  moving.hidden = false;
  go(0);
}

for (const table of all("table.sortable")) {
  const body = table.tBodies[0];
  const heads = all("th", table.tHead);
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const key = (row) => row.cells[column].dataset.v ?? row.cells[column].textContent;
      const order = (a, b) => {
        const [x, y] = [key(a), key(b)];
        return x !== "" && y !== "" && !isNaN(x) && !isNaN(y) ? x - y : x.localeCompare(y);
      };
      const rows = [...body.rows].map((row, i) => [row, i]);
      rows.sort(([a, i], [b, j]) => (up ? order(a, b) : order(b, a)) || i - j);
      body.append(...rows.map(([row]) => row));
    });
  });
}

const open = () => {
  const wanted = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let at = wanted; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  if (wanted) wanted.scrollIntoView();
};
addEventListener("hashchange", open);
open();
