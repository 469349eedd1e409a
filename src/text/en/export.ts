// What is exported: what one must know before it is used.
export const exportMessages = {
  policyOpen: (d: { flags: string }) =>
    `Not known, so the policy allows every one of its kind: ${d.flags}. Give them to narrow it.`,
  policyRunsScripts: () =>
    'The statement Shell lets the caller run scripts as root on the instances that InServers and InSource name. Without it nobody looks inside them: doctor, logs and status say what they could not see.',
  policyLong: (d: { parts: number }) =>
    `This is longer than the 6,144 characters of a managed policy. --output json gives it in ${d.parts} parts; attach them all.`,
  callsNothing: (d: { command: string }) => `\`${d.command}\` calls nothing of AWS: it needs no permissions.`,
};
