/** Whether a field has the focus: then letters and digits are text, not commands of the workbench. */
let typing = false;

export function setTyping(now: boolean): void {
  typing = now;
}

export const isTyping = (): boolean => typing;
