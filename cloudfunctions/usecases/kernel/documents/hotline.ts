import type { HotlineEvent } from '../../../domain/ticket/hotline';
import type { Sealed } from '../../../domain/ticket/ticket';
import type { CivilDate, Instant } from '../../../domain/time';

/** What goes to and fro between us and the service hotline 12345 (contract §10). */

/** One order: what its hotline has still to be told. Its id is the key of its number. */
export type HotlineOrderDocument = {
  _id: string;
  source: string;
  externalNo: string;
  /** The ticket that it became, wherever that is handled by now. */
  no: string;
  /** How many changes there are, and which one is sent next. */
  last: number;
  next: number;
  /** NEVER = all have been taken, or it wants no more. */
  nextAt: Instant;
  /** Of the one that is sent next. */
  tries: number;
  /** The hotline has said that it is gone (410). */
  stopped?: true;
};

/** One change, in the order of its `sequence`; what was replied is read from the ticket when it is sent. */
export type HotlineChangeDocument = {
  /** `<order>#000001` */
  _id: string;
  order: string;
  source: string;
  externalNo: string;
  no: string;
  sequence: number;
  /** `<at>|<id>`: in which order all changes happened. */
  key: string;
  at: Instant;
  event: HotlineEvent;
  state: string;
  unitId?: string;
  promise?: CivilDate;
  /** In which ticket it happened: replies and reasons are read there when it is sent, and kept nowhere else (J-21b). */
  ticket: string;
  /** Which reply it tells of: when it was given, and whether it tells of its correction. */
  reply?: { at: Instant; corrected?: true };
  /** Of an extension that is asked for. */
  days?: number;
};

/** A request of a hotline by its id, so that it is answered once and then the same (contract §10). Kept for two days. */
export type HotlineCallDocument = {
  _id: string;
  digest: string;
  at: Instant;
  expiresAt: Instant;
  /** Missing = it is being worked on. */
  status?: number;
  answer?: Sealed;
};

/** A file of an order that has to be fetched; its id is that of the order and its place. */
export type HotlineFileDocument = {
  _id: string;
  no: string;
  url: string;
  name: string;
  nextAt: Instant;
  tries: number;
};
