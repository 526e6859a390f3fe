// A stolen cookie is of no use elsewhere: this browser makes a key that it can't give away, shows its public half
// when somebody signs in, and signs each page it asks for. The server's side is people/browsers.py.

const KEYS = "keys";
const MINE = "device";
const TRIED = "hv-tried";
const AGAIN = 5_000;

/** Run one request on this browser's own store of keys. */
function stored(mode, act) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("huisvrede", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(KEYS);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const request = act(opening.result.transaction(KEYS, mode).objectStore(KEYS));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    };
  });
}

/** The pair of keys of this browser; the private one can be used and never read. */
async function ownKeys({ make }) {
  const found = await stored("readonly", (keys) => keys.get(MINE));
  if (found || !make) return found;
  const made = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
  await stored("readwrite", (keys) => keys.put(made, MINE));
  return made;
}

/** Bytes as text that fits in a cookie and a field. */
function plain(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Put the public half in the forms with which somebody signs in; without a key the field stays empty. */
async function showKey() {
  const fields = document.querySelectorAll("[data-device-key]");
  if (!fields.length || !globalThis.crypto?.subtle) return;
  try {
    const shown = plain(await crypto.subtle.exportKey("spki", (await ownKeys({ make: true })).publicKey));
    for (const field of fields) field.value = shown;
  } catch { /* a browser that keeps nothing has no key, and signs in as one without */ }
}

const device = document.querySelector("meta[name=hv-device]");
const behind = device ? Number(device.dataset.now) - Date.now() : 0;

/** Sign what is asked next; the cookie with the signature holds half a minute. */
async function prove(method, address) {
  if (!device || !globalThis.crypto?.subtle) return;
  try {
    const keys = await ownKeys({ make: false });
    if (!keys) return;
    const at = Date.now() + behind;
    const said = `${device.content}|${method}|${decodeURIComponent(new URL(address, location.href).pathname)}|${at}`;
    const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, keys.privateKey, new TextEncoder().encode(said));
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${device.dataset.cookie}=${at}.${plain(signature)}; Path=/; Max-Age=30; SameSite=Lax${secure}`;
  } catch { /* the server asks again, on a page that says what to do */ }
}

/** Say that another page is on its way; a download leaves this one where it is. */
function leaving() {
  document.body.setAttribute("aria-busy", "true");
  setTimeout(() => document.body.removeAttribute("aria-busy"), 2_000);
}

/** A link is followed, and a form is sent, once what they ask for is signed. */
function signEachStep() {
  if (!device) return;
  addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[href]");
    const aside = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || aside || event.defaultPrevented || link.target || link.origin !== location.origin) return;
    if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
    event.preventDefault();
    leaving();
    await prove("GET", link.href);
    location.assign(link.href);
  });
  const signed = new WeakSet();
  addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || signed.delete(form)) return;
    event.preventDefault();
    leaving();
    const method = event.submitter?.getAttribute("formmethod") ?? form.method;
    const address = event.submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href;
    await prove(method.toUpperCase(), address);
    signed.add(form);
    form.requestSubmit(event.submitter);
  });
}

/** The page that asks whether this is still the same browser: prove it and load again, once. */
async function proveAndReturn() {
  const page = document.querySelector("[data-prove]");
  if (!page) return sessionStorage.removeItem(TRIED);
  const failed = page.querySelector("[data-failed]");
  const tried = sessionStorage.getItem(TRIED) ?? "";
  if (tried.endsWith(location.href) && Date.now() - Number.parseInt(tried) < AGAIN) return;
  sessionStorage.setItem(TRIED, `${Date.now()} ${location.href}`);
  failed.hidden = true;
  await prove("GET", location.href);
  location.reload();
}

showKey();
signEachStep();
proveAndReturn();
