// What every page does beyond plain HTML; without it all of them still read and judge.
"use strict";
// On narrow screens the row of pages is scrolled to the one that is shown.
for (const here of document.querySelectorAll(".site nav [aria-current]")) {
  const row = here.closest("ul");
  row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}
document.addEventListener("htmx:configRequest", (event) => {
  const csrf = document.querySelector('meta[name="csrf"]');
  if (csrf) event.detail.headers["X-CSRF-Token"] = csrf.content;
  if (event.detail.verb !== "get") return;
  const asked = event.detail.parameters; // addresses that are sent to others name only the filters that hold
  for (const name of Object.keys(asked)) if (asked[name] === "") delete asked[name];
});
// A filter that makes no sense is answered with a page that says why: it is shown, as without scripts.
document.addEventListener("htmx:responseError", (event) => {
  const asked = event.detail;
  if (asked.requestConfig.verb === "get") location.assign(asked.pathInfo.finalRequestPath || asked.pathInfo.requestPath);
});
