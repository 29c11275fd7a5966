/** What the owner sets before the mini-program is published. */
export const config = {
  /** CloudBase environment; empty = the one that is bound to the mini-program. */
  cloudEnv: '',
  /** Subscribe-message templates (at most 5 per tap); without any, messages reach the inbox of the mini-program alone. */
  messageTemplates: [] as string[],
};
