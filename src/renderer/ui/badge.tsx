import { CircleCheck, CircleHelp, Cpu, Info, type LucideIcon, Mic, OctagonAlert, Radio, TriangleAlert, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export type Meaning = 'good' | 'warn' | 'bad' | 'unknown' | 'info' | 'human' | 'machine' | 'floor' | 'on-air';

/** The icon of each meaning: the shape says what the colour says. */
export const meaningIcons: Record<Meaning, LucideIcon> = {
  good: CircleCheck,
  warn: TriangleAlert,
  bad: OctagonAlert,
  unknown: CircleHelp,
  info: Info,
  human: Users,
  machine: Cpu,
  floor: Mic,
  'on-air': Radio,
};

/** The text colour of each meaning. */
export const meaningText: Record<Meaning, string> = {
  good: 'text-good',
  warn: 'text-warn',
  bad: 'text-bad',
  unknown: 'text-unknown',
  info: 'text-accent',
  human: 'text-human',
  machine: 'text-machine',
  floor: 'text-floor',
  'on-air': 'text-on-air',
};

export interface BadgeProps {
  readonly meaning: Meaning;
  /** The word. */
  readonly children: ReactNode;
  /** `plain`: icon and word without a frame, for tables and the status bar. */
  readonly look?: 'framed' | 'plain';
  readonly className?: string;
}

/** A meaning by icon, colour and word at once. */
export function Badge({ meaning, children, look = 'framed', className }: BadgeProps) {
  const Icon = meaningIcons[meaning];
  return (
    <span
      className={cx(
        'inline-flex min-w-0 items-center gap-1.5 whitespace-nowrap',
        meaningText[meaning],
        look === 'framed' && 'h-5 rounded-sm border border-current/40 px-1.5 text-sm font-medium',
        look === 'framed' && meaning === 'unknown' && 'hatched',
        className,
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2.25} />
      <span className="truncate">{children}</span>
    </span>
  );
}
