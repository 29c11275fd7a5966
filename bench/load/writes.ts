import { randomUUID } from 'node:crypto';
import type { QueuePage } from '../../typings/api';
import type { ShownTicket } from '../../typings/contract';
import type { Bench } from './bench';

/** What is written: filing, registering, acts one by one and fifty at a time. Each act on a ticket of its own. */

type Opened = { ticket: ShownTicket };

/** Of each round: the bare trips beside it are long warm by then, so an instance that files or acts has done so before. */
const BEFORE = 60;
const FILED = 60;

const matter = (n: number): Record<string, unknown> => ({
  requestId: randomUUID(),
  kind: 'complaint',
  category: 'business',
  title: `社保卡补办第${n}次没有办成`,
  text: '窗口说系统有问题，让我下周再来，已经跑了三次。',
  serviceId: 'S002',
  region: '440000',
});

const HANDLER = 'demo-hrss-handler';

export const measureWrites = async (bench: Bench): Promise<void> => {
  const { policyVersion } = await bench.call<{ policyVersion: string }>('citizen', 'bench-0', {
    action: 'me.get',
  });
  const filed: string[] = [];
  const run = randomUUID().slice(0, 8);
  // Each of another person: one may file so many a day.
  const file = async (n: number): Promise<Opened> => {
    const opened = await bench.call<Opened>('citizen', `bench-${run}-${n}`, {
      action: 'ticket.file',
      ...matter(n),
      consent: { policyVersion },
    });
    filed.push(opened.ticket.no);
    return opened;
  };
  await bench.line('file', file, { most: FILED, least: FILED, warm: BEFORE });
  await bench.line(
    'register',
    n =>
      bench.call('staff', 'demo-operator', {
        action: 'ticket.register',
        ...matter(n),
        channel: 'phone',
        contact: { phone: '13900000001' },
        applicant: { type: 'person', name: '王小芳' },
      }),
    { warm: BEFORE },
  );
  /** The events are ready before the time runs: an act is measured without the page that it stands on. */
  const acted = async (act: string, input: object): Promise<void> => {
    const events: Record<string, unknown>[] = [];
    for (const no of filed) {
      const { ticket } = await bench.call<Opened>('staff', HANDLER, { action: 'ticket.get', no });
      events.push({ action: 'ticket.act', no, act, version: ticket.version, input });
    }
    await bench.line(`act ${act}`, n => bench.call('staff', HANDLER, events[n] ?? {}), { warm: BEFORE });
  };
  await bench.part('act accept', () => acted('accept', {}));
  await bench.part('act reply', () =>
    acted('reply', { text: '已为您预留号源，请凭工单号到窗口办理，不用再排队。' }),
  );
  await bench.part('bulk of 50', () => bulk(bench));
};

const bulk = async (bench: Bench): Promise<void> => {
  const { tickets } = await bench.call<QueuePage>('staff', HANDLER, {
    action: 'ticket.queue',
    view: 'unit',
    limit: 50,
  });
  let items = tickets.map(({ no, version }) => ({ no, version }));
  await bench.line(
    `bulk of ${items.length}`,
    async () => {
      const { results } = await bench.call<{ results: { ok: boolean }[] }>('staff', HANDLER, {
        action: 'ticket.bulk',
        items,
        act: 'note',
        input: { text: '已核对。' },
      });
      const refused = results.filter(({ ok }) => !ok);
      if (refused.length > 0)
        throw new Error(`${refused.length} of ${items.length} refused: ${JSON.stringify(refused[0])}`);
      items = items.map(({ no, version }) => ({ no, version: version + 1 }));
    },
    { most: 5, least: 3, warm: 1 },
  );
};
