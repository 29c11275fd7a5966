import * as z from 'zod';
import type { Category, Urgent } from '../../../typings/contract';
import { everyone } from '../../domain/catalogue/roles';
import { holdsAtMost, LONG_TEXT } from '../../domain/engine';
import { likelyCategory } from '../../domain/routing';
import { calledIn } from '../../domain/urgent';
import { useCase } from '../kernel/use-case';
import { typedId } from '../../domain/typed/identifier';

export const categoryInput = z.object({
  text: z.string({ error: '请写下要反映的事' }).refine(holdsAtMost(LONG_TEXT), `内容最多 ${LONG_TEXT} 个字`),
  serviceId: typedId().min(1).max(32).optional(),
});

/** `category.guess`: what is said while a ticket is written. A danger comes with the number to call; the category is proposed to whoever files without knowing; nothing is stored and nothing is decided. */
export const guessCategory = ({
  text,
  serviceId,
}: z.infer<typeof categoryInput>): { category?: Category; urgent?: Urgent } => {
  const category = likelyCategory(text, serviceId !== undefined);
  const urgent = calledIn(text);
  return { ...(category ? { category } : {}), ...(urgent ? { urgent } : {}) };
};

export const categoryGuess = useCase(categoryInput, everyone, (_runtime, _caller, input) =>
  guessCategory(input),
);
