import type { FormField, ListedProcedure } from '../../typings/contract';
import { at, plan, verified } from '../support/maintenance';
import { publicView } from '../support/public-view';
import { outcomes, Refused, useSystem } from '../support/system';

/** Plans of maintenance and major events (J-16b): what can go wrong with them, and changes of them. */

const system = useSystem();
const { staff, citizen } = system;

const operator = staff('demo-operator');
const handler = staff('demo-hrss-handler');

const { service: stateOf, noticesOf, texts } = publicView(system);

const formOf = async (who: string): Promise<FormField[]> => {
  const { procedures: forms } = await staff(who).call<{ procedures: ListedProcedure[] }>('procedure.list');
  return forms.find(({ kind }) => kind === 'maintenance')?.fields ?? [];
};

const sweepAt = async (time: string): Promise<void> => {
  system.at(time);
  await system.run();
};

describe('what can go wrong, and changes of the plan', () => {
  const refusedFields = async (input: object): Promise<Record<string, string>> =>
    handler.open('maintenance', input).then(
      () => ({}),
      (error: unknown) => (error instanceof Refused ? error.fields : Promise.reject(error as Error)),
    );

  test('ends before it starts, in the past, over 30 days, two for one service at one time: refused at the field', async () => {
    system.at('2027-01-04T10:00');
    const window = (startsAt: string, endsAt: string) => plan('S010', startsAt, endsAt);
    expect(await refusedFields(window('2027-01-12T22:00', '2027-01-12T21:00'))).toHaveProperty('endsAt');
    expect(await refusedFields(window('2027-01-12T22:00', '2027-01-12T22:00'))).toHaveProperty('endsAt');
    expect(await refusedFields(window('2027-01-03T22:00', '2027-01-12T21:00'))).toHaveProperty('startsAt');
    expect(await refusedFields(window('2027-01-12T22:00', '2027-02-11T22:01'))).toHaveProperty('endsAt');
    expect(await refusedFields(window('2150-01-12T22:00', '2150-01-12T23:00'))).toHaveProperty('startsAt');
    expect(
      await refusedFields(plan('S010', '2027-01-12T22:00', '2027-01-12T23:00', { impact: '' })),
    ).toHaveProperty('impact');
    const { no } = await handler.open('maintenance', window('2027-01-12T22:00', '2027-01-13T02:00'));
    const clash = await refusedFields(window('2027-01-13T01:59', '2027-01-13T04:00'));
    expect(clash['startsAt']).toContain(no);
    await handler.open('maintenance', window('2027-01-13T02:00', '2027-01-13T04:00'));
  });

  test('a unit plans for its own services, nobody plans the platform for the operator; another unit does not see it', async () => {
    system.at('2027-01-04T11:00');
    const input = plan('S011', '2027-01-12T22:00', '2027-01-13T02:00');
    const other = staff('demo-psb-handler');
    await expect(other.open('maintenance', input)).rejects.toMatchObject({ code: 'forbidden' });
    const { serviceId: _serviceId, ...platform } = input;
    await expect(handler.open('maintenance', platform)).rejects.toMatchObject({
      code: 'invalid',
      fields: { serviceId: '请选择哪项服务' },
    });
    const asked = async (who: string) => (await formOf(who)).find(({ name }) => name === 'serviceId');
    for (const who of ['demo-psb-handler', 'demo-psb-lead', 'demo-gz-local'])
      expect(await asked(who)).toMatchObject({ label: '哪项服务', required: true });
    expect(await asked('demo-operator')).toMatchObject({
      label: '哪项服务（平台本身维护时不选）',
      required: false,
    });
    await expect(citizen('x').call('procedure.open', {})).rejects.toThrow(Refused);
    const { no } = await handler.open('maintenance', input);
    await expect(other.get(no)).rejects.toMatchObject({ code: 'not-found' });
    await expect(handler.act(no, 'acknowledge')).rejects.toMatchObject({ code: 'forbidden' });
    expect(await operator.offered(no)).not.toContain('finish');
  });

  test('put off: a new notice, counted and acknowledged anew; cancelled: the notice is withdrawn, followers are told', async () => {
    system.at('2027-01-05T10:00');
    await citizen('f12').call('notice.subscribe', { serviceId: 'S012' });
    const desk = staff('demo-psb-handler');
    const { no } = await desk.open('maintenance', plan('S012', '2027-01-12T22:00', '2027-01-13T02:00'));
    await operator.act(no, 'acknowledge');
    const moved = await desk.act(no, 'reschedule', {
      startsAt: at('2027-01-19T22:00'),
      endsAt: at('2027-01-20T02:00'),
      reason: '与春运值守冲突。',
    });
    expect(moved.state).toBe('notified');
    expect(outcomes(moved, 'notice')).toHaveLength(2);
    expect((await noticesOf('S012'))[0]?.text).toContain('1 月 19 日');
    await system.run();
    expect(texts('f12', `GG-${no}`).at(-1)).toContain('改期');
    await operator.act(no, 'acknowledge');
    await desk.act(no, 'cancel', { reason: '供应商未准备好。' });
    expect(await noticesOf('S012')).toEqual([]);
    await system.run();
    expect(texts('f12', `GG-${no}`).at(-1)).toContain('已取消');
    await sweepAt('2027-01-19T22:00');
    expect(await stateOf('S012')).toMatchObject({ state: 'online' });
  });

  test('J-16b, A39: a local authority files a major event of its region; it stays open to citizens unless it pauses', async () => {
    system.at('2027-01-20T10:00');
    const local = staff('demo-gz-local');
    // 广州积分制入户, of a unit of the city.
    const service = { id: 'S074' };
    await expect(
      local.open('maintenance', plan('S076', '2027-01-28T09:00', '2027-01-28T18:00')),
    ).rejects.toMatchObject({ code: 'forbidden' });
    const event = { type: 'event', risk: '访问量预计为平时五倍，已扩充人手。' };
    const { no } = await local.open(
      'maintenance',
      plan(service.id, '2027-01-28T09:00', '2027-01-28T18:00', event),
    );
    await operator.act(no, 'acknowledge');
    await system.run();
    expect(texts('demo-manager', no)[0]).toContain('重大活动');
    await sweepAt('2027-01-28T09:00');
    expect((await local.get(no)).state).toBe('running');
    expect(await stateOf(service.id)).toMatchObject({ state: 'online' });
    await local.act(no, 'finish', verified);
  });

  test('J-16b: whether a service pauses is asked of major events alone', async () => {
    system.at('2027-01-21T10:00');
    const field = (await formOf('demo-hrss-handler')).find(({ name }) => name === 'pauses');
    expect(field?.onlyIf).toEqual({ field: 'type', is: ['event'] });
    const upgrade = plan('S007', '2027-02-01T22:00', '2027-02-02T02:00', { pauses: true });
    expect(await refusedFields(upgrade)).toHaveProperty('pauses');
    const { no } = await handler.open('maintenance', { ...upgrade, type: 'event' });
    await operator.act(no, 'acknowledge');
    await sweepAt('2027-02-01T22:00');
    expect(await stateOf('S007')).toMatchObject({ state: 'maintenance' });
    await handler.act(no, 'finish', verified);
  });

  test('the platform itself: planned by the operator, every service shows it; two at one time are refused', async () => {
    system.at('2027-02-01T10:00');
    const { serviceId: _serviceId, ...input } = plan('', '2027-02-20T01:00', '2027-02-20T05:00');
    const { no } = await operator.open('maintenance', input);
    await expect(operator.open('maintenance', input)).rejects.toMatchObject({
      fields: { startsAt: expect.stringContaining(no) },
    });
    await operator.act(no, 'acknowledge');
    await sweepAt('2027-02-20T01:00');
    expect(await stateOf('S013')).toMatchObject({
      state: 'maintenance',
      notice: expect.stringContaining(input.instead),
    });
    system.at('2027-02-20T04:00');
    await operator.act(no, 'finish', verified);
    expect(await stateOf('S013')).toMatchObject({ state: 'online' });
  });
});
