import { addMinutes } from '../../domain/time';
import { keepFetched, whyNotTaken } from '../files/keep-files';
import type { HotlineFileDocument } from '../kernel/documents';
import { fail } from '../kernel/failure';
import { DuplicateKey, type Ports } from '../kernel/ports';
import { queueOf } from '../kernel/reading/queue';
import type { Runtime } from '../kernel/runtime';
import type { Work } from '../clock/work';
import { takeForOrder } from './act-on-order';
import { keyOf } from './orders';
import { handledIn } from '../tickets/read-ticket';
import type { OrderInput } from './shapes';

/** Files of an order come by reference (contract §10): the timer fetches them from hosts that the owner allows, and looks into each like into an upload. */

/** Notes what has to be fetched; a second time changes nothing. */
export const noteFiles = async (ports: Ports, no: string, input: OrderInput): Promise<void> => {
  for (const [index, { url, name }] of (input.attachments ?? []).entries())
    try {
      await ports.database.insert('hotlinefiles', {
        _id: `${keyOf(input)}#${index + 1}`,
        no,
        url,
        name: name ?? `附件 ${index + 1}`,
        nextAt: ports.now(),
        tries: 0,
      });
    } catch (error) {
      if (!(error instanceof DuplicateKey)) throw error;
    }
};

/** Minutes until the next try after each that did not reach the host; then it is said on the ticket. */
const WAITS = [1, 5, 30, 120, 720];

const fetchOne = async (runtime: Runtime, file: HotlineFileDocument): Promise<void> => {
  const { ports } = runtime;
  const { _id, no, url, name, tries } = file;
  const fetched = await ports.fetchHotlineFile(url);
  const wait = WAITS[tries];
  if (fetched.state === 'unreachable' && wait !== undefined)
    return ports.database.put('hotlinefiles', {
      ...file,
      tries: tries + 1,
      nextAt: addMinutes(ports.now(), wait),
    });
  const own = (await ports.database.get('tickets', no)) ?? fail('not-found', '没有找到这件');
  const order = { own, handled: await handledIn(ports.database, own) };
  const kept =
    fetched.state === 'got'
      ? await whyNotTaken(() => keepFetched(ports, _id, name, fetched.bytes))
      : fetched.why;
  if (typeof kept === 'string')
    await takeForOrder(runtime, `file|${_id}`, order, 'attach', { text: `${name}没有取到：${kept}` });
  else
    await takeForOrder(
      runtime,
      `file|${_id}`,
      order,
      'attach',
      { attachments: [kept.keptID] },
      new Map([[kept.keptID, kept.file]]),
    );
  await ports.database.remove('hotlinefiles', _id);
};

/** The job of the timer. */
export const fetchFiles = async (runtime: Runtime, work: Work): Promise<{ fetched: number }> => {
  const { database, now } = runtime.ports;
  let fetched = 0;
  for await (const file of queueOf(database, 'hotlinefiles', 'nextAt', { until: now() })) {
    if (!(await work.hasTime())) break;
    if (await work.attempt(file._id, () => fetchOne(runtime, file), file.no)) fetched += 1;
  }
  return { fetched };
};
