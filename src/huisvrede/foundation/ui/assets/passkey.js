// Passkeys: asks the device what a form needs, and sends its answer. Without this script the form says that it needs one.
"use strict";

const WAIT = 300_000;

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** The options of the server as the browser wants them; older browsers have no reader of their own. */
function readOptions(options, making) {
  const own = making ? "parseCreationOptionsFromJSON" : "parseRequestOptionsFromJSON";
  if (PublicKeyCredential[own]) return PublicKeyCredential[own](options);
  const keys = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));
  const read = { ...options, challenge: bytes(options.challenge) };
  if (making) return { ...read, user: { ...options.user, id: bytes(options.user.id) }, excludeCredentials: keys(options.excludeCredentials) };
  return { ...read, allowCredentials: keys(options.allowCredentials) };
}

/** The answer of the device as JSON; older browsers have no writer of their own. */
function written(credential) {
  if (credential.toJSON) return JSON.stringify(credential);
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  const { id, type } = credential;
  return JSON.stringify({ id, rawId: text(credential.rawId), type, response, clientExtensionResults: credential.getClientExtensionResults() });
}

/** The question: on the page, or fetched at the moment it is needed. */
async function question(form) {
  const { question, questionUrl } = form.dataset;
  if (question) return JSON.parse(question);
  const headers = { "X-Requested-With": "XMLHttpRequest" };
  const answer = await fetch(questionUrl, { headers, credentials: "same-origin" });
  if (!answer.ok) throw new Error("no question");
  return (await answer.json()).request_options;
}

/** Which sentence of the form tells why it did not work. */
function reason(problem, waited) {
  if (problem.name === "NotAllowedError" || problem.name === "AbortError") return waited >= WAIT - 1000 ? "late" : "cancelled";
  return { InvalidStateError: "known", NotSupportedError: "unsupported", ConstraintError: "unsupported" }[problem.name] ?? "failed";
}

function say(form, name) {
  const line = document.createElement("p");
  line.textContent = form.dataset[name];
  form.querySelector("[data-passkey-said]").replaceChildren(...(name ? [line] : []));
}

async function ask(form) {
  const making = form.dataset.passkey === "create";
  const button = form.querySelector("button");
  const began = Date.now();
  button.disabled = true;
  say(form, "");
  try {
    const { publicKey } = await question(form);
    const options = { publicKey: { ...readOptions(publicKey, making), timeout: WAIT } };
    const credential = await (making ? navigator.credentials.create(options) : navigator.credentials.get(options));
    form.elements.credential.value = written(credential);
    form.requestSubmit(); // so that the browser proves itself first, as with any form
  } catch (problem) {
    button.disabled = false;
    say(form, reason(problem, Date.now() - began));
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential || !navigator.credentials) {
    form.querySelector("button").disabled = true;
    say(form, "unsupported");
    continue;
  }
  const { credential } = form.elements;
  addEventListener("pageshow", () => (credential.value = ""));
  form.addEventListener("submit", (event) => {
    if (credential.value) return;
    event.preventDefault();
    if (form.reportValidity()) ask(form);
  });
}
