// Every IAM operation the program uses: reads change nothing, writes do.
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeleteInstanceProfileCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagInstanceProfileCommand,
  TagPolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';

export const Client = IAMClient;

export const reads = {
  getRole: GetRoleCommand,
  listAttachedRolePolicies: ListAttachedRolePoliciesCommand,
  listRolePolicies: ListRolePoliciesCommand,
  getPolicy: GetPolicyCommand,
  getPolicyVersion: GetPolicyVersionCommand,
  listPolicyVersions: ListPolicyVersionsCommand,
  getInstanceProfile: GetInstanceProfileCommand,
};

export const writes = {
  createRole: CreateRoleCommand,
  updateAssumeRolePolicy: UpdateAssumeRolePolicyCommand,
  attachRolePolicy: AttachRolePolicyCommand,
  detachRolePolicy: DetachRolePolicyCommand,
  tagRole: TagRoleCommand,
  deleteRole: DeleteRoleCommand,
  createPolicy: CreatePolicyCommand,
  createPolicyVersion: CreatePolicyVersionCommand,
  deletePolicyVersion: DeletePolicyVersionCommand,
  tagPolicy: TagPolicyCommand,
  deletePolicy: DeletePolicyCommand,
  createInstanceProfile: CreateInstanceProfileCommand,
  addRoleToInstanceProfile: AddRoleToInstanceProfileCommand,
  removeRoleFromInstanceProfile: RemoveRoleFromInstanceProfileCommand,
  tagInstanceProfile: TagInstanceProfileCommand,
  deleteInstanceProfile: DeleteInstanceProfileCommand,
};
