import { type RefObject, useEffect, useState } from 'react';

/** Whether the content of `place` is wider than it, now and after either was resized. */
export function useOverflow(place: RefObject<HTMLElement | null>): boolean {
  const [overflows, setOverflows] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    // Looks for the first time when it begins to observe.
    const observer = new ResizeObserver(() => setOverflows(element.scrollWidth > element.clientWidth));
    for (const observed of [element, ...element.children]) observer.observe(observed);
    return () => observer.disconnect();
  }, [place]);
  return overflows;
}
