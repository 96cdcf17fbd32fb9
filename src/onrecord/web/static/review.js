// The queue with keys: a verdict is sent at once and shown at once, and the next rows are there before they are needed.
import { read, write } from "./points.js";
import { Line } from "./sending.js";
import { edit } from "./spans.js";

const AHEAD = 10; // rows left from which more are asked for
const KEYS = { a: "accept", x: "reject", m: "accept", s: "reject", " ": "unsure" };
const NAMES = ["m", "s"]; // keys of pairs of names alone
const DONE = { accept: "Accepted", reject: "Rejected", correct: "Corrected", unsure: "Left unsure" };
const ROLES = ["source", "cue", "content"];

const queue = document.getElementById("queue");
const told = document.getElementById("told");
const offline = document.getElementById("offline");
const keys = document.getElementById("keys");
const done = []; // what was judged in this window, the last one last
const undone = new Map(); // what was taken back, by what is on its way to say so
const began = Date.now();
let editor = null;
let fetching = false;
let count = 0;

const line = new Line({ taken, refused, waiting });

document.body.classList.add("with-keys");
const help = document.getElementById("help");
help.hidden = false;
help.addEventListener("click", () => keys.showModal());
queue.addEventListener("submit", onSubmit);
queue.addEventListener("click", onClick);
queue.addEventListener("change", onChoice);
queue.addEventListener("input", onName);
document.addEventListener("keydown", onKey);
for (const entry of line.resume()) {
  const row = find(entry.body.target);
  if (row) leave(row);
}
show(current(), false);

// ------------------------------------------------------------------ rows

function rows() {
  return [...queue.children].filter((row) => !row.hidden);
}

function current() {
  return queue.querySelector(".row.now:not([hidden])") || rows()[0];
}

function find(target) {
  return [...queue.children].find((row) => row.dataset.target === target);
}

function show(row, focus = true) {
  for (const one of queue.querySelectorAll(".row.now")) one.classList.remove("now");
  settle();
  if (row) {
    row.classList.add("now");
    if (focus) row.focus({ preventScroll: true });
    if (row.getBoundingClientRect().top < 0) row.scrollIntoView();
  }
  if (rows().length < AHEAD) more();
}

/** Says that nothing waits once that is known. */
function settle() {
  document.getElementById("done").hidden = rows().length > 0 || queue.dataset.next !== undefined;
}

function leave(row) {
  const all = rows();
  const next = all[all.indexOf(row) + 1] || all[all.indexOf(row) - 1];
  row.hidden = true;
  return next;
}

function comeBack(row, reason) {
  const note = row.querySelector(".refused");
  note.textContent = reason || "";
  note.hidden = !reason;
  row.hidden = false;
  queue.prepend(row);
  show(row);
}

async function more() {
  if (fetching || queue.dataset.next === undefined) return;
  const after = queue.dataset.next;
  if (!after && rows().length) return;
  fetching = true;
  try {
    const asked = new URLSearchParams(location.search);
    for (const name of ["item", "done", "judgement", "after"]) asked.delete(name);
    if (after) asked.set("after", after);
    const answer = await fetch(`${location.pathname}?${asked}`, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("queue");
    let fresh = 0;
    for (const row of [...page.children]) {
      if (find(row.dataset.target)) continue;
      row.classList.remove("now");
      queue.append(document.importNode(row, true));
      fresh += 1;
    }
    if (after) queue.dataset.next = page.dataset.next;
    else if (!fresh) delete queue.dataset.next; // all that waits is here
    settle();
    if (fresh && !queue.querySelector(".row.now:not([hidden])")) show(rows()[0]);
  } catch {
    setTimeout(() => show(current(), false), 3000);
    fetching = false;
    return;
  }
  fetching = false;
  if (queue.dataset.next !== undefined && !rows().length) more();
}

// ------------------------------------------------------------------ verdicts

function judge(row, verdict, change = {}) {
  const form = row.querySelector("form.judging");
  if (!form) return;
  const against = form.elements.against.value;
  const body = {
    target: row.dataset.target,
    verdict,
    change,
    note: form.elements.note ? form.elements.note.value.trim() : "",
    against: against === "" ? null : Number(against),
  };
  const entry = line.send("/judge.json", body, words(row));
  done.push({ row, entry });
  count += 1;
  const next = leave(row);
  tell(`${DONE[verdict]}${change.stance || change.status ? `: ${change.stance || change.status}` : ""}: `, words(row));
  counted();
  show(next);
}

function words(row) {
  return row.querySelector(".line").lastElementChild.textContent;
}

function taken(entry, said) {
  const made = done.find((one) => one.entry === entry);
  if (made) made.number = said.id;
  for (const learnt of said.learnt || []) learned(learnt);
}

function refused(entry, reason, said) {
  if (undone.has(entry)) {
    const last = undone.get(entry);
    tell(`Not taken back: ${reason}: `, entry.words);
    done.push(last);
    show(leave(last.row));
    return;
  }
  const at = done.findIndex((one) => one.entry === entry);
  const row = at < 0 ? find(entry.body.target) : done[at].row;
  if (at >= 0) {
    done.splice(at, 1);
    count -= 1;
    counted();
  }
  if (!row) {
    tell(`Not taken: ${reason}: `, entry.words);
    return;
  }
  if (said && said.standing) row.querySelector('[name="against"]').value = said.standing.id;
  const stands = said && said.standing ? ` Judge it again to set yours over it, or press j to leave it so.` : "";
  comeBack(row, `Not taken: ${reason}.${stands}`);
}

function waiting(number, reason) {
  offline.hidden = !number;
  offline.textContent = number
    ? `${reason} ${number === 1 ? "One verdict waits" : `${number} verdicts wait`} in this window and will be sent again; go on, or leave it open.`
    : "";
}

function undo() {
  const last = done.pop();
  if (!last) {
    tell("There is nothing to take back in this window; the log has all judgements.");
    return;
  }
  count -= 1;
  counted();
  if (line.withdraw(last.entry)) {
    tell("Taken back: ", words(last.row));
  } else {
    undone.set(line.send("/undo.json", { judgement: last.number ?? null }, words(last.row), last.entry), last);
    tell("Taken back: ", words(last.row));
  }
  comeBack(last.row, "");
}

// ------------------------------------------------------------------ what is told

function tell(said, quoted) {
  const p = document.createElement("p");
  p.append(said);
  if (quoted) {
    const q = document.createElement("q");
    q.dir = "auto";
    q.textContent = quoted;
    p.append(q);
  }
  const kept = told.querySelector(".learnt");
  told.replaceChildren(p);
  if (kept) told.append(kept);
}

function learned(learnt) {
  const box = document.createElement("div");
  box.className = "learnt";
  const p = document.createElement("p");
  const many = learnt.changed.length;
  p.textContent =
    `Learnt from ${learnt.labels} ${learnt.labels === 1 ? "judgement" : "judgements"} on ${learnt.issue}: ` +
    `${many || "no"} ${many === 1 ? "position" : "positions"} changed.`;
  box.append(p);
  if (many) {
    const list = document.createElement("ul");
    for (const one of learnt.changed.slice(0, 20)) {
      const link = document.createElement("a");
      link.href = `/positions/${encodeURIComponent(one.id)}`;
      link.textContent = `${one.before} is now ${one.after}`;
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
    const more_ = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = "Which";
    more_.append(summary, list);
    box.append(more_);
  }
  const old = told.querySelector(".learnt");
  if (old) old.remove();
  told.append(box);
}

function counted() {
  const progress = document.getElementById("progress");
  const number = (value) => Math.max(0, value).toLocaleString("en");
  const left = Number(progress.dataset.waiting) - count;
  progress.querySelector('[data-of="waiting"]').textContent = number(left);
  const judged = progress.querySelector('[data-of="judged"]');
  if (judged) judged.textContent = number(Number(progress.dataset.judged) + count);
  const minutes = (Date.now() - began) / 60000;
  if (count < 10) return;
  const pace = count / minutes;
  const rest = left / pace;
  const time = rest < 1.5 ? "about a minute" : rest < 90 ? `about ${Math.round(rest)} minutes` : `about ${Math.round(rest / 60)} hours`;
  progress.querySelector('[data-of="pace"]').textContent = ` · ${Math.round(pace)} a minute · ${time} left`;
}

// ------------------------------------------------------------------ hands

function onSubmit(event) {
  const row = event.target.closest(".row");
  const button = event.submitter;
  if (!row || !button || !event.target.matches("form.judging")) return;
  event.preventDefault();
  if (button.value !== "correct") {
    judge(row, button.value);
    return;
  }
  const change = {};
  const chosen = event.target.querySelector("input[type=radio]:checked");
  const typed = event.target.querySelector("input[type=text]");
  if (chosen) change[chosen.name] = chosen.value;
  if (typed && typed.value.trim()) change.speaker = typed.value.trim();
  if (Object.keys(change).length) set(row, change);
}

function set(row, change) {
  const same = row.querySelector(".choices .now input");
  const [[name, value]] = Object.entries(change);
  judge(row, ...(same && same.name === name && same.value === value ? ["accept"] : ["correct", change]));
}

/** A choice made with the mouse is sent at once, as with its key. */
function onChoice(event) {
  if (event.target.matches("input[type=radio]")) set(event.target.closest(".row"), { [event.target.name]: event.target.value });
}

function onClick(event) {
  const link = event.target.closest("a.line, [data-edit]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const row = link.closest(".row");
  if (link.matches("a.line")) show(row);
  else move(row);
}

let asking = 0;
/** Names of the record that go on as the typed one does. */
function onName(event) {
  if (!event.target.matches("input[list=people]")) return;
  clearTimeout(asking);
  const text = event.target.value.trim();
  if (text.length < 2) return;
  asking = setTimeout(async () => {
    const answer = await fetch(`/actors.json?limit=8&text=${encodeURIComponent(text)}`).catch(() => null);
    if (!answer || !answer.ok) return;
    const found = await answer.json();
    const names = (found.items || []).map((one) => Object.assign(document.createElement("option"), { value: one.actor.name }));
    document.getElementById("people").replaceChildren(...names);
  }, 150);
}

function move(row) {
  const form = row.querySelector("form.judging");
  const passage = row.querySelector("[data-passage]");
  if (editor || !form.elements.content || !passage) return;
  const given = Object.fromEntries(ROLES.map((role) => [role, read(form.elements[role].value)]));
  const end = () => {
    editor = null;
    row.classList.remove("editing");
    row.focus({ preventScroll: true });
  };
  row.classList.add("editing");
  editor = edit(passage, given, {
    save(pieces) {
      end();
      const change = {};
      for (const role of ROLES) {
        const now = write(pieces[role]);
        if (now !== form.elements[`${role}_was`].value) change[role] = now || "?";
      }
      if (Object.keys(change).length) judge(row, "correct", change);
    },
    quit: end,
  });
}

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || editor || keys.open) return;
  const field = event.target.closest("input:not([type=radio]):not([type=checkbox]), select, textarea, [contenteditable]");
  if (field) {
    if (event.key === "Escape") {
      event.preventDefault();
      (current() || document.body).focus();
    }
    return;
  }
  const pressing = event.target.closest("button, a[href], summary, input");
  if (pressing && (event.key === " " || event.key === "Enter")) return;
  if (act(event.key)) event.preventDefault();
}

function act(key) {
  if (key === "?") keys.showModal();
  else if (key === "Backspace") undo();
  else {
    const row = current();
    return row ? onRow(row, key) : false;
  }
  return true;
}

function onRow(row, key) {
  const names = row.dataset.kind === "actor";
  if (key === "j" || key === "k") {
    const all = rows();
    const next = all[all.indexOf(row) + (key === "j" ? 1 : -1)];
    if (next) show(next);
  } else if (KEYS[key] && (names || !NAMES.includes(key))) judge(row, KEYS[key]);
  else if (key === "e") move(row);
  else if (key === "n") {
    const noting = row.querySelector(".noting");
    if (!noting) return false;
    noting.open = true;
    noting.querySelector("textarea").focus();
  } else if (/^[1-9]$/.test(key)) {
    const choice = row.querySelector(`[data-key="${key}"]`);
    if (!choice) return false;
    set(row, { [choice.name]: choice.value });
  } else return false;
  return true;
}
