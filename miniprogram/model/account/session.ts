import type { CitizenProfile } from '../../../typings/contract';
import { citizen, type Answer } from '../../cloud/client';

const STAFF_KEY = 'session:staff';
const REGIONS_KEY = 'session:regions';
const KINDS_KEY = 'session:kinds';
let known: CitizenProfile | undefined;
let asking: Promise<Answer<CitizenProfile>> | undefined;
let listeners: (() => void)[] = [];

/** Whether the fifth tab 工作台 is shown: what was true last time, so that the first frame is right. No access control: the cloud asks again. */
export const isStaff = (): boolean => wx.getStorageSync(STAFF_KEY) === true;

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
  (wx.getStorageSync(REGIONS_KEY) as CitizenProfile['regions'] | '') || [];

/** What can be filed, as it was known last time; empty on the very first start. */
export const filingKinds = (): CitizenProfile['kinds'] =>
  (wx.getStorageSync(KINDS_KEY) as CitizenProfile['kinds'] | '') || [];

export function remember(found: CitizenProfile): void {
  known = found;
  // A cloud of an earlier version may not know these: storage refuses `undefined`.
  if (Array.isArray(found.regions)) wx.setStorageSync(REGIONS_KEY, found.regions);
  if (Array.isArray(found.kinds)) wx.setStorageSync(KINDS_KEY, found.kinds);
  const staff = Boolean(found.staff && found.staff.roles.length > 0);
  if (staff === isStaff()) return;
  wx.setStorageSync(STAFF_KEY, staff);
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
