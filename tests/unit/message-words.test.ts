import { announceNotices } from '../../cloudfunctions/usecases/notices/announce-notices';
import { alarmCalendar, followCalendar } from '../../cloudfunctions/usecases/clock/watch-calendar';
import { tellReports } from '../../cloudfunctions/usecases/clock/tell-reports';
import { watchDesks } from '../../cloudfunctions/usecases/clock/watch-desks';
import { watchRosters } from '../../cloudfunctions/usecases/people/watch-rosters';
import { deliverOutbox } from '../../cloudfunctions/usecases/clock/outbox/deliver-outbox';
import type { Ports } from '../../cloudfunctions/usecases/kernel/ports';
import { tellEditors } from '../../cloudfunctions/usecases/knowledge/entries/tell-editors';
import { remindOwners } from '../../cloudfunctions/usecases/registers/remind-owners';
import { alarmVacancies } from '../../cloudfunctions/usecases/services/alarm-vacancies';
import { runProbes } from '../../cloudfunctions/usecases/services/run-probes';
import { serviceDocument } from '../../cloudfunctions/usecases/services/service-document';
import { tag } from '../../cloudfunctions/domain/ticket/scope';
import { citizenOf, staffOf } from '../support/callers';
import { handlerOf, leadOf, manager, MONDAY, service } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { wordingProblem } from '../support/message-rules';
import { plainWork } from '../support/work';

/** A45 for what speaks of no ticket: what happened comes first, within 20 characters, then what it is about. */

const work = plainWork();
const firstOf = (world: Memory, template: string): string => {
  const found = world.all('messages').filter(one => one.template === template);
  expect([template, found.map(wordingProblem).filter(Boolean)]).toEqual([template, []]);
  return found[0]?.text ?? `no message ${template}`;
};

test('vacancies, desks, rosters and the calendar', async () => {
  const world = memory('2026-12-30T10:00:00.000+08:00');
  await alarmVacancies(world, work);
  firstOf(world, 'vacancy');
  expect(world.all('messages').map(({ text }) => text)).toContain(
    '联系人有空缺：省人社厅及其服务“社保卡申领”，没有负责人，或联系人缺姓名，请尽快补上',
  );
  await watchRosters(world, work);
  expect(firstOf(world, 'roster-gap')).toMatch(/^值班表有空缺：.+，.*1 月 1 日.*放假/);
  await alarmCalendar(world, work);
  expect(firstOf(world, 'calendar-alarm')).toMatch(
    /^放假安排快用完：工作日历，已公布的到 2026 年 12 月 31 日/,
  );
  const { no } = await citizenOf(world, 'ou').file();
  const document = world.get('tickets', no)!;
  // One that waits for the manager already, and is not counted anew.
  const keys = { ...document.keys, tags: [tag.pendingDate], endsAt: MONDAY };
  world.put('tickets', { ...document, keys });
  await followCalendar(world, { ...work, marks: () => ({ counted: 'an older calendar' }) });
  expect(firstOf(world, 'calendar-earlier')).toBe('有 1 件的时限会提前：放假安排公布后重算，请确认后生效');

  const deskless = memory(MONDAY);
  await citizenOf(deskless, 'ou').file({ serviceId: service.id, category: 'business' });
  for (const memberId of ['hrss-handler', 'hrss-lead'])
    await staffOf(deskless, manager).call('member.revoke', { memberId });
  await watchDesks(deskless, work);
  expect(firstOf(deskless, 'empty-desk')).toBe(
    '无人办理或无人审核：省人社厅，有 1 件在办，请指定其他单位，或者邀请人员',
  );
});

test('registers, entries of the knowledge base and reports', async () => {
  const world = memory(MONDAY);
  await staffOf(world, leadOf('hrss')).call('register.save', {
    register: 'assets',
    values: {
      name: '短信网关',
      kind: 'software',
      project: '移动政务服务平台',
      acquiredOn: '2026-01-05',
      maintainedUntil: '2026-12-01',
      state: 'in-use',
    },
  });
  await remindOwners(world, work);
  expect(firstOf(world, 'register')).toBe(
    '维保到期提醒：信息化项目资产“短信网关”，到 2026 年 12 月 1 日 周二 为止，请安排续保或处置',
  );

  const entry = { question: '社保卡怎么补办', answer: '带身份证到窗口。', similar: [], unitId: 'hrss' };
  const { faq } = await staffOf(world, handlerOf('hrss')).call('faq.save', { entry });
  const of = { id: faq.id, version: faq.version };
  await staffOf(world, handlerOf('hrss')).call('faq.submit', of);
  await staffOf(world, manager).call('faq.review', { ...of, approve: false, reason: '写明期限' });
  const again = await staffOf(world, handlerOf('hrss')).call('faq.save', {
    ...of,
    entry: { ...entry, answer: '3 日。' },
  });
  const next = { id: faq.id, version: again.faq.version };
  await staffOf(world, handlerOf('hrss')).call('faq.submit', next);
  for (const reviewer of [leadOf('hrss'), manager])
    await staffOf(world, reviewer).call('faq.review', { ...next, approve: true });
  await staffOf(world, leadOf('hrss')).call('faq.publish', { ...next, confirmed: [] });
  await tellEditors(world.ports, work);
  expect(firstOf(world, 'faq-submitted')).toBe('知识条目待审核：“社保卡怎么补办”，第 1 版已提交，请审核');
  expect(firstOf(world, 'faq-rejected')).toBe('知识条目被退回：“社保卡怎么补办”，第 1 版，理由：写明期限');
  expect(firstOf(world, 'faq-live')).toBe('知识条目已发布：“社保卡怎么补办”，第 2 版，群众现在就能看到');

  await citizenOf(world, 'ou').file({ serviceId: service.id, category: 'business' });
  await deliverOutbox(world, work);
  world.at('2026-11-24T09:00:00.000+08:00');
  await tellReports(world, work);
  expect(firstOf(world, 'reports')).toMatch(/^有 1 件事项向您报告：\n1\. /);
});

const watched = (result: Awaited<ReturnType<Ports['probe']>>, addresses: number): Memory => {
  const world = memory(MONDAY, { probe: async () => result });
  const urls = Array.from({ length: addresses }, (_, n) => `https://host${n}.example/`);
  const probe = { everyMinutes: 5, failures: 3, expectStatus: 200, timeoutSeconds: 5 };
  const interfaces = urls.map((url, n) => ({ name: `接口 ${n}`, url, probe }));
  world.put('services', serviceDocument({ ...service, interfaces } as never, '省人社厅'));
  world.put('probes', {
    _id: service.id,
    nextAt: MONDAY,
    addresses: urls.map(url => ({ url, nextAt: MONDAY, failures: 0 })),
  });
  return world;
};

test('addresses that are looked at, and notices', async () => {
  const refused = watched({ milliseconds: 1, failure: 'refused' }, 1);
  await runProbes(refused, work);
  expect(firstOf(refused, 'probe')).toBe(
    '登记的网址没有监测：“社保卡申领”，https://host0.example/ 指向内部地址，未予访问，请核对登记',
  );
  const expiring = watched({ milliseconds: 1, certificateUntil: '2026-11-30T10:00:00.000+08:00' }, 1);
  await runProbes(expiring, work);
  expect(firstOf(expiring, 'probe')).toMatch(/^安全证书快到期：“社保卡申领”，https:/);
  const silent = watched({ milliseconds: 1, failure: 'unreachable' }, 5);
  await runProbes(silent, work);
  expect(firstOf(silent, 'probe-outage')).toMatch(/^登记的网址同时连不上：所有监测的服务，/);

  const world = memory(MONDAY);
  await citizenOf(world, 'ou').call('notice.subscribe', { serviceId: service.id });
  const { notice } = await staffOf(world, manager).call('notice.save', {
    notice: { kind: 'general', title: '中秋停机', text: '中秋节停机一小时。', serviceId: service.id },
  });
  await staffOf(world, manager).call('notice.publish', { id: notice.id, version: notice.version });
  await announceNotices(world.ports, work);
  expect(firstOf(world, 'notice')).toMatch(/^有新公告：“中秋停机”/);
});
