import type { ExportedFile, ReportLine, ShownReport } from '../../typings/contract';
import { useSystem, type Person } from '../support/system';

/** 运行报告 and 通报 (G-3.1, G-3.3.1c, J-14a) through the outside contract: drafted by the timer, signed, sent, read, taken out. */
const system = useSystem();
const operator = system.staff('demo-operator');
const lead = system.staff('demo-operator-lead');
const manager = system.staff('demo-manager');
const unit = system.staff('demo-hrss-lead');

const words = { analysis: '整体平稳。', openIssues: '一处网址不稳定。', nextPlan: '完成升级。' };

const list = async (who: Person): Promise<ReportLine[]> =>
  (await who.call<{ reports: ReportLine[] }>('report.list')).reports;
const read = async (who: Person, id: string): Promise<ShownReport> =>
  (await who.call<{ report: ShownReport }>('report.get', { id })).report;
const download = async ({ url }: ExportedFile): Promise<Buffer> =>
  Buffer.from(await (await fetch(url)).arrayBuffer());

test('G-3.1, G-3.3.1c, J-14a: from the end of the week to the hands of manager and unit, on paper too', async () => {
  system.at('2026-09-23T10:00');
  await system.run();
  const { no } = await system.citizen('reports-chen').file({ kind: 'complaint', serviceId: 'S001' });
  await system.staff('demo-hrss-handler').act(no, 'reply', { text: '已经办好，请查看。' });
  await system.run();

  system.at('2026-09-28T09:00');
  await system.run();
  await system.run();
  const [draft] = await list(operator);
  expect(draft).toMatchObject({ id: 'weekly-2026-W39', state: 'draft' });
  expect(await list(manager)).toEqual([]);

  await operator.act(draft!.no!, 'complete', { ...words, forUnits: '请各单位核对。' });
  await lead.act(draft!.no!, 'sign', { documentNo: '运报〔2026〕1号' });
  await system.run();
  await system.run();
  expect((await read(manager, 'weekly-2026-W39')).documentNo).toBe('运报〔2026〕1号');

  const [own] = await list(unit);
  const edition = await read(unit, own!.id);
  expect(edition.figures.find(({ key }) => key === 'received')?.numerator).toBe(1);
  await expect(read(unit, 'weekly-2026-W39')).rejects.toMatchObject({ code: 'not-found' });
  await unit.act(own!.no!, 'acknowledge');
  const { sentTo } = await read(manager, 'weekly-2026-W39');
  expect(sentTo.find(({ id }) => id === own!.id)?.acknowledged).toBeDefined();
  expect(await system.messages('demo-manager')).toEqual(
    expect.arrayContaining([expect.objectContaining({ text: expect.stringContaining('已报送') as string })]),
  );

  for (const [format, mark] of [
    ['pdf', '%PDF-1.7'],
    ['xlsx', 'PK'],
  ] as const) {
    const file = await manager.call<ExportedFile>('report.file', { id: 'weekly-2026-W39', format });
    const bytes = await download(file);
    expect(bytes.toString('latin1', 0, mark.length)).toBe(mark);
    expect(bytes.length).toBeGreaterThan(3000);
  }
  const bound = await download(await unit.call<ExportedFile>('ticket.file', { no }));
  expect(bound.toString('latin1', 0, 8)).toBe('%PDF-1.7');
});
