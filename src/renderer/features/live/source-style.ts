import { Cpu, type LucideIcon, Mic, MicOff, Users } from 'lucide-react';
import type { ChannelSource } from '../../../shared/live/channel.ts';

/** The shape of each source; a word always stands beside it. */
export const sourceIcons: Record<ChannelSource, LucideIcon> = { human: Users, machine: Cpu, floor: Mic, silence: MicOff };

/** The text colour of each source. */
export const sourceText: Record<ChannelSource, string> = { human: 'text-human', machine: 'text-machine', floor: 'text-floor', silence: 'text-unknown' };
