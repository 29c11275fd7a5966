import type { Service, ServiceCondition, ServiceWindow } from '../catalogue';

/** The state of a service follows from the conditions that tickets have put on it: the worst is what citizens see. */

/** Who waits for the end of an outage of the platform follows it like a service (A36). */
export const PLATFORM = 'platform';

const severity: Record<ServiceCondition['state'], number> = { maintenance: 1, fault: 2, offline: 3 };

const withStateOf = (service: Service): Service => {
  const { reason: _reason, ...rest } = service;
  const worst = [...(service.conditions ?? [])].sort((a, b) => severity[b.state] - severity[a.state])[0];
  if (!worst)
    return service.withdrawn
      ? { ...rest, state: 'offline', reason: '本服务已撤销' }
      : { ...rest, state: 'online' };
  const reason = [worst.reason, worst.instead].filter(Boolean).join(' ');
  return { ...rest, state: worst.state, reason };
};

/** Puts a ticket's condition on a service, in place of the one that it had put before. */
export const withCondition = (service: Service, condition: ServiceCondition): Service =>
  withStateOf({
    ...service,
    conditions: [...(service.conditions ?? []).filter(one => one.no !== condition.no), condition],
  });

/** Takes a ticket's condition from a service. */
export const withoutCondition = (service: Service, no: string): Service =>
  withStateOf({ ...service, conditions: (service.conditions ?? []).filter(one => one.no !== no) });

/** Takes a service off for good: it stays in the register with the reason and what to do instead. */
export const withdrawnService = (
  { withdrawalNo: _done, ...service }: Service,
  condition: ServiceCondition,
): Service => withStateOf({ ...service, withdrawn: true, conditions: [condition] });

/** Puts a ticket's window of maintenance on a service, or takes it away. */
export const withWindow = (service: Service, no: string, window?: Omit<ServiceWindow, 'no'>): Service => ({
  ...service,
  windows: [...(service.windows ?? []).filter(one => one.no !== no), ...(window ? [{ no, ...window }] : [])],
});
