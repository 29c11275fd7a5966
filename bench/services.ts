import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions } from '../tools/build';
import { call } from '../tools/call';
import { startSystem } from '../tools/local-system';
import { percentile } from './figures';

/** The register with 10,000 services: how long its import takes, and a search through the function as a phone calls it. */

const SERVICES = 10_000;
const ROWS_A_FILE = 200;
const SEARCHES = 400;

const places = ['广州', '深圳', '珠海', '汕头', '佛山', '韶关', '湛江', '肇庆', '江门', '茂名'];
const matters = [
  '社会保障卡',
  '居住证',
  '营业执照',
  '公积金',
  '不动产登记',
  '医保',
  '驾驶证',
  '婚姻登记',
  '排污许可',
  '教师资格',
];
const acts = ['申领', '补办', '换领', '查询', '变更', '注销', '备案', '年审', '预约', '缴费'];
const groups = [
  '个人',
  '企业',
  '老年人',
  '残疾人',
  '学生',
  '灵活就业人员',
  '外来务工人员',
  '退役军人',
  '个体工商户',
  '农村居民',
];

const pick = (list: readonly string[], n: number): string => list[n % list.length] ?? '';

/** A distinct, plausible name for each number below 10,000. */
const nameOf = (n: number): string =>
  `${pick(places, n)}${pick(matters, Math.floor(n / 10))}${pick(acts, Math.floor(n / 100))}（${pick(groups, Math.floor(n / 1000))}）`;

const serviceAt = (n: number) => ({
  id: `B${String(n).padStart(5, '0')}`,
  name: nameOf(n),
  unitId: 'bench',
  region: '440000',
});

/** Whole names, their beginnings, two characters that a thousand services share, and words written together in another order. */
const queryOf = (name: string, n: number): string =>
  [name, name.slice(0, 5), name.slice(2, 4), `${name.slice(name.indexOf('（') - 2)}${name.slice(0, 4)}`][
    n % 4
  ] ?? name;

const SPREAD = [0.5, 0.99];

/** Milliseconds by the clock, and of the processor: the second says what the work costs on a machine that is busy. */
const measure = async <T>(
  into: { wall: number[]; processor: number[] },
  run: () => Promise<T>,
): Promise<T> => {
  const [begun, used] = [performance.now(), process.cpuUsage()];
  const answer = await run();
  const { user, system } = process.cpuUsage(used);
  into.wall.push(performance.now() - begun);
  into.processor.push((user + system) / 1000);
  return answer;
};

const spread = (times: number[]): string => SPREAD.map(at => percentile(times, at).toFixed(1)).join('/');

/**
 * Prints seconds of the import and p50/p99 of the search, beside a call that finds nothing: what a search costs is the
 * difference. A cold first call counts too.
 */
export const benchServices = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'banjie-bench-'));
  try {
    const functions = join(folder, 'functions');
    await buildFunctions(functions);
    const cloud = await startSystem({
      dataDir: join(folder, 'data'),
      seed: 'empty',
      timers: false,
      functions,
    });
    const staff = (action: string, input: object) =>
      call(cloud, 'staff', 'demo-manager', { action, ...input });
    await staff('region.save', { region: { code: '440000', name: '广东省' } });
    await staff('unit.save', {
      unit: { id: 'bench', name: '测量单位', region: '440000', duties: [], secondSignature: false },
    });
    const importing = performance.now();
    for (let from = 0; from < SERVICES; from += ROWS_A_FILE) {
      const rows = Array.from({ length: Math.min(ROWS_A_FILE, SERVICES - from) }, (_, index) =>
        JSON.stringify(serviceAt(from + index)),
      );
      // What the time of a call was too short for is not written yet: the same rows again bring the rest.
      const text = rows.join('\n');
      const bring = () =>
        call<{ waiting: number }>(cloud, 'staff', 'demo-manager', {
          action: 'service.import',
          format: 'jsonl',
          text,
        });
      while ((await bring()).waiting > 0);
    }
    const imported = (performance.now() - importing) / 1000;
    const search = { wall: [] as number[], processor: [] as number[] };
    const nothing = { wall: [] as number[], processor: [] as number[] };
    for (let n = 0; n < SEARCHES; n += 1) {
      const name = nameOf((n * 7919) % SERVICES);
      const query = queryOf(name, n);
      await measure(nothing, () => call(cloud, 'citizen', 'bench', { action: 'notice.list' }));
      const { services } = await measure(search, () =>
        call<{ services: unknown[] }>(cloud, 'citizen', 'bench', { action: 'service.list', query }),
      );
      if (services.length === 0) throw new Error('a search found nothing');
    }
    console.log(
      `\nSERVICES ${SERVICES}: imported in ${imported.toFixed(1)} s; p50/p99 through the function in ms: ` +
        `search ${spread(search.wall)}, of the processor ${spread(search.processor)}; ` +
        `a call that finds nothing ${spread(nothing.wall)}, of the processor ${spread(nothing.processor)}`,
    );
    await cloud.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
