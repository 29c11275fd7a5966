import { namingTitle } from '../../domain/engine/message';
import type { Sealed, Ticket } from '../../domain/ticket/ticket';
import { platformSwitches, switchOf } from '../../domain/rulesets';
import { civilDateOf } from '../../domain/time';
import { spokenDay } from '../../domain/time/spoken';
import { createAddressBook, deliver } from '../clock/outbox/deliver-messages';
import { keysOf } from '../clock/look';
import type { Work } from '../clock/work';
import { storeBySystem } from '../kernel/writing/commit';
import { findWhereTheyLie } from '../kernel/archive';
import { PAGE, type Ports, type Secrets } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import { resealDrafts } from '../tickets/at-desk/keep-drafts';
import { noteKeys } from './needed-keys';

/**
 * What was sealed with an older key is sealed with the current one, some tickets in each run of the timer, until the older
 * one can be taken out of the ring (J-21b). A key is retired by a walk over all tickets that found nothing left of it.
 */

const sealedOf = ({ sealed, joined = [] }: Ticket): Sealed[] => [
  ...sealed,
  ...joined.flatMap(part => part.sealed),
];

const isOld = (secrets: Secrets, ticket: Ticket): boolean =>
  sealedOf(ticket).some(one => secrets.needsReseal(one));

const resealed = (secrets: Secrets, ticket: Ticket): Ticket => {
  const anew = (all: Sealed[]): Sealed[] =>
    all.map(one => (secrets.needsReseal(one) ? secrets.seal(secrets.unseal(one)) : one));
  const joined = ticket.joined?.map(part => ({ ...part, sealed: anew(part.sealed) }));
  return { ...ticket, sealed: anew(ticket.sealed), ...(joined ? { joined } : {}) };
};

const resealOne = ({ database, secrets, now }: Ports, no: string): Promise<void> =>
  database.transaction(async transaction => {
    const document = await transaction.get('tickets', no);
    if (!document || !isOld(secrets, document.ticket)) return;
    const payload = { key: secrets.keyRing.current };
    await storeBySystem({ secrets }, transaction, document, now(), 'reseal', payload, ticket =>
      resealed(secrets, ticket),
    );
  });

/** Nothing needs these any more: they may go, and whoever runs the system is told. */
const retire = async (ports: Ports, ids: readonly string[]): Promise<void> => {
  const at = ports.now();
  await ports.database.transaction(async transaction => {
    const ring = await transaction.get('keyrings', 'current');
    if (!ring) return;
    await transaction.put('keyrings', {
      ...ring,
      sealing: ring.sealing.filter(({ id }) => !ids.includes(id)),
      retired: [...ring.retired.filter(({ id }) => !ids.includes(id)), ...ids.map(id => ({ id, at }))],
    });
  });
  for (const id of ids) {
    const says = '旧密钥已不再需要，请运维从 BANJIE_KEYS 中去掉';
    const title = `密钥 ${id}`;
    const text = namingTitle(says, title);
    const message = {
      audience: { to: 'manager' } as const,
      template: 'key-retired',
      text,
      says,
      title,
      key: `key-retired:${id}:${at}`,
    };
    await deliver(ports, createAddressBook(ports), message, null, null);
  }
};

/** How far the walk is, from run to run. */
type Walk = { target: string; after: string; changed: number; left: number };

const walkOf = (marks: Readonly<Record<string, string>>, target: string): Walk =>
  marks['target'] === target
    ? {
        target,
        after: marks['after'] ?? '',
        changed: Number(marks['changed'] ?? 0),
        left: Number(marks['left'] ?? 0),
      }
    : { target, after: '', changed: 0, left: 0 };

const marksOf = ({ target, after, changed, left }: Walk): Record<string, string> => ({
  target,
  after,
  changed: String(changed),
  left: String(left),
});

/** The timer's job. */
export const resealOld = async ({ ports }: Runtime, work: Work): Promise<{ resealed: number }> => {
  const { database, secrets } = ports;
  const { current } = secrets.keyRing;
  const ring = await noteKeys(ports);
  const old = ring.sealing.map(({ id }) => id).filter(id => id !== current);
  work.remember({ ...work.marks(), keys: keysOf(ports) });
  if (old.length === 0) {
    work.rest();
    return { resealed: 0 };
  }
  let walk = walkOf(work.marks(), current);
  let done = 0;
  while (await work.hasTime()) {
    const page = await findWhereTheyLie(database, {
      where: { _id: { gt: walk.after } },
      order: ['_id', 'asc'],
      limit: PAGE,
    });
    for (const { _id, ticket } of page) {
      if (!isOld(secrets, ticket)) continue;
      if (await work.attempt(_id, () => resealOne(ports, _id))) {
        walk.changed += 1;
        done += 1;
      } else walk.left += 1;
    }
    const last = page.length < PAGE ? undefined : page.at(-1);
    if (last) {
      walk.after = last._id;
      work.remember({ ...work.marks(), ...marksOf(walk) });
      continue;
    }
    const drafts = await resealDrafts(ports, work);
    done += drafts.changed;
    const clean = walk.changed === 0 && walk.left === 0 && drafts.changed === 0 && drafts.all;
    // What was changed may not have been all: another walk looks once more, in the next run.
    walk = { target: current, after: '', changed: 0, left: 0 };
    work.remember({ ...work.marks(), ...marksOf(walk) });
    if (clean) await retire(ports, old);
    break;
  }
  return { resealed: done };
};

const spoken = { 'aes-256-gcm': 'AES-256-GCM', 'sm4-cbc-hmac-sm3': '国密 SM4' };

/** How it stands with the keys, and whether they are of the kind that the rule set in force wants, for manager and security officer. */
export const keyLines = async ({
  ports: { database, secrets },
  snapshots,
}: Pick<Runtime, 'ports' | 'snapshots'>): Promise<string[]> => {
  const { current, algorithm, sealing } = secrets.keyRing;
  const wanted = switchOf((await snapshots.current()).activeRuleSet, platformSwitches.cipher);
  const ring = await database.get('keyrings', 'current');
  const old = (ring?.sealing ?? []).map(({ id }) => id).filter(id => id !== current);
  const idle = (ring?.retired ?? []).filter(({ id }) => sealing.some(one => one.id === id));
  return [
    old.length === 0
      ? `● 个人信息都已用密钥 ${current} 加密（${spoken[algorithm]}）`
      : `▲ 正在改用密钥 ${current} 加密，旧密钥 ${old.join('、')} 还不能去掉`,
    ...(wanted === 'any' || wanted === algorithm
      ? []
      : [`▲ 规则集要求用 ${spoken[wanted]} 加密个人信息，请运维在 BANJIE_KEYS 中换用这种密钥`]),
    ...idle.map(({ id, at }) => `● 旧密钥 ${id} 从 ${spokenDay(civilDateOf(at))} 起不再需要，可以去掉`),
  ];
};
