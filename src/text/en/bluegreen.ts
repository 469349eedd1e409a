// Blue/green with two fixed Auto Scaling groups: how a release goes, where it stands, and why it does not go on.
import { plural, type Sentence } from '../say.ts';

export const blueGreenMessages = {
  makesTwin: (d: { asg: string; like: string }) =>
    `\`${d.asg}\` is made like \`${d.like}\`: the same template, subnets, tags, health check and scaling policies. It is empty at first.`,
  policyWithoutAlarm: (d: { asg: string; policy: string; alarms: string }) =>
    `The policy \`${d.policy}\` of \`${d.asg}\` acts only on an alarm of its own; make one like ${d.alarms || 'that of the other group'}.`,
  handsOver: (d: { asg: string; from: string; to: string }) =>
    `\`${d.from}\` lets go of \`${d.asg}\`, which is empty then; from now on \`${d.to}\` deploys to it.`,
  releaseGoes: (d: { from: string; to: string; desired: number }) =>
    `Traffic is on \`${d.from}\`. \`${d.to}\` grows to ${plural(d.desired, 'instance')}, is deployed to, and takes over; no name changes.`,
  staysCookies: (d: { targetGroup: string; seconds: number }) =>
    `The load balancer keeps clients on \`${d.targetGroup}\` for up to ${d.seconds} s by a cookie, whatever the weights say: the old colour is not shrunk before.`,
  waitsHealthy: (d: { targetGroup: string; polls: number }) =>
    `It goes on when every target of \`${d.targetGroup}\` is healthy ${plural(d.polls, 'time')} in a row.`,
  keepsOld: (d: { asg: string; seconds: number }) =>
    `Then \`${d.asg}\` stays at its full size for ${d.seconds} s, as the way back.`,
  fewAddresses: (d: { asg: string; free: number; desired: number }) =>
    `The subnets of \`${d.asg}\` have ${plural(d.free, 'free address', 'free addresses')}; ${d.desired} are needed.`,
  movesTraffic: (d: { from: string; to: string }) => `All traffic of \`${d.from}\` goes to \`${d.to}\`.`,
  shrinksOld: (d: { asg: string }) =>
    `\`${d.asg}\` is scaled to 0: from then on the way back takes as long as launching does.`,
  waitFleet: (d: { asg: string; ready: number; desired: number; states: string }) =>
    `\`${d.asg}\`: ${d.ready} of ${d.desired} instances InService${d.states ? ` (${d.states})` : ''}`,
  waitHealthy: (d: {
    targetGroup: string;
    ready: number;
    desired: number;
    unhealthy: number;
    done: number;
    polls: number;
  }) =>
    d.unhealthy > 0 || d.ready < d.desired
      ? `\`${d.targetGroup}\`: ${d.ready} of ${d.desired} targets healthy`
      : `\`${d.targetGroup}\`: all ${d.ready} targets healthy, ${d.done} of ${plural(d.polls, 'time')} in a row`,
  waitSmoke: (d: { url: string; problem: string }) => `${d.url}: ${d.problem}`,
  waitSteady: (d: { targetGroup: string; until: string }) =>
    `\`${d.targetGroup}\` is watched under its new traffic until ${d.until}`,
  waitKept: (d: { asg: string; until: string }) => `\`${d.asg}\` is kept as the way back until ${d.until}`,
  waitDrained: (d: { targetGroup: string; requests: number }) =>
    `\`${d.targetGroup}\` still got ${plural(d.requests, 'request')} in the last two minutes`,
  activeHasIt: (d: { asg: string; deployment: string }) =>
    `\`${d.asg}\` has the traffic and this revision already (deployment ${d.deployment}). Nothing to release; --again releases it all the same.`,
  goesOn: (d: { from: string; to: string; since: string }) =>
    `A release from \`${d.from}\` to \`${d.to}\` has been on its way since ${d.since}; it goes on where it stands.`,
  releaseOnItsWay: (d: { asg: string; since: string; moved: boolean; command: string }) =>
    `A blue/green release away from \`${d.asg}\` has been on its way since ${d.since}: ${d.moved ? 'the old colour is kept as the way back' : 'traffic may be divided'}, and until its end the two may not scale by themselves. How far it is, and what leads on or back: ${d.command}`,
  nothingToAbort: () => 'No release is on its way: there is nothing to take back.',
  nothingToFinish: () => 'No release is on its way: there is nothing to finish.',
  hasTraffic: (d: { asg: string }) => `\`${d.asg}\` has all the traffic already.`,
  takesBack: (d: { old: string; coming: string }) =>
    `Traffic goes back to \`${d.old}\` at its old size; \`${d.coming}\` becomes what it was.`,
  weightsGoBack: (d: { asg: string }) => `The switch did not succeed: all traffic goes back to \`${d.asg}\`.`,
  weightsStay: (d: { asg: string; message: string; command: string }) =>
    `Traffic could not be sent back to \`${d.asg}\` (${d.message}). Do it with: ${d.command}`,
  waitsForOld: (d: { asg: string }) => `Traffic goes back as soon as nobody in \`${d.asg}\` is on the way.`,
  waitStoppedHere: (d: { group: string; deployment: string }) =>
    `\`${d.group}\`: deployment ${d.deployment} is being stopped`,
  // CodeDeploy's own blue/green
  renameAlarms: (d: { asg: string; alarms: string }) =>
    `These alarms watch \`${d.asg}\` by its name, and see nothing after the first deployment: ${d.alarms}`,
  renamePolicies: (d: { asg: string; policies: string }) =>
    `Scaling policies of \`${d.asg}\` are copied to the new group; those that act on an alarm of yours must be given that alarm again: ${d.policies}`,
  renameSchedules: (d: { asg: string; actions: string }) =>
    `Scheduled actions belong to the name \`${d.asg}\`; look for them in the new group after the first deployment: ${d.actions}`,
  renameOwner: (d: { asg: string; owner: string }) =>
    `\`${d.asg}\` belongs to ${d.owner}: once it is deleted, the next change made there fails or makes a second group.`,
  keepsNames: (d: { command: string }) => `Blue/green that keeps its names: ${d.command}`,
  oneTargetGroup: (d: { targetGroup: string }) =>
    `CodeDeploy takes instances into and out of the one target group \`${d.targetGroup}\`; two target groups are not blue and green here, as they are for ECS.`,
  launchRights: (d: { role: string; actions: string; command: string }) =>
    `The role \`${d.role}\` lacks ${d.actions}, which copying a group with a launch template needs. Grant it: ${d.command}`,
  launchPolicyExplained: (d: { policy: string }) =>
    `\`${d.policy}\` lets CodeDeploy launch the copy of the Auto Scaling group from its launch template.`,
  nameAdopted: (d: { from: string; to: string }) =>
    `CodeDeploy has put \`${d.to}\` in the place of \`${d.from}\`; the config file names it from now on.`,
  noLeftovers: (d: { group: string }) => `No deployment of \`${d.group}\` has left an Auto Scaling group behind.`,
  leftoverFound: (d: { asg: string; deployment: string; count: number }) =>
    `\`${d.asg}\` was left behind by deployment ${d.deployment}, with ${plural(d.count, 'instance')}, which cost money and serve nobody.`,
  deletesLeftover: (d: { asg: string; count: number }) =>
    `\`${d.asg}\` and its ${plural(d.count, 'instance')} are deleted.`,
};

export const blueGreenErrors = {
  noFleet: (d: { region: string; commands: string[] }): Sentence => ({
    message: `There is no Auto Scaling group in ${d.region} yet. Blue/green begins with one that serves behind an Application Load Balancer: it becomes blue, and green is made like it.`,
    hint: d.commands.join('\n'),
  }),
  noHealthyTargets: (d: { targetGroup: string; command: string }): Sentence => ({
    message: `No target of \`${d.targetGroup}\` is healthy: requests that are sent there would fail.`,
    hint: `Bring the colour up first: ${d.command}`,
  }),
  notForwarded: (d: { targetGroup: string }): Sentence => ({
    message: `No listener or rule forwards to \`${d.targetGroup}\`: there is no traffic to divide.`,
    hint: 'Put the target group behind a listener of an Application Load Balancer, or name another one with --target-group.',
  }),
  otherBalancer: (d: { targetGroup: string; type: string }): Sentence => ({
    message: `\`${d.targetGroup}\` is behind a load balancer of the type ${d.type}; traffic is divided by the weights of an Application Load Balancer.`,
  }),
  notPaired: (d: { asg: string; command: string }): Sentence => ({
    message: `\`${d.asg}\` has no second colour yet.`,
    hint: d.command,
  }),
  bothActive: (d: { blue: string; green: string; commands: string[] }): Sentence => ({
    message: `\`${d.blue}\` and \`${d.green}\` both have traffic, and no release is on its way: it is not known which one is to stay.`,
    hint: `Choose one: ${d.commands.join(' or ')}`,
  }),
  releaseUnfinished: (d: { from: string; to: string; commands: string[] }): Sentence => ({
    message: `A release from \`${d.from}\` to \`${d.to}\` has moved traffic and is not at its end; another revision must wait.`,
    hint: d.commands.join('\n'),
  }),
  notMoved: (d: { from: string; to: string; commands: string[] }): Sentence => ({
    message: `\`${d.to}\` does not have all the traffic yet, so \`${d.from}\` cannot be given up.`,
    hint: d.commands.join('\n'),
  }),
  partlyDeployed: (d: { deployment: string; count: number; command: string }): Sentence => ({
    message: `Deployment ${d.deployment} succeeded, but not on ${plural(d.count, 'instance')}: AllAtOnce asks for one only. Traffic stays where it is.`,
    hint: d.command,
  }),
  smokeFailed: (d: { url: string; problem: string; command: string }): Sentence => ({
    message: `${d.url} does not answer as it should: ${d.problem}. Traffic stays where it is.`,
    hint: `Mend the application and run the same command again, or give up: ${d.command}`,
  }),
  shiftUnhealthy: (d: { targetGroup: string; unhealthy: number; total: number; command: string }): Sentence => ({
    message: `${d.unhealthy} of ${plural(d.total, 'target')} of \`${d.targetGroup}\` became unhealthy while traffic was moved, so it was sent back.`,
    hint: `Look at the servers, then run the same command again, or give up: ${d.command}`,
  }),
  shiftErrors: (d: {
    targetGroup: string;
    rate: number;
    max: number;
    requests: number;
    command: string;
  }): Sentence => ({
    message: `\`${d.targetGroup}\` answered ${d.rate} % of ${plural(d.requests, 'request')} with 5xx, more than ${d.max} %, so traffic was sent back.`,
    hint: `Look at the servers, then run the same command again, or give up: ${d.command}`,
  }),
  refreshActive: (d: { asg: string }): Sentence => ({
    message: `An instance refresh of \`${d.asg}\` is on its way: its instances are being replaced.`,
    hint: 'Wait until it has ended, or cancel it, then run the same command again.',
  }),
};

export const blueGreenCommands = {
  blueGreenStatus: 'where both colours stand, who has the traffic, how far a release has come',
  blueGreenSwitch: 'move all traffic to the other colour, or to the one that is named',
  blueGreenAbort: 'traffic back to the old colour, sizes and scaling as they were before the release',
  leftovers: 'Auto Scaling groups that failed blue/green deployments of CodeDeploy have left behind',
  blueGreenFinish: 'the end of a release: wait until the way back has been kept long enough, then scale it to 0',
};

export const blueGreenFlags = {
  steps: 'percent of the traffic, step by step, such as 10,50,100 (default: 100)',
  pause: 'how long each step is watched (default with --steps: 2m)',
  keep: 'how long the old colour stays at its full size (default: 30m)',
  healthyPolls: 'how often in a row all targets must be healthy (default: 3)',
  smoke: 'a page that must answer before traffic moves',
  max5xx: 'send traffic back when more percent of the answers are 5xx (default: 5)',
  maxUnhealthy: 'send traffic back when more targets are unhealthy while it moves (default: 0)',
  setupOnly: 'only make the second colour; release nothing',
  again: 'release also what the active colour has already',
  switchTo: 'blue or green (default: the other one)',
  removeLeftovers: 'delete them, each with its instances',
  now: 'do not wait for the end of the time the way back is kept',
};

export const blueGreen = {
  titles: { colours: 'Colours', revision: 'Revision', traffic: 'Traffic', release: 'Release' },
  colours: { blue: 'blue', green: 'green' },
  active: 'active',
  absent: 'not there yet',
  share: (d: { percent: number }) => `${d.percent} %`,
  serving: (d: { ready: number; desired: number; total: number }) =>
    `${d.ready} of ${d.desired} InService, ${d.total} healthy`,
  phases: {
    preparing: 'the new colour is being prepared',
    shifting: 'traffic is being moved',
    keeping: 'the old colour is kept as the way back',
    kept: 'the old colour may be scaled to 0',
  },
};
