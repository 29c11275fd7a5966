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
  const set = async (instant: number): Promise<void> => {
    problem.textContent = '';
    try {
      await post('/control/clock', { now: isoOf(instant) });
      await post('/control/run-timer/clock', {});
      await read();
      onChange();
    } catch (error) {
      problem.textContent = `没有设成：${(error as Error).message}`;
    }
  };
  const go = (instant: () => number) => (): void => void set(instant());
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
