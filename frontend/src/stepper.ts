// Big − and + buttons around a number field, for sweaty thumbs.

function step(field: HTMLInputElement, direction: 1 | -1): void {
  const size = Number(field.dataset.step ?? field.step) || 1;
  const low = field.min === "" ? -Infinity : Number(field.min);
  const high = field.max === "" ? Infinity : Number(field.max);
  const now = field.value === "" ? Number(field.placeholder) || 0 : Number(field.value);
  const next = Math.min(high, Math.max(low, now + direction * size));
  field.value = String(Number(next.toFixed(3)));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function button(field: HTMLInputElement, direction: 1 | -1, what: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "stepper__button";
  made.textContent = direction === 1 ? "+" : "−";
  made.setAttribute("aria-label", `${direction === 1 ? "More" : "Less"}: ${what}`);
  made.addEventListener("click", () => step(field, direction));
  return made;
}

export function enhanceSteppers(root: ParentNode): void {
  for (const field of root.querySelectorAll<HTMLInputElement>("input[data-stepper]")) {
    if (field.parentElement?.classList.contains("stepper--ready")) continue;
    const what = field.labels?.[0]?.textContent?.trim() ?? field.name;
    field.before(button(field, -1, what));
    field.after(button(field, 1, what));
    field.parentElement?.classList.add("stepper--ready");
  }
}
