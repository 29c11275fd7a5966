import { appendFileSync, existsSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const LARGE = 10 * 1024 * 1024;

/** What functions print goes to `functions.log` of the data folder (one older file is kept), never to the terminal. */
export class Logs {
  private readonly file: string;

  constructor(dataDir: string) {
    this.file = join(dataDir, 'functions.log');
    if (existsSync(this.file) && statSync(this.file).size > LARGE) renameSync(this.file, this.file + '.1');
  }

  write(at: string, name: string, text: string): void {
    appendFileSync(this.file, `${at} ${name} ${text.endsWith('\n') ? text : text + '\n'}`);
  }
}
