import { fold } from './fold';

/** Words as they are compared when something is looked for: in plain forms and lower case. */
export const comparable = (text: string): string => fold(text).toLowerCase();

/** Also without blanks and dashes: headings, names, what is found by its parts. */
export const condensed = (text: string): string => comparable(text).replace(/[\s-]+/g, '');

/** Names of people also without the points between their parts. */
export const nameKey = (name: string): string => condensed(name).replace(/[·•‧∙・.。]+/gu, '');
