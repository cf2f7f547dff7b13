// The parts of a tablet and what they tell each other.

import { Clock } from "./clock.js";
import { Files } from "./files.js";
import { Notes } from "./notes.js";
import { Pack } from "./pack.js";
import { Queue } from "./queue.js";
import { readiness } from "./readiness.js";
import { Report } from "./report.js";
import { Sitting } from "./sitting.js";
import { Speakers } from "./speakers.js";
import { Team } from "./team.js";
import { TwoTexts } from "./two-texts.js";
import { Updates } from "./updates.js";

/** `hear.queue(what)`, `hear.sitting(what)`, `hear.report(told, status)`,
 *  `hear.problem(error)`, `hear.change(about)`. */
export function partsOf(db, visit, windowName, hear) {
  const [clock, pack] = [new Clock(db), new Pack(db, visit)];
  const notes = new Notes(db, windowName);
  const queue = new Queue(db, visit, hear.queue);
  const updates = new Updates(visit, () => hear.change("update"));
  const report = new Report({
    db,
    visit,
    queue,
    clock,
    ready: () => readiness({ pack, clock }),
    release: () => updates.used ?? pack.current?.release ?? "",
    told: hear.report,
    failed: hear.problem,
  });
  return {
    db,
    clock,
    pack,
    notes,
    queue,
    updates,
    report,
    files: new Files(db, notes),
    speakers: new Speakers(db),
    team: new Team(visit, () => hear.change("notes")),
    texts: new TwoTexts(visit),
    sitting: new Sitting(visit, hear.sitting),
  };
}
