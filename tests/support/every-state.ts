import type { Answers, Screen } from './browser';
import { everyPlace, type Place } from './every-page';

/**
 * Every page in every state in which it can stand: on its way, nothing there, an answer that is an error, no network, no
 * permission, and with its content. A page that asks the cloud for nothing when it opens has none of the others.
 */

export const STATES = ['loading', 'empty', 'error', 'offline', 'closed', 'loaded'] as const;
export type State = (typeof STATES)[number];

/** What the phone's switches say in each of them (docs/preview.md). */
export const ANSWERS: Record<State, Answers> = {
  loading: { slowSeconds: 600 },
  empty: {},
  error: { fail: 'internal' },
  offline: { online: false },
  closed: { fail: 'forbidden' },
  loaded: {},
};

export const WIDTHS = ['narrow', 'phone', 'tablet', 'desk'] as const satisfies readonly Screen[];

/** How a page is looked at. There is one theme. */
export type Look = { state: State; care: boolean; screen: (typeof WIDTHS)[number] };

/** Places without a page before them, and the last of those of the same page: what differs there is its content alone. */
const ofOnePage = (places: Place[]): Place[] =>
  places.filter(
    ({ page }, at) => places.findIndex(other => other.page.split('?')[0] === page.split('?')[0]) === at,
  );
export const everyPage = ofOnePage(everyPlace.filter(({ by }) => !by));

/** Pages that open without asking the cloud for anything that they could not do without. */
const ASKS_NOTHING = [
  ...['ask', 'file', 'trying the knowledge'],
  // Opened by themselves they lead to where they are opened from.
  ...['behind a figure', 'behind a figure of a report', 'a trial of rules', 'a plan', 'a row'],
];

/** Pages that are there at once, and say what is missing when it does not come. */
const THERE_AT_ONCE = [
  ...['home', 'mine', 'privacy', 'registering', 'checking the journal', 'writing a notice'],
];

/** What lists say in an installation in which nothing has happened yet. */
const EMPTY: Record<string, RegExp> = {
  'my tickets': /没有办理中的件/,
  services: /没有找到这样的服务/,
  notices: /现在没有公告/,
  inbox: /还没有消息/,
  'public outcomes': /还没有公开的办理结果/,
  'workbench of the operator': /待办的都办完了/,
  bulk: /这里没有件/,
  phrases: /还没有常用语/,
  'services of staff': /还没有登记服务/,
  lights: /现在没有红灯/,
  'a list of record': /还没有登记/,
  judging: /没有要判定的提问了/,
  'odd tickets': /没有异常办理的情形/,
  reports: /还没有报告/,
  proposals: /没有要新建的条目/,
  duplicates: /没有重复的条目/,
  'a sample': /没有直接答复过您负责的条目/,
  'handing in': /没有您能提交的草稿/,
  'notices of staff': /现在没有公开的公告/,
};

export const statesOf = ({ name }: Place): State[] =>
  STATES.filter(state => {
    if (state === 'empty') return EMPTY[name] !== undefined;
    if (state === 'loading' && THERE_AT_ONCE.includes(name)) return false;
    return state === 'loaded' || !ASKS_NOTHING.includes(name);
  });

/** What must be read in this state. */
export const saysIn = (place: Place, state: State): string | RegExp => {
  const says: Record<State, string | RegExp> = {
    loading: '',
    empty: EMPTY[place.name] ?? '',
    error: /这一步没有办成，请稍后重试。/,
    offline: /没有连上网络/,
    closed: /这一步没有办成，请稍后重试。/,
    loaded: place.content,
  };
  return says[state];
};

/** With their content all pages are in states-look, in all sizes. */
const WALKED = STATES.filter(state => state !== 'loaded');

/** Each state at each width, the sizes of letters in turn: each two of the three meet. */
const pairwise: Look[] = WALKED.flatMap((state, one) =>
  WIDTHS.map((screen, other) => ({ state, screen, care: (one + other) % 2 === 1 })),
);

export type Walked = { place: Place; look: Look };

export const everyWalk: Walked[] = everyPage.flatMap(place =>
  WALKED.filter(state => statesOf(place).includes(state)).flatMap(state =>
    WIDTHS.flatMap(screen => [false, true].map(care => ({ place, look: { state, screen, care } }))),
  ),
);

/** Each page once, in the look that was taken least so far of those that it can have (proved whole by unit/every-page). */
export const chosenWalk: Walked[] = [];
const taken = new Map(pairwise.map(look => [look, 0]));
for (const place of everyPage) {
  const states = statesOf(place);
  const [look] = [...taken]
    .filter(([{ state }]) => states.includes(state))
    .sort(([, one], [, other]) => one - other)
    .map(([one]) => one);
  if (!look) continue;
  taken.set(look, (taken.get(look) ?? 0) + 1);
  chosenWalk.push({ place, look });
}
