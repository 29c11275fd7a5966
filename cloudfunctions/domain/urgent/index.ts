import { KINDS, type Call, type UrgentKind } from './kinds';
import { LIKELY_ACCIDENTS, SURE_ACCIDENTS } from './accidents';
import { DESPAIR, LIKELY_PEOPLE, SURE_PEOPLE } from './people';
import { soundsLike } from './learned';
import { plainOf } from './plain';
import { NOW, PAPERS, PAST, REPORTED, SCREENS } from './quiet';
import type { Row } from './row';
import { WORDS } from './words';

/** What a text in danger is told at once, whatever else happens to it: the first number, and others that may be meant. */
export type Urgent = { kind: UrgentKind; text: string; phone: string; label: string; more: Call[] };

type Sign = { kind: UrgentKind; groups: RegExp[] };

const ORDER = Object.keys(KINDS) as UrgentKind[];
/** Longer texts are letters, which hold some of every words. */
const MOST_IN_ONE = 160;
const BREATH = /.{1,60}(?:,|$)|.{1,80}/g;
/** So many signs in one breath of a letter are a danger; one alone is mostly an older story or a figure of speech. */
const SIGNS_IN_LETTER = 2;
const MOST_CALLS = 3;
/** What is said last to every person. */
const HANDLED = '您反映的情况会由工作人员优先处理。';

const signOf = ([kind, ...groups]: Row): Sign => ({
  kind,
  groups: groups.map(group => new RegExp(group.replace(/@(\w+)/g, (_, list: string) => WORDS[list] ?? ''))),
});

const ALWAYS = DESPAIR.map(signOf);
const SURE = [...SURE_ACCIDENTS, ...SURE_PEOPLE].map(signOf);
const LIKELY = [...LIKELY_ACCIDENTS, ...LIKELY_PEOPLE].map(signOf);

/** Short texts as a whole; of a letter a breath at a time: a sentence, a long one as far as its commas go. */
const saidTogether = (plain: string): string[] => {
  if (plain.length <= MOST_IN_ONE) return [plain];
  const sentences = plain.split(/[。!?;]+/).filter(sentence => sentence !== '');
  return sentences.flatMap(sentence => sentence.match(BREATH) ?? []);
};

const ringing = (signs: readonly Sign[], said: string): UrgentKind[] =>
  signs.filter(({ groups }) => groups.every(group => group.test(said))).map(({ kind }) => kind);

type Heard = { sure: UrgentKind[]; likely: UrgentKind[] };

/** In a breath of a letter: signs that agree, a plain one among them, of something that is not over. */
const heardInLetter = (said: string): Heard => {
  const sure = ringing([...ALWAYS, ...SURE], said);
  if (sure.length === 0 || (PAST.test(said) && !NOW.test(said))) return { sure: [], likely: [] };
  const signs = sure.length + ringing(LIKELY, said).length;
  return { sure: signs >= SIGNS_IN_LETTER ? sure : [], likely: [] };
};

/**
 * What is over is no danger; papers and screens quieten only what is not plainly a danger, unless they stand in what an
 * office is said to have answered. Whatever goes on now is heard.
 */
const heardIn = (said: string): Heard => {
  const isNow = NOW.test(said);
  const always = ringing(ALWAYS, said);
  if (PAST.test(said) && !isNow) return { sure: always, likely: [] };
  const own = said.replace(REPORTED, '');
  const isPaper = PAPERS.test(own) || SCREENS.test(own);
  const sure = [...always, ...ringing(SURE, said)];
  const likely = isPaper && !isNow ? [] : ringing(LIKELY, said);
  const sound = sure.length + likely.length === 0 ? soundsLike(said) : undefined;
  return { sure, likely: sound ? [sound] : likely };
};

/** Each once, in the order of danger. */
const inOrder = (kinds: readonly UrgentKind[]): UrgentKind[] => ORDER.filter(kind => kinds.includes(kind));

/**
 * Danger to life, body or property in any wording: whom to call and plain words; undefined when nothing of the kind is
 * said. Such a text gets a person, never a machine's answer. One too many is better than one too few.
 */
export const urgentIn = (text: string): Urgent | undefined => {
  const parts = saidTogether(plainOf(text));
  const heard = parts.length > 1 ? parts.map(heardInLetter) : parts.map(heardIn);
  const kinds = [
    ...inOrder(heard.flatMap(({ sure }) => sure)),
    ...inOrder(heard.flatMap(({ likely }) => likely)),
  ];
  const [first] = kinds;
  if (first === undefined) return undefined;
  const all = kinds.flatMap((kind): Call[] => [...KINDS[kind].calls]);
  const calls = all.filter(({ phone }, at) => all.findIndex(each => each.phone === phone) === at);
  const [{ phone, label }] = KINDS[first].calls;
  const more = calls.filter(call => call.phone !== phone).slice(0, MOST_CALLS - 1);
  return { kind: first, text: `${KINDS[first].text}${HANDLED}`, phone, label, more };
};

/** The same as screens show it: what to do and whom to call. */
export const calledIn = (text: string): Omit<Urgent, 'kind'> | undefined => {
  const urgent = urgentIn(text);
  return urgent && { text: urgent.text, phone: urgent.phone, label: urgent.label, more: urgent.more };
};
