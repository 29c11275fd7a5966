/** What the owner sets before the mini-program is published. */
export const config = {
  /** CloudBase environment; empty = the one that is bound to the mini-program. */
  cloudEnv: '',
};
