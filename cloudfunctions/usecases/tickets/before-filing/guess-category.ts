import * as z from 'zod';
import type { Category, Urgent } from '../../../../typings/contract';
import { everyone } from '../../../domain/catalogue/roles';
import { LONG_TEXT } from '../../../domain/engine';
import { answer } from '../../../domain/knowledge';
import { likelyCategory } from '../../../domain/routing';
import { likelyService } from '../../../domain/services/likely-service';
import { civilDateOf } from '../../../domain/time';
import { calledIn } from '../../../domain/urgent';
import { typedId } from '../../../domain/typed/identifier';
import type { Runtime } from '../../kernel/runtime';
import { useCase } from '../../kernel/use-case';
import { holdsAtMost, tooLong } from '../../../domain/typed/text';

export const categoryInput = z.object({
  text: z.string({ error: '请写下要反映的事' }).refine(holdsAtMost(LONG_TEXT), tooLong('内容', LONG_TEXT)),
  serviceId: typedId().min(1).max(32).optional(),
  region: typedId().min(1).max(12).optional(),
});

type Guess = { category?: Category; service?: { id: string; name: string }; urgent?: Urgent };

/** The service that the text names, else that of the entry which answers such questions. */
const guessService = async (
  { ports, snapshots }: Runtime,
  { text, region }: Pick<z.infer<typeof categoryInput>, 'text' | 'region'>,
): Promise<Guess['service']> => {
  const snapshot = await snapshots.current();
  const services = await snapshot.services();
  const named = likelyService(text, services);
  if (named) return { id: named.id, name: named.name };
  const { index, entry, gate } = await snapshot.knowledge();
  const { band, top } = answer(index, text, { region, today: civilDateOf(ports.now()), gate });
  const serviceId = band !== 'handover' && top[0] ? entry(top[0].id)?.serviceId : undefined;
  const found = services.find(({ id, withdrawn }) => id === serviceId && !withdrawn);
  return found && { id: found.id, name: found.name };
};

/**
 * `category.guess`: proposed to whoever files without knowing; nothing is stored and nothing is decided. With a service,
 * chosen or named, a text that shows no sign of anything else is about its business: so the service saves the day in which
 * the operator would look for the unit (contract §7). A danger comes with the number to call.
 */
export const guessCategory = async (
  runtime: Runtime,
  { text, serviceId, region }: z.infer<typeof categoryInput>,
): Promise<Guess> => {
  const service = serviceId === undefined ? await guessService(runtime, { text, region }) : undefined;
  const aboutService = serviceId !== undefined || service !== undefined;
  const category = likelyCategory(text, aboutService) ?? (aboutService ? 'business' : undefined);
  const urgent = calledIn(text);
  return {
    ...(category ? { category } : {}),
    ...(service ? { service } : {}),
    ...(urgent ? { urgent } : {}),
  };
};

export const categoryGuess = useCase(categoryInput, everyone, (runtime, _caller, input) =>
  guessCategory(runtime, input),
);
