import type { BrokenJournal } from '../../../typings/api';
import { civilDateOf, type Instant } from '../../domain/time';
import { comparable } from '../../domain/typed/words';
import type { Ports } from '../kernel/ports';
import { lastPage, pageId, runOver } from './ledger';

/**
 * Anchors: the hash of the ledger on a day, in words that can be mailed and kept elsewhere (A47). What was changed before
 * it is found by it even by whom holds the keys; what was put back as a whole since the last one is not.
 */

/** `20261128-123-17-` and 32 characters: the day, the page, its rows, the beginning of the hash after them. */
const FORM = /^(\d{8})-(\d{1,7})-(\d{1,3})-([0-9a-f]{32})$/;
const LENGTH = 32;

/** As it is compared: mail programs put blanks and line ends in. */
const plain = (text: string): string => comparable(text).replace(/\s/g, '');

export const isAnchor = (text: string): boolean => FORM.test(plain(text));

/** The anchor of what the ledger holds now; undefined = nothing yet. */
export const presentAnchor = async (
  { database }: Pick<Ports, 'database'>,
  now: Instant,
): Promise<string | undefined> => {
  const page = await lastPage({ database });
  const document = await database.get('ledger', pageId(page));
  if (!document) return undefined;
  const day = civilDateOf(now).replaceAll('-', '');
  return [day, page, document.rows.length, document.hash.slice(0, LENGTH)].join('-');
};

/** Anchors that the ledger does not hold to: how it was then is not what they say. */
export const checkAnchors = async (
  { database, secrets }: Pick<Ports, 'database' | 'secrets'>,
  texts: readonly string[],
): Promise<BrokenJournal[]> => {
  const anchors = texts.map(text => {
    const [, , page = '', rows = '', hash = ''] = FORM.exec(plain(text)) ?? [];
    return { no: plain(text), page: Number(page), rows: Number(rows), hash };
  });
  const ids = [...new Set(anchors.map(({ page }) => pageId(page)))];
  const found = ids.length > 0 ? await database.find('ledger', { where: { _id: { in: ids } } }) : [];
  const pages = new Map(found.map(one => [one._id, one]));
  return anchors.flatMap(({ no, page, rows, hash }) => {
    const document = pages.get(pageId(page));
    const then =
      document && document.rows.length >= rows
        ? runOver(document.from, document.rows.slice(0, rows), document.key, secrets.mac)
        : undefined;
    return then?.slice(0, LENGTH) === hash ? [] : [{ no, seq: page, why: 'anchor' as const }];
  });
};
