import { FLOOR_DBFS, type MeterReading } from '../../state/meter-model.ts';

/** Colours of the meter, read from the theme's tokens. */
export interface MeterColours {
  readonly good: string;
  readonly warn: string;
  readonly bad: string;
  readonly track: string;
  readonly tick: string;
  readonly peak: string;
}

/** Where the bar changes its colour: programme level, then headroom (EBU R 68: permitted maximum −9 dBFS). */
const WARN_DBFS = -9;
const BAD_DBFS = -3;
const TICKS_DBFS = [-48, -36, -24, -18, -9, -3] as const;

/** Place of a level on a bar `width` wide. */
export function levelX(dbfs: number, width: number): number {
  return Math.min(1, Math.max(0, (dbfs - FLOOR_DBFS) / -FLOOR_DBFS)) * width;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Draws one meter; without a reading, the hatching of *unknown*. */
export function drawMeter(context: CanvasRenderingContext2D, { x, y, width, height }: Box, reading: MeterReading | undefined, colours: MeterColours): void {
  context.fillStyle = colours.track;
  context.fillRect(x, y, width, height);
  if (!reading) return drawUnknown(context, { x, y, width, height }, colours.tick);
  context.fillStyle = colours.tick;
  for (const tick of TICKS_DBFS) context.fillRect(Math.round(x + levelX(tick, width)), y, 1, height);
  const end = levelX(reading.rmsDbfs, width);
  const zones = [
    [FLOOR_DBFS, WARN_DBFS, colours.good],
    [WARN_DBFS, BAD_DBFS, colours.warn],
    [BAD_DBFS, 0, colours.bad],
  ] as const;
  for (const [from, to, colour] of zones) {
    const start = levelX(from, width);
    const stop = Math.min(end, levelX(to, width));
    if (stop <= start) break;
    context.fillStyle = colour;
    context.fillRect(x + start, y, stop - start, height);
  }
  if (reading.peakDbfs > FLOOR_DBFS) {
    context.fillStyle = colours.peak;
    context.fillRect(Math.min(x + width - 2, Math.round(x + levelX(reading.peakDbfs, width)) - 1), y, 2, height);
  }
}

function drawUnknown(context: CanvasRenderingContext2D, { x, y, width, height }: Box, colour: string): void {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = colour;
  context.beginPath();
  for (let at = x - height; at < x + width; at += 6) {
    context.moveTo(at, y + height);
    context.lineTo(at + height, y);
  }
  context.stroke();
  context.restore();
}
