// An AMI made from the stopped source instance, found again by its name and our tags, whatever its state.
import { isNamed } from '../aws/errors.ts';
import { allPages, type Place } from '../aws/place.ts';
import { WizardError } from '../engine/errors.ts';
import { type Line, line, type Resource, type Severe } from '../engine/resource.ts';
import { dependents, instanceFacts, PREPARED, RESTART } from './instance.ts';
import { isOurs, type Owner, PROJECT, tagsOf, tagValue } from './tags.ts';

const SOURCE = 'codedeploy-wizard:source';
const DEAD = ['failed', 'error', 'invalid', 'deregistered', 'disabled'];

export interface FoundImage {
  id: string;
  state: string;
  source: string | null;
  reason?: string;
}

type Described = NonNullable<Awaited<ReturnType<Place['aws']['ec2']['describeImages']>>['Images']>[number];

const foundOf = (image: Described): FoundImage => ({
  id: image.ImageId ?? '',
  state: image.State ?? 'unknown',
  source: tagValue(image.Tags, SOURCE) ?? null,
  reason: image.StateReason?.Message,
});

async function imageNamed(place: Place, name: string) {
  const { Images = [] } = await place.aws.ec2.describeImages({
    Owners: ['self'],
    Filters: [{ Name: 'name', Values: [name] }],
  });
  return Images[0];
}

const ownImages = (place: Place, Filters: { Name: string; Values: string[] }[] = []) =>
  allPages(
    (NextToken) => place.aws.ec2.describeImages({ Owners: ['self'], Filters, NextToken }),
    ({ Images }) => Images,
    ({ NextToken }) => NextToken,
  );

/** The newest living image that was made for the project from this instance. */
export async function ownImage(
  place: Place,
  project: string,
  instance: string,
): Promise<{ id: string; name: string } | undefined> {
  const images = await ownImages(place, [
    { Name: `tag:${PROJECT}`, Values: [project] },
    { Name: `tag:${SOURCE}`, Values: [instance] },
  ]);
  const newest = images
    .filter(({ State }) => !DEAD.includes(State ?? ''))
    .sort((a, b) => ((a.CreationDate ?? '') < (b.CreationDate ?? '') ? 1 : -1))[0];
  return newest && { id: newest.ImageId ?? '', name: newest.Name ?? '' };
}

export interface ImageShape {
  name: string;
  instance: string;
  restart: boolean;
  allowDowntime: boolean;
  /** Digest of what was prepared on the instance; absent if nobody looked. */
  prepared?: string;
  /** What must be said before it is baked, such as files in the way of the first deployment. */
  before(): Promise<Line[]>;
}

export function image(place: Place, owner: Owner, shape: ImageShape): Resource<FoundImage> {
  const { ec2 } = place.aws;
  const { name, instance, restart, allowDowntime, prepared } = shape;

  async function stop() {
    const { state } = await instanceFacts(place, instance);
    if (state !== 'stopped') {
      // What was verified, and that it ran, is remembered on the instance: a killed run finds it stopped.
      const marks = [
        ...(prepared ? [{ Key: PREPARED, Value: prepared }] : []),
        ...(restart ? [{ Key: RESTART, Value: 'yes' }] : []),
      ];
      if (marks.length > 0) await ec2.createTags({ Resources: [instance], Tags: marks });
      if (state !== 'stopping') await ec2.stopInstances({ InstanceIds: [instance] });
    }
    await place.until(async () => {
      const { state } = await instanceFacts(place, instance);
      return state === 'stopped' ? undefined : line('waitInstance', { instance, state, to: 'stopped' });
    }, instance);
  }

  return {
    kind: 'ec2.image',
    name,
    spec: { source: instance },
    async read() {
      const present = await imageNamed(place, name);
      if (!present) return undefined;
      const found = foundOf(present);
      return isOurs(present.Tags, owner) ? found : { ...found, source: found.source ?? 'unknown' };
    },
    async create() {
      await stop();
      const tags = [...tagsOf(owner), { Key: SOURCE, Value: instance }, { Key: 'Name', Value: name }];
      try {
        await ec2.createImage({
          InstanceId: instance,
          Name: name,
          Description: `Made by codedeploy-wizard for ${owner.project} from ${instance}`,
          TagSpecifications: [
            { ResourceType: 'image', Tags: tags },
            { ResourceType: 'snapshot', Tags: tags },
          ],
        });
      } catch (error) {
        // A lost answer: the image is there already, and reading decides whether it is ours.
        if (!isNamed(error, 'InvalidAMIName.Duplicate')) throw error;
      }
    },
    async waiting({ id, state, reason }) {
      if (state === 'available') return undefined;
      if (DEAD.includes(state))
        throw new WizardError('broken', { kind: 'ec2.image', name, state, reason: reason ?? '' });
      return line('waitImage', { image: id, state, progress: await progressOf(place, id) });
    },
    // Minutes to hours: it grows with the changed blocks.
    patience: 90 * 60_000,
    async notes(found): Promise<Line[]> {
      if (found) return [];
      const facts = await instanceFacts(place, instance);
      const [{ blocking, others }, before] = await Promise.all([dependents(place, facts), shape.before()]);
      const lines = [...blocking, ...others];
      if (lines.length === 0) lines.push(line('nothingDepends', { instance }));
      if (facts.state === 'running') lines.push(line('stopsInstance', { instance }));
      if (facts.state === 'running' && !restart) lines.push(line('staysStopped', { instance }));
      if (facts.publicIp && restart) lines.push(line('publicIpChanges', { instance, ip: facts.publicIp }));
      return [...lines, ...before];
    },
    async severe(found): Promise<Severe[]> {
      if (found) return [];
      const facts = await instanceFacts(place, instance);
      const [first] = (await dependents(place, facts)).blocking;
      if (!first || facts.state === 'stopped') return [];
      if (!allowDowntime) throw new WizardError('servesTraffic', first.data);
      return [{ confirm: instance, why: first }];
    },
  };
}

async function progressOf(place: Place, id: string): Promise<string> {
  const { Snapshots = [] } = await place.aws.ec2.describeSnapshots({
    OwnerIds: ['self'],
    Filters: [{ Name: 'description', Values: [`*${id}*`] }],
  });
  return Snapshots[0]?.Progress ?? '';
}

/** An image that was made elsewhere: it must be there and available. */
export function givenImage(place: Place, id: string): Resource<FoundImage> {
  return {
    kind: 'ec2.image',
    name: id,
    spec: {},
    async read() {
      try {
        const { Images = [] } = await place.aws.ec2.describeImages({ ImageIds: [id] });
        if (Images[0]) return foundOf(Images[0]);
      } catch (error) {
        if (!isNamed(error, ['InvalidAMIID.NotFound', 'InvalidAMIID.Malformed', 'InvalidAMIID.Unavailable']))
          throw error;
      }
      const images = await ownImages(place);
      throw new WizardError('notFound', {
        kind: 'ec2.image',
        name: id,
        region: place.region,
        instead: images.map(({ ImageId, Name }) => `${ImageId} (${Name})`),
      });
    },
    create: async () => undefined,
    waiting({ state, reason }) {
      if (DEAD.includes(state))
        throw new WizardError('broken', { kind: 'ec2.image', name: id, state, reason: reason ?? '' });
      return state === 'available' ? undefined : line('waitImage', { image: id, state, progress: '' });
    },
  };
}
