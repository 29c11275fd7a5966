import type { FormField } from '../../typings/contract';
import { citizenProcedures } from '../../cloudfunctions/domain/procedures';
import { expectedActs } from '../support/expected-acts';
import type { Hand } from '../support/hand';
import { someOf } from '../support/long';
import { useRealSystem } from '../support/real-system';

/**
 * The network goes while staff take an act, at each step: opening the form, filling it, sending it. What was typed stays,
 * also after the form was closed, and once the network is back the act is taken once. Every act of staff on citizens'
 * tickets is in the table; a new act needs a row.
 */
const START = '2026-09-24T10:00';
const system = useRealSystem({ now: START });
const handler = system.staff('demo-hrss-handler');
const lead = system.staff('demo-hrss-lead');
const operator = system.staff('demo-operator');
const manager = system.staff('demo-manager');

/** A ticket on which `who` can take the act now. */
type Ready = { who: string; no: string };
type Setting = () => Promise<Ready>;

let filings = 0;
const file = async (more: object = {}): Promise<string> => {
  filings += 1;
  const { no } = await system.citizen(`offline-${filings}`).file({
    kind: 'complaint',
    serviceId: 'S001',
    title: `第${filings}件`,
    contact: { phone: '13800138000' },
    ...more,
  });
  return no;
};
const owner = () => system.citizen(`offline-${filings}`);

/** A complaint at the unit, filed with a service, for one of its people. */
const atUnit =
  (who: string, ...before: ((no: string) => Promise<unknown>)[]): Setting =>
  async () => {
    const no = await file();
    for (const step of before) await step(no);
    return { who, no };
  };
const atOperator =
  (more: object = {}, ...before: ((no: string) => Promise<unknown>)[]): Setting =>
  async () => {
    const no = await file({ serviceId: undefined, ...more });
    for (const step of before) await step(no);
    return { who: 'demo-operator', no };
  };
const replied = (no: string) => handler.act(no, 'reply', { text: '已办理。' });
const rated = (no: string) => owner().act(no, 'rate', { level: 1 });
const called = async (no: string) => {
  for (const day of ['2026-09-24', '2026-09-28', '2026-09-29']) {
    await system.at(`${day}T10:00`);
    await handler.act(no, 'logCall', { reached: false, text: '无人接听' });
  }
  await system.at('2026-10-12T17:00');
};
const withExtension = async () => {
  const { ruleSet } = await manager.call<{ ruleSet: { id: string; version: number } }>('ruleset.save', {
    id: 'gdzw-0001.5-2019',
    switches: { extension: true },
  });
  await manager.call('ruleset.activate', { id: ruleSet.id, version: ruleSet.version });
};
const extensible =
  (who: string, ...before: ((no: string) => Promise<unknown>)[]): Setting =>
  async () => {
    await withExtension();
    return atUnit(who, ...before)();
  };

const designated = [
  (no: string) => handler.act(no, 'return', { reason: '属公安职责' }),
  (no: string) => operator.act(no, 'dispatch', { unitId: 'psb' }),
  (no: string) => system.staff('demo-psb-handler').act(no, 'return', { reason: '也不属于公安' }),
  (no: string) => manager.act(no, 'designate', { unitId: 'psb', reason: '属地管理' }),
];
/** Taken down by phone, so that the caller may claim it. */
const byPhone: Setting = async () => {
  const { ticket } = await operator.call<{ ticket: { no: string } }>('ticket.register', {
    requestId: `00000000-0000-4000-8000-${String(filings).padStart(12, '0')}`,
    channel: 'phone',
    kind: 'complaint',
    category: 'business',
    title: '来电反映路灯不亮',
    text: '路灯坏了三天。',
    applicant: { type: 'person', name: '李演示' },
    contact: { phone: '13800138000' },
  });
  return { who: 'demo-operator', no: ticket.no };
};

const settings: Record<string, Setting> = {
  // The operator.
  triage: atOperator(),
  dispatch: atOperator(),
  merge: atOperator(),
  link: atOperator(),
  markUrgent: atOperator(),
  claimCode: byPhone,
  // Whoever answers.
  claim: atUnit('demo-hrss-handler'),
  reply: atUnit('demo-hrss-handler'),
  askCitizen: atUnit('demo-hrss-handler'),
  logCall: atUnit('demo-hrss-handler'),
  closeUnreachable: atUnit('demo-hrss-handler', called),
  correctReply: atUnit('demo-hrss-handler', replied),
  rectify: atUnit('demo-hrss-handler', replied, rated, () => system.at('2026-09-28T10:30')),
  acknowledgeLight: atUnit('demo-hrss-handler', () => system.at('2026-10-09T09:00')),
  explainLight: atUnit('demo-hrss-handler', () => system.at('2026-10-09T09:00')),
  note: atUnit('demo-hrss-handler'),
  reveal: atUnit('demo-hrss-handler'),
  // The unit.
  accept: atUnit('demo-hrss-handler'),
  refuse: atUnit('demo-hrss-handler'),
  return: atUnit('demo-hrss-handler'),
  assist: atUnit('demo-hrss-handler'),
  answerAssist: atUnit('demo-tax-handler', no =>
    handler.act(no, 'assist', { unitId: 'tax', text: '请核对纳税情况。' }),
  ),
  submitReply: async () => ({ who: 'demo-nr-handler', no: await file({ serviceId: 'S060' }) }),
  approveReply: async () => {
    const no = await file({ serviceId: 'S060' });
    await system.staff('demo-nr-handler').act(no, 'submitReply', { text: '已办理。' });
    return { who: 'demo-nr-lead', no };
  },
  returnReply: async () => {
    const no = await file({ serviceId: 'S060' });
    await system.staff('demo-nr-handler').act(no, 'submitReply', { text: '已办理。' });
    return { who: 'demo-nr-lead', no };
  },
  requestExtension: extensible('demo-hrss-handler'),
  // Leads and the manager.
  assign: atUnit('demo-hrss-lead'),
  press: atUnit('demo-operator'),
  supervise: atUnit('demo-manager'),
  answerSupervision: atUnit('demo-hrss-lead', no => manager.act(no, 'supervise', { text: '请抓紧。' })),
  decideExtension: extensible('demo-manager', no =>
    lead.act(no, 'requestExtension', { days: 3, reason: '需要鉴定' }),
  ),
  designate: atUnit(
    'demo-manager',
    no => handler.act(no, 'return', { reason: '属公安职责' }),
    no => operator.act(no, 'dispatch', { unitId: 'psb' }),
    no => system.staff('demo-psb-handler').act(no, 'return', { reason: '也不属于公安' }),
  ),
  rejectReturn: atUnit('demo-operator', no => handler.act(no, 'return', { reason: '属公安职责' })),
  adoptDuty: atUnit('demo-manager', ...designated),
  declineDuty: atUnit('demo-manager', ...designated),
  decideObjection: atUnit(
    'demo-manager',
    no => handler.act(no, 'refuse', { reason: '已申请仲裁。', basis: '《条例》', redirect: '仲裁委员会' }),
    no => owner().act(no, 'object', { text: '我没有申请过仲裁。' }),
  ),
  disclose: atUnit('demo-manager', replied),
  undisclose: atUnit('demo-manager', replied, no => manager.act(no, 'disclose')),
};

/** Values that tell whether the typed text is still there. */
// It answers what was asked: a reply that does not is pointed out first.
const TYPED = '断网时写的内容：请带身份证原件和申请表。';

const lookUp = async (hand: Hand, field: FormField): Promise<void> => {
  await hand.press(new RegExp(`^${field.label}，`));
  const list = hand.page.getByRole('dialog', { name: /^选/ }).filter({ visible: true });
  await list.getByText(/没有连上网络/).waitFor();
  await hand.set({ online: true });
  await hand.tap(list.getByRole('button', { name: '重试' }));
  const wanted = field.options?.[0]?.label.replace('（推荐）', '');
  const found = list.getByRole('button').filter({ hasNotText: '重试' });
  await hand.tap((wanted ? found.filter({ hasText: wanted }) : found.nth(1)).first());
  await hand.set({ online: false });
};

/** Fills one required field; what has to be looked up needs the network for a moment. */
const fill = async (hand: Hand, field: FormField): Promise<void> => {
  if (['unit', 'member', 'service', 'ticket'].includes(field.type)) return lookUp(hand, field);
  if (field.type === 'select' || field.type === 'bool') {
    const choice = hand.page.getByRole('radiogroup', { name: field.label }).getByRole('radio').last();
    return hand.tap(choice);
  }
  if (field.type === 'datetime' || field.type === 'date') {
    // It stands there already, e.g. today.
    if (field.value !== undefined) return;
    await hand.press(`${field.label}，选日期`);
    return hand.press('确定');
  }
  return hand.type(field.label, field.type === 'number' ? '3' : TYPED);
};

const timesTaken = async (no: string, act: string): Promise<number> => {
  const journal = await system
    .staff('demo-security')
    .call<{ entries: { type: string }[] }>('audit.list', { no });
  return journal.entries.filter(({ type }) => type === act).length;
};

const takeOffline = async (act: string, { who, no }: Ready): Promise<void> => {
  const offered = (await system.staff(who).get(no)).acts.find(one => one.act === act);
  if (!offered) throw new Error(`${who} is not offered ${act}`);
  const before = await timesTaken(no, act);
  const hand = await system.open(who, `/packages/staff/tickets/ticket/index?no=${no}`);
  await hand.thing(offered.label).first().waitFor();

  await hand.set({ online: false });
  await hand.press(offered.label);
  const confirm = hand.thing(`确认${offered.label}`).first();
  // Some acts are one tap without a form.
  const refused = hand.page.getByText(/没有连上网络/).filter({ visible: true });
  await confirm.or(refused).first().waitFor();
  const direct = !(await confirm.isVisible());
  const required = offered.fields.filter(field => field.required && !field.onlyIf);
  if (!direct) {
    for (const field of required) await fill(hand, field);
    await hand.tap(confirm);
  }
  await hand.sees(/没有连上网络/);
  expect(await timesTaken(no, act)).toBe(before);

  if (!direct) await hand.press('关闭');
  await hand.set({ online: true });
  await hand.press(offered.label);
  if (!direct) {
    for (const { label } of required.filter(({ type }) => type === 'text' || type === 'longtext'))
      expect(await hand.page.getByRole('textbox', { name: label, exact: true }).last().inputValue()).toBe(
        TYPED,
      );
    await hand.tap(confirm);
  }
  await hand.sees(`“${offered.label}”已办好`);
  expect(await timesTaken(no, act)).toBe(before + 1);
};

test('the table holds every act that staff can take on a citizen’s ticket', () => {
  const ofStaff = Object.entries(expectedActs)
    .filter(([, who]) => who.some(({ by }) => by.some(party => party !== 'owner')))
    .map(([act]) => act)
    .filter(act => citizenProcedures.some(({ acts }) => acts.some(one => one.act === act)));
  expect(Object.keys(settings).sort()).toEqual(ofStaff.sort());
});

/** `npm test` takes each kind of form once: without one, with words, a number, a choice, a day, and what is looked up. */
const ofEachKind = new Set([
  ...[
    'claim',
    'reply',
    'logCall',
    'requestExtension',
    'dispatch',
    'merge',
    'assign',
    'assist',
    'approveReply',
  ],
  ...['triage', 'supervise', 'adoptDuty'],
]);

test.each(someOf(Object.keys(settings), act => ofEachKind.has(act)))('%s', async act => {
  await system.at(START);
  await takeOffline(act, await settings[act]!());
});
