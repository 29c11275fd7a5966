import { SaxesParser } from 'saxes';
import { UnreadableTable } from '../../domain/tables/cell';

/** XML read once from front to back, in as many steps as it may take and no more. */

/** What is left of the steps that reading a file may take: one for each tag, attribute and piece of text. */
export type Budget = { steps: number };

export type XmlHandler = {
  /** Local names; `path` are those of the elements around it and its own. */
  open?: (path: readonly string[], attributes: ReadonlyMap<string, string>) => void;
  text?: (path: readonly string[], text: string) => void;
  close?: (path: readonly string[]) => void;
};

const MOST_DEPTH = 64;
const SLICE = 64 * 1024;

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

const decode = (bytes: Uint8Array): string => {
  const encoding = bytes[0] === 0xff ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableTable('表格的编码读不出来，请用 Excel 或 WPS 另存一份');
  }
};

/** Tells of every element and text. Throws UnreadableTable: no document types, no depth or length without end. */
export const readXml = (bytes: Uint8Array, budget: Budget, { open, text, close }: XmlHandler): void => {
  const path: string[] = [];
  const refuse = (reason: string): never => {
    throw new UnreadableTable(reason);
  };
  const step = (): void => {
    budget.steps -= 1;
    if (budget.steps < 0) refuse('表格的内容太多，请分成几个文件');
  };
  const parser = new SaxesParser({ position: false });
  parser.on('error', () => refuse('表格的内容已损坏，请用 Excel 或 WPS 打开后另存一份'));
  parser.on('doctype', () => refuse('表格里有不允许的声明，请用 Excel 或 WPS 打开后另存一份'));
  parser.on('attribute', step);
  parser.on('comment', step);
  parser.on('processinginstruction', step);
  parser.on('opentag', ({ name, attributes }) => {
    step();
    path.push(localName(name));
    if (path.length > MOST_DEPTH) refuse('表格的内容已损坏，请用 Excel 或 WPS 打开后另存一份');
    open?.(path, new Map(Object.entries(attributes).map(([key, value]) => [key, value])));
  });
  const told = (piece: string): void => {
    step();
    text?.(path, piece);
  };
  parser.on('text', told);
  parser.on('cdata', told);
  parser.on('closetag', () => {
    close?.(path);
    path.pop();
  });
  const whole = decode(bytes);
  for (let from = 0; from < whole.length; from += SLICE) parser.write(whole.slice(from, from + SLICE));
  parser.close();
};
