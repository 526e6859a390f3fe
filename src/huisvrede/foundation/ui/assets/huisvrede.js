// Every page works without this script; it only spares people a step.
"use strict";

const MINUTE = 60_000;
const WARN_BEFORE = 2 * MINUTE;

/** Bring a refused form's summary of errors to eye and ear; who comes back here later is not asked to send it again. */
function focusErrors() {
  const summary = document.querySelector(".hv-summary");
  if (!summary) return;
  summary.focus();
  history.replaceState(history.state, "", location.href);
}

/** Ask before leaving a form with unsaved changes, among which what was refused. */
function guardForms() {
  const changed = new Set(document.querySelectorAll("form[data-guard]:has(.hv-summary)"));
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

/** A group of the menu closes by Escape, and by a tap beside it. */
function closeGroups() {
  const close = (but) => document.querySelectorAll(".hv-nav details[open]").forEach((one) => { if (one !== but) one.open = false; });
  addEventListener("pointerdown", (event) => close(event.target.closest(".hv-nav details")));
  addEventListener("keydown", (event) => {
    const inside = document.activeElement?.closest(".hv-nav details[open]");
    if (event.key !== "Escape") return;
    close();
    inside?.querySelector("summary").focus();
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

/**
 * Say what a word of the law means where it stands: under the pointer, on focus and at the first tap.
 * It stays while pointer or focus is on the word or on what is said, and Escape takes it away (WCAG 1.4.13).
 */
function explainTerms() {
  if (!HTMLElement.prototype.showPopover) return;
  let open, waits;
  const hide = () => { open?.hidePopover(); open = undefined; };
  document.querySelectorAll("a[data-term]").forEach((word, place) => {
    const note = document.createElement("span");
    Object.assign(note, { id: `hv-term-${place}`, className: "hv-term-note", popover: "manual", role: "tooltip" });
    note.textContent = word.dataset.term;
    word.after(note);
    word.setAttribute("aria-describedby", note.id);
    let tapped = false;
    const show = () => {
      clearTimeout(waits);
      if (open === note) return;
      hide();
      note.showPopover();
      const box = word.getBoundingClientRect(), room = document.documentElement.clientWidth - note.offsetWidth - 8;
      const above = box.bottom + note.offsetHeight > innerHeight && box.top > note.offsetHeight;
      note.style.left = `${scrollX + Math.max(8, Math.min(box.left, room))}px`;
      note.style.top = `${scrollY + (above ? box.top - note.offsetHeight : box.bottom)}px`;
      open = note;
    };
    const leave = () => {
      clearTimeout(waits);
      waits = setTimeout(() => { if (open === note && document.activeElement !== word && !note.matches(":hover")) hide(); }, 250);
    };
    for (const part of [word, note]) {
      part.addEventListener("pointerenter", (event) => { if (event.pointerType !== "touch") show(); });
      part.addEventListener("pointerleave", leave);
    }
    word.addEventListener("focus", show);
    word.addEventListener("blur", leave);
    word.addEventListener("pointerdown", (event) => { tapped = event.pointerType === "touch" && open !== note; });
    word.addEventListener("click", (event) => { if (tapped) event.preventDefault(), show(); tapped = false; });
  });
  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  addEventListener("pointerdown", (event) => { if (!event.target.closest("[data-term], .hv-term-note")) hide(); });
}

focusErrors();
guardForms();
watchSession();
slashSearches();
closeGroups();
followProgress();
explainTerms();
