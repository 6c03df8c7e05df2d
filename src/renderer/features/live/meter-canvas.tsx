import { type RefObject, useEffect, useRef } from 'react';
import { FLOOR_DBFS, type MeterModel } from '../../state/meter-model.ts';
import { type Box, drawMeter, type MeterColours } from './draw-meter.ts';

const FRAME_MS = 1_000 / 30;
const RENEW_MS = 1_000;

export interface MeterCanvasProps {
  readonly meters: MeterModel;
  /** The list with a `[data-meter="<track>"]` element where each meter belongs. It is the canvas's positioned parent. */
  readonly list: RefObject<HTMLElement | null>;
  /** Words for a level (`−23 dBFS`) and for an unknown one. */
  readonly say: (rmsDbfs: number | undefined) => string;
}

/** Where one meter is drawn, in the list's coordinates. */
interface Place {
  readonly element: HTMLElement;
  readonly track: string;
  readonly box: Box;
}

/**
 * One canvas over the whole list that draws every meter, 30 times a second and not at all while hidden: no React render and
 * no layout by a level. Once a second, and when the list's size changes, the places are measured anew; once a second the
 * `<meter>` elements get their value for screen readers.
 */
export function MeterCanvas({ meters, list, say }: MeterCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const surface = canvas.current;
    const context = surface?.getContext('2d');
    const parent = list.current;
    if (!surface || !context || !parent) return undefined;
    let drawnAtMs = 0;
    let renewAtMs = 0;
    let colours = readColours();
    let places: readonly Place[] = [];
    let request = requestAnimationFrame(function draw(nowMs) {
      request = requestAnimationFrame(draw);
      if (nowMs - drawnAtMs < FRAME_MS - 2) return;
      drawnAtMs = nowMs;
      const renewed = nowMs >= renewAtMs;
      if (renewed) {
        renewAtMs = nowMs + RENEW_MS;
        colours = readColours();
        fit(surface, context, parent);
        places = placesIn(parent);
      }
      const { a: scale } = context.getTransform();
      context.clearRect(0, 0, surface.width / scale, surface.height / scale);
      for (const { element, track, box } of places) {
        const reading = meters.read(track, performance.now());
        drawMeter(context, box, reading, colours);
        if (renewed) announce(element, reading?.rmsDbfs, say);
      }
    });
    const resized = new ResizeObserver(() => (renewAtMs = 0));
    resized.observe(parent);
    return () => {
      resized.disconnect();
      cancelAnimationFrame(request);
    };
  }, [meters, list, say]);
  return <canvas ref={canvas} aria-hidden className="pointer-events-none absolute inset-0 size-full" />;
}

function placesIn(parent: HTMLElement): Place[] {
  const origin = parent.getBoundingClientRect();
  return Array.from(parent.querySelectorAll<HTMLElement>('[data-meter]'), (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { element, track: element.dataset['meter'] ?? '', box: { x: x - origin.x, y: y - origin.y, width, height } };
  });
}

/** Makes the bitmap as large as the list in device pixels. */
function fit(surface: HTMLCanvasElement, context: CanvasRenderingContext2D, parent: HTMLElement): void {
  const { width, height } = parent.getBoundingClientRect();
  const ratio = window.devicePixelRatio;
  const [pixelsWide, pixelsHigh] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (surface.width !== pixelsWide || surface.height !== pixelsHigh) {
    surface.width = pixelsWide;
    surface.height = pixelsHigh;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

function announce(place: HTMLElement, rmsDbfs: number | undefined, say: (rmsDbfs: number | undefined) => string): void {
  const meter = place.querySelector('meter');
  if (meter) {
    meter.value = Math.max(FLOOR_DBFS, Math.min(0, rmsDbfs ?? FLOOR_DBFS));
    meter.setAttribute('aria-valuetext', say(rmsDbfs));
  }
  const figure = place.parentElement?.querySelector('[data-meter-figure]');
  if (figure) figure.textContent = say(rmsDbfs);
}

function readColours(): MeterColours {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return { good: colour('--c-good'), warn: colour('--c-warn'), bad: colour('--c-on-air'), track: colour('--c-hover'), tick: colour('--c-line-strong'), peak: colour('--c-text') };
}
