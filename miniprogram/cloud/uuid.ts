/** A random UUID (version 4): the `requestId` of a form, made once and kept with its draft, so that a repeat files once. */
export function uuid(): string {
  const digits: string[] = [];
  for (let i = 0; i < 32; i++) {
    const random = Math.floor(Math.random() * 16);
    digits.push((i === 12 ? 4 : i === 16 ? (random % 4) + 8 : random).toString(16));
  }
  const hex = digits.join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
