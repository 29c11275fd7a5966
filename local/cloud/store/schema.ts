import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Fields } from '../values/keys';

const schemaShape = z.object({
  collections: z.array(
    z.object({
      name: z.string().regex(/^[A-Za-z][\w-]{0,63}$/),
      indexes: z
        .array(
          z.object({
            name: z.string().min(1).max(64),
            fields: z.record(z.string().min(1), z.union([z.literal(1), z.literal(-1)])),
            unique: z.boolean().default(false),
          }),
        )
        // The service allows 20; older notices say 10, which is what every plan has.
        .max(10)
        .default([]),
    }),
  ),
});

export type IndexDefinition = { name: string; fields: Fields; unique: boolean };
export type CollectionDefinition = { name: string; indexes: IndexDefinition[] };

/** Reads the file of collections and indexes; throws with the place of the fault. */
export const readSchema = (file: string): CollectionDefinition[] => {
  const parsed = schemaShape.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`The schema ${file} is wrong: ${z.prettifyError(parsed.error)}`);
  const collections = parsed.data.collections.map(({ name, indexes }) => ({
    name,
    indexes: indexes.map(index => ({ ...index, fields: Object.entries(index.fields) as Fields })),
  }));
  refuseRepeats(
    collections.map(({ name }) => name),
    file,
  );
  for (const { name, indexes } of collections) {
    refuseRepeats(
      indexes.map(index => `${name}.${index.name}`),
      file,
    );
    const empty = indexes.find(index => !index.fields.length);
    if (empty) throw new Error(`The schema ${file} is wrong: index ${name}.${empty.name} has no fields`);
  }
  return collections;
};

const refuseRepeats = (names: string[], file: string): void => {
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated) throw new Error(`The schema ${file} is wrong: ${repeated} appears twice`);
};
