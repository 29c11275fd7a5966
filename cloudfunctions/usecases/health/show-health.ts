import type { ShownBuild, ShownData, ShownQueue } from '../../../typings/api/oversight';
import type { FunctionDocument } from '../kernel/documents';
import type { Database, Where } from '../kernel/ports';
import { countWaiting, firstWaiting } from '../kernel/reading/queue';
import { readAll } from '../kernel/reading/read-all';
import { newestSchema } from '../setup/migrations';

/** How the product runs, besides the jobs of the timer: what waits to go out, which builds run, how far the data are. */

/** In the order of a time: `since`, when the first happened, or `nextAt`, when it is tried. */
type Queue = {
  label: string;
  of: readonly [
    collection: 'journal' | 'messages' | 'mediachecks' | 'hotlineorders',
    field: string,
    where?: Where,
  ];
  by: 'since' | 'nextAt';
};

const queues: readonly Queue[] = [
  { label: '办件消息', of: ['journal', 'at', { outbox: 'waiting' }], by: 'since' },
  { label: '邮件', of: ['messages', 'retryAt', { channel: 'email' }], by: 'nextAt' },
  { label: '短信', of: ['messages', 'retryAt', { channel: 'sms' }], by: 'nextAt' },
  { label: '报送 12345 热线', of: ['hotlineorders', 'nextAt'], by: 'nextAt' },
  { label: '图片安全检查', of: ['mediachecks', 'nextAt'], by: 'nextAt' },
];

const showQueue = async (
  database: Pick<Database, 'find' | 'count'>,
  { label, of: [collection, field, where = {}], by }: Queue,
): Promise<ShownQueue> => {
  const [waiting, first] = await Promise.all([
    countWaiting(database, collection, field, where),
    firstWaiting(database, collection, field, where),
  ]);
  return { label, waiting, ...(first === undefined || waiting === 0 ? {} : { [by]: first }) };
};

/** What waits to go out, counted up to MANY, and the first of it. */
export const showQueues = (database: Pick<Database, 'find' | 'count'>): Promise<ShownQueue[]> =>
  Promise.all(queues.map(one => showQueue(database, one)));

/** In the order in which people meet them; one that is new comes behind. */
const labels: Readonly<Record<string, string>> = {
  citizen: '群众端',
  staff: '工作人员端',
  clock: '计时任务',
  report: '报告和案卷',
  events: '平台消息推送',
  hotline: '12345 热线',
  setup: '数据升级',
};

/** `own` = the build that answers: all others should be of the same. */
const shownBuild = (own: string, { _id, build, since }: FunctionDocument): ShownBuild => ({
  name: _id,
  label: labels[_id] ?? _id,
  build,
  since,
  same: build === own,
});

const place = ({ _id }: FunctionDocument): number => {
  const at = Object.keys(labels).indexOf(_id);
  return at < 0 ? Infinity : at;
};

/** Which build of each function has started last; one that has never run is missing. */
export const showBuilds = async (database: Database): Promise<ShownBuild[]> => {
  const builds = await readAll(database, 'functions', '_id');
  const own = builds.find(({ _id }) => _id === 'staff')?.build ?? '';
  return builds.sort((one, other) => place(one) - place(other)).map(one => shownBuild(own, one));
};

/** How far the stored data have been brought to the form of this code. */
export const showData = async (database: Pick<Database, 'get'>): Promise<ShownData> => {
  const state = await database.get('migrations', 'schema');
  const last = state?.history.at(-1);
  return {
    version: state?.version ?? 0,
    newest: newestSchema,
    running: state?.running ? { number: state.running.number, changed: state.running.changed } : null,
    failed: (state?.history ?? []).reduce((sum, { failed }) => sum + failed.length, 0),
    at: last?.at ?? null,
  };
};
