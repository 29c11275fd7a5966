import { act, date, longtext, select, selectFor, unit } from '../../engine';
import { levels } from '../common/supervision/levels';
import { writeOrder } from '../common/supervision/order';
import { orderRectification } from '../common/rectifying';
import { manager, operator } from '../common/staff-ticket/parties';
import { tell } from '../common/staff-ticket/words';
import { matters } from '../rectification/known';
import { inner, isBulletin, isEdition, known, theReader } from './known';

/** What follows from a report: what the manager instructs is done as a 督办单 (G-3.1), what it shows is mended (J-14b). */

export const instruct = act({
  act: 'instruct',
  label: '批示',
  place: 'beside',
  clause: 'G-3.1',
  by: [manager],
  from: ['sent'],
  unless: ticket => (isBulletin(ticket) && !isEdition(ticket) ? '通报请对单位的一份批示' : undefined),
  fields: {
    text: longtext('批示内容（要求办什么）', { required: true, max: 1000, keepPhones: true }),
    level: select('作为', levels, { value: () => 'supervise' }),
    dueOn: date('最迟哪天答复（不填按规则）'),
  },
  run: (change, input) => {
    const { instructions } = known.of(change.ticket);
    known.note(change, { instructions: [instructions, input.text].filter(Boolean).join('\n') });
    // Who has to do what it says: the unit of the edition, else the operator.
    writeOrder(change, { level: input.level ?? 'supervise', text: input.text, dueOn: input.dueOn });
  },
  tells: [tell(theReader, () => '管理方有批示，请办理督办单')],
});

export const rectify = act({
  act: 'rectify',
  label: '按这项数字发出整改',
  place: 'beside',
  clause: 'J-14b',
  by: [manager, operator],
  from: ['sent'],
  fields: {
    line: selectFor(
      '报告里的哪一项',
      ticket => (known.of(ticket).figures ?? []).flatMap(({ label = '' }) => ({ value: label, label })),
      { required: true },
    ),
    matter: select('哪一类问题', matters, { required: true }),
    what: longtext('问题（要改什么）', { required: true, max: 400 }),
    unitId: unit('责任单位（不选为这份报告的单位；总报告为运营方）'),
    dueOn: date('最迟哪天改好（不填按规则）'),
  },
  check: (ticket, input) =>
    known.of(ticket).figures?.some(({ label }) => label === input.line)
      ? undefined
      : { line: '报告里没有这一项，请重新选择' },
  says: 'what',
  run: (change, input) => {
    const { unitId, region } = inner.of(change.ticket);
    const figure = known.of(change.ticket).figures?.find(({ label }) => label === input.line);
    orderRectification(change, {
      source: 'report',
      matter: input.matter,
      findings: [{ what: `${input.line} ${figure?.now ?? ''}：${input.what}` }],
      unitId: input.unitId ?? unitId,
      region: input.unitId === undefined && unitId === undefined ? region : undefined,
      dueOn: input.dueOn,
    });
  },
});
