import type { Candidate } from './identifier';

const CHINESE_ENDS =
  '中国|中國|公司|网络|網絡|香港|台湾|台灣|澳门|政务|公益|手机|集团|网址|在线|中文网|商城|组织机构';
const PROVIDER =
  '(?:qq|vip\\.qq|163|126|139|189|wo|21cn|sina|sohu|foxmail|gmail|outlook|hotmail|live|yahoo|icloud|aliyun|yeah)';
const AT = new RegExp(
  [
    '@|#at#',
    ' at (?=[A-Za-z0-9-]{1,40}(?:\\.| dot )[A-Za-z])',
    '[([{【<] ?at ?[)\\]}】>]|[([{【]圈?[aA艾](?:特)?[)\\]}】]',
    ' ?(?:艾特|圈a) ?(?=[A-Za-z0-9-]{1,40}(?: ?[.。点點]| dot ))',
    `[#*&](?=${PROVIDER}[.。])|(?<=[a-z0-9])at(?=${PROVIDER}[.。])`,
  ].join('|'),
  'gi',
);
const DOT = '(?: ?[.。点點] ?| ?[([{]dot[)\\]}] ?| dot )';
const DOMAIN = new RegExp(
  `^[ \\n]?((?:[\\p{L}\\p{M}0-9-]{1,40}?${DOT}){1,8}(?:[A-Za-z]{2,24}(?![A-Za-z0-9])|${CHINESE_ENDS}))`,
  'iu',
);

const isMailCharacter = (character: string | undefined): boolean =>
  character !== undefined && /[A-Za-z0-9._%+-]/.test(character);

/** Where the part before the sign begins; `signStart` when there is none. */
const startOfLocal = (text: string, signStart: number): number => {
  const gap = /[ \n]$/.test(text.slice(signStart - 1, signStart)) ? 1 : 0;
  let start = signStart - gap;
  while (signStart - start < 64 && isMailCharacter(text[start - 1])) start -= 1;
  if (start === signStart - gap) return signStart;
  // Blanks inside: only behind the word, back to what is no letter.
  const before = text.slice(Math.max(0, start - 40), start);
  const spaced =
    gap === 1
      ? /(?:邮箱|郵箱|邮件|mail)[^A-Za-z0-9]{0,4}((?:[A-Za-z0-9._-]{1,20} ){1,8})$/i.exec(before)
      : null;
  return spaced?.[1] ? start - spaced[1].length : start;
};

/** A name in Chinese before the sign: where it begins nobody can tell, so that the last four characters count. */
const startOfChinese = (text: string, at: number): number => {
  let start = at;
  while (at - start < 4 && /\p{Script=Han}/u.test(text[start - 1] ?? '')) start -= 1;
  return start;
};

/** An office's: it stands on the web pages of the authority. */
const isOffice = (host: string): boolean => /[.。]gov[.。](?:cn|hk|mo)$/i.test(host);

/** Walks out from each `@`, `(at)`, `[at]`, at most as far as an address may reach: linear, whatever the text. */
export const findEmails = (text: string): Candidate[] =>
  [...text.matchAll(AT)].flatMap(match => {
    const at = match.index;
    const signStart = /\s$/.test(text.slice(at - 1, at)) && match[0] !== '@' ? at - 1 : at;
    const behind = at + match[0].length;
    const domain = DOMAIN.exec(text.slice(behind, behind + 256));
    if (!domain) return [];
    const ascii = startOfLocal(text, at);
    const start = ascii < at ? ascii : startOfChinese(text, signStart);
    if (start === at || isOffice(domain[1] ?? '')) return [];
    const end = behind + domain[0].length;
    const local = text.slice(start, at).replace(/\s/g, '');
    const host = (domain[1] ?? '').replace(/[([{]dot[)\]}]|[。点點]| dot /gi, '.').replace(/\s/g, '');
    return [{ kind: 'email' as const, value: `${local}@${host}`, start, end, rank: 0 }];
  });
