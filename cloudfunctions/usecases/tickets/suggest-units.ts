import { answer } from '../../domain/knowledge';
import { suggestUnits } from '../../domain/routing';
import type { Ticket } from '../../domain/ticket/ticket';
import { civilDateOf, type Instant } from '../../domain/time';
import type { Snapshot } from '../kernel/reading/snapshot';

/** The three most likely units for the operator, with reasons (contract §7); a sure knowledge hit's unit comes first. */
export const suggestFor = async (
  snapshot: Snapshot,
  message: { title: string; text: string; region?: string },
  now: Instant,
): Promise<NonNullable<Ticket['suggestions']>> => {
  const { index, entry, gate } = await snapshot.knowledge();
  const hit = answer(index, message.title, { region: message.region, today: civilDateOf(now), gate });
  const best = hit.band === 'answer' ? hit.top[0] : undefined;
  const knownUnit = best && entry(best.id)?.unitId;
  const services = await snapshot.services();
  const weights = await snapshot.router();
  const suggested = suggestUnits(
    message,
    { units: snapshot.catalogue.units().filter(({ ended }) => !ended), services },
    {
      region: message.region,
      ...(weights ? { weights } : {}),
      ...(best && knownUnit ? { knowledgeUnit: { unitId: knownUnit, confidence: best.confidence } } : {}),
    },
  );
  return suggested.map(one => ({
    ...one,
    unitName: snapshot.catalogue.unit(one.unitId)?.name ?? one.unitId,
  }));
};
