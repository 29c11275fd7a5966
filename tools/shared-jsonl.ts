import fs from 'node:fs';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import type * as z from 'zod';

/** Wrong use of a command: ends it with exit code 2 before anything is done. */
export class UsageError extends Error {}

/** The values of `--name value` options; anything unknown or without a value is wrong use. */
export const optionsOf = <T extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: T,
): ReturnType<typeof parseArgs<{ args: string[]; options: T; strict: true }>>['values'] => {
  try {
    return parseArgs({ args, options, strict: true }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
};

/** The value of an option that must be given. */
export const required = (value: string | undefined, name: string): string => {
  if (!value) throw new UsageError(`--${name} is missing`);
  return value;
};

/** The text of a file; one that cannot be read is wrong use. */
export const readText = (file: string): string => {
  try {
    return fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'error'}`);
  }
};

/** Reads a whole file as one JSON value of a given shape. */
export const readJson = <T>(file: string, schema: z.ZodType<T>): T => {
  try {
    return schema.parse(JSON.parse(readText(file)));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file} is not in the expected form`);
  }
};

export const writeText = (file: string, text: string): void => {
  try {
    fs.writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${(error as NodeJS.ErrnoException).code ?? 'error'}`);
  }
};

/** Says which row of which file is bad, and remembers that one was. Never repeats the row's text. */
export class BadRows {
  count = 0;
  report(file: string, line: number, reason: string): void {
    this.count += 1;
    console.error(`${file}:${line}: ${reason}`);
  }
}

export type Row<T> = { line: number; value: T };

/** The rows of a file of JSON lines, in order. Empty lines are passed over; bad ones are reported and left out. */
export const readRows = <T>(file: string, schema: z.ZodType<T>, bad: BadRows): Row<T>[] => {
  const rows: Row<T>[] = [];
  readText(file)
    .split('\n')
    .forEach((text, at) => {
      if (!text.trim()) return;
      let json: unknown;
      try {
        json = JSON.parse(text);
      } catch {
        return bad.report(file, at + 1, 'not a line of JSON');
      }
      const parsed = schema.safeParse(json);
      if (parsed.success) rows.push({ line: at + 1, value: parsed.data });
      else {
        const issue = parsed.error.issues[0];
        bad.report(
          file,
          at + 1,
          `${issue?.path.join('.') || 'row'}: ${issue?.message ?? 'not in the expected form'}`,
        );
      }
    });
  return rows;
};

export const printLine = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};

type Command = (args: string[], bad: BadRows) => void;

/**
 * Runs the command named by the first argument and sets the exit code: 0, 1 = a row was bad (the others are done),
 * 2 = wrong use.
 */
export const runCommand = (commands: Record<string, Command>, usage: string): void => {
  const [name = '', ...args] = process.argv.slice(2);
  const bad = new BadRows();
  try {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) throw new UsageError(name ? `unknown command ${name}` : 'a command is missing');
    command(args, bad);
    process.exitCode = bad.count > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n${usage}`);
    process.exitCode = 2;
  }
};

/** A number with four places, for figures. */
export const figure = (value: number): number => Math.round(value * 1e4) / 1e4;
