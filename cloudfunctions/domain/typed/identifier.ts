import * as z from 'zod';
import { fold } from './fold';

/**
 * Numbers of tickets and of other systems, codes, ids of services, units, regions and entries: copied with their label,
 * in full width, with another dash, in the other case. What differs only so is the same.
 */

/** 工单号：, 编号 , 受理编号为, ID:, No. — in front of the thing itself; Latin ones only with a sign, as ids begin so too. */
const LABEL =
  /^(?:[\p{Script=Han} ,:]{0,20}(?:号码|號碼|编号|編號|号|號|编码|編碼|代码|代碼)(?: ?[:#=] ?| ?[是为為] ?| |(?=[0-9A-Za-z]))|(?:id|no) ?[.:#=] ?|#)/iu;
const AROUND = /^[\s"“”'‘’<>《》【】,.:;。、]+|[\s"“”'‘’<>《》【】,.:;。、]{1,20}$/g;

/** Without its label and what stands around it, in plain forms; letters keep their case, dashes stand. */
export const identifierOf = (text: string): string => {
  const folded = fold(text.slice(0, 200)).trim();
  const bare = folded.replace(LABEL, '');
  return (/[0-9A-Za-z]/.test(bare) ? bare : folded).replace(AROUND, '').replace(/\s+/g, '');
};

/** By which two are compared: without dashes, in capitals. */
export const identifierKey = (text: string): string => identifierOf(text).replace(/[-_]/g, '').toUpperCase();

/** The ways in which an id that was typed may be stored, likeliest first. */
export const spellingsOf = (text: string): string[] => {
  const plain = identifierOf(text);
  const lower = plain.toLowerCase();
  const spelled = [text, plain, plain.toUpperCase(), lower, lower.slice(0, 1).toUpperCase() + lower.slice(1)];
  return [...new Set(spelled)].filter(Boolean);
};

/** An id of an input as `identifierOf` gives it. */
export const typedId = (error?: string): z.ZodString =>
  z.string(error === undefined ? {} : { error }).overwrite(identifierOf);
