import type { CitizenProfile } from '../../../typings/contract';
import { citizen, type Answer } from '../../cloud/client';
import { store } from '../../lib/cache';

const STAFF_KEY = 'session:staff';
const REGIONS_KEY = 'session:regions';
const TEMPLATES_KEY = 'session:templates';
const KINDS_KEY = 'session:kinds';
let known: CitizenProfile | undefined;
let asking: Promise<Answer<CitizenProfile>> | undefined;
let listeners: (() => void)[] = [];

/** Whether the fifth tab 工作台 is shown: what was true last time, so that the first frame is right. No access control: the cloud asks again. */
export const isStaff = (): boolean => (known ? hasRole(known) : wx.getStorageSync(STAFF_KEY) === true);

const hasRole = ({ staff }: CitizenProfile): boolean => Boolean(staff && staff.roles.length > 0);

/** Who I am; asked once, also by several pages at the same time, then remembered until `forget`. */
export async function profile(): Promise<Answer<CitizenProfile>> {
  if (known) return { ok: true, data: known };
  const question = (asking ??= citizen('me.get', {}));
  const answer = await question;
  if (asking !== question) return answer;
  asking = undefined;
  if (answer.ok) remember(answer.data);
  return answer;
}

/** Regions to choose from, as they were known last time; empty on the very first start. */
export const regions = (): CitizenProfile['regions'] =>
  known?.regions || (wx.getStorageSync(REGIONS_KEY) as CitizenProfile['regions'] | '') || [];

/** What can be filed, as it was known last time; empty on the very first start. */
export const filingKinds = (): CitizenProfile['kinds'] =>
  known?.kinds || (wx.getStorageSync(KINDS_KEY) as CitizenProfile['kinds'] | '') || [];

/** Templates of subscribe messages: known before the tap, as WeChat asks only in the moment of one. */
export const messageTemplates = (): CitizenProfile['templates'] =>
  known?.templates || (wx.getStorageSync(TEMPLATES_KEY) as CitizenProfile['templates'] | '') || [];

/** For the pages that follow, and for the first frame of the next start. */
export function remember(found: CitizenProfile): void {
  const before = isStaff();
  known = found;
  // A cloud of an earlier version may not know these: storage refuses `undefined`.
  if (Array.isArray(found.regions)) store(REGIONS_KEY, found.regions);
  if (Array.isArray(found.kinds)) store(KINDS_KEY, found.kinds);
  if (Array.isArray(found.templates)) store(TEMPLATES_KEY, found.templates);
  if (hasRole(found) === before) return;
  store(STAFF_KEY, hasRole(found));
  listeners.forEach(tell => tell());
}

/** After a role was given or revoked, or the account was erased. */
export function forget(): void {
  known = undefined;
  // An answer that is on its way may be older than the change.
  asking = undefined;
}

/** Calls back when the role changes; returns how to stop it. */
export function onRoleChange(tell: () => void): () => void {
  listeners.push(tell);
  return () => {
    listeners = listeners.filter(each => each !== tell);
  };
}
