import { instantOf } from '../clock';
import type { Reader } from '../queries/reader';
import type { Catalog } from '../store/catalog';
import type { Driver } from '../store/driver';
import type { Doc } from '../values/ejson';

export type Message = {
  channel: 'inbox' | 'subscribe' | 'email' | 'sms';
  to: string;
  template: string;
  text: string;
  about: string;
  at: string;
};

const CHANNELS = ['inbox', 'email', 'sms'] as const;

/** What people were told: the product's own messages and the sends that left it, newest last. */
export class Messages {
  constructor(
    private readonly driver: Driver,
    private readonly catalog: Catalog,
    private readonly reader: Reader,
  ) {
    driver.exec(
      'CREATE TABLE IF NOT EXISTS sent (n INTEGER PRIMARY KEY, addressee TEXT NOT NULL, body TEXT NOT NULL);' +
        'CREATE INDEX IF NOT EXISTS sentTo ON sent (addressee)',
    );
  }

  /** Keeps a send that left the cloud. */
  capture(message: Message): void {
    this.driver.run('INSERT INTO sent (addressee, body) VALUES (?, ?)', message.to, JSON.stringify(message));
  }

  /** What a person was sent goes with the product's own record of it. */
  forget(to: string, about: string): void {
    const numbers = this.driver
      .all<{ n: number; body: string }>('SELECT n, body FROM sent WHERE addressee = ?', to)
      .filter(({ body }) => (JSON.parse(body) as Message).about === about);
    for (const { n } of numbers) this.driver.run('DELETE FROM sent WHERE n = ?', n);
  }

  /** All messages to an OPENID or address; without one, all. */
  list(to?: string): Message[] {
    return [...this.written(to), ...this.captured(to)].sort((a, b) =>
      a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
    );
  }

  private captured(to?: string): Message[] {
    const rows =
      to === undefined
        ? this.driver.all<{ body: string }>('SELECT body FROM sent ORDER BY n')
        : this.driver.all<{ body: string }>('SELECT body FROM sent WHERE addressee = ? ORDER BY n', to);
    return rows.map(({ body }) => JSON.parse(body) as Message);
  }

  private written(to?: string): Message[] {
    if (!this.catalog.names().includes('messages')) return [];
    const filter = to === undefined ? {} : { to };
    const found = this.reader.find(this.catalog.find('messages'), { filter });
    // Those of one moment in the order that the product gives them.
    const placeOf = (doc: Doc): string => String(doc.atKey ?? '');
    found.sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : placeOf(one) > placeOf(other) ? 1 : 0));
    return found.flatMap(doc => {
      const channel = CHANNELS.find(name => name === doc.channel);
      if (!channel) return [];
      const at = doc.at instanceof Date ? instantOf(doc.at.getTime()) : String(doc.at ?? '');
      const text = (name: string): string => String(doc[name] ?? '');
      return [
        { channel, to: text('to'), template: text('template'), text: text('text'), about: text('about'), at },
      ];
    });
  }
}
