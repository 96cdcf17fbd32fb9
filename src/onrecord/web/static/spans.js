// Moving the ends of a statement's words in place: handles for the mouse and the keyboard.
//
//   edit(passage, pieces, {save, quit, moved})   pieces: {source, cue, content}, each a list of [start, end]
//
// Tab goes from end to end; arrow keys move an end by a character, with ctrl by a word, with shift the other end of the
// same piece; Delete takes a piece out, Enter saves, Escape gives up. Words that are selected can be added as a piece.
import { character, edges, range, runs, under, words } from "./points.js";

const ROLES = { source: "Who said it", cue: "What marks it as said", content: "What is said" };
const ENDS = ["start", "end"];

export function edit(passage, given, { save, quit, moved = () => {} }) {
  const found = runs(passage);
  if (!found.length) return null;
  const low = found[0].start;
  const high = found[found.length - 1].end;
  const wordEdges = edges(found, passage.lang);
  const pieces = Object.fromEntries(Object.keys(ROLES).map((role) => [role, (given[role] || []).map((p) => [...p])]));
  const layer = made("div", "span-layer");
  const bar = made("div", "span-bar");
  const shown = {};
  let selected = null;
  passage.classList.add("moving");
  passage.append(layer);
  if (passage.dataset.document) {
    bar.classList.add("at-foot"); // of a whole article the words may be anywhere
    document.body.append(bar);
  } else passage.after(bar);
  fillBar();
  draw();
  document.addEventListener("selectionchange", noteSelection);
  window.addEventListener("resize", draw);
  passage.addEventListener("keydown", onKey);
  bar.addEventListener("keydown", onKey);
  focus("content", 0, "start");
  return { close };

  function fillBar() {
    for (const role of Object.keys(ROLES)) {
      const line = made("p", `span-role r-${role}`);
      const name = made("b", "", ROLES[role]);
      shown[role] = made("output", "", "");
      shown[role].dir = "auto";
      const add = button(role === "content" ? "Add the selected words" : "Set to the selected words", () => take(role));
      add.dataset.add = role;
      add.disabled = true;
      line.append(name, " ", shown[role], " ", add);
      bar.append(line);
    }
    const done = made("p", "verdicts");
    const saving = button("Save", saveAll);
    saving.className = "main";
    done.append(saving, " ", button("Give up", giveUp));
    bar.append(done);
  }

  function draw() {
    const here = document.activeElement;
    const at = here && here.dataset && layer.contains(here) ? { ...here.dataset } : null;
    layer.replaceChildren();
    const frame = layer.getBoundingClientRect();
    for (const [role, list] of Object.entries(pieces)) {
      list.forEach((piece, n) => drawPiece(role, piece, n, frame));
      shown[role].textContent = list.map(([s, e]) => words(found, s, e)).join(" … ") || "no words";
    }
    if (at) focus(at.role, Number(at.piece), at.end);
    moved(pieces);
  }

  function drawPiece(role, piece, n, frame) {
    const boxes = [...range(found, ...piece).getClientRects()].filter((box) => box.width > 0);
    for (const box of boxes) {
      const mark = made("span", `span-mark r-${role}`);
      set(mark, box.left - frame.left, box.top - frame.top, box.width, box.height);
      layer.append(mark);
    }
    for (const end of ENDS) {
      const box = end === "start" ? boxes[0] : boxes[boxes.length - 1];
      if (!box) continue;
      const handle = made("button", `span-handle r-${role} at-${end}`);
      handle.type = "button";
      Object.assign(handle.dataset, { role, piece: n, end });
      const value = piece[end === "start" ? 0 : 1];
      handle.setAttribute("role", "slider");
      handle.setAttribute("aria-label", `${ROLES[role]}${pieces[role].length > 1 ? ` ${n + 1}` : ""}: ${end}`);
      handle.setAttribute("aria-valuemin", low);
      handle.setAttribute("aria-valuemax", high);
      handle.setAttribute("aria-valuenow", value);
      handle.setAttribute("aria-valuetext", beside(value, end));
      const left = (end === "start") === leftToRight(value) ? box.left : box.right;
      set(handle, left - frame.left, box.top - frame.top, null, box.height);
      handle.addEventListener("pointerdown", (event) => drag(event, handle));
      layer.append(handle);
    }
  }

  /** The words at an end, for those who do not see it. */
  function beside(at, end) {
    return end === "start" ? words(found, at, Math.min(high, at + 30)) : words(found, Math.max(low, at - 30), at);
  }

  function leftToRight(at) {
    const run = found.find((one) => one.end >= at) || found[0];
    return getComputedStyle(run.element).direction !== "rtl";
  }

  function move(role, n, end, to) {
    const list = pieces[role];
    const piece = list[n];
    if (!piece) return;
    if (end === "start") {
      const floor = n > 0 ? list[n - 1][1] : low;
      piece[0] = Math.max(floor, Math.min(to, piece[1] - 1));
    } else {
      const ceiling = n + 1 < list.length ? list[n + 1][0] : high;
      piece[1] = Math.min(ceiling, Math.max(to, piece[0] + 1));
    }
    draw();
  }

  function drag(event, handle) {
    if (event.button > 0) return;
    event.preventDefault();
    const { role, piece, end } = handle.dataset;
    const box = handle.getBoundingClientRect();
    const down = box.top + box.height / 2 - event.clientY;
    handle.focus();
    passage.classList.add("dragging");
    const follow = (pointer) => {
      const to = under(found, pointer.clientX, pointer.clientY + down);
      if (to !== null) move(role, Number(piece), end, pointer.altKey ? to : nearest(to));
    };
    const stop = () => {
      passage.classList.remove("dragging");
      document.removeEventListener("pointermove", follow);
      document.removeEventListener("pointerup", stop);
      document.removeEventListener("pointercancel", stop);
    };
    document.addEventListener("pointermove", follow);
    document.addEventListener("pointerup", stop);
    document.addEventListener("pointercancel", stop);
  }

  function nearest(at) {
    return wordEdges.reduce((best, edge) => (Math.abs(edge - at) < Math.abs(best - at) ? edge : best), wordEdges[0]);
  }

  function onKey(event) {
    if (event.key === "Escape" || (event.key === "Enter" && event.target.dataset.role)) {
      event.preventDefault();
      event.stopPropagation();
      (event.key === "Enter" ? saveAll : giveUp)();
      return;
    }
    const { role, piece, end } = event.target.dataset || {};
    if (!role || event.altKey || event.metaKey) return;
    const forward = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (forward) {
      event.preventDefault();
      const other = event.shiftKey ? ENDS[1 - ENDS.indexOf(end)] : end;
      const at = pieces[role][piece][other === "start" ? 0 : 1];
      const step = leftToRight(at) ? forward : -forward;
      move(role, Number(piece), other, event.ctrlKey ? nextEdge(at, step) : beyondGap(at, step));
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      if (role === "content" && pieces.content.length === 1) return;
      pieces[role].splice(Number(piece), 1);
      draw();
      focus("content", 0, "start");
    }
  }

  /** One character on, or over what lies between two paragraphs. */
  function beyondGap(at, step) {
    const to = at + step;
    if (found.some((run) => run.start <= to && to <= run.end)) return to;
    const beyond = found.map((run) => (step > 0 ? run.start : run.end)).filter((edge) => (edge - at) * step > 0);
    return beyond.length ? beyond.reduce((a, b) => (Math.abs(a - at) < Math.abs(b - at) ? a : b)) : at;
  }

  function nextEdge(at, step) {
    const beyond = wordEdges.filter((edge) => (edge - at) * step > 0);
    if (!beyond.length) return at;
    return step > 0 ? beyond[0] : beyond[beyond.length - 1];
  }

  function noteSelection() {
    const now = getSelection();
    selected = null;
    if (now.rangeCount && !now.isCollapsed && passage.contains(now.anchorNode) && passage.contains(now.focusNode)) {
      const over = now.getRangeAt(0);
      const start = character(found, over.startContainer, over.startOffset);
      const end = character(found, over.endContainer, over.endOffset);
      if (start !== null && end > start) selected = [start, end];
    }
    for (const add of bar.querySelectorAll("[data-add]")) add.disabled = !selected;
  }

  /** The selected words become a piece; a source or cue is set to them, of the content they are one more. */
  function take(role) {
    if (!selected) return;
    const [start, end] = selected;
    const kept = role === "content" ? pieces[role].filter(([s, e]) => e <= start || s >= end) : [];
    pieces[role] = [...kept, [start, end]].sort((a, b) => a[0] - b[0]);
    getSelection().removeAllRanges();
    draw();
    focus(role, pieces[role].findIndex(([s]) => s === start), "end");
  }

  function focus(role, n, end) {
    const handle = layer.querySelector(`[data-role="${role}"][data-piece="${n}"][data-end="${end}"]`);
    if (handle) handle.focus({ preventScroll: true });
  }

  function saveAll() {
    close();
    save(pieces);
  }

  function giveUp() {
    close();
    quit();
  }

  function close() {
    document.removeEventListener("selectionchange", noteSelection);
    window.removeEventListener("resize", draw);
    passage.removeEventListener("keydown", onKey);
    passage.classList.remove("moving", "dragging");
    layer.remove();
    bar.remove();
  }
}

function made(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function button(text, act) {
  const element = made("button", "", text);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

function set(element, left, top, width, height) {
  element.style.left = `${left}px`;
  element.style.top = `${top}px`;
  if (width !== null) element.style.width = `${width}px`;
  element.style.height = `${height}px`;
}
