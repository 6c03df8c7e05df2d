import type { AppError } from '../../../shared/app-error.ts';
import type { RoomPlan } from '../../../shared/contract/rooms.ts';

export type LaunchField = 'name' | 'floorLanguage' | 'languages';

/** The fields of the launch form that `error` is about, in the order of the form; none: it is about no field. */
export function fieldsAtFault({ floorLanguage, languages }: Pick<RoomPlan, 'floorLanguage' | 'languages'>, error: AppError): readonly LaunchField[] {
  if (error.code === 'ROOM_NAME_TAKEN') return ['name'];
  if (error.code !== 'LANGUAGE_UNKNOWN') return [];
  const told = error.details?.['languages'];
  const unknown = new Set<unknown>(Array.isArray(told) ? told : languages);
  const fields: LaunchField[] = [];
  if (unknown.has(floorLanguage)) fields.push('floorLanguage');
  if (languages.some((tag) => unknown.has(tag))) fields.push('languages');
  return fields;
}
