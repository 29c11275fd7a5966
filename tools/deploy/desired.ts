import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { newestSchema } from '../../cloudfunctions/usecases/setup/migrations';
import { packCode } from './code';
import type { Desired, DesiredFunction, Variables } from './state';

/** What the repository wants: every folder of `cloudfunctions` with a `config.json`, and the declared collections. */

const root = resolve(__dirname, '../..');

/** Each function opens and checks what is stored. */
export const KEYS = ['BANJIE_KEYS', 'BANJIE_CHAIN_KEYS', 'BANJIE_PHONE_KEY'];

const configShape = z.object({
  timeout: z.int(),
  memorySize: z.int(),
  permissions: z.object({ openapi: z.array(z.string()) }),
  triggers: z.array(z.object({ name: z.string(), type: z.literal('timer'), config: z.string() })).default([]),
});

/** What WeChat's `config.json` has no place for. */
const deployShape = z.strictObject({
  required: z.array(z.string()).default([]),
  optional: z.array(z.string()).default([]),
  paths: z.array(z.string()).default([]),
  pushed: z.array(z.string()).default([]),
});

const schemaShape = z.object({
  collections: z.array(
    z.object({
      name: z.string(),
      indexes: z.array(
        z.object({
          name: z.string(),
          fields: z.record(z.string(), z.number()),
          unique: z.boolean().default(false),
        }),
      ),
    }),
  ),
});

const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

export type Declared = Omit<DesiredFunction, 'variables' | 'code'> & {
  required: string[];
  optional: string[];
};

/** Each function as it is declared, without what only its owner has. */
export const declaredFunctions = (sources = join(root, 'cloudfunctions')): Declared[] =>
  readdirSync(sources)
    .filter(name => existsSync(join(sources, name, 'config.json')))
    .sort()
    .map(name => {
      const config = configShape.parse(json(join(sources, name, 'config.json')));
      const more = join(sources, name, 'deploy.json');
      const { required, ...rest } = deployShape.parse(existsSync(more) ? json(more) : {});
      return {
        name,
        memory: config.memorySize,
        timeout: config.timeout,
        openapi: [...config.permissions.openapi].sort(),
        timers: config.triggers.map(({ name: timer, config: cron }) => ({ name: timer, cron })),
        ...rest,
        required: [...KEYS, ...required],
      };
    });

export const declaredCollections = (): Desired['collections'] =>
  schemaShape
    .parse(json(join(root, 'cloudfunctions/infra/database/collections.json')))
    .collections.map(({ name, indexes }) => ({
      name,
      indexes: indexes.map(({ fields, ...index }) => ({ ...index, keys: fields })),
    }));

/** `NAME=value` a line; nothing is quoted or continued, so that JSON stands as it is. */
export const readVariables = (text: string): Variables =>
  Object.fromEntries(
    text
      .split(/\r?\n/)
      .filter(line => /^\s*[A-Z][A-Z0-9_]*=/.test(line))
      .map(line => [line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1).trim()])
      .filter(([, value]) => value !== ''),
  );

/** Of all variables each function is given those that it reads. */
const variablesFor = ({ required, optional }: Declared, all: Variables): Variables =>
  Object.fromEntries([...required, ...optional].flatMap(name => (all[name] ? [[name, all[name]]] : [])));

/** `built`: where the build has put the functions. */
export const readDesired = (
  all: Variables,
  built: string,
  declared = declaredFunctions(),
): { desired: Desired; missing: string[]; unread: string[] } => ({
  desired: {
    form: newestSchema,
    collections: declaredCollections(),
    functions: declared.map(one => {
      const { required: _required, optional: _optional, ...rest } = one;
      return { ...rest, variables: variablesFor(one, all), code: packCode(join(built, one.name)) };
    }),
  },
  missing: [...new Set(declared.flatMap(({ required }) => required.filter(name => !all[name])))],
  unread: Object.keys(all).filter(
    name => !declared.some(({ required, optional }) => [...required, ...optional].includes(name)),
  ),
});
