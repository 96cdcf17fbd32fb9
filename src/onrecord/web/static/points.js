// Characters of an article's text in a page. The server counts code points, a browser's strings count UTF-16 units.
// Every run of words of the article is an element with data-start, the code point that it begins with.

export const RUNS = "[data-start]";

/** How many code points a string has. */
export function count(text) {
  let found = 0;
  for (let i = 0; i < text.length; i += text.codePointAt(i) > 0xffff ? 2 : 1) found += 1;
  return found;
}

/** The UTF-16 units before the code point of this number. */
export function units(text, points) {
  let at = 0;
  for (let n = 0; n < points && at < text.length; n += 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

/** The runs of a passage in order: element, where it begins and ends, its words. */
export function runs(passage) {
  return [...passage.querySelectorAll(RUNS)]
    .filter((element) => !element.querySelector(RUNS))
    .map((element) => {
      const start = Number(element.dataset.start);
      const text = element.textContent;
      return { element, start, end: start + count(text), text };
    })
    .sort((a, b) => a.start - b.start);
}

/** The words of a passage between two characters; what it leaves out is a space. */
export function words(found, start, end) {
  let out = "";
  let at = start;
  for (const run of found) {
    if (run.end <= start || run.start >= end) continue;
    const from = Math.max(run.start, start);
    if (from > at && out) out += " ";
    at = Math.min(run.end, end);
    out += run.text.slice(units(run.text, from - run.start), units(run.text, at - run.start));
  }
  return out;
}

/** A DOM range over these characters. */
export function range(found, start, end) {
  const made = document.createRange();
  const first = found.find((run) => run.end > start) || found[found.length - 1];
  const last = [...found].reverse().find((run) => run.start < end) || found[0];
  made.setStart(...place(first, start));
  made.setEnd(...place(last, end));
  return made;
}

/** The character at a place of the DOM: the one behind a caret there. Null outside of the passage. */
export function character(found, node, offset) {
  const within = node.nodeType === Node.TEXT_NODE && node.parentElement.closest(RUNS);
  const run = within && found.find((one) => one.element === within);
  if (run) return run.start + count(before(run.element, node) + node.data.slice(0, offset));
  const at = document.createRange();
  at.setStart(node, offset);
  let last = null;
  for (const one of found) {
    if (at.comparePoint(one.element, 0) >= 0) return last === null ? one.start : Math.max(last, one.start);
    last = one.end;
  }
  return last;
}

/** The character under a point of the window. */
export function under(found, x, y) {
  if (document.caretPositionFromPoint) {
    const caret = document.caretPositionFromPoint(x, y);
    return caret && character(found, caret.offsetNode, caret.offset);
  }
  const caret = document.caretRangeFromPoint && document.caretRangeFromPoint(x, y);
  return caret && character(found, caret.startContainer, caret.startOffset);
}

/** The edges of words in a passage, in order: where a word begins or ends. */
export function edges(found, language) {
  const out = new Set();
  const cutter = new Intl.Segmenter(language || undefined, { granularity: "word" });
  let text = "";
  const starts = [];
  for (const run of found) {
    if (starts.length && found[starts.length - 1].end !== run.start) text += "\n";
    starts.push({ units: text.length, run });
    text += run.text;
  }
  const back = (at) => {
    let i = starts.length - 1;
    while (i > 0 && starts[i].units > at) i -= 1;
    const { units: from, run } = starts[i];
    return Math.min(run.end, run.start + count(text.slice(from, at)));
  };
  for (const one of cutter.segment(text)) {
    if (!one.segment.trim()) continue;
    out.add(back(one.index));
    out.add(back(one.index + one.segment.length));
  }
  return [...out].sort((a, b) => a - b);
}

/** "120-180,190-200" as pairs of numbers, and back. */
export function read(written) {
  return (written || "").split(",").map((part) => part.split("-").map(Number)).filter(([s, e]) => s < e);
}
export function write(pieces) {
  return pieces.map(([s, e]) => `${s}-${e}`).join(",");
}

function place(run, character_) {
  let left = units(run.text, Math.min(run.end, Math.max(run.start, character_)) - run.start);
  const walker = document.createTreeWalker(run.element, NodeFilter.SHOW_TEXT);
  let node = walker.nextNode();
  while (node && left > node.length) {
    left -= node.length;
    node = walker.nextNode();
  }
  return node ? [node, left] : [run.element, 0];
}

function before(element, node) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let text = "";
  for (let one = walker.nextNode(); one && one !== node; one = walker.nextNode()) text += one.data;
  return text;
}
