/** The idempotency keys whose requests run on this node now, with their fingerprints. */
export interface KeysInUse {
  /** Takes the key, or gives the fingerprint of the request that has it. */
  enter(
    workspaceId: string,
    key: string,
    fingerprint: string,
  ): { readonly leave: () => void } | { readonly by: string };
}

export function createKeysInUse(): KeysInUse {
  const fingerprints = new Map<string, string>();
  return {
    enter(workspaceId, key, fingerprint) {
      const name = `${workspaceId}/${key}`;
      const by = fingerprints.get(name);
      if (by !== undefined) return { by };
      fingerprints.set(name, fingerprint);
      return { leave: () => void fingerprints.delete(name) };
    },
  };
}
