/** The few messages of the open interface calls, by field number: nothing of them needs a schema. */

type Field = { number: number; value: Uint8Array | bigint };

const fieldsOf = (message: Uint8Array): Field[] => {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let result = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined || shift > 63n) throw new Error('The message is cut off');
      result |= BigInt(byte & 0x7f) << shift;
      if (!(byte & 0x80)) return result;
    }
  };
  while (at < message.length) {
    const tag = Number(varint());
    const number = tag >> 3;
    if ((tag & 7) === 0) fields.push({ number, value: varint() });
    else if ((tag & 7) === 2) {
      const length = Number(varint());
      if (at + length > message.length) throw new Error('The message is cut off');
      fields.push({ number, value: message.subarray(at, at + length) });
      at += length;
    } else throw new Error('The message has a field of an unknown type');
  }
  return fields;
};

const bytesOf = (fields: Field[], number: number): Uint8Array[] =>
  fields.flatMap(field => (field.number === number && typeof field.value !== 'bigint' ? [field.value] : []));

/** `CommApiData{2: OpenApiData{1: pairs{1: key, 2: JSON}}}` → the parameters by name. */
export const decodeParameters = (message: Uint8Array): Record<string, unknown> => {
  const data = bytesOf(fieldsOf(message), 2)[0];
  const pairs = data ? bytesOf(fieldsOf(data), 1).map(fieldsOf) : [];
  return Object.fromEntries(
    pairs.map(pair => {
      const [key, value] = [1, 2].map(number => Buffer.from(bytesOf(pair, number)[0] ?? []).toString('utf8'));
      return [key, JSON.parse(value || 'null')];
    }),
  );
};

const varint = (value: bigint): number[] => {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  do {
    const byte = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest ? byte | 0x80 : byte);
  } while (rest);
  return bytes;
};

/** `CommOpenApiResp{1: body, 2: content type}`. */
export const encodeReply = (body: unknown): Uint8Array => {
  const json = new TextEncoder().encode(JSON.stringify(body));
  const type = new TextEncoder().encode('application/json');
  return Uint8Array.from([
    0x0a,
    ...varint(BigInt(json.length)),
    ...json,
    0x12,
    ...varint(BigInt(type.length)),
    ...type,
  ]);
};

/** `CommOpenApiResp{3: error code}`, for errors of the platform itself. */
export const encodeFailure = (code: number): Uint8Array => Uint8Array.from([0x18, ...varint(BigInt(code))]);
