import { PAGE, type Ports } from '../kernel/ports';

/** What a person was told about one ticket that is erased. */
export const eraseMessagesAbout = async (
  { database }: Pick<Ports, 'database'>,
  openid: string,
  about: string,
): Promise<void> => {
  for (const channel of ['inbox', 'subscribe']) {
    let after = '';
    for (;;) {
      const page = await database.find('messages', {
        where: { about, channel, atKey: { gt: after } },
        order: ['atKey', 'asc'],
        limit: PAGE,
      });
      for (const { _id, to } of page) if (to === openid) await database.remove('messages', _id);
      if (page.length < PAGE) break;
      after = page.at(-1)?.atKey ?? after;
    }
  }
};
