import { join } from 'node:path';
import * as z from 'zod';
import { serve } from '../infra/function';
import { build } from '../infra/function/build';
import { fontsIn } from '../infra/paper/fonts';
import type { Fonts } from '../infra/paper/page';
import { writePdf } from '../infra/paper/write-pdf';
import { createPorts, identity } from '../infra/platform';
import { noteBuild } from '../usecases/health/note-build';
import { fail } from '../usecases/kernel/failure';
import { paperShape } from '../usecases/reports/paper-shape';

/**
 * Puts documents on paper, for the other functions alone: the fonts are ten megabytes, which no function should carry that
 * people wait for. What is written comes as a stored file and goes as one; it decides nothing and reads no other data.
 */

const ports = createPorts();
const noted = noteBuild(ports, 'report', build);

let fonts: Fonts | undefined;

const input = z.object({
  fileID: z.string().min(1).max(500),
  path: z.string().regex(/^exports\/[\w-]+\.pdf$/),
});

const write = async (given: unknown): Promise<{ fileID: string }> => {
  const { fileID, path } = input.parse(given);
  const bytes = (await ports.readFile(fileID)) ?? fail('not-found', '没有要写的内容');
  const paper = paperShape.parse(JSON.parse(new TextDecoder().decode(bytes)));
  fonts ??= fontsIn(join(__dirname, 'fonts'));
  return { fileID: await ports.storeFile(path, await writePdf(paper, fonts)) };
};

/** Called by another function of ours: no person, no timer and no other program stands at the end of the chain. */
const gate = async (): Promise<void> => {
  if (!identity().called) fail('forbidden', '这个功能只由其他云函数调用');
  await noted();
};

export const main = (event: unknown): Promise<unknown> =>
  serve(ports, { write: { run: (_who, given) => write(given) } }, gate, event);
