import { number, opening, text } from '../../cloudfunctions/domain/engine';
import { alsoRegister } from './extra-procedure';

/** A procedure that recurs each week. */

/** What its input says, by the number of runs: it need not be the same twice. */
let asked = 0;

export const weekly = alsoRegister({
  kind: 'weekly-look',
  prefix: 'KK',
  label: '每周看一看',
  group: '试验',
  purpose: '试验',
  order: 1000,
  clauses: ['A8'],
  limits: [],
  states: { open: { label: '在办' } },
  acts: [],
  opening: opening({
    label: '发起',
    clause: 'A8',
    by: ['system'],
    fields: { week: text('周', { required: true }), count: number('次', { required: true }) },
    title: ({ week }) => week,
    run: change => {
      change.to('open');
      change.hold({ role: 'operator' });
    },
  }),
  recurs: { every: 'week', when: 'within', input: ({ id }) => ({ week: id, count: (asked += 1) }) },
});
