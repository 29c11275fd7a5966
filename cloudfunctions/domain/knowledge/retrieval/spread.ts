/** Which of `parts` equal parts a text falls into: by its hash (FNV-1a), the same on every machine. */
export const spread = (text: string, parts: number): number => {
  let value = 2166136261;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 16777619) >>> 0;
  return (value >>> 8) % parts;
};
