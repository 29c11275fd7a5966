import type { ShownNotice, ShownService } from '../../typings/contract';
import type { System } from './system';

/** What anybody may read of services and notices, and what somebody was told: for the stories of staff procedures. */
export const publicView = (system: Pick<System, 'citizen' | 'messages'>) => ({
  service: async (id: string, query: string): Promise<ShownService | undefined> => {
    const reply = system.citizen('someone').call<{ services: ShownService[] }>('service.list', { query });
    return (await reply).services.find(one => one.id === id);
  },
  noticesOf: async (serviceId: string): Promise<ShownNotice[]> =>
    (await system.citizen('someone').call<{ notices: ShownNotice[] }>('notice.list', { serviceId })).notices,
  texts: (to: string, about?: string): string[] => system.messages(to, about).map(({ text }) => text),
});

/** A refusal that names this field. */
export const invalid = (field: string) => ({
  code: 'invalid',
  fields: expect.objectContaining({ [field]: expect.any(String) }),
});
