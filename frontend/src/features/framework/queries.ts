import { get, getAll, type Schema } from '@/api/client';

/** Every version of the framework, the newest first. */
export const versionsQuery = () => getAll('/api/v1/framework/versions');
export const versionQuery = (version_id: number) =>
  get('/api/v1/framework/versions/{version_id}', { params: { path: { version_id } } });
export const templatesQuery = () => get('/api/v1/framework/templates');

/** How process limits are worked out, and every change of that. */
export const processSettingsQuery = () => get('/api/v1/process-settings');

/** Of the versions, newest first, the one in force on a day: the latest start, the newest of those. */
export function inForce(versions: Schema<'FrameworkVersionSummary'>[], day: string) {
  const begun = versions.filter((version) => version.effective_from <= day);
  return begun.reduce<(typeof begun)[number] | undefined>(
    (best, each) => (best === undefined || each.effective_from > best.effective_from ? each : best),
    undefined,
  );
}
