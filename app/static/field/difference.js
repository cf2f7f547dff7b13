// What is different in the agenda since it was last looked at. Pure.

const TOLD = ["day", "starts", "ends", "starts_local", "ends_local", "place", "number"];

/** `{moved, added, gone}` or null where nothing is. `moved`: `{before, after, changed}`
 *  with whole sessions, so that a view can say what it was. */
export function differenceOf(before, after) {
  if (!before || !after) return null;
  const [was, is] = [byId(before.sessions), byId(after.sessions)];
  const found = {
    moved: [...is.values()].filter((one) => was.has(one.id)).map((one) => move(was.get(one.id), one)).filter(Boolean),
    added: [...is.values()].filter((one) => !was.has(one.id)),
    gone: [...was.values()].filter((one) => !is.has(one.id)),
  };
  return Object.values(found).some((list) => list.length) ? found : null;
}

const byId = (sessions) => new Map(sessions.map((one) => [one.id, one]));

function move(before, after) {
  const changed = TOLD.filter((name) => before[name] !== after[name]);
  if (JSON.stringify(before.title) !== JSON.stringify(after.title)) changed.push("title");
  return changed.length ? { before, after, changed } : null;
}

const LISTS = ["days", "sessions", "factors", "contexts", "seats"];

/** Why this is no pack to work with: half a pack is none. Null where it is whole. */
export function packProblem(pack, visit) {
  if (!pack || typeof pack !== "object") return "unreadable";
  if (!pack.version || pack.visit?.id !== visit) return "other-visit";
  if (!pack.tablet?.id || !(pack.tablet.idle_minutes > 0)) return "tablet";
  if (LISTS.some((name) => !Array.isArray(pack[name]))) return "lists";
  if (!pack.factors.length) return "factors";
  const { key } = pack;
  return key?.kty === "EC" && key.crv === "P-256" && key.kid && key.x && key.y ? null : "key";
}
