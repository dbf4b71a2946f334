// Shows what the server says of the whole set, and the form that writes it into the session.
import { part } from "./panel";
import type { Report, Words } from "./protocol";

const NOT_KEPT = "It could not be kept and will not be among your sets.";

function listed(list: HTMLElement, lines: string[]): void {
  list.replaceChildren(
    ...lines.map((words) => {
      const item = document.createElement("li");
      item.textContent = words;
      return item;
    }),
  );
  list.hidden = !lines.length;
}

/** Show the report; return it in one sentence. */
export function summarise(root: HTMLElement, report: Report, words: Words, kept: boolean): string {
  const said = kept ? words.summary : `${words.summary} ${NOT_KEPT}`;
  part(root, "summary-words").textContent = said;
  listed(part(root, "summary-reps"), words.rows);
  const more = words.trend ? [words.trend] : [];
  listed(part(root, "summary-warnings"), [...more, ...words.warnings]);
  fill(root, report);
  return said;
}

/** Put what was counted into the form of the set that the session has next. */
function fill(root: HTMLElement, report: Report): void {
  const form = root.querySelector<HTMLFormElement>("form[data-write]");
  if (!form) return;
  const reps = form.querySelector<HTMLInputElement>("[name=reps]");
  const seconds = form.querySelector<HTMLInputElement>("[name=duration_s]");
  if (reps) reps.value = String(report.set.count);
  if (seconds && report.hold_s) seconds.value = String(Math.round(report.hold_s));
}
