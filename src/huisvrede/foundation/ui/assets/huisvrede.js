// Every page works without this script; it only spares people a step.
"use strict";

const MINUTE = 60_000;
const WARN_BEFORE = 2 * MINUTE;

/** Bring a refused form's summary of errors to eye and ear. */
function focusErrors() {
  document.querySelector(".hv-summary")?.focus();
}

/** Ask before leaving a form with unsaved changes. */
function guardForms() {
  const changed = new Set();
  for (const form of document.querySelectorAll("form[data-guard]")) {
    form.addEventListener("input", () => changed.add(form));
    form.addEventListener("submit", () => changed.clear());
  }
  addEventListener("beforeunload", (event) => {
    if (changed.size) event.preventDefault();
  });
}

/** Warn two minutes before the session ends; staying signed in asks the server once. */
function watchSession() {
  const dialog = document.getElementById("hv-session");
  const seconds = Number(document.body.dataset.sessionSeconds);
  if (!dialog || !seconds) return;
  const arm = () => setTimeout(() => dialog.showModal(), Math.max(0, seconds * 1000 - WARN_BEFORE));
  dialog.addEventListener("close", () => {
    const address = dialog.dataset.keepAlive;
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    if (address) fetch(address, { method: "POST", headers: { "X-CSRFToken": token }, credentials: "same-origin" }).then(arm);
  });
  arm();
}

/** `/` goes to the search field, unless somebody is typing. */
function slashSearches() {
  addEventListener("keydown", (event) => {
    const search = document.querySelector("[data-search]");
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || !search || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    search.focus();
  });
}

/** Look again how far a job is, and show the new state in place. */
function followProgress() {
  for (const shown of document.querySelectorAll("[data-poll]")) {
    setTimeout(async () => {
      await prove("GET", location.href);
      const answer = await fetch(location.href, { credentials: "same-origin" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(shown.id);
      if (!fresh || !fresh.dataset.poll) return location.reload();
      shown.replaceWith(fresh);
      followProgress();
    }, Number(shown.dataset.poll) * 1000);
  }
}

focusErrors();
guardForms();
watchSession();
slashSearches();
followProgress();
