import { constants, setPriority } from 'node:os';

/**
 * Raises this process above those that compute, where the system allows it (as a rule it does not). Call it before the media
 * library starts its threads, so that they inherit it. Returns whether it was allowed; where not, things are as they were.
 */
export function raiseMediaPriority(): boolean {
  try {
    setPriority(constants.priority.PRIORITY_ABOVE_NORMAL);
    return true;
  } catch {
    return false;
  }
}
