// Disagreements with keys: j and k move, a number says who is right.
const all = [...document.querySelectorAll("#disagreements > li")];

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea")) return;
  const now = document.activeElement.closest("#disagreements > li");
  const at = all.indexOf(now);
  if (event.key === "j" || event.key === "k") {
    const next = all[event.key === "j" ? at + 1 : Math.max(0, at - 1)];
    if (next) next.focus();
  } else if (/^[1-9]$/.test(event.key) && now) {
    const button = now.querySelector(`[data-key="${event.key}"]`);
    if (button) button.click();
  } else return;
  event.preventDefault();
});
if (all.length) all[0].focus({ preventScroll: true });
