import { button, card, make } from './dom';

const DAY = 86_400_000;
const EAST = 8 * 3_600_000;
const WEEKDAYS = '日一二三四五六';
const pad = (n: number): string => String(n).padStart(2, '0');

/** The civil time of Asia/Shanghai, read with the UTC getters. */
const civil = (instant: number): Date => new Date(instant + EAST);

const isoOf = (instant: number): string => `${civil(instant).toISOString().slice(0, 19)}+08:00`;

export function spoken(instant: number): string {
  const at = civil(instant);
  const day = `${at.getUTCFullYear()} 年 ${at.getUTCMonth() + 1} 月 ${at.getUTCDate()} 日 周${WEEKDAYS[at.getUTCDay()]}`;
  return `${day} ${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}`;
}

/** Nine o'clock, some days from a moment on. */
const nineOClock = (from: number, days: number): number => {
  const midnight = Math.floor((from + EAST) / DAY) * DAY - EAST;
  return midnight + days * DAY + 9 * 3_600_000;
};

async function post(path: string, body: object): Promise<unknown> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  return response.json();
}

type OddDay = { date: string; kind: 'off' | 'work' };

/** The days of a year that are not what their weekday says: holidays and make-up days. */
async function oddDaysOf(year: number): Promise<Map<string, boolean>> {
  const response = await fetch('/call/staff', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-openid': 'demo-manager' },
    body: JSON.stringify({ action: 'calendar.get', year }),
  });
  const { result } = (await response.json()) as {
    result?: { ok: boolean; data?: { days: OddDay[] }; error?: { message: string } };
  };
  if (!result?.data) throw new Error(result?.error?.message ?? '没有读到工作日历');
  return new Map(result.data.days.map(({ date, kind }) => [date, kind === 'work']));
}

/** Nine o'clock of the first working day after a moment, by the calendar of the local cloud. */
async function nextWorkingDay(from: number): Promise<number> {
  const years = new Map<number, Map<string, boolean>>();
  for (let days = 1; ; days += 1) {
    const instant = nineOClock(from, days);
    const day = civil(instant);
    const year = day.getUTCFullYear();
    if (!years.has(year)) years.set(year, await oddDaysOf(year));
    const weekday = day.getUTCDay() % 6 !== 0;
    if (years.get(year)?.get(day.toISOString().slice(0, 10)) ?? weekday) return instant;
  }
}

/** 现在几点: the clock of the whole local cloud. After each change the timer runs, so all that is due happens. */
export function clockCard(onChange: () => void): HTMLElement {
  let offset = 0;
  const shown = make('div', 'clock-now', '……');
  const problem = make('div', 'problem');
  problem.setAttribute('role', 'alert');
  const picked = make('input', 'moment');
  picked.type = 'datetime-local';
  picked.setAttribute('aria-label', '日期和时间');

  const now = (): number => Date.now() + offset;
  const draw = (): void => {
    shown.textContent = spoken(now());
  };
  const read = async (): Promise<void> => {
    const response = await fetch('/control/clock');
    const { now: instant } = (await response.json()) as { now: string };
    offset = Date.parse(instant) - Date.now();
    draw();
  };
  const set = async (instant: number | Promise<number>): Promise<void> => {
    problem.textContent = '';
    try {
      await post('/control/clock', { now: isoOf(await instant) });
      await post('/control/run-timer/clock', {});
      await read();
      onChange();
    } catch (error) {
      problem.textContent = `没有设成：${(error as Error).message}`;
    }
  };
  const go = (instant: () => number | Promise<number>) => (): void => void set(instant());
  const setPicked = (): void => {
    const instant = Date.parse(`${picked.value}:00+08:00`);
    if (Number.isFinite(instant)) void set(instant);
    else problem.textContent = '请先选一个日期和时间';
  };
  void read().catch((error: Error) => {
    problem.textContent = `读不到时间：${error.message}`;
  });
  setInterval(draw, 1000);
  return card('现在几点', [
    shown,
    make('div', 'buttons', [
      button(
        '下一个工作日 9:00',
        go(() => nextWorkingDay(now())),
      ),
      button(
        '下一天 9:00',
        go(() => nineOClock(now(), 1)),
      ),
      button(
        '过一周 9:00',
        go(() => nineOClock(now(), 7)),
      ),
      button(
        '回到现在',
        go(() => Date.now()),
      ),
    ]),
    make('div', 'buttons', [picked, button('设定', setPicked)]),
    problem,
  ]);
}
