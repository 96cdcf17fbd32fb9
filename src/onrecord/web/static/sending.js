// Verdicts on their way to the server, in order. None is lost silently: what has no answer yet is kept in this window
// (also when the page is loaded again), repeated until there is one, and handed back where the server refuses it. It is
// sent in the name of the one who gave it alone: what somebody left in this window waits until they are back.
//
//   const line = new Line({taken, refused, waiting})
//   line.send("/judge.json", body, words)    words: those of the row, for what is told of it
const KEPT = "onrecord-unsent";
const PATIENCE = [500, 1000, 2000, 4000, 8000, 15000];

export class Line {
  constructor({ taken, refused, waiting }) {
    this.told = { taken, refused, waiting };
    this.entries = [];
    this.ofOthers = [];
    this.sent = 0;
    this.busy = false;
    this.tries = 0;
    window.addEventListener("beforeunload", (event) => {
      if (this.entries.length) event.preventDefault();
    });
    window.addEventListener("online", () => this.go());
  }

  /** What an earlier page of this window could not hand over. */
  resume() {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) || "[]");
    const mine = kept.filter((entry) => entry.who === meta(document, "who"));
    this.ofOthers = kept.filter((entry) => !mine.includes(entry));
    for (const entry of mine) this.entries.push({ ...entry, body: { ...entry.body, again: true } });
    this.sent = Math.max(0, ...kept.map((entry) => entry.n));
    if (this.ofOthers.length) this.told.waiting(this.ofOthers.length, `${this.ofOthers[0].who} was logged out here.`);
    this.go();
    return mine;
  }

  /** `of` is the entry that this one takes back: it waits for its number, and goes where that one is refused. */
  send(path, body, words, of = null) {
    this.sent += 1;
    const entry = { n: this.sent, who: meta(document, "who"), path, body, words, of: of && of.n };
    this.entries.push(entry);
    this.keep();
    this.go();
    return entry;
  }

  /** Takes an entry back that was not sent yet. False where it is on its way. */
  withdraw(entry) {
    const at = this.entries.indexOf(entry);
    if (at < 0 || (at === 0 && this.busy)) return false;
    this.entries.splice(at, 1);
    this.keep();
    return true;
  }

  keep() {
    const kept = [...this.ofOthers, ...this.entries];
    if (kept.length) sessionStorage.setItem(KEPT, JSON.stringify(kept));
    else sessionStorage.removeItem(KEPT);
  }

  follow(entry, answer) {
    if (!answer.ok) this.entries = this.entries.filter((one) => one.of !== entry.n);
    for (const one of this.entries) if (one.of === entry.n) one.body.judgement = answer.said.id;
  }

  async go() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    while (this.entries.length) {
      const entry = this.entries[0];
      const answer = await post(entry.path, entry.body);
      if (answer.lost) {
        entry.body.again = true;
        this.keep();
        this.told.waiting(this.entries.length, answer.reason);
        this.timer = setTimeout(() => this.go(), PATIENCE[Math.min(this.tries, PATIENCE.length - 1)]);
        this.tries += 1;
        break;
      }
      if (this.tries) this.told.waiting(0, "");
      this.tries = 0;
      this.entries.shift();
      this.follow(entry, answer);
      this.keep();
      if (answer.ok) this.told.taken(entry, answer.said);
      else this.told.refused(entry, answer.reason, answer.said);
    }
    this.busy = false;
  }
}

/** Sends a body. `lost` says that the server gave no answer that settles it: it is sent again. */
export async function post(path, body) {
  const answer = await tried(path, body);
  return answer.status === 403 && (await renewed()) ? tried(path, body) : answer;
}

async function tried(path, body) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      credentials: "same-origin",
      redirect: "error",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": meta(document, "csrf") },
      body: JSON.stringify(body),
    });
    const { status } = answer;
    const said = await answer.json().catch(() => null);
    if (answer.ok) return { ok: true, status, said };
    const reason = said && said.error ? said.error.message : `The server answered ${status}.`;
    const lost = status === 401 || status === 429 || status >= 502;
    return { ok: false, status, lost, reason: status === 401 ? "You are logged out: log in, and this page sends them." : reason, said };
  } catch {
    return { ok: false, lost: true, reason: "The server does not answer." };
  }
}

/** The same person has logged in anew since this page came: it takes the token of their new session. */
async function renewed() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer || !answer.ok || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (meta(page, "who") !== meta(document, "who")) return false;
  document.querySelector('meta[name="csrf"]').content = meta(page, "csrf");
  return true;
}

function meta(page, name) {
  const found = page.querySelector(`meta[name="${name}"]`);
  return found ? found.content : "";
}
