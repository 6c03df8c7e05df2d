import { z } from 'zod';

const Rectangle = z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int().positive(), height: z.number().int().positive() });
export type Rectangle = z.output<typeof Rectangle>;

/** How the window was when it was closed. */
export const WindowState = z.object({ bounds: Rectangle, maximized: z.boolean() });
export type WindowState = z.output<typeof WindowState>;

/** Size of a first window; the console is made to be read at this size. */
export const FIRST_SIZE = { width: 1440, height: 900 };
/** Smallest size at which nothing important is below the fold. */
export const LEAST_SIZE = { width: 1024, height: 700 };
/** Of the title bar must be on a screen, pixels, or the window could not be dragged back. */
const VISIBLE_PX = 100;

/**
 * The kept bounds, if a hand can still reach the window on one of the screens' `workAreas`: a screen may have been taken
 * away since. `undefined` otherwise: then the system places it.
 */
export function reachableBounds(kept: Rectangle | undefined, workAreas: readonly Rectangle[]): Rectangle | undefined {
  if (!kept) return undefined;
  const reachable = workAreas.some((area) => {
    const visibleX = Math.min(kept.x + kept.width, area.x + area.width) - Math.max(kept.x, area.x);
    return visibleX >= VISIBLE_PX && kept.y >= area.y && kept.y <= area.y + area.height - VISIBLE_PX;
  });
  return reachable ? kept : undefined;
}
