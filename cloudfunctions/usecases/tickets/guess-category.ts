import * as z from 'zod';
import type { Category } from '../../../typings/contract';
import { everyone } from '../../domain/catalogue/roles';
import { holdsAtMost, LONG_TEXT } from '../../domain/engine';
import { likelyCategory } from '../../domain/routing';
import { useCase } from '../kernel/use-case';
import { typedId } from '../../domain/typed/identifier';

export const categoryInput = z.object({
  text: z.string({ error: '请写下要反映的事' }).refine(holdsAtMost(LONG_TEXT), `内容最多 ${LONG_TEXT} 个字`),
  serviceId: typedId().min(1).max(32).optional(),
});

/** `category.guess`: proposed to whoever files without knowing; nothing is stored and nothing is decided. */
export const guessCategory = ({
  text,
  serviceId,
}: z.infer<typeof categoryInput>): { category?: Category } => {
  const category = likelyCategory(text, serviceId !== undefined);
  return category ? { category } : {};
};

export const categoryGuess = useCase(categoryInput, everyone, (_runtime, _caller, input) =>
  guessCategory(input),
);
