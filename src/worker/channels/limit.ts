// Above −1 dBFS the curve bends; below it nothing is touched.
const KNEE = 29_204;
const HEADROOM = 32_767 - KNEE;

/**
 * Writes the sum of voices in `mixed` to `into`. Where the sum exceeds the knee it is bent (hyperbolic tangent) instead of
 * cut off, so it never clips; a frame below it, which is nearly every one, is copied as it is.
 */
export function limit(mixed: Int32Array, into: Int16Array): void {
  let peak = 0;
  for (let n = 0; n < mixed.length; n++) {
    const size = Math.abs(mixed[n]!);
    if (size > peak) peak = size;
  }
  if (peak <= KNEE) {
    into.set(mixed);
    return;
  }
  for (let n = 0; n < mixed.length; n++) {
    const sample = mixed[n]!;
    const over = Math.abs(sample) - KNEE;
    into[n] = over <= 0 ? sample : Math.sign(sample) * Math.floor(KNEE + HEADROOM * Math.tanh(over / HEADROOM));
  }
}
