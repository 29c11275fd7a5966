/**
 * Schema 3: the further services of a listing become rows (J-10b). Before, `others` held a line of text for each:
 * its name, a blank, its address. The first service stays in the form (`name`, `openType`, `openTarget`).
 */
export type ListedRow = { name: string; openTarget: string };

/** As the procedure understood them then: its own code may have moved on. */
const rowOf = (line: string): ListedRow => {
  let at = line.length - 2;
  while (at > 0 && !/[\s|｜]/.test(line.charAt(at))) at -= 1;
  const name = line.slice(0, Math.max(at, 0)).trimEnd();
  return name === '' ? { name: line, openTarget: '' } : { name, openTarget: line.slice(at + 1) };
};

/** The values of a listing with `list` instead of `others`; a line without an address keeps its name. */
export const othersAsRows = (values: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const { others, ...kept } = values;
  if (typeof others !== 'string') return { ...values };
  const list = others
    .split('\n')
    .map(line => line.trim())
    // 无 was how one said that there are none any more.
    .filter(line => line !== '' && line !== '无')
    .map(rowOf);
  return { ...kept, ...(list.length > 0 && kept['list'] === undefined ? { list } : {}) };
};
