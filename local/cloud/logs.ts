import { closeSync, existsSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const LARGE = 10 * 1024 * 1024;

/** What functions print goes to `functions.log` of the data folder (one older file is kept), never to the terminal. */
export class Logs {
  private file: number | undefined;

  constructor(dataDir: string) {
    const path = join(dataDir, 'functions.log');
    if (existsSync(path) && statSync(path).size > LARGE) renameSync(path, path + '.1');
    this.file = openSync(path, 'a');
  }

  write(at: string, name: string, text: string): void {
    if (this.file !== undefined)
      writeSync(this.file, `${at} ${name} ${text.endsWith('\n') ? text : text + '\n'}`);
  }

  /** Ends the log; what instances still print while they end is dropped. */
  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }
}
