import { opening, pick, type Change, type Context, type InputOf, type Procedure } from '../../engine';
import { headOf } from '../../engine/clip';
import { operators } from '../../catalogue/roles';
import { differences } from '../../typed/difference';
import { until } from '../common/citizen-ticket/words';
import { signedIn } from '../common/signature';
import { author, noteAuthor } from '../common/staff-ticket/author';
import { noteProgress } from '../common/staff-ticket/forms';
import { manager, operator } from '../common/staff-ticket/parties';
import { sideName } from '../common/staff-ticket/side';
import { reporterOf, tell } from '../common/staff-ticket/words';
import { approving, putForward, theReader } from './approving';
import { formErrors, revisionErrors } from './checking';
import { holdsFor } from './holding';
import { known, RULE_DOCUMENT } from './known';
import { limits } from './limits';
import { publishing } from './publishing';
import { typesFor } from './types';

/**
 * 制度文件, G-2.1a, G-5.1c, J-10a, J-6, G-4.2.1a: 管理制度, 实施细则, 技术规范, 运营方案, 应急预案 and what else the documents want
 * in writing: drafted, reviewed, approved by the manager, published with the day from which it holds, signed by each unit;
 * in versions, with what is different.
 */

const form = pick(
  known.fields,
  'docType',
  'name',
  'documentNo',
  'replaces',
  'body',
  'paper',
  'limits',
  'effectiveOn',
  'validUntil',
  'units',
  'regions',
  'publicWords',
);

/** So many differences are kept, each so long: whoever wants all reads both versions. */
const MOST_CHANGES = 60;
const MOST_WORDS = 300;

const cut = (line: string | undefined) =>
  line === undefined ? {} : { line: line.length > MOST_WORDS ? `${headOf(line, MOST_WORDS)}……` : line };

const noteVersion = (change: Change, body: string): void => {
  const before = change.context.related;
  const edition = before ? Number(/\d+/.exec(known.of(before).edition ?? '')?.[0] ?? 1) + 1 : 1;
  const changes = before ? differences(known.of(before).body ?? '', body) : [];
  known.note(change, {
    edition: `第 ${edition} 版`,
    ...(changes.length > 0
      ? {
          changes: changes.slice(0, MOST_CHANGES).map(({ was, is }) => ({
            was: cut(was).line,
            is: cut(is).line,
          })),
        }
      : {}),
  });
  if (before) change.ticket.links.push({ no: before.no, title: before.title, relation: 'about' });
};

const open = (change: Change, input: InputOf<typeof form>): void => {
  const side = noteAuthor(change);
  known.note(change, { wrote: sideName(side, change.context) });
  noteVersion(change, input.body);
  putForward(change);
};

const wrongType = (docType: string, context: Context): boolean =>
  !typesFor(reporterOf(context).role).some(({ value }) => value === docType);

export const ruleDocument: Procedure = {
  kind: RULE_DOCUMENT,
  prefix: 'WJ',
  label: '制度文件',
  group: '制度和资料',
  purpose: '制度、实施细则、规范、方案、预案：审定、发布、签收、施行',
  order: 100,
  clauses: [
    'G-2.1a',
    'G-5.1c',
    'G-4.2.1a',
    'G-3.2.1',
    'G-3.3.4a',
    'J-6',
    'J-7',
    'J-10a',
    'J-12b',
    'J-13',
    'J-18a',
    'J-20a',
    'J-21a',
    'J-22',
    'J-23',
  ],
  limits: Object.values(limits),
  signature: signedIn(['reviewing', 'approving'], ['returnReview', 'returnApproval'], ['resubmit']),
  states: {
    reviewing: { label: '待审核' },
    approving: { label: '待审定' },
    returned: { label: '退回修改' },
    approved: { label: '待发布' },
    published: { label: '已发布，待签收' },
    'in-force': { label: '现行有效', ended: true },
    lapsed: { label: '已失效', ended: true },
    withdrawn: { label: '已撤销', ended: true },
  },
  about: ticket => known.of(ticket).replaces,
  tags: holdsFor,
  opening: opening({
    label: '起草制度文件',
    clause: 'G-2.1a',
    by: ['manager', ...operators, 'handler', 'lead', 'local'],
    fields: form,
    check: (input, context) => ({
      ...(wrongType(input.docType, context) ? { docType: '请选择本方制定的文件类别' } : {}),
      ...(input.limits && reporterOf(context).role !== 'operator'
        ? { limits: '调整时限由运营方的实施细则提出' }
        : {}),
      ...formErrors(input, context),
      ...revisionErrors(context.related, input.docType, context),
    }),
    title: input => `《${input.name}》`,
    units: (_input, { actor }) => (actor.unitId ? [actor.unitId] : []),
    run: open,
    tells: [tell(theReader, ticket => `请审核文件，最迟 ${until(ticket, 'review')}`)],
  }),
  facts: known,
  acts: [
    ...approving,
    ...publishing,
    noteProgress({
      clause: 'G-2.1a',
      by: [author, manager, operator],
      from: ['reviewing', 'approving', 'returned', 'approved', 'published'],
    }),
  ],
};
