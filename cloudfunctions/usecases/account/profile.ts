import * as z from 'zod';
import type { CitizenProfile } from '../../../typings/contract';
import { regionPath, type Catalogue } from '../../domain/catalogue';
import { everyone } from '../../domain/catalogue/roles';
import { awaitedKinds, type Awaited } from '../../domain/engine';
import { uploadFolder } from '../../domain/files/upload-path';
import { erasureTerms } from '../../domain/privacy/erasure';
import { procedures } from '../../domain/procedures';
import { dailyWindows } from '../../domain/rulesets';
import { tag } from '../../domain/ticket/scope';
import { staffDesk } from '../../domain/views/desk';
import { filingKinds } from '../../domain/views/filing-kinds';
import { findInUse } from '../kernel/archive';
import type { ProfileDocument } from '../kernel/documents';
import { fail } from '../kernel/failure';
import { perDay } from '../kernel/meters';
import { PAGE, type Ports } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import { nothing, useCase } from '../kernel/use-case';

/** A citizen's own account: preferences, consents, what is followed. */

export const blankProfile = (openid: string): ProfileDocument => ({
  _id: openid,
  region: null,
  preferences: { subscribe: true, largeText: false },
  consents: [],
  grants: {},
  subscribed: [],
});

/** `广东省广州市天河区`. */
const fullName = (code: string, catalogue: Catalogue): string =>
  regionPath(code, catalogue)
    .map(one => catalogue.region(one)?.name ?? '')
    .reverse()
    .join('');

/** One template may serve for several things. */
const templatesOf = (templates: Ports['templates']): CitizenProfile['templates'] => {
  const byId = new Map<string, Awaited[]>();
  for (const kind of awaitedKinds) {
    const id = templates[kind];
    if (id !== undefined) byId.set(id, [...(byId.get(id) ?? []), kind]);
  }
  return [...byId].map(([id, purposes]) => ({ id, for: purposes }));
};

/** `me.get`: the consents are those given with each ticket that is in use, newest first; an export asks for all. */
export const getProfile = async (
  { ports, snapshots }: Runtime,
  openid: string,
  find = findInUse,
): Promise<CitizenProfile> => {
  const [{ settings, catalogue, activeRuleSet, directory }, profile, tickets] = await Promise.all([
    snapshots.current(),
    ports.database.get('profiles', openid),
    find(ports.database, {
      where: { 'keys.tags': tag.owner(openid) },
      order: ['keys.newKey', 'desc'],
      limit: PAGE,
    }),
  ]);
  const { region, preferences, subscribed } = profile ?? blankProfile(openid);
  const given = tickets.flatMap(({ ticket: { consent, ownerId } }) =>
    consent && ownerId === openid ? [consent] : [],
  );
  const newest = new Map(given.reverse().map(consent => [consent.policyVersion, consent]));
  const member = directory.ofOpenid(openid);
  return {
    policyVersion: settings.policyVersion,
    consents: [...newest.values()],
    preferences: { ...preferences, muted: preferences.muted ?? [] },
    ...(region ? { region } : {}),
    regions: catalogue.regions().map(({ code }) => ({ code, name: fullName(code, catalogue) })),
    subscribed,
    kinds: filingKinds(procedures, activeRuleSet),
    templates: templatesOf(ports.templates),
    uploadFolder: uploadFolder(openid, ports.secrets.sha256),
    erasure: erasureTerms,
    ...(member ? { staff: { roles: [member.role], desk: staffDesk(member.role) } } : {}),
  };
};

export const meGet = useCase(nothing, everyone, (runtime, { openid }) => getProfile(runtime, openid));

export const saveProfileInput = z.object({
  region: z
    .string()
    .regex(/^\d{6}$/, '地区代码不对')
    .nullish(),
  preferences: z
    .object({
      subscribe: z.boolean().optional(),
      largeText: z.boolean().optional(),
      muted: z.array(z.enum(awaitedKinds)).max(awaitedKinds.length).optional(),
    })
    .optional(),
  /** Templates of subscribe messages that the person has just allowed. */
  granted: z.array(z.string().min(1).max(64)).max(5).optional(),
});

const MOST_GRANTS = 50;

/** `me.save`. */
export const saveProfile = async (
  runtime: Runtime,
  openid: string,
  input: z.infer<typeof saveProfileInput>,
): Promise<CitizenProfile> => {
  const { ports } = runtime;
  const known = Object.values(ports.templates);
  if (input.granted?.some(template => !known.includes(template)))
    return fail('invalid', '有内容需要补充或更正', { granted: '没有这种订阅消息' });
  const count = await perDay(runtime, openid, dailyWindows.profileSaves, {
    what: '更改偏好',
    instead: '原来的设置仍然有效，请明天再改',
  });
  await ports.database.transaction(async transaction => {
    await count(transaction);
    const profile = (await transaction.get('profiles', openid)) ?? blankProfile(openid);
    const grants = { ...profile.grants };
    for (const template of input.granted ?? [])
      grants[template] = Math.min((grants[template] ?? 0) + 1, MOST_GRANTS);
    await transaction.put('profiles', {
      ...profile,
      region: input.region === undefined ? profile.region : input.region,
      preferences: { ...profile.preferences, ...input.preferences },
      grants,
    });
  });
  return getProfile(runtime, openid);
};

export const meSave = useCase(saveProfileInput, everyone, (runtime, { openid }, input) =>
  saveProfile(runtime, openid, input),
);
