/** What the owner sets before the mini-program is published. */
export const config = {
  /** CloudBase environment; empty = the one that is bound to the mini-program. */
  cloudEnv: '',
  /** Subscribe-message templates (at most 5 per tap); without any, messages reach the inbox of the mini-program alone. */
  messageTemplates: [] as string[],
  /** Regions to choose from, as they are set up in the cloud: code and name. */
  regions: [
    { code: '440000', name: '广东省' },
    { code: '440100', name: '广东省广州市' },
    { code: '440106', name: '广东省广州市天河区' },
    { code: '440300', name: '广东省深圳市' },
  ],
};
