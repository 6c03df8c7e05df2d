import { useTranslation } from 'react-i18next';
import type { RoomPlan } from '../../../shared/contract/rooms.ts';
import { languageName } from '../../../shared/language.ts';
import { ChannelPolicy } from '../../../shared/live/channel.ts';
import { Select } from '../../ui/select.tsx';

type Policies = RoomPlan['policies'];
type Policy = Policies[string];

/** What a channel has that is left out of the plan. */
const usual: Policy = { policy: 'machine-until-human', takeover: 'drop' };

export interface ChannelPoliciesProps {
  readonly languages: readonly string[];
  readonly value: Policies;
  readonly onChange: (policies: Policies) => void;
}

/** Who may interpret each channel of a new room. A channel with the usual policy is left out of what is sent; its takeover is chosen live. */
export function ChannelPolicies({ languages, value, onChange }: ChannelPoliciesProps) {
  const { t } = useTranslation('rooms');
  function change(tag: string, policy: ChannelPolicy): void {
    const { [tag]: _, ...others } = value;
    onChange(policy === usual.policy ? others : { ...others, [tag]: { ...usual, policy } });
  }
  if (languages.length === 0) return undefined;
  return (
    <fieldset className="m-0 flex min-w-0 flex-col gap-1 border-0 p-0">
      <legend className="mb-1 p-0 font-medium">{t('policies.label')}</legend>
      <ul className="m-0 flex list-none flex-col divide-y rounded-md border p-0">
        {languages.map((tag) => {
          const { policy } = value[tag] ?? usual;
          const language = languageName(tag, tag);
          return (
            <li key={tag} className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-2 px-2 py-1">
              <span className="truncate">
                <span className="font-medium">{tag.toUpperCase()}</span> <span lang={tag}>{language}</span>
              </span>
              <Select
                aria-label={t('policies.policy', { language })}
                value={policy}
                options={ChannelPolicy.options.map((option) => ({ value: option, label: t(`policies.${option}`) }))}
                onChange={(event) => change(tag, ChannelPolicy.parse(event.target.value))}
              />
            </li>
          );
        })}
      </ul>
      <div className="min-h-4 text-sm text-muted">{t('policies.hint')}</div>
    </fieldset>
  );
}
