/** Values of BSON that neither JSON nor the language has: one value each, never a document. */
export abstract class Scalar {
  /** As extended JSON. */
  abstract toWire(): Record<string, unknown>;
  /** Equal values have equal bytes; among their own type they are ordered by them. */
  abstract toBytes(): Uint8Array;
}

/** The twelve bytes of an ObjectId. */
export class ObjectId extends Scalar {
  constructor(readonly hex: string) {
    super();
  }

  toWire(): Record<string, unknown> {
    return { $oid: this.hex };
  }

  toBytes(): Uint8Array {
    return Uint8Array.from(Buffer.from(this.hex, 'hex'));
  }
}

/** Bytes with the two hexadecimal digits of their kind. */
export class Binary extends Scalar {
  constructor(
    readonly base64: string,
    readonly subType: string,
  ) {
    super();
  }

  toWire(): Record<string, unknown> {
    return { $binary: { base64: this.base64, subType: this.subType } };
  }

  /** In the order of BSON: length, kind, content. */
  toBytes(): Uint8Array {
    const content = Buffer.from(this.base64, 'base64');
    const head = Buffer.alloc(5);
    head.writeUInt32BE(content.length);
    head[4] = Number.parseInt(this.subType, 16);
    return Uint8Array.from([...head, ...content]);
  }
}
