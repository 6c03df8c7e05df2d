import { type RefObject, useEffect, useState } from 'react';

/**
 * Whether the content of `place` is wider than it; false until it was looked at, right after it is shown. What it was shown with is
 * followed. Content that becomes wider changes the answer, content that becomes narrower only together with the place: figures that
 * are renewed under somebody who reads them move nothing to and fro, and take away no focus.
 */
export function useOverflow(place: RefObject<HTMLElement | null>): boolean {
  const [overflows, setOverflows] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    let width = 0;
    // Looks for the first time when it begins to observe.
    const observer = new ResizeObserver(() => {
      const isWider = element.scrollWidth > element.clientWidth;
      const isResized = element.clientWidth !== width;
      width = element.clientWidth;
      setOverflows((was) => isWider || (was && !isResized));
    });
    for (const observed of [element, ...element.children]) observer.observe(observed);
    return () => observer.disconnect();
  }, [place]);
  return overflows;
}
