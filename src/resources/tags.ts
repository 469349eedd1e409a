// The tags that say what is ours: AWS is the memory, there is no state file.

export const PROJECT = 'codedeploy-wizard:project';
export const STEP = 'codedeploy-wizard:step';

export interface Owner {
  project: string;
  step: string;
}

/** In the form that IAM, EC2 and CodeDeploy take. */
export const tagsOf = ({ project, step }: Owner) => [
  { Key: PROJECT, Value: project },
  { Key: STEP, Value: step },
];

export const tagValue = (tags: { Key?: string; Value?: string }[] | undefined, key: string) =>
  tags?.find(({ Key }) => Key === key)?.Value;

export const isOurs = (tags: { Key?: string; Value?: string }[] | undefined, { project }: Owner) =>
  tagValue(tags, PROJECT) === project;
