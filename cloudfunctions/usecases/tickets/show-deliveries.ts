import type { ShownTicket } from '../../../typings/contract';
import type { OuterChannel } from '../../domain/engine';
import { procedureFor } from '../kernel/runtime';
import { spokenTime } from '../../domain/time/spoken';
import type { MessageDocument } from '../kernel/documents';
import { PAGE, type Ports } from '../kernel/ports';

/** What became of the messages of a ticket that a duty sends out of the mini-program (G-3.2.3a), in words for staff. */

type Facts = NonNullable<ShownTicket['facts']>;

const channelLabels: Record<MessageDocument['channel'], string> = {
  inbox: '站内消息',
  report: '报告事项',
  subscribe: '订阅消息',
  email: '邮件',
  sms: '短信',
};

const stateLabels: Record<MessageDocument['state'], string> = {
  sent: '已发送',
  waiting: '等待发送',
  sending: '正在发送',
  failed: '未送达',
  unknown: '是否送达不明',
  'not-configured': '未发送（通道没有开通）',
};

/** `已发送 2，最近 11 月 18 日 周三 10:00；未送达 1（550）`. Says how many, never to whom. */
const wordsOf = (documents: readonly MessageDocument[]): string =>
  (Object.keys(stateLabels) as MessageDocument['state'][])
    .flatMap(state => {
      const those = documents.filter(one => one.state === state);
      const newest = those[0];
      if (!newest) return [];
      const why = those.find(one => one.why !== undefined)?.why;
      const detail = state === 'sent' ? `，最近 ${spokenTime(newest.at)}` : why ? `（${why}）` : '';
      return [`${stateLabels[state]} ${those.length}${detail}`];
    })
    .join('；');

type About = Pick<ShownTicket, 'no' | 'kind'>;

/** The ways out that the procedure ever asks for. */
const askedOf = (of: About): readonly OuterChannel[] => {
  const { opening, acts } = procedureFor(of);
  const tells = [...(opening?.tells ?? []), ...acts.flatMap(act => act.tells ?? [])];
  return [...new Set(tells.flatMap(({ channels }) => channels ?? []))];
};

/** A line for each channel of a procedure that goes out by other channels too; none for the others. */
export const deliveriesOf = async ({ database }: Pick<Ports, 'database'>, of: About): Promise<Facts> => {
  const asked = askedOf(of);
  if (asked.length === 0) return [];
  const channels = ['inbox', 'subscribe', ...asked] as const;
  const sent = await Promise.all(
    channels.map(channel =>
      database.find('messages', {
        where: { about: of.no, channel },
        order: ['atKey', 'desc'],
        limit: PAGE,
      }),
    ),
  );
  if (sent[0]?.length === 0) return [];
  return channels.map((channel, index) => {
    const found = sent[index] ?? [];
    const value = found.length > 0 ? wordsOf(found) : '未发送（对方没有登记或没有允许）';
    return { name: `delivery-${channel}`, label: `${channelLabels[channel]}送达`, value };
  });
};

/** The ticket as it is shown, with what became of its messages. */
export const withDeliveries = async (
  ports: Pick<Ports, 'database'>,
  shown: ShownTicket,
  deliveries?: Facts,
): Promise<ShownTicket> => {
  if (!shown.facts) return shown;
  return { ...shown, facts: [...shown.facts, ...(deliveries ?? (await deliveriesOf(ports, shown)))] };
};
