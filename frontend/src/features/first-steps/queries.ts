import { get } from '@/api/client';

/** What a council does first, and which of it is done. For who sets it up. */
export const firstStepsQuery = () => get('/api/v1/set-up');
