import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { citizenActions } from '../../cloudfunctions/api/citizen';
import { staffActions } from '../../cloudfunctions/api/staff';
import { serviceTable } from '../../cloudfunctions/domain/services/rows';
import { faqTable } from '../../cloudfunctions/domain/knowledge/content/faq-rows';
import { readSheet } from '../../cloudfunctions/infra/files/read-sheet';
import { citizenOf, staffOf } from '../support/callers';
import { manager, operator } from '../support/domain';
import { MARK } from '../support/export-mark';
import { memory, type Memory } from '../support/memory';
import { uploadsOf } from '../support/uploads';

/** J-26: whatever leaves as a file says who took it out, when and under which number, which stands in the record. */

const START = '2026-10-09T09:00:00.000+08:00';
const NUMBER = /DC20261009-[0-9A-F]{8}/;

type World = { world: Memory; files: Map<string, Uint8Array>; papers: string[] };

const started = async (): Promise<World> => {
  const world = memory(START);
  const { files } = uploadsOf(world);
  const papers: string[] = [];
  Object.assign(world.ports, {
    writePaper: async (path: string, { footer }: { footer: string }) => {
      papers.push(footer);
      files.set(`cloud://env.bucket/${path}`, new Uint8Array());
      return `cloud://env.bucket/${path}`;
    },
  });
  return { world, files, papers };
};

/** Everything that can be read in a file. */
const wordsOf = (bytes: Uint8Array): string =>
  bytes[0] === 0x50 && bytes[1] === 0x4b
    ? Object.values(unzipSync(bytes))
        .map(part => strFromU8(part))
        .join('\n')
    : strFromU8(bytes);

const last = (files: Map<string, Uint8Array>): string =>
  wordsOf([...files.values()].at(-1) ?? new Uint8Array());

const asset = {
  name: '服务器',
  kind: 'hardware',
  unitId: 'hrss',
  project: '一期',
  acquiredOn: '2026-01-01',
  state: 'in-use',
};

/** Each action that gives a file out, in each of its forms: what stands in the file. */
const takenOut: Record<string, (on: World) => Promise<string>> = {
  'register.export csv': async ({ world, files }) => {
    await staffOf(world, manager).call('register.save', { register: 'assets', values: asset });
    await staffOf(world, manager).call('register.export', { register: 'assets', format: 'csv' });
    return last(files);
  },
  'register.export xlsx': async ({ world, files }) => {
    await staffOf(world, manager).call('register.export', { register: 'assets', format: 'xlsx' });
    return last(files);
  },
  ...Object.fromEntries(
    (['csv', 'jsonl', 'xlsx'] as const).flatMap(format =>
      (['service.export', 'faq.export'] as const).map(action => [
        `${action} ${format}`,
        async ({ world }: World) => {
          const { text, file } = await staffOf(world, manager).call(action, { format });
          return text ?? wordsOf(new Uint8Array(Buffer.from(file ?? '', 'base64')));
        },
      ]),
    ),
  ),
  'report.file pdf': async ({ world, papers }) => {
    await staffOf(world, operator).call('report.build', { type: 'monthly', period: '2026-09' });
    await staffOf(world, operator).call('report.file', { id: 'monthly-2026-09', format: 'pdf' });
    return papers.join('');
  },
  'report.file xlsx': async ({ world, files }) => {
    await staffOf(world, operator).call('report.build', { type: 'monthly', period: '2026-09' });
    await staffOf(world, operator).call('report.file', { id: 'monthly-2026-09', format: 'xlsx' });
    return last(files);
  },
  'ticket.file pdf': async ({ world, papers }) => {
    const { no } = await citizenOf(world, 'lin').file();
    await staffOf(world, operator).call('ticket.file', { no });
    return papers.join('');
  },
  'me.export json': async ({ world, files }) => {
    await citizenOf(world, 'lin').call('me.export', {});
    return last(files);
  },
};

test.each(Object.keys(takenOut).filter(one => one !== 'faq.export jsonl'))(
  'J-26: %s carries who, when and the number of its record',
  async name => {
    const on = await started();
    const words = await takenOut[name]!(on);
    expect(words).toMatch(NUMBER);
    expect(words).toContain('2026 年 10 月 9 日');
    const [number] = NUMBER.exec(words) ?? [];
    if (name.startsWith('me.')) return;
    expect(words).toContain(
      name.startsWith('report') || name.startsWith('ticket') ? operator.name : manager.name,
    );
    const { entries } = await staffOf(on.world, manager).call('audit.list', {});
    expect(entries[0]).toMatchObject({
      type: name.split(' ')[0],
      what: expect.stringContaining(number ?? '') as string,
    });
  },
);

test('J-26: nothing else gives a file out', () => {
  const known = new Set(Object.keys(takenOut).map(name => name.split(' ')[0]));
  const outs = [
    ...Object.keys(staffActions),
    ...Object.keys(citizenActions).filter(one => one !== 'ticket.file'),
  ].filter(action => /\.(export|file)$/.test(action));
  expect(new Set(outs)).toEqual(known);
  // Whoever writes one passes through the one place that stores it, or the one that cuts it into parts.
  const room = join(process.cwd(), 'cloudfunctions/usecases');
  const writers = readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => ({ file, text: readFileSync(join(room, file), 'utf8') }))
    .filter(({ text }) =>
      /\.writePaper\(|\.writeSheet\(|\.writeWorkbook\(|storeExport\(|storePaper\(/.test(text),
    );
  expect(writers.length).toBeGreaterThan(3);
  for (const { file, text } of writers)
    if (!file.endsWith('stored-exports.ts')) expect([file, /markExport\(/.test(text)]).toEqual([file, true]);
});

test('J-26: what was taken out reads back as it was, without the mark', () => {
  const content = { question: '怎么补卡', answer: '到窗口', similar: [], unitId: 'hrss' };
  for (const format of ['csv', 'jsonl'] as const) {
    const text = faqTable.writeText([{ id: 'K1', content } as never], format, true, MARK);
    expect(text).toContain(MARK.number);
    expect(faqTable.readText(text, format)).toMatchObject({ bad: [], rows: [{ id: 'K1' }] });
  }
  const sheet = memory(START).ports.writeSheet('服务', serviceTable.writeRows([]), MARK);
  expect(JSON.stringify(readSheet(sheet))).not.toContain(MARK.number);
});
