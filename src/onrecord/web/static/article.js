// Words and entries of an article light up together: what is pointed at, has the focus, or is the target of a link.
// Without it the numbers lead from one to the other, and :target shows them.
"use strict";
(() => {
  const text = document.getElementById("text");
  const margin = document.getElementById("margin");
  if (!text || !margin) return;

  const marks = new Map();
  for (const mark of text.querySelectorAll("[data-of]")) {
    for (const key of mark.dataset.of.split(" ")) {
      if (!marks.has(key)) marks.set(key, []);
      marks.get(key).push(mark);
    }
  }
  const entries = new Map([...margin.querySelectorAll("[data-key]")].map((e) => [e.dataset.key, e]));

  let lit = [];
  const light = (keys) => {
    for (const element of lit) element.classList.remove("lit");
    lit = keys.flatMap((key) => [...(marks.get(key) || []), ...(entries.has(key) ? [entries.get(key)] : [])]);
    for (const element of lit) element.classList.add("lit");
  };

  // The list scrolls by itself beside the text: an entry is brought into its view, the page stays.
  const show = (entry) => {
    if (margin.scrollHeight <= margin.clientHeight) return;
    const here = entry.getBoundingClientRect();
    const frame = margin.getBoundingClientRect();
    if (here.top < frame.top || here.bottom > frame.bottom) {
      margin.scrollTop += here.top - frame.top - frame.height / 3;
    }
  };

  // Of words in several statements the innermost is meant: the one whose words are fewest.
  const keysAt = (element) => {
    const mark = element.closest("[data-of]");
    const number = element.closest(".no");
    if (number) return ["n" + number.getAttribute("href").slice(2)];
    if (!mark) return [];
    const size = (key) => marks.get(key).reduce((sum, m) => sum + m.textContent.length, 0);
    const told = mark.dataset.of.split(" ").filter((key) => key.startsWith("n"));
    return told.sort((a, b) => size(a) - size(b)).slice(0, 1);
  };

  let held = [];
  const target = () => {
    const hash = decodeURIComponent(location.hash.slice(1));
    const named = hash && document.getElementById(hash);
    if (!named) return;
    const number = (hash.match(/^m(\d+)$/) || [])[1];
    const keys = number ? ["n" + number] : keysAt(named);
    held = hash === "hit" ? [] : keys;
    light(held);
    if (keys.length && entries.has(keys[0]) && text.contains(named)) show(entries.get(keys[0]));
  };

  const over = (event) => {
    const keys = keysAt(event.target);
    light(keys.length ? keys : held);
    if (keys.length && entries.has(keys[0])) show(entries.get(keys[0]));
  };
  const beside = (event) => {
    const entry = event.target.closest("[data-key]");
    light(entry ? [entry.dataset.key] : held);
  };
  text.addEventListener("mouseover", over);
  text.addEventListener("focusin", over);
  margin.addEventListener("mouseover", beside);
  margin.addEventListener("focusin", beside);
  for (const side of [text, margin]) side.addEventListener("mouseleave", () => light(held));
  addEventListener("hashchange", target);
  target();
})();
