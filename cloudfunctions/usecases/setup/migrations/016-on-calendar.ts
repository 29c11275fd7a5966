import { refreshTickets } from '../passes';
import type { Migration } from './migration';

/** What was planned before stands in the calendar of content (G-4.1), too. */
export const onCalendar: Migration = { number: 16, name: 'on-calendar', passes: [refreshTickets] };
