import { closeSync, existsSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from './values/errors';

const LARGE = 10 * 1024 * 1024;

/** What functions print goes to `functions.log` of the data folder (one older file is kept), and to `show` where there is one. */
export class Logs {
  private file: number | undefined;
  private failed = false;

  constructor(
    dataDir: string,
    private readonly show?: (line: string) => void,
  ) {
    const path = join(dataDir, 'functions.log');
    if (existsSync(path) && statSync(path).size > LARGE) renameSync(path, path + '.1');
    this.file = openSync(path, 'a');
  }

  write(at: string, name: string, text: string): void {
    if (this.file === undefined) return;
    this.show?.(`[${name}] ${text.trimEnd()}`);
    try {
      writeSync(this.file, `${at} ${name} ${text.endsWith('\n') ? text : text + '\n'}`);
      this.failed = false;
    } catch (error) {
      // The disk is full: whoever asked gets its answer even so. Said once, not for every line.
      if (!this.failed) console.error(`functions.log cannot be written: ${messageOf(error)}`);
      this.failed = true;
    }
  }

  /** Ends the log; what instances still print while they end is dropped. */
  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }
}
