import { relative } from 'node:path';

/** One thing that is wrong in the sources. Every diagnostic is an error: nothing of the page runs until it is gone. */
export type Diagnostic = {
  /** Path below the mini-program's root, or as it is when outside. */
  file: string;
  /** From 1; 0 where the whole file is meant. */
  line: number;
  /** From 1. */
  column: number;
  message: string;
};

/** The place of a character offset in a text. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, Math.max(0, offset));
  const line = before.split('\n').length;
  return { line, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}

/** The place where `needle` first stands in `text`; the top of the file where it does not. */
export function placeOfText(text: string, needle: string): { line: number; column: number } {
  const offset = text.indexOf(needle);
  return offset < 0 ? { line: 1, column: 1 } : placeOf(text, offset);
}

function shortPath(root: string, file: string): string {
  const path = relative(root, file);
  return path.startsWith('..') ? file.replace(/^.*\/node_modules\//, 'node_modules/') : path;
}

/** `pages/home/index.wxml:3:5 message`, the form that editors turn into a link. */
export const formatDiagnostic = (d: Diagnostic): string => `${d.file}:${d.line}:${d.column} ${d.message}`;

/** A list of diagnostics that a build step fills. */
export class Diagnostics {
  readonly list: Diagnostic[] = [];

  constructor(readonly root: string) {}

  /** Adds one; `at` is a place, or a text of which the first occurrence in `source` is the place. */
  add(file: string, message: string, at: { line: number; column: number } = { line: 1, column: 1 }): void {
    this.list.push({ file: shortPath(this.root, file), ...at, message });
  }
}
