/** How long the Enter that ended the typing may still be on its way to the page. */
const ON_ITS_WAY = 40;

/** Whether a field has the focus: then letters and digits are text, not commands of the workbench. */
let typing = false;
let confirmedAt = 0;

export function setTyping(now: boolean): void {
  typing = now;
}

/** Enter in a field has ended the typing: the same key is no command of the page. */
export function confirmTyping(): void {
  confirmedAt = Date.now();
}

export const isTyping = (): boolean => typing || Math.abs(Date.now() - confirmedAt) < ON_ITS_WAY;
