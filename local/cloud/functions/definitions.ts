import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
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

/** Reads the functions of a folder (index.js, config.json each); throws with the name of the faulty one. */
export const readFunctions = (functionsDir: string): Map<string, CloudFunction> => {
  const functions = new Map<string, CloudFunction>();
  for (const entry of readdirSync(functionsDir, { withFileTypes: true })) {
    const file = join(functionsDir, entry.name, 'index.js');
    if (entry.isDirectory() && existsSync(file))
      functions.set(entry.name, readFunction(functionsDir, entry.name, file));
  }
  return functions;
};

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
