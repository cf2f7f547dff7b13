// Told before: RELEASE {version, scope, precache}. Keeps the page of the tablet and all
// it is made of, whole or not at all, and answers from it inside the scope. Everything
// else goes to the network untouched.
//
// Which release is used stands in a cache of its own, not in which worker runs: a browser
// starts a new worker by itself once all pages are closed, and notes may still wait then.

const VISIT = RELEASE.scope.split("/")[2];
const CHOSEN = `repere-${VISIT}-chosen`;
const PREFIX = `repere-${VISIT}-release-`;
const OWN = PREFIX + RELEASE.version;
const WHOLE = "/whole";
const IN_USE = "/in-use";

self.addEventListener("install", (event) => event.waitUntil(prepared()));

/** Only the mark at the end makes a cache count; half a cache is deleted. */
async function prepared() {
  if (await isWhole(OWN)) return;
  try {
    await caches.delete(OWN);
    const cache = await caches.open(OWN);
    await Promise.all(RELEASE.precache.map((address) => taken(cache, address)));
    await cache.put(WHOLE, new Response(RELEASE.version));
  } catch (error) {
    await caches.delete(OWN);
    throw error;
  }
}

/** Never through the browser's own cache where the address says no version. */
async function taken(cache, address) {
  const isLasting = address.startsWith("/static/");
  const request = new Request(address, { cache: isLasting ? "default" : "no-store", redirect: "error" });
  const answer = await fetch(request);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  // The whole body first: a connection that is cut must not leave half a file.
  const body = await answer.arrayBuffer();
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  await cache.put(address, new Response(body, { headers }));
}

self.addEventListener("activate", (event) => event.waitUntil(started()));

async function started() {
  if (!(await isWhole(await inUse()))) await use(OWN);
  await self.clients.claim();
}

const isWhole = async (name) =>
  Boolean(name && (await caches.has(name)) && (await caches.match(WHOLE, { cacheName: name })));

async function inUse() {
  const told = await caches.match(IN_USE, { cacheName: CHOSEN });
  return told ? told.text() : null;
}

/** From now on pages are of this release; the others are not needed any more. */
async function use(name) {
  const chosen = await caches.open(CHOSEN);
  await chosen.put(IN_USE, new Response(name));
  const others = (await caches.keys()).filter((one) => one.startsWith(PREFIX) && one !== name);
  await Promise.all(others.map((one) => caches.delete(one)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate" && isInScope(address.pathname)) {
    event.respondWith(shell(request, address));
  } else if (address.pathname.startsWith("/static/")) {
    event.respondWith(kept(request));
  }
});

const isInScope = (path) => path === RELEASE.scope || path.startsWith(`${RELEASE.scope}/`);

async function shell(request, address) {
  const language = address.searchParams.get("language") ?? (await chosenLanguage());
  const page = `${RELEASE.scope}/page?language=${language}`;
  const found = await caches.match(page, {
    cacheName: (await inUse()) ?? OWN,
    ignoreVary: true,
  });
  return found ?? fetch(request);
}

async function chosenLanguage() {
  const told = await caches.match("/language", { cacheName: CHOSEN });
  return told ? told.text() : navigator.language.startsWith("fr") ? "fr" : "en";
}

/** Addresses carry the hash of what they name, so any release's cache may answer. */
async function kept(request) {
  for (const name of [await inUse(), OWN]) {
    const found = name && (await caches.match(request, { cacheName: name, ignoreVary: true }));
    if (found) return found;
  }
  return fetch(request);
}

self.addEventListener("message", (event) => {
  const doing = { which, use: apply, leave }[event.data?.kind];
  if (doing) event.waitUntil(doing().then((told) => event.ports[0]?.postMessage(told)));
});

async function which() {
  const used = (await inUse())?.slice(PREFIX.length) ?? null;
  return { version: RELEASE.version, whole: await isWhole(OWN), used };
}

async function apply() {
  if (!(await isWhole(OWN))) return which();
  await use(OWN);
  await self.skipWaiting();
  return which();
}

async function leave() {
  const own = (await caches.keys()).filter((one) => one.startsWith(PREFIX) || one === CHOSEN);
  await Promise.all(own.map((one) => caches.delete(one)));
  return { left: true };
}
