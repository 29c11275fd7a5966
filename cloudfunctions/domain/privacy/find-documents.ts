import { isOldIdNumber, looksLikeIdNumber } from './checks';
import { numbersAThing } from './groups';
import type { Candidate, IdentifierKind } from './identifier';

/**
 * Numbers of documents: letters and digits in a certain order. Few have a check digit, so that most count only beside
 * their name. One table: what it looks like, where it counts, what it is.
 */
type Document = {
  kind: IdentifierKind;
  /** Of the characters alone, in capitals; a bracket around the last one stays. */
  shape: RegExp;
  /** Must stand near, before or behind; a shape that nothing else has needs none. */
  word?: RegExp;
  rank: number;
};

const PASSPORT = /护照|護照|护 照|huzhao|passport|旅行证|旅行證/i;
const PERMIT =
  /通行证|通行證|回乡证|回鄉證|回乡卡|回鄉卡|回乡|回鄉|港澳居民|返乡证|返鄉證|台胞证|台胞證|臺胞證|永久居留|永居|居留证|居留證|台湾居民|臺灣居民|入台证|海员证|来往内地|来往大陆/;
const HONG_KONG = /香港|港籍|港人|港胞|港澳|港证|港證|港人|HKID|HK ?ID|hong ?kong/i;
const MACAO = /澳籍|澳人|澳胞|澳门|澳門|\bBIR\b|macao|macau/i;
const OFFICER = /军官证|軍官證|士兵证|士官证|警官证|文职|军人|现役|离休|武警|退役|义务兵|证件|军属/;

const DOCUMENTS: Document[] = [
  { kind: 'permit', shape: /^[A-Z]{1,2}\d{6}\([0-9A]\)$/, rank: 2 },
  { kind: 'permit', shape: /^[A-Z]{1,2}\d{6}(?:[0-9A]|\([A-Z]\))$/, word: HONG_KONG, rank: 4 },
  { kind: 'permit', shape: /^[1578]\d{6}\(\d\)$/, rank: 4 },
  { kind: 'permit', shape: /^[1578]\d{7}$/, word: MACAO, rank: 4 },
  { kind: 'permit', shape: /^[A-Z]{3}\d{12}$/, rank: 2 },
  {
    kind: 'passport',
    shape: /^[A-Z]{1,2}\d{6,9}$/,
    word: new RegExp(`${PASSPORT.source}|证件号|證件號`, 'i'),
    rank: 3,
  },
  { kind: 'passport', shape: /^[HMC][A-Z]?\d{7,10}$|^[A-Z]\d{8}$/, word: PERMIT, rank: 3 },
  {
    kind: 'passport',
    shape: /^(?:\d{8}|\d{9}|\d{10})$/,
    word: new RegExp(`${PASSPORT.source}|${PERMIT.source}`, 'i'),
    rank: 4,
  },
  { kind: 'permit', shape: /^[A-Z][1289]\d{8}$/, word: /台湾|臺灣|台灣/, rank: 4 },
  { kind: 'permit', shape: /^\d{7,8}$/, word: /军官证|军人证|士兵证|士官证|警官证|武警证/, rank: 4 },
  // Letters anywhere among the digits: Korea, Germany, France.
  { kind: 'passport', shape: /^(?=(?:[A-Z]*\d){3})(?=\d*[A-Z])[A-Z0-9]{8,9}$/, word: PASSPORT, rank: 4 },
];

const MOST_CHARACTERS = 15;
const LONGEST_GAP = 4;

type Piece = { value: string; start: number; end: number };

const isDate = (digits: string): boolean => /^(?:19|20)\d{2}[01]\d[0-3]\d$/.test(digits);

/** Region and birthday as in an ID number of 15 digits, behind the country. */
const isResidence = (value: string): boolean =>
  isOldIdNumber(value.slice(3) + '001') ||
  looksLikeIdNumber(value.slice(3, 9) + '20' + value.slice(9) + '0011');

const isPlausible = ({ word }: Document, value: string, before: string, after: string): boolean => {
  if (isDate(value) || (/^\d+$/.test(value) && /^ ?[人元次件户年万个]/.test(after))) return false;
  if (/^[A-Z]{3}\d{12}$/.test(value)) return isResidence(value);
  return (
    word !== undefined || (!numbersAThing(before) && !/第$/.test(before) && !/^[号班项条款]/.test(after))
  );
};

/** In the same sentence, so far before or behind; digits alone only close by. */
const isNear = (text: string, start: number, end: number, word: RegExp, value: string): boolean => {
  const reach = /[A-Z]/.test(value) ? 20 : 14;
  const before =
    text
      .slice(Math.max(0, start - reach), start)
      .split(/[。!?;]/)
      .at(-1) ?? '';
  const after = text.slice(end, end + reach).split(/[。!?;]/)[0] ?? '';
  return word.test(before) || word.test(after);
};

/** From each piece of letters and digits it looks at most 15 characters ahead. */
const findByShape = (text: string): Candidate[] => {
  const pieces: Piece[] = [...text.matchAll(/[0-9A-Za-z]+/g)].map(match => ({
    value: match[0].toUpperCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
  const found: Candidate[] = [];
  for (let index = 0; index < pieces.length; index += 1) {
    let value = '';
    let last: Piece | undefined;
    for (let next = index; next < pieces.length; next += 1) {
      const piece = pieces[next];
      if (!piece || value.length + piece.value.length > MOST_CHARACTERS) break;
      const gap = last ? text.slice(last.end, Math.min(piece.start, last.end + LONGEST_GAP + 1)) : '';
      if (last && !/^[ \-./·()[\]{}〔〕【】<>\n]{1,4}$/.test(gap)) break;
      value += piece.value;
      last = piece;
      if (value.length < 7) continue;
      const start = pieces[index]?.start ?? 0;
      const bracket =
        piece.value.length === 1 && /[([{〔【<]/.test(gap)
          ? /^ ?[)\]}〕】>]/.exec(text.slice(piece.end, piece.end + 2))
          : null;
      const end = piece.end + (bracket?.[0].length ?? 0);
      const written = bracket ? `${value.slice(0, -1)}(${piece.value})` : value;
      const before = text.slice(Math.max(0, start - 12), start);
      const document = DOCUMENTS.find(
        one =>
          one.shape.test(written) &&
          isPlausible(one, value, before, text.slice(end, end + 3)) &&
          (!one.word || isNear(text, start, end, one.word, value)),
      );
      if (document) found.push({ kind: document.kind, value, start, end, rank: document.rank });
    }
  }
  return found;
};

/** 军字第2001988号, beside the name of such a card. */
const findOfficers = (text: string): Candidate[] =>
  [...text.matchAll(/\p{Script=Han}字 ?第?[ \n]?\d(?:[ \-\n]?\d){5,8}(?!\d) ?号?/gu)]
    .filter(match => {
      const [start, end] = [match.index, match.index + match[0].length];
      return (
        OFFICER.test(text.slice(Math.max(0, start - 20), start)) || OFFICER.test(text.slice(end, end + 16))
      );
    })
    .map(match => ({
      kind: 'permit',
      value: match[0].replace(/[ \-\n]/g, ''),
      start: match.index,
      end: match.index + match[0].length,
      rank: 2,
    }));

/** 警官证粤公030817, 军官证1876623: right behind the name of the card. */
const findCards = (text: string): Candidate[] =>
  [
    ...text.matchAll(
      /(?<=(?:军官|警官|士官|士兵|武警|离休|退役军人|残疾军人|文职人员|文职干部|文职)证(?:件)?(?:号码|编号|号)?[是为: "]{0,3})\p{Script=Han}{0,3}\d{6,8}(?![\d年元])/gu,
    ),
  ]
    .filter(match => !isDate(match[0].replace(/\D/g, '')))
    .map(match => ({
      kind: 'permit',
      value: match[0],
      start: match.index,
      end: match.index + match[0].length,
      rank: 5,
    }));

/** The numbers of passports, permits and identity cards that are no resident ID in a folded text. */
export const findDocuments = (text: string): Candidate[] => [
  ...findByShape(text),
  ...findOfficers(text),
  ...findCards(text),
];
