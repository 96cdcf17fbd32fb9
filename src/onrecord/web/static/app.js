// What every page does beyond plain HTML; without it all of them still read and judge.
"use strict";
document.addEventListener("htmx:configRequest", (event) => {
  const csrf = document.querySelector('meta[name="csrf"]');
  if (csrf) event.detail.headers["X-CSRF-Token"] = csrf.content;
});
// A filter that makes no sense is answered with a page that says why: it is shown, as without scripts.
document.addEventListener("htmx:responseError", (event) => {
  const asked = event.detail;
  if (asked.requestConfig.verb === "get") location.assign(asked.pathInfo.finalRequestPath || asked.pathInfo.requestPath);
});
