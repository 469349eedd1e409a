// Every S3 operation the program uses: reads change nothing, writes do.
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

export const Client = S3Client;

export const reads = {
  headBucket: HeadBucketCommand,
  headObject: HeadObjectCommand,
  getBucketVersioning: GetBucketVersioningCommand,
  listBuckets: ListBucketsCommand,
  listMultipartUploads: ListMultipartUploadsCommand,
  listParts: ListPartsCommand,
};

export const writes = {
  putObject: PutObjectCommand,
  createMultipartUpload: CreateMultipartUploadCommand,
  uploadPart: UploadPartCommand,
  completeMultipartUpload: CompleteMultipartUploadCommand,
  abortMultipartUpload: AbortMultipartUploadCommand,
};
