import type { QueuePage } from '../../typings/api';
import type { Bench } from './bench';

/** Every way in which a ticket is looked for (contract §5), by who sees all and by one unit. */

/** A member may look for phone numbers so often a day. */
const PHONES = { most: 30 };

export const searching = ['operator', 'hrss-handler'] as const;

export const searchesOf =
  (role: (typeof searching)[number]) =>
  async (bench: Bench): Promise<void> => {
    const { tickets } = await bench.call<QueuePage>('staff', 'demo-operator', {
      action: 'ticket.queue',
      view: 'all',
      limit: 50,
      cursor: '2026-08-01T00:00:00.000+08:00|~',
    });
    const no = tickets[0]?.no ?? '';
    const external = await externalNoOf(
      bench,
      tickets.map(one => one.no),
    );
    const queries: Record<string, string> = {
      number: no,
      'tail of a number': no.slice(-5),
      phone: '13900000000',
      'phone and name': '王小芳 0000',
      'external number': external ?? 'LD00000012',
      'one word': '人脸识别',
      'two characters': '社保',
      'several words': '补办 系统 社会保障卡',
      'words of the text': '前后跑了 没有书面告知',
      'found nowhere': '量子计算机',
      'a very common word': '办理',
    };
    for (const [name, query] of Object.entries(queries))
      await bench.staff(
        `search ${role}, ${name}`,
        `demo-${role}`,
        { action: 'ticket.queue', view: 'all', limit: 20, query },
        name.startsWith('phone') ? PHONES : {},
      );
  };

/** A number of the service line among these, if there is one. */
const externalNoOf = async (bench: Bench, numbers: string[]): Promise<string | undefined> => {
  for (const no of numbers) {
    const { ticket } = await bench.call<{ ticket: { externalNo?: string } }>('staff', 'demo-operator', {
      action: 'ticket.get',
      no,
    });
    if (ticket.externalNo) return ticket.externalNo;
  }
  return undefined;
};
