/** Puts the cursor into the filter of the list. */
export function focusFilter(): void {
  document.querySelector<HTMLInputElement>("#engagement-filter input")?.focus();
}
