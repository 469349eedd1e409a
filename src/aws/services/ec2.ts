// Every EC2 operation the program uses: reads change nothing, writes do.
import {
  AssociateIamInstanceProfileCommand,
  CreateImageCommand,
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  CreateTagsCommand,
  DeleteLaunchTemplateCommand,
  DeleteLaunchTemplateVersionsCommand,
  DeleteSnapshotCommand,
  DeleteTagsCommand,
  DeregisterImageCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeKeyPairsCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
  ModifyLaunchTemplateCommand,
  StartInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';

export const Client = EC2Client;

export const reads = {
  describeInstances: DescribeInstancesCommand,
  describeImages: DescribeImagesCommand,
  describeSnapshots: DescribeSnapshotsCommand,
  describeLaunchTemplates: DescribeLaunchTemplatesCommand,
  describeLaunchTemplateVersions: DescribeLaunchTemplateVersionsCommand,
  describeIamInstanceProfileAssociations: DescribeIamInstanceProfileAssociationsCommand,
  describeSubnets: DescribeSubnetsCommand,
  describeVpcs: DescribeVpcsCommand,
  describeSecurityGroups: DescribeSecurityGroupsCommand,
  describeKeyPairs: DescribeKeyPairsCommand,
};

export const writes = {
  associateIamInstanceProfile: AssociateIamInstanceProfileCommand,
  stopInstances: StopInstancesCommand,
  startInstances: StartInstancesCommand,
  createImage: CreateImageCommand,
  deregisterImage: DeregisterImageCommand,
  deleteSnapshot: DeleteSnapshotCommand,
  createTags: CreateTagsCommand,
  deleteTags: DeleteTagsCommand,
  createLaunchTemplate: CreateLaunchTemplateCommand,
  createLaunchTemplateVersion: CreateLaunchTemplateVersionCommand,
  modifyLaunchTemplate: ModifyLaunchTemplateCommand,
  deleteLaunchTemplate: DeleteLaunchTemplateCommand,
  deleteLaunchTemplateVersions: DeleteLaunchTemplateVersionsCommand,
};
