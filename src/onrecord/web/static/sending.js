// Verdicts on their way to the server, in order. None is lost silently: what has no answer yet is kept in this window
// (also when the page is loaded again), repeated until there is one, and handed back where the server refuses it.
//
//   const line = new Line({taken, refused, waiting})
//   line.send("/judge.json", body, words)    words: those of the row, for what is told of it
const KEPT = "onrecord-unsent";
const PATIENCE = [500, 1000, 2000, 4000, 8000, 15000];

export class Line {
  constructor({ taken, refused, waiting }) {
    this.told = { taken, refused, waiting };
    this.entries = [];
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
    for (const entry of kept) this.entries.push({ ...entry, body: { ...entry.body, again: true } });
    this.sent = Math.max(0, ...kept.map((entry) => entry.n));
    this.go();
    return kept;
  }

  /** `of` is the entry that this one takes back: it waits for its number, and goes where that one is refused. */
  send(path, body, words, of = null) {
    this.sent += 1;
    const entry = { n: this.sent, path, body, words, of: of && of.n };
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
    if (this.entries.length) sessionStorage.setItem(KEPT, JSON.stringify(this.entries));
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
  const csrf = document.querySelector('meta[name="csrf"]');
  try {
    const answer = await fetch(path, {
      method: "POST",
      credentials: "same-origin",
      redirect: "error",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": csrf ? csrf.content : "" },
      body: JSON.stringify(body),
    });
    const said = await answer.json().catch(() => null);
    if (answer.ok) return { ok: true, said };
    const reason = said && said.error ? said.error.message : `The server answered ${answer.status}.`;
    const lost = answer.status === 401 || answer.status === 429 || answer.status >= 502;
    return { ok: false, lost, reason: answer.status === 401 ? "You are logged out: log in, and this page sends them." : reason, said };
  } catch {
    return { ok: false, lost: true, reason: "The server does not answer." };
  }
}
