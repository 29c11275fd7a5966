import * as z from 'zod';
import { everyone } from '../../domain/catalogue/roles';
import { dailyWindows } from '../../domain/rulesets';
import { PLATFORM } from '../../domain/services/state';
import { blankProfile } from '../account/profile';
import { fail, notFound } from '../kernel/failure';
import { perDay } from '../kernel/meters';
import type { Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { typedId } from '../../domain/typed/identifier';

/** Whoever follows a service is told of its notices (services/follow-service.ts says who that is). */

export const subscribeInput = z.object({ serviceId: typedId('请选择服务').min(1).max(32) });

const MOST_SUBSCRIPTIONS = 100;

const countingOf = (runtime: Runtime, openid: string) =>
  perDay(runtime, openid, dailyWindows.subscriptions, {
    what: '关注和取消关注',
    instead: '请明天再改；服务的状态随时可以在“服务”里看',
  });

/** `notice.subscribe`: tells the person when a notice of the service appears or a fault is over. */
export const subscribeNotices = async (
  runtime: Runtime,
  openid: string,
  { serviceId }: z.infer<typeof subscribeInput>,
): Promise<void> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const service = await snapshot.service(serviceId);
  if (!service) return notFound('服务');
  // It does not come back: a promise to say so when it does would never be kept.
  if (service.withdrawn) return fail('wrong-state', `${service.reason ?? '这项服务已撤销'} 不再恢复`);
  const count = await countingOf(runtime, openid);
  // What is out of order is the platform: its end is what the person waits for (A36).
  const platform = (snapshot.settings.platformFaults ?? []).length > 0 ? [PLATFORM] : [];
  await ports.database.transaction(async transaction => {
    await count(transaction);
    const profile = (await transaction.get('profiles', openid)) ?? blankProfile(openid);
    const wanted = [...profile.subscribed, ...platform, service.id];
    const subscribed = [...new Set(wanted)].slice(-MOST_SUBSCRIPTIONS);
    await transaction.put('profiles', { ...profile, subscribed });
  });
};

export const noticeSubscribe = useCase(subscribeInput, everyone, (runtime, { openid }, input) =>
  subscribeNotices(runtime, openid, input),
);

/** `notice.unsubscribe`: no more messages about the service; not following it is no error. */
export const unsubscribeNotices = async (
  runtime: Runtime,
  openid: string,
  { serviceId }: z.infer<typeof subscribeInput>,
): Promise<void> => {
  const count = await countingOf(runtime, openid);
  await runtime.ports.database.transaction(async transaction => {
    await count(transaction);
    const profile = await transaction.get('profiles', openid);
    if (!profile?.subscribed.includes(serviceId)) return;
    const subscribed = profile.subscribed.filter(id => id !== serviceId && id !== PLATFORM);
    await transaction.put('profiles', { ...profile, subscribed });
  });
};

export const noticeUnsubscribe = useCase(subscribeInput, everyone, (runtime, { openid }, input) =>
  unsubscribeNotices(runtime, openid, input),
);
