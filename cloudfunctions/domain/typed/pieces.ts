/** Words written together (补办社保卡) are found where each piece of them is, in any order. */

/** What people put in front of the thing: 查社保, 办居住证. Any other piece has at least two characters. */
export const VERBS = new Set('查办领换补交缴报开退转打改取');

/** True when a term can be cut into pieces that are each found in one of the texts. */
export const isCovered = (term: string, texts: readonly string[]): boolean => {
  const characters = [...term];
  const size = characters.length;
  const found = (from: number, to: number): boolean => {
    const piece = characters.slice(from, to).join('');
    return texts.some(text => text.includes(piece));
  };
  if (size < 3) return found(0, size);
  const reached = new Set([0]);
  if (VERBS.has(characters[0] ?? '') && found(0, 1)) reached.add(1);
  for (let from = 0; from < size; from += 1) {
    if (!reached.has(from)) continue;
    for (let to = from + 2; to <= size && found(from, to); to += 1) reached.add(to);
  }
  return reached.has(size);
};
