import * as z from 'zod';
import type { Paper } from '../../domain/reports/paper';

/** A document as it comes from one function to the other. */

const text = z.string().max(100_000);
/** A ticket holds a million characters (`isFull`), and no line of it fewer than a hundred. */
const MOST = 20_000;
const share = z.number().min(0).max(1).nullable();

export const paperShape: z.ZodType<Paper> = z.object({
  title: text,
  subtitle: text.optional(),
  footer: text,
  at: text,
  blocks: z
    .array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('heading'), text }),
        z.object({ kind: z.literal('text'), text }),
        z.object({ kind: z.literal('small'), text }),
        z.object({ kind: z.literal('facts'), rows: z.array(z.tuple([text, text])).max(1000) }),
        z.object({
          kind: z.literal('table'),
          head: z.array(text).max(20),
          rows: z.array(z.array(text).max(20)).max(MOST),
          widths: z.array(z.number().positive()).max(20).optional(),
        }),
        z.object({
          kind: z.literal('bars'),
          title: text,
          bars: z.array(z.object({ label: text, words: text, share })).max(200),
        }),
      ]),
    )
    .max(MOST),
}) as z.ZodType<Paper>;
