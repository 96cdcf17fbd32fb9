// The slider of a network's windows: what the server draws for ?at=N, at once. Without it the form asks the server.
"use strict";
(() => {
  const slider = document.getElementById("at");
  const data = document.getElementById("views");
  if (!slider || !data) return;
  const views = JSON.parse(data.textContent);
  const all = (what) => [...document.querySelectorAll(what)];
  const now = document.getElementById("now");
  const ties = all("svg [data-t]").map((a) => {
    const line = a.querySelector(".line");
    return { a, line, stroke: Number(a.ownerSVGElement.dataset.stroke), i: a.dataset.t, name: a.dataset.form, width: line.getAttribute("stroke-width") };
  });
  const nodes = all("svg [data-n]").map((a) => {
    const mark = a.querySelector(".mark");
    return { a, mark, letter: a.querySelector(".letter"), i: a.dataset.n, r: Number(mark.getAttribute("r")) };
  });
  const show = (at) => {
    const view = at ? views[at - 1] : null;
    for (const { a, line, stroke, i, name, width } of ties) {
      const there = view ? view.t[i] : null;
      a.setAttribute("class", view ? (there ? "t-" + there[2] : "t-" + name + " gone") : "t-" + name + (a.dataset.whole ? "" : " gone"));
      line.setAttribute("stroke-width", there ? there[0] * stroke : width);
    }
    for (const { a, mark, letter, i, r } of nodes) {
      const there = view ? view.n[i] : null;
      a.classList.toggle("faint", Boolean(view && !there));
      if (!r) continue;
      const size = there ? Math.max(4, r * there[1]) : r;
      mark.setAttribute("r", size);
      if (letter) letter.classList.toggle("gone", size < 7);
    }
    for (const row of all("tr[data-w]")) row.classList.toggle("lit", Number(row.dataset.w) === at);
    const said = view ? `Window ${at} of ${views.length}: ${view.label}` : "Whole time";
    now.textContent = said;
    slider.setAttribute("aria-valuetext", said);
    const address = new URL(location.href);
    if (at) address.searchParams.set("at", at);
    else address.searchParams.delete("at");
    history.replaceState(null, "", address);
  };
  slider.addEventListener("input", () => show(Number(slider.value)));
  for (const [rel, by] of [["prev", -1], ["next", 1]]) {
    slider.form.querySelector(`[rel=${rel}]`).addEventListener("click", (event) => {
      event.preventDefault();
      slider.value = Number(slider.value) + by;
      show(Number(slider.value));
    });
  }
  slider.form.querySelector("button").hidden = true;
  show(Number(slider.value));
})();
