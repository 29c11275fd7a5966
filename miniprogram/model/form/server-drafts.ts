import type { OfferedAct } from '../../../typings/contract';
import type { Values } from '../../../typings/api';
import { staff } from '../../cloud/client';
import { momentText } from '../../lib/dates';

/** Drafts of staff that the cloud keeps too, so that what was begun on one device is ended on another. */

const PAUSE_MS = 2_000;

/** For which act of which ticket, and which version of it its writer has in sight. */
type Place = { no: string; act: string; version: number };

/** What waits to be handed over; the last word of each place counts. */
let waiting: { place: Place; values: Values; timer: ReturnType<typeof setTimeout> } | undefined;

async function hand(): Promise<void> {
  if (!waiting) return;
  const { place, values, timer } = waiting;
  clearTimeout(timer);
  waiting = undefined;
  // The phone keeps it as well: one that did not arrive is tried with the next word.
  await staff('draft.save', { ...place, input: values });
}

/** Keeps what is typed in the cloud when the typing pauses. */
export function keepInCloud(place: Place, values: Values): void {
  if (waiting && (waiting.place.no !== place.no || waiting.place.act !== place.act)) void hand();
  if (waiting) clearTimeout(waiting.timer);
  waiting = { place, values, timer: setTimeout(() => void hand(), PAUSE_MS) };
}

/** The form is closed: nothing waits for a pause any more. */
export const handNow = (): void => void hand();

/** It has been sent: what still waits must not come after the act that has taken it away. */
export function forgetWaiting(): void {
  if (waiting) clearTimeout(waiting.timer);
  waiting = undefined;
}

export type CloudDraft = { values: Values; at: string; note: string };

/** What the cloud holds of this form; nothing where it holds none, or could not be asked: the phone's own draft stands. */
export async function cloudDraft(
  no: string,
  { act }: Pick<OfferedAct, 'act'>,
  version: number,
): Promise<CloudDraft | undefined> {
  const kept = await staff('draft.get', { no, act });
  if (!kept.ok || !kept.data) return undefined;
  const { input, savedAt, version: written } = kept.data;
  const note = `${momentText(savedAt)} 写的草稿${written < version ? '；之后这件有变动，请核对' : ''}`;
  return { values: input, at: savedAt, note };
}
