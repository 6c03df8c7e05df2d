import type { ReactNode } from 'react';

/** What is asked before a command is done, in the words of the consequence. */
export interface Confirmation {
  readonly title: string;
  readonly consequence: string;
  /** The verb of the action: *Stop the server*, never *OK*. */
  readonly action: string;
}

interface CommandEntry {
  readonly id: string;
  readonly group: 'screens' | 'listen' | 'channels' | 'rooms' | 'rehearsal' | 'appearance' | 'nodes' | 'here';
  readonly label: string;
  /** More words under which it is found. */
  readonly keywords?: readonly string[];
  readonly keys?: string;
}

/** Something the palette can do. A promise is awaited in sight of the user; a rejection is shown there. */
export interface ActionCommand extends CommandEntry {
  readonly run: () => void | Promise<unknown>;
  /** Asked first: given wherever people in a room would notice. */
  readonly confirm?: Confirmation | undefined;
}

/** Leads to a further list, one step deep. */
export interface ChoiceCommand extends CommandEntry {
  readonly choices: readonly ActionCommand[];
}

/** Opens a dialog of its own in the palette's place; it calls `onClose` when it is done with. */
export interface DialogCommand extends CommandEntry {
  readonly dialog: (onClose: () => void) => ReactNode;
}

export type Command = ActionCommand | ChoiceCommand | DialogCommand;
