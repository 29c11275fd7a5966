import type { ShownNotice, ShownService } from '../../typings/contract';
import type { System } from './system';

/** What anybody may read of services and notices, and what somebody was told: for the stories of staff procedures. */
export const publicView = (system: Pick<System, 'citizen' | 'messages'>) => ({
  /** As the list shows it, looked for by words or on all of its pages. */
  service: async (id: string, query = ''): Promise<ShownService | undefined> => {
    for (let cursor: string | undefined; ;) {
      const page: { services: ShownService[]; nextCursor?: string } = await system
        .citizen('someone')
        .call('service.list', { query, cursor });
      const found = page.services.find(one => one.id === id);
      if (found || !page.nextCursor) return found;
      cursor = page.nextCursor;
    }
  },
  /** Those of a service; without one, of everything. */
  noticesOf: async (serviceId?: string): Promise<ShownNotice[]> =>
    (await system.citizen('someone').call<{ notices: ShownNotice[] }>('notice.list', { serviceId })).notices,
  texts: (to: string, about?: string): string[] => system.messages(to, about).map(({ text }) => text),
});

/** A refusal that names this field. */
export const invalid = (field: string) => ({
  code: 'invalid',
  fields: expect.objectContaining({ [field]: expect.any(String) }),
});
