import { EC2Client } from '@aws-sdk/client-ec2';

/**
 * What the SDK finds in the environment and in its files, by profile. It is the same for every client of a profile,
 * whatever service and region it is for; by itself each would look for it again, and keep a third of its memory for it.
 */
export function createSettings() {
  const made = new Map<string | undefined, ReturnType<typeof settingsOf>>();
  return (profile: string | undefined): ReturnType<typeof settingsOf> => {
    const known = made.get(profile) ?? settingsOf(profile);
    made.set(profile, known);
    return known;
  };
}

function settingsOf(profile: string | undefined) {
  const named = profile !== undefined && { profile };
  // The region is of no matter: none of these depends on it.
  const { config } = new EC2Client({ region: 'us-east-1', ...named });
  const { useDualstackEndpoint, useFipsEndpoint, userAgentAppId, authSchemePreference, defaultsMode, retryMode } =
    config;
  return {
    ...named,
    useDualstackEndpoint,
    useFipsEndpoint,
    userAgentAppId,
    authSchemePreference,
    defaultsMode,
    retryMode,
  };
}
