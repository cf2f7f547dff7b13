// Whether this tablet is fit for a day without network, point by point.

/** As the report has it (docs/decisions/26). `null` where the browser does not say. */
export async function readiness({ pack, clock, asks = false }) {
  const [persistent, space_mb, camera, microphone] = await Promise.all([
    isPersistent(asks),
    spaceLeft(),
    allowed("camera"),
    allowed("microphone"),
  ]);
  return {
    secure: isSecureContext,
    installed: isInstalled(),
    persistent,
    space_mb,
    pack: pack.current !== null,
    clock: clock.skew ?? 0,
    camera,
    microphone,
  };
}

/** `{name, ok, value}` for a view; `ok` is null where nobody can tell. */
export async function checks({ pack, clock, shell }) {
  const found = await readiness({ pack, clock, asks: true });
  const roomy = found.space_mb === null ? null : found.space_mb >= 200;
  return [
    { name: "secure", ok: found.secure, value: location.protocol },
    { name: "installed", ok: found.installed, value: null },
    { name: "persistent", ok: found.persistent, value: null },
    { name: "space", ok: roomy, value: found.space_mb },
    { name: "pack", ok: found.pack, value: pack.current?.version ?? null },
    { name: "shell", ok: await shell(), value: null },
    { name: "clock", ok: clock.isRight, value: clock.skew },
    { name: "camera", ok: found.camera, value: null },
    { name: "microphone", ok: found.microphone, value: null },
  ];
}

const isInstalled = () =>
  matchMedia("(display-mode: standalone), (display-mode: fullscreen)").matches ||
  navigator.standalone === true;

/** Asked for only where somebody looks: some browsers ask them in turn. */
async function isPersistent(asks) {
  const { storage } = navigator;
  if (!storage?.persisted) return null; // WebKitGTK
  if (await storage.persisted()) return true;
  return asks && storage.persist ? storage.persist().catch(() => false) : false;
}

async function spaceLeft() {
  const found = await navigator.storage?.estimate?.().catch(() => null);
  if (!found?.quota) return null;
  return Math.floor((found.quota - (found.usage ?? 0)) / 1_000_000);
}

/** Refused and missing are "no"; not asked yet is "nobody knows". */
async function allowed(name) {
  const kind = name === "camera" ? "videoinput" : "audioinput";
  try {
    const devices = await navigator.mediaDevices.enumerateDevices();
    if (!devices.some((one) => one.kind === kind)) return false;
    const { state } = await navigator.permissions.query({ name });
    return { granted: true, denied: false }[state] ?? null;
  } catch {
    return null;
  }
}
