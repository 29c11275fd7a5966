import * as z from 'zod';
import type { ServiceEntry } from '../../../typings/contract';
import type { Catalogue, Service } from '../../domain/catalogue';
import { leads } from '../../domain/catalogue/roles';
import { fieldErrors, type Actor } from '../../domain/engine';
import {
  changedParts,
  entryErrors,
  entryOf,
  entrySchema,
  keepingOf,
  ownPartSchema,
  withEntry,
  type Keeping,
  type ServiceInput,
} from '../../domain/services/entry';
import { raiseVersion } from '../catalogue/raise-version';
import { administrative } from '../kernel/writing/administer';
import { fail } from '../kernel/failure';
import type { Ports, Transaction } from '../kernel/ports';
import { meantService, type Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { watchService } from './run-probes';
import { serviceDocument } from './service-document';
import { getService, revisionOf } from './show-service';
import { lineOf } from '../../domain/typed/text';
import { typedId } from '../../domain/typed/identifier';

/** The register of services, edited by those who keep it. */

/** Writes an edited entry with its line of history, and begins to watch its addresses. True when something changed. */
export const writeEntry = async (
  ports: Ports,
  transaction: Transaction,
  before: Service | undefined,
  entry: ServiceInput,
  catalogue: Pick<Catalogue, 'unit'>,
  by: { id: string; name: string },
): Promise<boolean> => {
  const parts = changedParts(before && entryOf(before), entry);
  if (before && parts.length === 0) return false;
  const service = withEntry(before, entry);
  const at = ports.now();
  const id = ports.secrets.randomId();
  await transaction.put('services', serviceDocument(service, catalogue.unit(service.unitId)?.name ?? ''));
  await transaction.insert('servicechanges', {
    _id: id,
    serviceId: service.id,
    key: `${at}|${id}`,
    at,
    no: null,
    from: before?.state ?? 'offline',
    to: service.state,
    reason: before ? `更改登记：${parts.join('、')}` : '登记服务',
    by: { id: by.id, name: by.name },
  });
  if (before || service.interfaces?.some(({ probe }) => probe)) await watchService(transaction, service, at);
  return true;
};

export const saveServiceInput = z.object({
  service: z.looseObject({ id: typedId('请填写服务编号').min(1).max(32) }),
  /** Of the entry that was read: somebody else's edit in between is not overwritten. */
  revision: z.string().max(64).optional(),
  /** What is saved must not exist yet. */
  new: z.boolean().optional(),
});

const parsed = <T>(schema: z.ZodType<T>, value: unknown): T => {
  const read = z.object({ service: schema }).safeParse({ service: value });
  return read.success ? read.data.service : fail('invalid', '有内容需要补充或更正', fieldErrors(read.error));
};

/** What a member hands in, on the entry as it is. */
const edited = (keeping: Keeping, before: Service | undefined, raw: unknown): ServiceInput => {
  if (keeping === 'all') return parsed(entrySchema, raw);
  if (keeping === 'nothing' || !before) return fail('forbidden', '只能更改本单位服务的联系人和网址');
  const { contacts, interfaces } = parsed(ownPartSchema, raw);
  return { ...entryOf(before), ...(contacts ? { contacts } : {}), ...(interfaces ? { interfaces } : {}) };
};

/** Left out, it stays as it is; two services are told apart by their names where nobody says what was read. */
const saysTheSame = (given: unknown, name: string | undefined): boolean =>
  given === undefined || (typeof given === 'string' && lineOf(given) === name);

/** `service.save`: all for operator's lead and manager, contacts and addresses for the lead of the access unit. */
export const saveService = async (
  runtime: Runtime,
  actor: Actor,
  { service: given, revision, new: isNew }: z.infer<typeof saveServiceInput>,
): Promise<ServiceEntry> => {
  const { ports, snapshots } = runtime;
  const { catalogue } = await snapshots.current();
  await ports.database.transaction(async transaction => {
    const before = await meantService(transaction, given.id);
    const raw: Record<string, unknown> = { ...given, id: before?.id ?? given.id };
    const keeping = keepingOf(actor, before);
    const another = revision === undefined && keeping === 'all' && !saysTheSame(raw['name'], before?.name);
    if (before && (isNew || another)) {
      const taken = `这个编号已是“${before.name}”的。要新建，请换一个编号；要修改它，请打开它再改`;
      fail(isNew ? 'invalid' : 'conflict', taken, { 'service.id': taken });
    }
    const entry = edited(keeping, before, raw);
    const fields = Object.entries(entryErrors(entry, catalogue, before && entryOf(before)));
    if (fields.length > 0)
      fail(
        'invalid',
        '有内容需要补充或更正',
        Object.fromEntries(fields.map(([name, text]) => [`service.${name}`, text])),
      );
    if (revision !== undefined && (!before || revisionOf(ports, before) !== revision))
      fail('conflict', '这项登记刚被别人更改过，请看过最新内容后再保存');
    if (await writeEntry(ports, transaction, before, entry, catalogue, actor))
      await raiseVersion(transaction);
  });
  return getService(runtime, actor, { id: given.id });
};

export const serviceSave = administrative(
  'service.save',
  ({ service: { id, name } }) => ({ about: id, what: typeof name === 'string' ? name : undefined }),
  useCase(saveServiceInput, leads, async (runtime, { actor }, input) => ({
    service: await saveService(runtime, actor, input),
  })),
);
