import { TrackSource, type VideoGrant } from 'livekit-server-sdk';
import type { TokenRole } from '../../../shared/roles.ts';

/** Everything a grant can say about a participant, so that leaving one out is a type error: LiveKit reads an unset one as *allowed*. */
type ParticipantGrants = Required<
  Pick<
    VideoGrant,
    | 'canPublish'
    | 'canPublishSources'
    | 'canSubscribe'
    | 'canPublishData'
    | 'canUpdateOwnMetadata'
    | 'canSubscribeMetrics'
    | 'canManageAgentSession'
    | 'hidden'
    | 'recorder'
    | 'agent'
    | 'roomAdmin'
  >
>;

export interface RoleTemplate {
  readonly grants: ParticipantGrants;
  /**
   * Validity for joining, seconds. It binds the join only: the server renews the token of whoever is in the room, so a
   * short one costs nobody the room. Five minutes is time enough to open a link, and all that a leaked one is worth;
   * LiveKit adds 60 s of clock leeway.
   */
  readonly ttlSec: number;
}

const nothing: ParticipantGrants = {
  canPublish: false,
  canPublishSources: [],
  canSubscribe: false,
  canPublishData: false,
  canUpdateOwnMetadata: false,
  canSubscribeMetrics: false,
  canManageAgentSession: false,
  hidden: false,
  recorder: false,
  agent: false,
  roomAdmin: false,
};

const microphone = { canPublish: true, canPublishSources: [TrackSource.MICROPHONE] };
const FIVE_MINUTES_SEC = 300;

/**
 * What each role may do in its one room: the least that its work needs. Nobody may create, list or record rooms, and only
 * the translator writes data (captions).
 */
export const roleTable: Readonly<Record<TokenRole, RoleTemplate>> = {
  listener: { grants: { ...nothing, canSubscribe: true }, ttlSec: FIVE_MINUTES_SEC },
  speaker: { grants: { ...nothing, ...microphone, canSubscribe: true }, ttlSec: FIVE_MINUTES_SEC },
  interpreter: { grants: { ...nothing, ...microphone, canSubscribe: true }, ttlSec: FIVE_MINUTES_SEC },
  /** Used by this program at once and never handed to a person, hence a minute. */
  operator: { grants: { ...nothing, canSubscribe: true, roomAdmin: true }, ttlSec: 60 },
  monitor: { grants: { ...nothing, canSubscribe: true, canSubscribeMetrics: true, hidden: true }, ttlSec: FIVE_MINUTES_SEC },
  translator: { grants: { ...nothing, ...microphone, canSubscribe: true, canPublishData: true }, ttlSec: FIVE_MINUTES_SEC },
  recorder: { grants: { ...nothing, canSubscribe: true, hidden: true, recorder: true }, ttlSec: FIVE_MINUTES_SEC },
};
