import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { messageOf } from '../values/errors';
import { parseCron, type Cron } from './cron';

const configShape = z.object({
  timeout: z.int().min(1).max(900).default(3),
  memorySize: z.int().min(64).max(3072).default(256),
  permissions: z.object({ openapi: z.array(z.string()).default([]) }).default({ openapi: [] }),
  // The platform takes one trigger per function, and timers only.
  triggers: z
    .array(z.object({ name: z.string().min(1).max(60), type: z.literal('timer'), config: z.string() }))
    .max(1)
    .default([]),
});

export type CloudFunction = {
  name: string;
  file: string;
  timeoutSeconds: number;
  memoryMegabytes: number;
  openapi: string[];
  timer?: { name: string; due: Cron };
};

/** When the files of a function were last written. */
const writtenAt = (functionsDir: string, name: string): string =>
  ['index.js', 'config.json']
    .map(file => statSync(join(functionsDir, name, file), { throwIfNoEntry: false })?.mtimeMs ?? 0)
    .join();

/** The functions of a folder. One whose files have changed is read anew when it is asked for. */
export class Functions {
  private readonly known = new Map<string, { written: string; definition: CloudFunction }>();

  /** Reads all (index.js, config.json each); throws with the name of the faulty one. */
  constructor(private readonly functionsDir: string) {
    for (const entry of readdirSync(functionsDir, { withFileTypes: true }))
      if (entry.isDirectory()) this.read(entry.name);
  }

  /** The function as its files are now; as it was while they are wrong or are being written. */
  current(name: string): CloudFunction | undefined {
    const known = this.known.get(name);
    if (known?.written === writtenAt(this.functionsDir, name)) return known.definition;
    if (!/^[\w-]{1,60}$/.test(name)) return undefined;
    try {
      return this.read(name);
    } catch (error) {
      if (!known) throw error;
      console.error(messageOf(error));
      return known.definition;
    }
  }

  /** The function as it was last read. */
  get(name: string): CloudFunction | undefined {
    return this.known.get(name)?.definition;
  }

  values(): CloudFunction[] {
    return [...this.known.values()].map(({ definition }) => definition);
  }

  private read(name: string): CloudFunction | undefined {
    const file = join(this.functionsDir, name, 'index.js');
    if (!existsSync(file)) return this.known.get(name)?.definition;
    const written = writtenAt(this.functionsDir, name);
    const definition = readFunction(this.functionsDir, name, file);
    this.known.set(name, { written, definition });
    return definition;
  }
}

const readFunction = (functionsDir: string, name: string, file: string): CloudFunction => {
  const configFile = join(functionsDir, name, 'config.json');
  try {
    const config = configShape.parse(
      existsSync(configFile) ? JSON.parse(readFileSync(configFile, 'utf8')) : {},
    );
    const trigger = config.triggers[0];
    return {
      name,
      file,
      timeoutSeconds: config.timeout,
      memoryMegabytes: config.memorySize,
      openapi: config.permissions.openapi,
      timer: trigger && { name: trigger.name, due: parseCron(trigger.config) },
    };
  } catch (error) {
    throw new Error(
      `config.json of the function ${name} is wrong: ${error instanceof z.ZodError ? z.prettifyError(error) : String(error)}`,
    );
  }
};
