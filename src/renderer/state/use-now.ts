import { useEffect, useState } from 'react';

/** Unix milliseconds, renewed once a second while the component is on screen: for running times and expiries. */
export function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
