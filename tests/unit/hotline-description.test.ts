import { readFileSync } from 'node:fs';
import { endpoints } from '../../cloudfunctions/usecases/hotline/endpoints';
import { describeHotline, openapiFile, refusals } from '../../tools/hotline/openapi';
import { operator } from '../support/domain';
import { staffOf } from '../support/callers';
import { order, send, type Heard } from '../support/hotline';
import { memory } from '../support/memory';

/** What docs/hotline.openapi.json says is what the function does (contract §10). */

type Described = { paths: Record<string, { post: { responses: Record<string, unknown> } }> };
const written = JSON.parse(readFileSync(openapiFile, 'utf8')) as Described;

test('it is written anew of the schemas: `npm run openapi`', () => {
  expect(written).toEqual(JSON.parse(JSON.stringify(describeHotline())));
});

test('every answer of every endpoint stands in it, the good ones in the form that it says', async () => {
  const world = memory('2026-11-23T10:00:00.000+08:00');
  const named = { externalNo: 'HL-1' };
  const heard: [path: string, Heard][] = [];
  const ask = async (path: string, body: unknown): Promise<Heard> => {
    const answer = await send(world, path, body);
    heard.push([path, answer]);
    return answer;
  };
  const { body } = await ask('/orders', order('HL-1', { category: 'business' }));
  const no = body.ok ? String(body.data['no']) : '';
  await staffOf(world, operator).act(no, 'dispatch', { unitId: 'hrss' });
  for (const [path, more] of [
    ['/orders/status', {}],
    ['/orders/supplement', { text: '还有一点' }],
    ['/orders/urge', {}],
    ['/orders/supervise', { text: '请尽快' }],
    ['/orders/decision', { about: 'return', approved: true }],
    ['/orders/rehandle', { reason: '没有办好' }],
    ['/orders/rate', { level: 1, externalNo: 'elsewhere' }],
    ['/orders/changes', { after: 0 }],
    ['/orders/changes', { externalNo: undefined, source: 'none' }],
    ['/orders/withdraw', {}],
  ] as const) {
    await ask(path, { ...named, ...more });
    await ask(path, { externalNo: '' });
    await ask(path, { externalNo: 'unknown', ...more });
  }
  const reached = new Set(heard.filter(([, { status }]) => status === 200).map(([path]) => path));
  // A decision and a rehandling have nothing to decide on here.
  expect(Object.keys(endpoints).filter(path => !reached.has(path))).toEqual([
    '/orders/decision',
    '/orders/rehandle',
  ]);
  for (const [path, { status, body: said }] of heard) {
    expect(written.paths[path]?.post.responses).toHaveProperty(String(status));
    if (said.ok) expect(endpoints[path]!.gives.parse(said.data)).toEqual(said.data);
    else expect(refusals).toHaveProperty(String(status));
  }
});
