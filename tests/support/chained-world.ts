import { createHash } from 'node:crypto';
import { runClock } from '../../cloudfunctions/usecases/clock/run-clock';
import schema from '../../cloudfunctions/infra/database/collections.json';
import { loadSecrets } from '../../cloudfunctions/infra/secrets';
import type { CollectionName } from '../../cloudfunctions/usecases/kernel/documents';
import { citizenOf, registered, staffOf } from './callers';
import { handlerOf, leadOf, manager, operator, operatorLead } from './domain';
import { memory, type Memory } from './memory';
import { uploadsOf } from './uploads';
import { year2027 } from '../unit/calendar-fixtures';

/**
 * A small world in which nearly everything has happened that leaves a trace in the audit chain (A47), made by the
 * product's own actions: tickets of every way that they can go, persons who were erased, keys that were exchanged,
 * sweeps that came late, and the acts of administration.
 */

/** The same in every world, and yet without a pattern: keys that nobody drew are refused. */
const KEY = (letter: string): string => createHash('sha256').update(letter).digest('base64');

/** What the functions get as variables. The chain has a key of its own, which the database does not hold. */
const variables = (current: 'k1' | 'k2', chain = 'c'): Record<string, string> => ({
  BANJIE_KEYS: JSON.stringify({ current, keys: { k1: KEY('1'), k2: KEY('2') } }),
  BANJIE_PHONE_KEY: KEY('p'),
  BANJIE_CHAIN_KEYS: JSON.stringify({ current: chain, keys: { [chain]: KEY(chain) } }),
});

const secretsWith = (current: 'k1' | 'k2', chain?: string) => loadSecrets(variables(current, chain));

/** When it is looked at. */
export const NOW = '2026-11-20T12:00:00.000+08:00';

const START = '2026-11-02T09:00:00.000+08:00';
const day = (date: string, time = '10:00'): string => `2026-${date}T${time}:00.000+08:00`;

/** All that is stored, as a copy of the data would hold it: collection by collection. */
export type Stored = Record<string, { _id: string }[]>;

const COLLECTIONS = schema.collections.map(({ name }) => name as CollectionName);

export const storedIn = (world: Memory): Stored =>
  Object.fromEntries(COLLECTIONS.map(name => [name, world.all(name)]));

/** A world that holds what another one did, and nothing else. */
export const worldWith = (stored: Stored, now: string, chain?: string): Memory => {
  const world = memory(now, { secrets: secretsWith('k2', chain) });
  for (const name of COLLECTIONS) {
    for (const { _id } of world.all(name) as { _id: string }[])
      void world.ports.database.remove(name as 'units', _id);
    for (const document of stored[name] ?? []) world.put(name as 'units', document as never);
  }
  return world;
};

/** The world, the numbers of its tickets by what happened to them, and copies of it from before. */
export type Told = { world: Memory; no: Record<string, string>; earlier: Stored[] };

export const chainedWorld = async (chain?: string): Promise<Told> => {
  const world = memory(START, { secrets: secretsWith('k1', chain) });
  const { upload } = uploadsOf(world);
  const no: Record<string, string> = {};
  const earlier: Stored[] = [];
  const [desk, deskLead, boss] = [operator, operatorLead, manager].map(one => staffOf(world, one)) as [
    ReturnType<typeof staffOf>,
    ReturnType<typeof staffOf>,
    ReturnType<typeof staffOf>,
  ];
  const hrss = staffOf(world, handlerOf('hrss'));
  const hrssLead = staffOf(world, leadOf('hrss'));
  const psb = staffOf(world, handlerOf('psb'));
  const citizen = (who: string) => citizenOf(world, who);
  const complaint = (who: string, more: object = {}) =>
    citizen(who).file({ serviceId: 'card', category: 'business', ...more });

  // Badly rated and put right.
  no['rated'] = (
    await complaint('chen', {
      title: '社保卡补办没有回音',
      text: '补办一个月，电话 13922223333，身份证 44010619900307123X。',
      applicant: { type: 'person', name: '陈一一' },
      attachments: [upload('chen', '回执.jpg')],
    })
  ).no;
  await desk.act(no['rated'], 'markUrgent');
  await hrss.act(no['rated'], 'claim');
  await hrss.act(no['rated'], 'accept');
  await hrss.act(no['rated'], 'note', { text: '查到制卡厂退回' });
  await hrss.act(no['rated'], 'assist', { unitId: 'psb', text: '请核实户籍' });
  await boss.act(no['rated'], 'supervise', { text: '请优先办理' });

  // Refused, objected to, upheld.
  no['refused'] = (await complaint('deng', { title: '退休待遇算错了', text: '少算了三年。' })).no;
  // Returned, sent elsewhere, extended.
  no['returned'] = (await complaint('fang', { title: '户口本地址错了', text: '地址写成旧的。' })).no;
  // Merged: one by phone into one filed online.
  no['merged'] = (
    await registered(world, operator, {
      title: '来电反映电梯',
      text: '电梯停了，家里有病人。',
      applicant: { type: 'person', name: '高二二' },
      channel: '12345',
      externalNo: 'RX-20261102-8',
    })
  ).no;
  no['remaining'] = (await citizen('huang').file({ title: '电梯坏了三天', text: '电梯坏了三天没人修。' })).no;
  // Anonymous, and against staff.
  no['anonymous'] = (await complaint('jiang', { title: '窗口态度差', anonymous: true })).no;
  no['confidential'] = (
    await citizen('kong').file({ title: '举报经办人', text: '经办人要好处费。', against: 'staff' })
  ).no;
  // Persons who are erased: one whose ticket has ended, one whose ticket is open.
  no['erased'] = (
    await complaint('lin', {
      title: '不想办了',
      text: '我叫林三三，电话 13711112222。',
      applicant: { type: 'person', name: '林三三' },
    })
  ).no;
  no['erasedOpen'] = (await complaint('ma', { title: '工资没发', text: '三个月没发。' })).no;
  // Technical, answered by the operator and rated well.
  no['technical'] = (
    await citizen('nie').file({ kind: 'consultation', category: 'technical', title: '登录不了' })
  ).no;
  // By phone, claimed.
  no['claimed'] = (
    await registered(world, operator, {
      title: '来电咨询领取',
      kind: 'consultation',
      applicant: { type: 'person', name: '欧四四' },
      contact: { phone: '13655556666' },
    })
  ).no;
  // Nobody does anything: the timer reminds.
  no['late'] = (await complaint('pan', { title: '一直没人理', text: '没人理。' })).no;
  no['withdrawn'] = (await complaint('qin', { title: '撤回的' })).no;
  no['quiet'] = (await citizen('ren').file({ kind: 'suggestion', title: '建议延长时间' })).no;

  earlier.push(storedIn(world));
  world.at(day('11-03'));
  await runClock(world);
  await psb.act(no['rated'], 'answerAssist', { text: '户籍无误' });
  await hrssLead.act(no['rated'], 'answerSupervision', { text: '已联系制卡厂' });
  await citizen('chen').act(no['rated'], 'supplement', { text: '卡厂电话 13533334444 打不通' });
  await citizen('chen').act(no['rated'], 'urge');
  await hrss.act(no['refused'], 'refuse', {
    ground: '不属于本单位的法定职责',
    reason: '已经诉讼',
    basis: '《信访工作条例》第三十一条',
    redirect: '人民法院',
  });
  await hrss.act(no['returned'], 'return', { reason: '不属于本单位', suggestedUnitId: 'psb' });
  await desk.act(no['returned'], 'dispatch', { unitId: 'psb', reason: '户籍事项' });
  await desk.act(no['remaining'], 'triage', { category: 'business' });
  await desk.act(no['remaining'], 'dispatch', { unitId: 'hrss' });
  await desk.act(no['merged'], 'merge', { into: no['remaining'] });
  await citizen('qin').act(no['withdrawn'], 'withdraw', { reason: '已解决' });
  await citizen('lin').act(no['erased'], 'withdraw', { reason: '不办了' });
  await desk.act(no['technical'], 'claim');
  await desk.act(no['technical'], 'reply', { text: '请更新到最新版本。', resultType: 'solved' });
  await citizen('nie').act(no['technical'], 'rate', { level: 5, text: '很快' });
  await citizen('ou').call('ticket.claim', { no: no['claimed'], phone: '13655556666', name: '欧四四' });
  await desk.act(no['quiet'], 'link', { to: no['technical'] });

  // A fault, and what is planned.
  no['fault'] = (
    await desk.call('procedure.open', {
      kind: 'fault',
      requestId: '00000000-0000-4000-8000-00000000f001',
      input: { serviceId: 'card', symptom: 'login', impact: '登录不了' },
    })
  ).ticket.no;
  no['release'] = (
    await desk.call('procedure.open', {
      kind: 'release',
      requestId: '00000000-0000-4000-8000-00000000f002',
      input: {
        version: '1.4.2',
        changes: ['fix'],
        plannedOn: '2026-11-20',
        scope: '修复',
        rollbackPlan: '退回 1.4.1',
      },
    })
  ).ticket.no;

  await administer(world);
  earlier.push(storedIn(world));

  // The keys are exchanged in the middle.
  Object.assign(world.ports, { secrets: secretsWith('k2', chain) });
  world.at(day('11-05'));
  await runClock(world);
  await hrss.act(no['rated'], 'askCitizen', { text: '请提供回执编号' });
  await citizen('chen').act(no['rated'], 'supplement', { text: '编号 8 号，邮箱 chen@example.com' });
  await hrss.act(no['rated'], 'reply', { text: '新卡已经制好，请到窗口领取。', resultType: 'solved' });
  await hrss.act(no['rated'], 'correctReply', { text: '新卡已寄出。', reason: '改为邮寄' });
  await citizen('chen').act(no['rated'], 'rate', { level: 1, tags: [], text: '太慢' });
  await hrss.act(no['rated'], 'logCall', { reached: true, text: '已致歉' });
  await psb.act(no['returned'], 'accept');
  await psb.act(no['returned'], 'reply', { text: '地址已更正。', resultType: 'solved' });
  await boss.act(no['returned'], 'disclose');
  await boss.act(no['late'], 'reveal', { reason: '核实' }).catch(() => undefined);
  await hrss.act(no['anonymous'], 'accept');
  await deskLead.act(no['confidential'], 'note', { text: '转监督部门' });
  await citizen('lin').call('me.erase', {});
  await citizen('ma').call('me.erase', {});
  await hrss.act(no['erasedOpen'], 'accept');
  earlier.push(storedIn(world));
  world.at(day('11-20'));
  // Late: a fortnight has gone by without a run.
  await runClock(world);
  await hrss.act(no['remaining'], 'accept');
  return { world, no, earlier };
};

/** Acts that are no ticket's: members, units, regions, rule sets, the calendar, knowledge, services, notices, registers. */
const administer = async (world: Memory): Promise<void> => {
  const [desk, deskLead, boss] = [operator, operatorLead, manager].map(one => staffOf(world, one)) as [
    ReturnType<typeof staffOf>,
    ReturnType<typeof staffOf>,
    ReturnType<typeof staffOf>,
  ];
  const hrss = staffOf(world, handlerOf('hrss'));
  const hrssLead = staffOf(world, leadOf('hrss'));
  const { member } = await boss.call('member.invite', {
    openid: 'openid-new',
    name: '新来的',
    role: 'handler',
    unitId: 'hrss',
    agreementUntil: '2027-11-01',
  });
  const { member: gone } = await boss.call('member.invite', {
    openid: 'openid-gone',
    name: '走了的',
    role: 'operator',
  });
  await boss.call('member.revoke', { memberId: gone.id });
  await hrss.call('member.standIn', { memberId: member.id, until: '2026-12-31' });
  await deskLead.call('unit.save', {
    unit: { id: 'edu', name: '省教育厅', region: '440000', duties: ['入学'], secondSignature: false },
    new: true,
  });
  await deskLead.call('region.save', {
    region: { code: '440500', name: '汕头市', parent: '440000' },
    new: true,
  });
  const { days, source } = year2027();
  await boss.call('calendar.import', { year: 2027, source, days });
  await boss.call('calendar.confirm', {});
  const { ruleSet } = await boss.call('ruleset.save', { id: 'gdzw-0001.5-2019', windows: { rateDays: 8 } });
  await boss.call('ruleset.activate', { id: ruleSet.id, version: ruleSet.version });
  const entry = { question: '社保卡怎么补办', answer: '带身份证到窗口。', similar: [], unitId: 'hrss' };
  const { faq } = await hrss.call('faq.save', { entry });
  const of = { id: faq.id, version: faq.version };
  await hrss.call('faq.submit', of);
  await hrssLead.call('faq.review', { ...of, approve: true });
  await boss.call('faq.review', { ...of, approve: true });
  await hrssLead.call('faq.publish', { ...of, confirmed: [] });
  await hrss.call('faq.save', { ...of, entry: { ...entry, answer: '带社保卡到窗口。' } });
  await deskLead.call('knowledge.saveWords', {
    version: 0,
    words: { synonyms: [['社保卡', '社会保障卡']], boilerplate: [] },
  });
  await deskLead.call('service.save', {
    service: { id: 'fund', name: '公积金提取', unitId: 'hrss', region: '440000' } as never,
    new: true,
  });
  const { notice } = await desk.call('notice.save', {
    notice: { kind: 'general', title: '中秋停机', text: '中秋节小程序停机一小时，请提前办理。' },
  });
  await desk.call('notice.publish', { id: notice.id });
  await boss.call('register.save', {
    register: 'assets',
    values: {
      name: '服务器',
      kind: 'hardware',
      unitId: 'hrss',
      project: '一期',
      acquiredOn: '2026-01-01',
      state: 'in-use',
    },
  });
};
