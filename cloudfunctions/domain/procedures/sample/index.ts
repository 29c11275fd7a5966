import { catalogueKeepers } from '../../catalogue/roles';
import {
  act,
  date,
  facts,
  longtext,
  needs,
  number,
  opening,
  pick,
  rows,
  select,
  text,
  ticket as ticketField,
  unit,
  type Change,
  type Context,
  type FieldErrors,
  type InputOf,
  type Procedure,
} from '../../engine';
import { workdays, type Policy } from '../../rulesets';
import { tag } from '../../ticket/scope';
import type { Ticket } from '../../ticket/ticket';
import { addDays, civilDateOf, startOfDay, type CivilDate } from '../../time';
import { spokenDate } from '../../time/spoken';
import { until } from '../common/citizen-ticket/words';
import { orderRectification } from '../common/rectifying';
import { noteProgress } from '../common/staff-ticket/forms';
import { holdingSide, theHoldingSide } from '../common/staff-ticket/side';
import { reporterOf, tell, theManager } from '../common/staff-ticket/words';
import { drawSample } from './draw';

/**
 * 随机抽查, J-24: a sample of citizens' tickets of a time, drawn with a printed seed and by unit; each is judged, and what is
 * wrong is a rectification of whoever answered it.
 */

const yesNo = [
  { value: 'yes', label: '是' },
  { value: 'no', label: '否' },
] as const;

/** In the order in which its page shows it. */
const known = facts({
  from: date('抽查从哪天起受理的', { required: true }),
  to: date('到哪天为止', { required: true }),
  unitId: unit('只抽哪个单位（不选为全部）'),
  size: number('抽多少件', { required: true, min: 1, max: 50 }),
  seed: text('种子（不填用本件编号）', { max: 40 }),
  drawn: text('怎样抽中'),
  cases: rows('抽中的件', { ticketNo: ticketField('编号'), what: text('哪一类'), unitId: unit('承办单位') }),
  conclusion: text('结论'),
  judged: rows(
    '评判',
    {
      ticketNo: text('编号', { required: true, max: 64 }),
      answered: select('答了所问', yesNo, { required: true }),
      right: select('答得对', yesNo, { required: true }),
      plain: select('说得明白', yesNo, { required: true }),
      inTime: select('在期限内', yesNo, { required: true }),
      note: longtext('问题', { max: 500 }),
    },
    { required: true, max: 50 },
  ),
  reason: text('原因', { required: true, max: 300 }),
});

const limits = {
  judge: {
    id: 'sample.judge',
    clock: 'report',
    label: '评判抽中的件并报告',
    clause: 'J-24',
    limit: workdays(5),
    internal: true,
  },
} as const satisfies Record<string, Policy>;

/** More are not read at once: a shorter time, or one unit, is drawn from in full. */
const MOST_READ = 2000;

const form = pick(known.fields, 'from', 'to', 'unitId', 'size', 'seed');
type Form = InputOf<typeof form>;

/** All that came in the time, before it is drawn from. */
const needed = needs(async (lookup, { input }) => {
  const { from, to, unitId } = (input ?? {}) as Partial<Form>;
  if (from === undefined || to === undefined) return { tickets: [] };
  const of = tag.seen(unitId === undefined ? 'manager' : `unit:${unitId}`);
  const most = MOST_READ + 1;
  return { tickets: await lookup.between(of, startOfDay(from), startOfDay(addDays(to, 1)), { most }) };
});

/** Citizens' tickets that somebody has answered or refused; what is confidential is drawn by nobody (A34). */
const drawable = ({ work, replies, state, marks }: Ticket): boolean =>
  !work && !marks.includes('confidential') && (replies.length > 0 || state === 'refused');

const populationOf = (context: Context): Ticket[] => (needed.of(context)?.tickets ?? []).filter(drawable);

const checkOpening = ({ from, to }: Form, context: Context): FieldErrors => {
  const today: CivilDate = civilDateOf(context.now);
  if (to < from) return { to: '不能早于开始的日期' };
  if (to >= today) return { to: '须在今天以前' };
  if ((needed.of(context)?.tickets.length ?? 0) > MOST_READ)
    return { to: `这段时间的件太多（超过 ${MOST_READ} 件），请缩短时间，或者只抽一个单位` };
  return populationOf(context).length === 0 ? { from: '这段时间没有答复过的件' } : {};
};

const open = (change: Change, input: Form): void => {
  const { context, ticket } = change;
  const population = populationOf(context);
  const seed = input.seed ?? ticket.no;
  const cases = drawSample(population, input.size, seed);
  const side = reporterOf(context);
  known.note(change, {
    seed,
    drawn: `种子 ${seed}，从 ${population.length} 件答复过的件里按单位分层抽 ${cases.length} 件`,
    cases: cases.map(({ no, kind, unitId }) => ({
      ticketNo: no,
      what: context.labelOf(kind),
      unitId: unitId ?? undefined,
    })),
  });
  change.to('drawn');
  change.hold(side);
  change.start(limits.judge, side);
};

type Judged = NonNullable<ReturnType<typeof known.of>['judged']>[number];
const asks = [
  ['answered', '没有答所问'],
  ['right', '答得不对'],
  ['plain', '说得不明白'],
  ['inTime', '超过期限'],
] as const;
const wrongIn = (row: Judged): string[] =>
  asks.filter(([name]) => row[name] === 'no').map(([, words]) => words);

const judge = act({
  act: 'judge',
  label: '评判并报告',
  clause: 'J-24',
  by: [holdingSide],
  from: ['drawn'],
  to: 'judged',
  meets: ['report'],
  fields: {
    judged: {
      ...known.fields.judged,
      value: (ticket: Ticket) => (known.of(ticket).cases ?? []).map(({ ticketNo }) => ({ ticketNo })),
    },
  },
  check: (ticket, { judged }) => {
    const drawn = (known.of(ticket).cases ?? []).map(({ ticketNo }) => ticketNo);
    const astray = judged.findIndex(({ ticketNo }) => !drawn.includes(ticketNo));
    if (astray >= 0) return { [`judged.${astray}.ticketNo`]: '这一件没有抽中' };
    const left = drawn.filter(no => !judged.some(({ ticketNo }) => ticketNo === no));
    return left.length > 0 ? { judged: `还有没有评判的：${left.join('、')}` } : undefined;
  },
  says: null,
  run: (change, { judged }) => {
    const { cases = [] } = known.of(change.ticket);
    const bad = judged.filter(row => wrongIn(row).length > 0);
    known.note(change, { conclusion: `抽查 ${judged.length} 件，有问题 ${bad.length} 件` });
    change.end();
    const unitOf = (no: string): string | undefined => cases.find(({ ticketNo }) => ticketNo === no)?.unitId;
    for (const unitId of new Set(bad.map(({ ticketNo }) => unitOf(ticketNo))))
      orderRectification(change, {
        source: 'sample',
        matter: '办理和答复',
        unitId,
        findings: bad
          .filter(({ ticketNo }) => unitOf(ticketNo) === unitId)
          .map(row => ({
            what: [row.ticketNo, wrongIn(row).join('、'), row.note].filter(Boolean).join('：'),
          })),
      });
  },
  tells: [tell(theManager, ticket => `已报告，${known.of(ticket).conclusion ?? ''}`)],
});

const cancel = act({
  act: 'cancel',
  label: '撤销抽查',
  clause: 'J-24',
  place: 'beside',
  by: [holdingSide],
  from: ['drawn'],
  to: 'called-off',
  cancels: ['report'],
  fields: pick(known.fields, 'reason'),
  says: 'reason',
  run: change => change.end(),
});

export const sample: Procedure = {
  kind: 'sample',
  prefix: 'CC',
  label: '随机抽查',
  group: '监督协调',
  purpose: '按单位随机抽一些答复过的件，逐件评判，有问题的发整改',
  order: 87,
  clauses: ['J-24'],
  limits: Object.values(limits),
  needs: needed,
  states: {
    drawn: { label: '待评判' },
    judged: { label: '已报告', ended: true },
    'called-off': { label: '已撤销', ended: true },
  },
  opening: opening({
    label: '随机抽查',
    clause: 'J-24',
    by: catalogueKeepers,
    fields: form,
    check: checkOpening,
    title: ({ from, to, size }) => `随机抽查 ${size} 件（${spokenDate(from)}至 ${spokenDate(to)}）`,
    units: () => [],
    run: open,
    tells: [tell(theHoldingSide, ticket => `请评判抽中的件，最迟 ${until(ticket, 'report')}`)],
  }),
  facts: known,
  acts: [judge, cancel, noteProgress({ clause: 'J-24', by: [holdingSide], from: ['drawn'] })],
};
