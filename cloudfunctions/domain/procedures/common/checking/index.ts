import { isBelow, regionPath } from '../../../catalogue';
import {
  act,
  bool,
  files,
  longtext,
  needs,
  opening,
  pick,
  type Change,
  type Context,
  type FieldErrors,
  type InputOf,
  type Procedure,
} from '../../../engine';
import type { Topic } from '../../../engine/recurrence';
import { plannedFields } from '../../../plans/opened';
import { workdays, type Policy } from '../../../rulesets';
import { runningClock, type Holder, type Ticket } from '../../../ticket/ticket';
import { until } from '../citizen-ticket/words';
import { noteProgress } from '../staff-ticket/forms';
import { manager, operator } from '../staff-ticket/parties';
import { giveToSide, holdingSide, sideFor, theHoldingSide, type Side } from '../staff-ticket/side';
import { reporterOf, tell, theManager, theOperatorLead } from '../staff-ticket/words';
import { orderRectification, type Finding } from '../rectifying';
import { inner, knownOf } from './known';
import {
  formRows,
  probeReadings,
  readReadings,
  readSheets,
  unknownReadings,
  withReadings,
  type ReadReadings,
} from './readings';
import { groupFailed, rowErrors, verdictsInWords, withPlanned, type CheckedRow } from './verdict';

/**
 * A check of a list, by a plan period by period or by hand (G-3.3.2.1, G-3.3.2.2, A10): each item passes, fails or does not
 * apply; the report reaches the manager with the record itself; what failed is a rectification of whoever has to mend it.
 */

/** More sheets than these come of one check by mistake, and would not be one transaction. */
const MOST_GROUPS = 8;

type Checking = Pick<Procedure, 'kind' | 'prefix' | 'label' | 'group' | 'purpose' | 'order' | 'clauses'> & {
  clause: string;
  source: Finding['source'];
  topics: readonly Topic[];
  by: NonNullable<Procedure['opening']>['by'];
};

/** Of one procedure: by the end of the period, or within days where it was begun by hand. */
const limitsOf = ({ kind, label, clause }: Checking) => ({
  period: {
    id: `${kind}.period`,
    clock: 'report',
    label: `${label}并报告（周期结束前）`,
    clause,
    limit: workdays(1),
    internal: true,
    oneUnit: true,
  } satisfies Policy,
  byHand: {
    id: `${kind}.byHand`,
    clock: 'report',
    label: `${label}并报告`,
    clause,
    limit: workdays(5),
    internal: true,
  } satisfies Policy,
});

/** A unit finds for itself and for those below it, an authority for its region (A39). */
const notTheirs = (unitId: string | undefined, { actor, catalogue }: Context): string | undefined => {
  if (unitId === undefined) return undefined;
  if (actor.unitId !== undefined)
    return unitId === actor.unitId || isBelow(unitId, actor.unitId, catalogue)
      ? undefined
      : '只能选本单位或者下级单位';
  const region = catalogue.unit(unitId)?.region;
  return actor.role !== 'local' || regionPath(region, catalogue).includes(actor.region ?? '')
    ? undefined
    : '只能选本地区的单位';
};

const needed = needs(lookup => lookup.watched());

/** A procedure whose tickets are checks of lists. */
export const checking = (own: Checking): Procedure => {
  const { clause, topics, by, ...described } = own;
  const known = knownOf(topics);
  const limits = limitsOf(own);
  const topicOf = (value: string | undefined): Topic | undefined => topics.find(one => one.value === value);

  const form = {
    ...pick(known.fields, 'topic', 'scope', 'unitId'),
    ...plannedFields,
  };

  const open = (change: Change, input: InputOf<typeof form>): void => {
    const { context } = change;
    const topic = topicOf(input.topic);
    const { sideRole: role, sideUnit, sideRegion } = input;
    const side: Side =
      role === undefined
        ? reporterOf(context)
        : sideFor({ role: role as Holder['role'], unitId: sideUnit, region: sideRegion }, context.catalogue);
    if (!input.checklist?.length && topic?.checklist.length)
      known.note(change, { checklist: topic.checklist.map(one => ({ threshold: undefined, ...one })) });
    inner.note(change, { planId: input.planId });
    change.to('toCheck');
    giveToSide(change, side);
    const { holder } = change.ticket;
    if (input.before === undefined) change.start(limits.byHand, holder);
    else change.start(limits.period, holder, { before: input.before });
  };

  const rowsOf = (ticket: Ticket, items: readonly CheckedRow[]): CheckedRow[] =>
    withPlanned(items, known.of(ticket).checklist ?? []);

  const recordForm = {
    items: { ...known.fields.items, value: (ticket: Ticket) => beginWith(ticket) },
    ...pick(known.fields, 'work', 'summary', 'evidence'),
  };
  const beginWith = (ticket: Ticket) => {
    const { checklist = [], readings = [] } = known.of(ticket);
    const rows = formRows(checklist, readings);
    return rows.length > 0 ? rows : undefined;
  };

  const errorsIn = (ticket: Ticket, items: readonly CheckedRow[], context: Context): FieldErrors => {
    const foreign = items.flatMap(({ unitId }, index) => {
      const wrong = notTheirs(unitId, context);
      return wrong ? [[`items.${index}.unitId`, wrong]] : [];
    });
    const many = groupFailed(items).length > MOST_GROUPS;
    return {
      ...rowErrors(items, known.of(ticket).checklist ?? []),
      ...Object.fromEntries(foreign),
      ...(many ? { items: `一次最多分成 ${MOST_GROUPS} 张整改单，请把同一原因的写成一样` } : {}),
    };
  };

  /** Whoever has to mend what failed: the unit of the row, the one that was checked, or who checks. */
  const mender = (ticket: Ticket, row: CheckedRow): Pick<Side, 'unitId' | 'region'> => {
    const unitId = row.unitId ?? known.of(ticket).unitId ?? ticket.holder.unitId;
    if (unitId) return { unitId };
    return ticket.holder.region ? { region: ticket.holder.region } : {};
  };

  const record = act({
    act: 'record',
    label: '填写检查记录并报告',
    clause,
    by: [holdingSide],
    from: ['toCheck'],
    to: 'checked',
    meets: ['report'],
    fields: recordForm,
    check: (ticket, { items }, context) => errorsIn(ticket, items, context),
    says: 'summary',
    run: (change, input) => {
      const { ticket } = change;
      const items = rowsOf(ticket, input.items);
      known.note(change, { items: items as typeof input.items, conclusion: verdictsInWords(items) });
      change.end();
      change.count('checked', ticket.holder.unitId ?? ticket.holder.role);
      const topic = topicOf(known.of(ticket).topic);
      for (const group of groupFailed(items)) {
        const [first] = group;
        if (!first) continue;
        orderRectification(change, {
          source: own.source,
          matter: topic?.label ?? own.label,
          cause: first.cause,
          ...mender(ticket, first),
          findings: group.map(({ item, value, threshold, note }) => ({
            what: [
              item,
              value === undefined ? undefined : `实测 ${value}${threshold ? `，阈值 ${threshold}` : ''}`,
              note,
            ]
              .filter(Boolean)
              .join('：'),
          })),
        });
      }
    },
    tells: [
      tell(theManager, ticket => `已报告，${known.of(ticket).conclusion ?? ''}`),
      // G-3.3.2.2a: what the operator has checked is its lead's to know.
      tell(
        ({ holder }) => (holder.role === 'operator' ? theOperatorLead() : undefined),
        ticket => `已报告，${known.of(ticket).conclusion ?? ''}`,
      ),
      tell(
        ticket => {
          const { unitId } = known.of(ticket);
          return unitId ? { to: 'unit', unitId } : undefined;
        },
        ticket => `检查已有结果，${known.of(ticket).conclusion ?? ''}`,
      ),
    ],
  });

  const fillForm = {
    measured: known.fields.readings,
    data: longtext('粘贴监控导出的数据（JSON，或每行“检查项,主机,数值”）', { max: 10_000, keepPhones: true }),
    sheet: files('监控导出的表格（XLSX，列为检查项、主机、数值）', { max: 1, table: true }),
    probes: bool('取监测网址的结果'),
  };

  /** What a machine has measured, from wherever it comes. */
  const given = (
    { measured = [], data, sheet = [], probes }: InputOf<typeof fillForm>,
    context: Context,
  ): ReadReadings => {
    const pasted = data === undefined ? { readings: [] } : readReadings(data);
    const inSheets = readSheets(sheet.map(fileID => context.tables?.get(fileID) ?? []));
    if ('wrong' in pasted) return pasted;
    if ('wrong' in inSheets) return inSheets;
    const probed = probes ? probeReadings(needed.of(context) ?? { services: 0, faulty: 0 }) : [];
    return { readings: [...measured, ...pasted.readings, ...inSheets.readings, ...probed] };
  };

  const fill = act({
    act: 'fill',
    label: '导入监测数据',
    clause: 'G-3.3.2.1c',
    place: 'beside',
    by: [holdingSide],
    from: ['toCheck'],
    fields: fillForm,
    check: (ticket, input, context) => {
      const found = given(input, context);
      if ('wrong' in found) return { data: found.wrong };
      if (found.readings.length === 0) return { data: '请填写或者粘贴监测数据' };
      return unknownReadings(found.readings, known.of(ticket).checklist ?? []);
    },
    says: null,
    internal: true,
    run: (change, input) => {
      const found = given(input, change.context);
      if ('wrong' in found) return;
      const readings = withReadings(known.of(change.ticket).readings ?? [], found.readings);
      known.note(change, { readings: readings.map(one => ({ host: undefined, ...one })) });
    },
  });

  const explain = act({
    act: 'explain',
    label: '说明未按期的原因',
    clause: 'A10',
    place: 'beside',
    by: [holdingSide],
    from: ['toCheck'],
    fields: pick(known.fields, 'reason'),
    says: 'reason',
    unless: (ticket, { now }) =>
      (runningClock(ticket, 'report')?.redAt ?? now) > now ? '还没有到期' : undefined,
    tells: [tell(theManager, () => '已说明未按期的原因')],
  });

  const cancel = act({
    act: 'cancel',
    label: '这次不做',
    clause,
    place: 'beside',
    by: [manager, holdingSide],
    from: ['toCheck'],
    to: 'called-off',
    cancels: ['report'],
    fields: pick(known.fields, 'reason'),
    says: 'reason',
    run: change => change.end(),
    tells: [tell(theManager, () => '这次不做，请查看原因')],
  });

  return {
    ...described,
    limits: Object.values(limits),
    planned: { topics, whyMissed: ticket => known.of(ticket).reason },
    needs: needed,
    states: {
      toCheck: { label: '待检查' },
      checked: { label: '已报告', ended: true },
      'called-off': { label: '未做', ended: true },
    },
    opening: opening({
      label: `发起${own.label}`,
      clause,
      by: [...by, 'system'],
      fields: form,
      check: ({ unitId }, context) => {
        const wrong = notTheirs(unitId, context);
        return wrong ? { unitId: wrong } : undefined;
      },
      title: ({ topic, planTitle, period, scope }) =>
        [planTitle ?? topicOf(topic)?.label ?? own.label, period ?? scope].filter(Boolean).join('：'),
      units: ({ unitId, sideUnit }, { actor }) =>
        [unitId, sideUnit, actor.unitId].filter((id): id is string => id !== undefined),
      run: open,
      tells: [tell(theHoldingSide, ticket => `请检查并报告，最迟 ${until(ticket, 'report')}`)],
    }),
    facts: known,
    acts: [
      record,
      fill,
      explain,
      cancel,
      noteProgress({ clause, by: [holdingSide, operator, manager], from: ['toCheck'] }),
    ],
  };
};
