import type { Driver } from './driver';

/** Small durable values of the cloud itself: clock, secret. */
export const settings = (driver: Driver) => ({
  read: (name: string): string | undefined =>
    driver.get<{ value: string }>('SELECT value FROM setting WHERE name = ?', name)?.value,
  write: (name: string, value: string): void => {
    driver.run(
      'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      name,
      value,
    );
  },
  remove: (name: string): void => {
    driver.run('DELETE FROM setting WHERE name = ?', name);
  },
});

export type Settings = ReturnType<typeof settings>;
