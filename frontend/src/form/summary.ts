// What is said of the whole set, and the form that writes it into the training session.
import { grade, part } from "./panel";
import type { Report } from "./protocol";

// Percent a rep; less is no more than the camera's own error.
const WORTH_SAYING = 2;
const NOT_KEPT = "It could not be kept and will not be among your sets.";
export const STRANGER = "Not one of the exercises I know";
const LABEL: Record<string, string> = { poor: "needs work" };

function sentence(report: Report, names: Record<string, string>): string {
  if (report.exercise === null) return "No exercise was seen, so nothing was counted or scored.";
  const stranger = report.known === false;
  const name = stranger ? STRANGER : (names[report.exercise] ?? report.exercise);
  if (report.hold_s !== undefined && report.hold_s !== null) {
    return `${name}: held for ${Math.round(report.hold_s)} seconds.`;
  }
  const count = report.set.count;
  const reps = count === 1 ? "1 rep" : `${count} reps`;
  if (report.set.score === null) {
    if (stranger) return `${name}: ${reps} counted, not scored.`;
    const why = count ? "They could not be judged." : "Nothing was scored.";
    return `${name}: ${reps}. ${why}`;
  }
  const band = report.set.band ?? grade(report.set.score).word;
  return `${name}: ${reps}, form ${Math.round(report.set.score)} of 100, ${LABEL[band] ?? band}.`;
}

/** Return what fell from rep to rep, in words; nothing where too little is known or nothing fell. */
function tired(report: Report): string[] {
  const falls = (name: string, what: string): string[] => {
    const slope = report.trend?.[name];
    return typeof slope === "number" && slope <= -WORTH_SAYING
      ? [`${what} fell by ${Math.abs(slope).toFixed(1)} % a rep.`]
      : [];
  };
  return [
    ...falls("speed_percent_per_rep", "Speed"),
    ...falls("rom_percent_per_rep", "Range"),
  ];
}

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
export function summarise(
  root: HTMLElement,
  report: Report,
  names: Record<string, string>,
  kept: boolean,
): string {
  const said = sentence(report, names);
  const words = kept ? said : `${said} ${NOT_KEPT}`;
  part(root, "summary-words").textContent = words;
  listed(
    part(root, "summary-reps"),
    (report.reps ?? []).map((rep) => {
      const overall = rep.scores.overall;
      const judged =
        overall === null || overall === undefined
          ? "not judged"
          : `${Math.round(overall)} of 100, ${grade(overall).word}`;
      const faults = rep.faults.map((fault) => fault.says).join("; ");
      return `${judged}${faults ? `: ${faults}` : ""}`;
    }),
  );
  const warnings = report.warnings.map((one) => one.text);
  listed(part(root, "summary-warnings"), [...tired(report), ...new Set(warnings)]);
  fill(root, report);
  return words;
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
