import type { Probe, Service } from '../catalogue';
import { addMinutes, civilDateOf, epochOf, NEVER, type CivilDate, type Instant } from '../time';

/** Watching the addresses on which services depend (G-2.2b, G-3.3.1a): when to look, what it means, what is counted. */

/**
 * Why an address did not answer as it should. `refused` and `foreign-redirect` say that it must not be asked: that is
 * a mistake in the register, and says nothing about the service.
 */
export type ProbeFailure =
  | 'refused'
  | 'foreign-redirect'
  | 'redirect-loop'
  | 'timeout'
  | 'unreachable'
  | 'certificate'
  | 'protocol'
  | 'status'
  | 'text';

export type ProbeResult = {
  failure?: ProbeFailure;
  milliseconds: number;
  /** The end of the certificate that was shown; of several on the way the earliest. */
  certificateUntil?: Instant;
};

export const failureLabels: Record<ProbeFailure, string> = {
  refused: '指向内部地址，未予访问',
  'foreign-redirect': '跳转到没有登记的网址，未予访问',
  'redirect-loop': '跳转次数过多',
  timeout: '超时未响应',
  unreachable: '无法连接',
  certificate: '安全证书有问题',
  protocol: '响应格式不对',
  status: '状态码与登记的不一致',
  text: '页面里没有登记的文字',
};

export const isMeasured = ({ failure }: ProbeResult): boolean =>
  failure !== 'refused' && failure !== 'foreign-redirect';

/** What is known of one address. */
export type WatchedAddress = {
  url: string;
  nextAt: Instant;
  /** Failures in a row; `since` and `what` are of the first of them. */
  failures: number;
  since?: Instant;
  what?: ProbeFailure;
  /** What the unit and the operator were last told about this address. */
  told?: string;
};

/** Addresses to be watched; what is known of those that stay is kept, new ones are due in this minute, on its beginning. */
export const watchedOf = (
  service: Pick<Service, 'interfaces' | 'withdrawn'>,
  known: readonly WatchedAddress[],
  now: Instant,
): WatchedAddress[] => {
  const urls = service.withdrawn
    ? []
    : (service.interfaces ?? []).filter(one => one.probe).map(one => one.url);
  return [...new Set(urls)].map(
    url =>
      known.find(one => one.url === url) ?? { url, nextAt: `${now.slice(0, 16)}:00.000+08:00`, failures: 0 },
  );
};

/** When the first of them is due; NEVER = nothing is watched. */
export const firstDue = (addresses: readonly WatchedAddress[]): Instant =>
  addresses.map(one => one.nextAt).sort()[0] ?? NEVER;

const LONGEST_WAIT = 60;

/** Minutes until the next look: from the fault on twice as long each time, up to an hour. */
export const waitAfter = (failures: number, { everyMinutes, failures: limit }: Probe): number =>
  failures < limit
    ? everyMinutes
    : Math.max(everyMinutes, Math.min(everyMinutes * 2 ** (failures - limit + 1), LONGEST_WAIT));

/** The next instant of the grid that begins at `dueAt`: a late run moves nothing, a long pause is not made up for. */
export const nextDue = (dueAt: Instant, everyMinutes: number, now: Instant): Instant => {
  const step = everyMinutes * 60_000;
  const steps = Math.max(1, Math.floor((epochOf(now) - epochOf(dueAt)) / step) + 1);
  return addMinutes(dueAt, steps * everyMinutes);
};

/** What is known of an address after it was looked at; during maintenance and without a measurement nothing is held against it. */
export const afterProbe = (
  { since, what, ...address }: WatchedAddress,
  probe: Probe,
  result: ProbeResult,
  at: { now: Instant; planned: boolean },
): WatchedAddress => {
  const next = (failures: number): Instant => nextDue(address.nextAt, waitAfter(failures, probe), at.now);
  if (!isMeasured(result) || (result.failure && at.planned)) {
    const first = since && what ? { since, what } : {};
    return { ...address, ...first, nextAt: next(address.failures) };
  }
  if (!result.failure) return { ...address, failures: 0, nextAt: next(0) };
  const failures = address.failures + 1;
  return {
    ...address,
    failures,
    since: since ?? at.now,
    what: what ?? result.failure,
    nextAt: next(failures),
  };
};

/** True while maintenance of the service is announced or runs: what fails then is no fault. */
export const isPlanned = ({ conditions = [], windows = [] }: Service, now: Instant): boolean =>
  conditions.some(({ state }) => state === 'maintenance') ||
  windows.some(({ startsAt, endsAt }) => startsAt <= now && now <= endsAt);

/** Upper ends of the classes in which answers are counted, in milliseconds; the last class is open. */
const CLASSES = [50, 100, 200, 400, 800, 1600, 3200, 6400];

/** One day of one service: how often its addresses answered, and for how many minutes each answer stands. */
export type AvailabilityDay = {
  serviceId: string;
  day: CivilDate;
  up: number;
  down: number;
  upMinutes: number;
  downMinutes: number;
  /** Failures within announced maintenance: counted apart. */
  planned: number;
  /** Good answers by class of duration. */
  durations: number[];
};

export const blankDay = (serviceId: string, now: Instant): AvailabilityDay => ({
  serviceId,
  day: civilDateOf(now),
  up: 0,
  down: 0,
  upMinutes: 0,
  downMinutes: 0,
  planned: 0,
  durations: [...CLASSES, 0].map(() => 0),
});

/** Adds one result; it stands until the address is looked at again. */
export const addToDay = (
  day: AvailabilityDay,
  result: ProbeResult,
  { minutes, planned }: { minutes: number; planned: boolean },
): AvailabilityDay => {
  if (!isMeasured(result)) return day;
  if (!result.failure) {
    const found = CLASSES.findIndex(end => result.milliseconds <= end);
    const at = found < 0 ? CLASSES.length : found;
    const durations = day.durations.map((n, index) => (index === at ? n + 1 : n));
    return { ...day, up: day.up + 1, upMinutes: day.upMinutes + minutes, durations };
  }
  if (planned) return { ...day, planned: day.planned + 1 };
  return { ...day, down: day.down + 1, downMinutes: day.downMinutes + minutes };
};

/** The median of a day's good answers in milliseconds, as the upper end of its class; undefined without one. */
export const medianOf = ({ durations }: Pick<AvailabilityDay, 'durations'>): number | undefined => {
  const half = durations.reduce((sum, n) => sum + n, 0) / 2;
  if (half === 0) return undefined;
  let seen = 0;
  const at = durations.findIndex(n => (seen += n) >= half);
  return CLASSES[at] ?? CLASSES.at(-1);
};
