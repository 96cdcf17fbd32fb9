// Judging where one reads: verdicts without leaving the page, words moved in place, missing statements added by
// selecting them. Without a script the same forms go to pages of their own.
import { character, read, runs, words, write } from "./points.js";
import { post } from "./sending.js";
import { edit } from "./spans.js";

const ROLES = ["source", "cue", "content"];
const DONE = { accept: "accepted", reject: "rejected", correct: "corrected", unsure: "left unsure" };
const PARTS = { content: "What is said", source: "Who said it", cue: "What marks it as said" };

const passage = document.querySelector("article[data-document], [data-passage]");
let busy = false; // one statement is being moved or added at a time

document.addEventListener("submit", onSubmit);
document.addEventListener("click", onClick);
document.addEventListener("keydown", onKey);
const form = document.querySelector("form.words-form");
if (form && passage) moveInForm();
if (passage && passage.dataset.document) document.addEventListener("selectionchange", offer);

// ------------------------------------------------------------------ verdicts

async function onSubmit(event) {
  const judged = event.target.closest("form.judge");
  if (!judged || !event.submitter) return;
  event.preventDefault();
  const { target, against, stance } = judged.elements;
  const verdict = event.submitter.value;
  const change = verdict === "correct" && stance ? { stance: stance.value } : {};
  await send(judged, { target: target.value, verdict, change, against: Number(against.value) }, event.submitter);
}

async function send(judged, body, button) {
  const place = outcome(judged);
  place.textContent = "…";
  const answer = await post("/judge.json", { ...body, again: "again" in judged.dataset });
  if (answer.lost) judged.dataset.again = "";
  else delete judged.dataset.again;
  if (!answer.ok) {
    const standing = answer.said && answer.said.standing;
    if (standing) judged.elements.against.value = standing.id;
    place.textContent = `Not taken: ${answer.reason}${standing ? " Press again to set yours over it." : ""}`;
    return;
  }
  if (body.change.content || body.change.source || body.change.cue) {
    location.reload(); // the words are another statement's now, and it may stand elsewhere
    return;
  }
  judged.elements.against.value = answer.said.id;
  for (const one of judged.querySelectorAll("button")) one.removeAttribute("aria-pressed");
  if (button) button.setAttribute("aria-pressed", "true");
  place.replaceChildren(`${DONE[body.verdict]} `, undoing(judged, answer.said.id));
}

function outcome(judged) {
  let place = judged.querySelector(".outcome");
  if (!place) {
    place = Object.assign(document.createElement("span"), { className: "outcome" });
    place.setAttribute("role", "status");
    judged.append(place);
  }
  return place;
}

function undoing(judged, number) {
  const back = button("Take it back", async () => {
    const answer = await post("/undo.json", { judgement: number });
    outcome(judged).textContent = answer.ok ? "taken back" : `Not taken back: ${answer.reason}`;
    if (answer.ok) for (const one of judged.querySelectorAll("button")) one.removeAttribute("aria-pressed");
  });
  back.className = "plain";
  return back;
}

// ------------------------------------------------------------------ moving words

/** "e" on a statement of the margin. */
function onKey(event) {
  if (event.key !== "e" || event.ctrlKey || event.altKey || event.metaKey || busy) return;
  if (event.target.closest("input:not([type=checkbox]), select, textarea")) return;
  const entry = document.activeElement.closest("[data-statement]") || document.querySelector("[data-statement]:target");
  const link = entry && entry.querySelector("form.judge [data-edit]");
  if (!link) return;
  event.preventDefault();
  link.click();
}

function onClick(event) {
  const link = event.target.closest("form.judge [data-edit]");
  if (!link || !passage || busy || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const judged = link.closest("form.judge");
  const given = Object.fromEntries(ROLES.map((role) => [role, read(judged.dataset[role])]));
  if (!passage.dataset.document || !given.content.length) return;
  event.preventDefault();
  busy = true;
  edit(passage, given, {
    save(pieces) {
      busy = false;
      const change = {};
      for (const role of ROLES) {
        const now = write(pieces[role]);
        if (now !== (judged.dataset[role] || "")) change[role] = now || "?";
      }
      const { target, against } = judged.elements;
      const body = { target: target.value, verdict: "correct", change, against: Number(against.value) };
      if (Object.keys(change).length) send(judged, body, null);
    },
    quit() {
      busy = false;
      link.focus();
    },
  });
}

/** The page of a statement's words: its fields follow the handles, and are sent as they always are. */
function moveInForm() {
  const given = Object.fromEntries(ROLES.map((role) => [role, read(form.elements[role].value)]));
  const fill = (pieces) => {
    for (const role of ROLES) form.elements[role].value = write(pieces[role]);
  };
  edit(passage, given, {
    moved: fill,
    save: () => form.requestSubmit(form.querySelector('button[value="correct"]')),
    quit() {
      fill(given);
      form.elements.content.focus();
    },
  });
}

// ------------------------------------------------------------------ adding a statement

let bar = null;
let given = {};
let selected = null;

/** A bar below the window's edge once words are selected. */
function offer() {
  const now = getSelection();
  if (busy || !now.rangeCount || now.isCollapsed || !passage.contains(now.anchorNode)) return;
  if (!passage.contains(now.focusNode)) return;
  const found = runs(passage);
  const over = now.getRangeAt(0);
  const start = character(found, over.startContainer, over.startOffset);
  const end = character(found, over.endContainer, over.endOffset);
  if (start === null || !(end > start)) return;
  selected = trimmed(words(found, start, end), start, end);
  if (!bar) makeBar();
}

/** Without the white space at its ends. */
function trimmed(text, start, end) {
  const points = [...text];
  let first = 0;
  let last = points.length;
  while (first < last && !points[first].trim()) first += 1;
  while (last > first && !points[last - 1].trim()) last -= 1;
  return [start + first, end - (points.length - last)];
}

function makeBar() {
  given = {};
  bar = document.createElement("form");
  bar.className = "add-bar";
  bar.setAttribute("aria-label", "Add a statement");
  bar.append(Object.assign(document.createElement("b"), { textContent: "Statement" }));
  for (const role of ["content", "source", "cue"]) {
    const line = document.createElement("p");
    const shown = Object.assign(document.createElement("output"), { textContent: "–" });
    shown.dir = "auto";
    const set = button(PARTS[role], () => {
      if (!selected) return;
      given[role] = selected;
      shown.textContent = words(runs(passage), ...selected);
      save.disabled = !given.content;
      getSelection().removeAllRanges();
      selected = null;
    });
    set.dataset.role = role;
    set.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
    line.append(set, " ", shown);
    bar.append(line);
  }
  const label = document.createElement("label");
  const speaker = Object.assign(document.createElement("input"), { name: "speaker", placeholder: "name; empty: nobody known" });
  speaker.setAttribute("list", "speakers");
  const names = Object.assign(document.createElement("datalist"), { id: "speakers" });
  for (const name of new Set([...document.querySelectorAll(".margin a.who")].map((a) => a.textContent.trim()))) {
    names.append(Object.assign(document.createElement("option"), { value: name }));
  }
  label.append("Speaker ", speaker, names);
  const save = Object.assign(document.createElement("button"), { className: "main", textContent: "Add", disabled: true });
  const said = Object.assign(document.createElement("span"), { className: "outcome" });
  said.setAttribute("role", "status");
  bar.append(label, save, " ", button("Give up", closeBar), " ", said);
  bar.addEventListener("submit", (event) => add(event, speaker.value.trim(), said));
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeBar();
  });
  document.body.append(bar);
}

async function add(event, speaker, said) {
  event.preventDefault();
  if (!given.content) return;
  const body = { document: passage.dataset.document, speaker };
  for (const role of ROLES) body[role] = given[role] ? write([given[role]]) : "";
  const answer = await post("/statements/add.json", body);
  if (!answer.ok) {
    said.textContent = `Not added: ${answer.reason}`;
    return;
  }
  const to = new URL(location.href);
  to.searchParams.set("done", "add");
  to.searchParams.set("judgement", answer.said.id);
  to.hash = `s-${answer.said.target}`;
  location.assign(to);
}

function closeBar() {
  if (bar) bar.remove();
  bar = null;
  selected = null;
}

function button(text, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
  made.addEventListener("click", act);
  return made;
}
