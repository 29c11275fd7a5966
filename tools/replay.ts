import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { ShownTicket } from '../typings/contract';
import { addWorkdays, buildCalendar } from '../cloudfunctions/domain/calendar';
import {
  addMinutes,
  civilDateOf,
  daysBetween,
  parseInstant,
  type Instant,
} from '../cloudfunctions/domain/time';
import type { Cloud } from '../local/cloud';
import { buildFunctions } from './build';
import { call } from './call';
import { startSystem } from './local-system';

/**
 * `npm run -s replay -- --data FILE`: files real messages through the running functions as complaints of unknown
 * category at their real times. The operator dispatches in the minute of filing to the first suggested unit, or to
 * `general` where nothing is suggested; the reply comes at its real time. Prints a JSON line for each year and one
 * for all. Exit 1 when a row failed, 2 = wrong use. With `--keep DIR` the data stay there, with the reports of all weeks and
 * months, for `npm run -s recount`.
 */

const USAGE =
  'Use: npm run -s replay -- --data FILE [--keep DIR]  (JSON lines {id, title, detail, time, reply, reply_time})';

const pad = (text: string): string => text.padStart(2, '0');

/** `2019/4/24 15:07:30`, `2019-04-24 15:07:30`, or a day alone (an answer without a time came by the end of the day). */
const timeSchema = z.string().transform((text, context): Instant => {
  const parts = /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?: (\d{1,2}):(\d{1,2}):(\d{1,2}))?$/.exec(text.trim());
  const [, year = '', month = '', day = '', hour = '17', minute = '30', second = '0'] = parts ?? [];
  const instant = parseInstant(
    `${year}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}+08:00`,
  );
  if (instant) return instant;
  context.addIssue({ code: 'custom', message: 'no time' });
  return z.NEVER;
});

const rowSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  title: z.string(),
  detail: z.string(),
  time: timeSchema,
  reply: z.string(),
  reply_time: timeSchema,
});
type Row = z.infer<typeof rowSchema>;

type Tally = {
  filed: number;
  suggested: number;
  within5: number;
  within20: number;
  late: number;
  failed: number;
};
const empty = (): Tally => ({ filed: 0, suggested: 0, within5: 0, within20: 0, late: 0, failed: 0 });

const act = async (
  cloud: Cloud,
  openid: string,
  ticket: ShownTicket,
  name: string,
  input: object,
): Promise<ShownTicket> => {
  const { ticket: after } = await call<{ ticket: ShownTicket }>(cloud, 'staff', openid, {
    action: 'ticket.act',
    no: ticket.no,
    version: ticket.version,
    act: name,
    input,
  });
  return after;
};

/** Files and dispatches; answers the number and whether a suggestion named the unit. */
const fileRow = async (
  cloud: Cloud,
  row: Row,
  policyVersion: string,
): Promise<{ no: string; suggested: boolean }> => {
  const { ticket } = await call<{ ticket: ShownTicket }>(cloud, 'citizen', `replay-${row.id}`, {
    action: 'ticket.file',
    requestId: randomUUID(),
    kind: 'complaint',
    category: 'unsure',
    title: row.title.slice(0, 100),
    text: row.detail,
    consent: { policyVersion },
  });
  const operator = 'demo-operator';
  const { ticket: seen } = await call<{ ticket: ShownTicket }>(cloud, 'staff', operator, {
    action: 'ticket.get',
    no: ticket.no,
  });
  const suggested = seen.suggestions?.[0]?.unitId;
  await act(cloud, operator, seen, 'dispatch', { unitId: suggested ?? 'general' });
  return { no: ticket.no, suggested: suggested !== undefined };
};

/** The unit replies, with a second signature where the unit wants one; answers whether its limit was kept. */
const replyRow = async (cloud: Cloud, row: Row, no: string): Promise<'met' | 'late'> => {
  const { ticket } = await call<{ ticket: ShownTicket }>(cloud, 'staff', 'demo-manager', {
    action: 'ticket.get',
    no,
  });
  const unitId = ticket.unit?.id ?? '';
  const { ticket: seen } = await call<{ ticket: ShownTicket }>(cloud, 'staff', `demo-${unitId}-handler`, {
    action: 'ticket.get',
    no,
  });
  const offered = seen.acts.map(one => one.act);
  const text = row.reply.trim();
  const replied = offered.includes('reply')
    ? await act(cloud, `demo-${unitId}-handler`, seen, 'reply', { text })
    : await act(
        cloud,
        `demo-${unitId}-lead`,
        await act(cloud, `demo-${unitId}-handler`, seen, 'submitReply', { text }),
        'approveReply',
        {},
      );
  const clock = replied.clocks.filter(one => one.name === 'reply').at(-1);
  if (clock?.state !== 'met' && clock?.state !== 'late') throw new Error('the reply stopped no clock');
  return clock.state;
};

type Event = { at: Instant; run: () => Promise<void> };

const replay = async (cloud: Cloud, rows: Row[], tallies: Map<string, Tally>): Promise<void> => {
  const calendar = buildCalendar();
  const { policyVersion } = await call<{ policyVersion: string }>(cloud, 'citizen', 'replay', {
    action: 'me.get',
  });
  const numbers = new Map<string, string>();
  const guarded = (row: Row, tally: Tally, work: () => Promise<void>) => async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      tally.failed += 1;
      console.error(`row ${row.id}: ${error instanceof Error ? error.message : 'failed'}`);
    }
  };
  const events = rows.flatMap((row): Event[] => {
    const year = row.time.slice(0, 4);
    const tally = tallies.get(year) ?? empty();
    tallies.set(year, tally);
    return [
      {
        at: row.time,
        run: guarded(row, tally, async () => {
          const { no, suggested } = await fileRow(cloud, row, policyVersion);
          numbers.set(row.id, no);
          tally.filed += 1;
          if (suggested) tally.suggested += 1;
        }),
      },
      {
        at: row.reply_time,
        run: guarded(row, tally, async () => {
          const no = numbers.get(row.id);
          if (!no) throw new Error('was not filed');
          const outcome = await replyRow(cloud, row, no);
          // By the date on which the limit ends: a reply on the Saturday after it comes too late.
          const within = (days: number): boolean =>
            civilDateOf(row.reply_time) <= addWorkdays(calendar, civilDateOf(row.time), days);
          if (within(5)) tally.within5 += 1;
          if (within(20)) tally.within20 += 1;
          if (outcome === 'late') tally.late += 1;
        }),
      },
    ];
  });
  events.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
  let week = -1;
  for (const event of events) {
    cloud.control.setNow(event.at);
    // The timer runs in each week in which something happens, and catches up with what was due before.
    const weekOf = Math.floor(daysBetween('2000-01-03', civilDateOf(event.at)) / 7);
    if (weekOf !== week) {
      week = weekOf;
      const run = await cloud.control.runTimer('clock');
      if (!run.ok) throw new Error(`the clock failed: ${run.errMsg}`);
    }
    await event.run();
  }
};

/** Once the last month is over. */
const draftLastReports = async (cloud: Cloud): Promise<void> => {
  cloud.control.setNow(addMinutes(cloud.control.now(), 40 * 24 * 60));
  // One run begins them, another one goes on with what took too long.
  for (let runs = 0; runs < 3; runs += 1) await cloud.control.runTimer('clock');
};

const readRows = (file: string): { rows: Row[]; bad: number } => {
  const rows: Row[] = [];
  let bad = 0;
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line.trim() !== '')
    .forEach((line, index) => {
      try {
        rows.push(rowSchema.parse(JSON.parse(line)));
      } catch {
        bad += 1;
        console.error(`line ${index + 1}: not a message with {id, title, detail, time, reply, reply_time}`);
      }
    });
  return { rows, bad };
};

const main = async (): Promise<number> => {
  let data: string | undefined;
  let keep: string | undefined;
  try {
    ({ data, keep } = parseArgs({
      strict: true,
      options: { data: { type: 'string' }, keep: { type: 'string' } },
    }).values);
  } catch {
    data = undefined;
  }
  if (!data) {
    console.error(USAGE);
    return 2;
  }
  const { rows, bad } = readRows(data);
  const first = rows.map(row => row.time).sort()[0];
  if (!first) {
    console.error('no rows');
    return bad > 0 ? 1 : 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'banjie-replay-'));
  const tallies = new Map<string, Tally>();
  try {
    await buildFunctions(join(folder, 'functions'));
    const cloud = await startSystem({
      dataDir: keep ?? join(folder, 'data'),
      functions: join(folder, 'functions'),
      seed: 'demo',
      demoTickets: false,
      timers: false,
      flush: false,
      now: addMinutes(first, -1),
    });
    try {
      await replay(cloud, rows, tallies);
      if (keep !== undefined) await draftLastReports(cloud);
    } finally {
      await cloud.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const total = empty();
  for (const [year, tally] of [...tallies].sort()) {
    console.log(JSON.stringify({ year, ...tally }));
    for (const key of Object.keys(total) as (keyof Tally)[]) total[key] += tally[key];
  }
  console.log(JSON.stringify({ year: 'all', ...total }));
  return total.failed + bad > 0 ? 1 : 0;
};

main().then(
  code => process.exit(code),
  error => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
